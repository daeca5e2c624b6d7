// The types of the package `issuedby`.

import type { CaWarningCode, Reason } from "./reasons.js";

export type { CaWarningCode, Reason };

/** The version of this package. */
export declare const version: string;

/** Every reason code, in table order. */
export declare const reasons: readonly Reason[];

export type Status = "NONE" | "FAILED" | "SUCCESS";

/** `Buffer` where its types are there (`@types/node`), and else the class that it extends. */
export type Bytes = typeof globalThis extends { Buffer: { prototype: infer B } } ? B : Uint8Array;

/** A certificate: DER, PEM or RFC 9440 text, as bytes or as a string; or an X509Certificate of node:crypto. */
export type CertificateInput = Uint8Array | string | { readonly raw: Uint8Array };

/** A point in time: a Date, or Unix **seconds**. */
export type Time = Date | number;

// Verifying

/** A CA certificate that is fit to anchor: checked once, when it is loaded. */
export declare class CaCertificate {
  private constructor();
  /**
   * Exactly one certificate in PEM, also where the whole text is base64, a JSON string or percent-encoding of PEM.
   * @throws {UnfitCaError} for anything else, and for a certificate that can never verify anyone
   */
  static fromPem(pem: string | Uint8Array): CaCertificate;
  /**
   * Every CA of PEM text that holds one certificate or more, in the order of the text. A certificate that stands there
   * several times is loaded once, with the warning `repeated_in_bundle`.
   * @throws {UnfitCaError} whose `unfit` has every certificate that is unfit
   */
  static fromPemBundle(pem: string | Uint8Array): CaCertificate[];
  /**
   * One certificate in DER.
   * @throws {UnfitCaError} for anything else, and for a certificate that can never verify anyone
   */
  static fromDer(der: Uint8Array): CaCertificate;
  /**
   * The same certificate with an identifier, which verdicts then name.
   * @throws {ParseError} unless it is 1 to 128 visible ASCII characters
   */
  withId(id: string): CaCertificate;
  readonly id: string | null;
  /** The text to paste into `certIssuerDN`. */
  readonly subject: string;
  readonly sha256Fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The warnings about it. */
  readonly warnings: readonly CaWarning[];
  /** Its contents as JSON, for comparisons and copies. */
  readonly json: string;
  toJSON(): CaCertificateJson;
}

export interface CaCertificateJson {
  id: string | null;
  subject: string;
  sha256Fingerprint: string;
  /** RFC 3339, whole seconds, UTC. */
  notBefore: string;
  notAfter: string;
  warnings: CaWarning[];
}

export interface CaWarning {
  readonly code: CaWarningCode;
  readonly message: string;
}

export interface VerifierOptions {
  /** Refuse a leaf without the extKeyUsage extension too. Default: false. */
  requireClientAuthEku?: boolean;
  /** Accept leaves of a CA whose own certificate is expired or not valid yet. Default: false. */
  ignoreCaValidity?: boolean;
  /** Accept serial numbers that are zero, negative, or of 20 bytes with the top bit set. Default: false. */
  allowUnusualSerial?: boolean;
}

export interface EvaluateOptions {
  /** The time of the check. Default: the system clock. */
  now?: Time;
  /** The certificates that the client sent along, nearest issuer first. They are never trusted: they explain `not_directly_signed`. */
  chain?: readonly CertificateInput[];
}

/** Verifies client certificates against CA certificates. */
export declare class Verifier {
  /**
   * @throws {UnfitCaError} for a CA whose key cannot be used
   * @throws {OptionError} for an option that there is not
   */
  constructor(cas: readonly CaCertificate[], options?: VerifierOptions);
  readonly cas: readonly CaCertificate[];
  /** Its options, each with its value. */
  readonly options: Readonly<Required<VerifierOptions>>;
  /**
   * The client, or an error that says why not.
   * @throws {VerificationError} unless the status is SUCCESS
   */
  verify(leaf: CertificateInput | null | undefined, options?: EvaluateOptions): Verified;
  /** The verdict about what was presented, or about nothing: never an error about a certificate. */
  evaluate(leaf: CertificateInput | null | undefined, options?: EvaluateOptions): Verdict;
}

/** The answer at one time. Text is read when a property is; `JSON.stringify` gives the same bytes as every language. */
export declare class Verdict {
  private constructor();
  readonly verified: boolean;
  readonly status: Status;
  /** The code of the first reason, or null for SUCCESS. */
  readonly reason: Reason | null;
  /** Every reason that applies, in table order. */
  readonly reasons: readonly VerdictReason[];
  /** A sentence for people. It may change; codes do not. */
  readonly message: string;
  /** The remedy for the reason; null for a SUCCESS. In its commands `FILE` is the file that was read, `FILE.pem` what they write. */
  readonly remedy: string | null;
  /** The certificate that was presented, if it could be read. It is trusted only if `verified`. */
  readonly certificate: Certificate | null;
  /** The CA that issued it; for a refusal the one it is about, if there is one. */
  readonly ca: VerdictCa | null;
  /** The first second in which this same SUCCESS holds. */
  readonly validFrom: Date | null;
  /** The last second in which this same SUCCESS holds. */
  readonly validUntil: Date | null;
  /** The JSON that `JSON.stringify` gives too: it is in copies by structuredClone and `{...}`, and decides nothing. */
  readonly json: string;
  /** A plain object, for `postMessage` and `JSON.stringify`. */
  toJSON(): VerdictJson;
  toString(): string;
}

export interface VerdictReason {
  readonly code: Reason;
  readonly message: string;
  /** True if the CA really signed what is refused. */
  readonly authenticated: boolean;
}

export interface VerdictCa {
  readonly id: string | null;
  readonly subject: string;
  readonly sha256Fingerprint: string;
}

/** A client's certificate. */
export declare class Certificate {
  private constructor();
  /** Null where it is not a well-formed name. */
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly sha256Fingerprint: string;
  /** Its contents as JSON, for comparisons and copies. */
  readonly json: string;
  toJSON(): CertificateJson;
}

/** A certificate that was verified. Only a SUCCESS makes one. */
export declare class Verified {
  private constructor();
  readonly certificate: Certificate;
  readonly ca: VerdictCa;
  readonly validFrom: Date;
  readonly validUntil: Date;
  /** The verdict that this came from. */
  readonly verdict: Verdict;
  /** The JSON of its verdict. */
  toJSON(): VerdictJson;
}

export interface VerdictJson {
  status: Status;
  reason: Reason | null;
  message: string;
  reasons: VerdictReason[];
  certificate: CertificateJson | null;
  ca: VerdictCa | null;
  /** RFC 3339, whole seconds, UTC. */
  validFrom: string | null;
  validUntil: string | null;
}

export interface CertificateJson {
  subject: string | null;
  issuer: string | null;
  serialNumber: string;
  /** RFC 3339, whole seconds, UTC. */
  notBefore: string;
  notAfter: string;
  sha256Fingerprint: string;
}

// Inspection

/**
 * Everything that a reviewer of a certificate looks at. It is not a verdict: a certificate without a caution may be
 * anybody's.
 * @throws {ParseError} for what is no certificate
 */
export declare function certificateInspect(certificate: CertificateInput): Inspection;

/** A certificate as its reviewer sees it. Its keys are those of `issuedby inspect --format json`. */
export interface Inspection {
  subject: string | null;
  issuer: string | null;
  serialNumber: string;
  notBefore: string;
  notAfter: string;
  sha256Fingerprint: string;
  /** SHA-256 over the SubjectPublicKeyInfo. */
  spkiSha256Fingerprint: string;
  /** The subject of a CA, the issuer of a client. */
  certIssuerDN: string | null;
  version: number;
  key: { kind: string; bits: number | null };
  signatureAlgorithm: string;
  isCa: boolean;
  basicConstraints: { ca: boolean; pathLength: number | null } | null;
  pathLength: number | null;
  keyUsage: string[] | null;
  extendedKeyUsage: string[] | null;
  subjectAlternativeNames: GeneralName[] | null;
  nameConstraints: { permitted: NameConstraint[]; excluded: NameConstraint[]; error: string | null } | null;
  certificatePolicies: { oid: string; name: string | null; qualifiers: { type: string; value: string }[] }[] | null;
  policyConstraints: { requireExplicitPolicy: number | null; inhibitPolicyMapping: number | null } | null;
  inhibitAnyPolicy: number | null;
  crlDistributionPoints: DistributionPoint[] | null;
  authorityInfoAccess: { method: string; type: string; value: string }[] | null;
  authorityKeyIdentifier: string | null;
  authorityCertIssuer: GeneralName[];
  authorityCertSerialNumber: string | null;
  subjectKeyIdentifier: string | null;
  /** Every extension, in the order of the certificate. */
  extensions: InspectedExtension[];
  /** The rules about the form of a certificate that it breaks. */
  defects: Reason[];
  /** The warnings about its names. */
  "alarms": { name: "subject" | "issuer"; code: string; rdn: number | null; attribute: string | null }[];
  /** Everything that deserves attention. */
  cautions: Caution[];
  loadableAsCa: { code: Reason | null; warnings: CaWarningCode[]; message: string | null; remedy: string | null };
  /** The reasons for which every verifier refuses it as a client's. */
  neverVerifies: { code: Reason; message: string; remedy: string }[];
  /** The keys of what has more entries, or longer values, than are given. */
  truncated: string[];
  bytes: number;
  trailingBytes: number;
  clientCertLength: number;
}

/** Something about a certificate that deserves attention. */
export interface Caution {
  code: string;
  message: string;
  remedy: string | null;
}

export interface InspectedExtension {
  /** Null where not even that can be read. */
  oid: string | null;
  name: string | null;
  critical: boolean;
  /** The number of bytes of its value. */
  size: number;
  /** Its first bytes in hexadecimal, if nothing here reads it, if it cannot be read, and if it stands several times. */
  value: string | null;
  /** The fault of one that cannot be read; the offset is counted from the start of the certificate. */
  error: { offset: number; message: string } | null;
}

export interface GeneralName {
  /** The name of the alternative in RFC 5280, such as `dNSName`. */
  type: string;
  value: string;
}

export interface NameConstraint {
  type: string;
  base: string;
  /** The reason for which it cannot be evaluated. */
  fault: string | null;
}

export interface DistributionPoint {
  names: GeneralName[];
  relativeName: string | null;
  /** Null for all reasons. */
  reasons: string[] | null;
  crlIssuer: GeneralName[];
}

// Names, fingerprints, RFC 9440

/**
 * True if two names are equal.
 * @throws {ParseError} for a text that is no name
 */
export declare function dnEqual(a: string, b: string): boolean;

/**
 * The level of agreement of two names, their differences, and the likely cause.
 * @throws {ParseError} for a text that is no name
 */
export declare function dnCompare(expected: string, found: string): DnComparison;

/**
 * A text that is the same for equal names, and for no others.
 * @throws {ParseError} for a text that is no name
 */
export declare function dnNormalize(name: string): string;

/**
 * A Name in DER, with its SEQUENCE header, as text.
 * @throws {ParseError} for bytes that are no Name
 */
export declare function dnFromDer(der: Uint8Array): string;

export interface DnComparison {
  level: "identical" | "equal" | "reordered" | "regrouped" | "different";
  matches: boolean;
  hints: string[];
  /** The likely cause in one sentence. */
  hint: string | null;
  /** The found name as it should be written. */
  suggestion: string | null;
  differences: DnDifference[];
}

export interface DnDifference {
  kind: string;
  /** The number of the RDN, from 1, as printed. */
  expectedRdn: number | null;
  foundRdn: number | null;
  attribute: string;
  expected: string | null;
  found: string | null;
}

/**
 * The SHA-256 of a certificate: upper case, with colons.
 * @throws {ParseError} for a text that holds no certificate
 */
export declare function fingerprint(certificate: CertificateInput): string;

/**
 * True if two texts are the same SHA-256, in any case, with or without colons.
 * @throws {ParseError} for a text that is no SHA-256
 */
export declare function fingerprintEqual(a: string, b: string): boolean;

/**
 * A certificate as the value of `Client-Cert`. It says nothing about verification.
 * @throws {ParseError} for a text that holds no certificate
 */
export declare function clientCertEncode(certificate: CertificateInput): string;

/**
 * The DER in a value of `Client-Cert`. It says nothing about verification.
 * @throws {ParseError} for anything else
 */
export declare function clientCertDecode(value: string): Bytes;

// Between edge and worker

/** The lines of a request's header: Headers, an object, pairs, or `rawHeaders` of node:http. */
export type HeadersInput =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | readonly string[];

/** The report of an edge about the client of one request. It says SUCCESS only if a verdict or an edge's fields do. */
export declare class EdgeReport {
  private constructor();
  /** The report of an edge that evaluated the certificate itself. `chain` is what the client sent along. */
  static fromVerdict(verdict: Verdict, options?: { chain?: readonly CertificateInput[] }): EdgeReport;
  /**
   * The report in the header fields of a request that came from a trusted edge. Any client that can connect can write
   * them: `fromHeaders` of this package asks for the rules by which they are believed.
   */
  static fromHeaders(headers: HeadersInput): EdgeReport;
  readonly status: Status;
  readonly reason: Reason | null;
  /** The header fields that an edge sends, as pairs of name and value. */
  toHeaders(options?: HeaderOptions): [name: string, value: string][];
  /** All of the report as header fields, one a line, for comparisons and copies. */
  readonly fields: string;
  toJSON(): EdgeReportJson;
}

export interface EdgeReportJson {
  status: Status;
  reason: Reason | null;
  /** Every header field of the report: `EdgeReport.fromHeaders(headers)` is an equal one. */
  headers: [name: string, value: string][];
}

export interface HeaderOptions {
  /** When `Client-Cert` is sent. Default: only for a verified certificate. */
  clientCert?: "verified" | "presented";
  /** True if `Client-Cert-Chain` is sent. Default: omit. */
  chain?: "omit" | "send";
  /** The longest value, in bytes. Default: 8192. */
  clientCertMax?: number;
}

/** True if an edge must remove a request field or trailer with this name, on every request. */
export declare function edgeHeadersMustStrip(name: string): boolean;

/** True if a value of `Vary` names `Client-Cert` or `Client-Cert-Chain`: an edge then writes `*` in its place. */
export declare function edgeHeadersVaryNamesClientCert(value: string): boolean;

/** The rules by which the connections of the edge are known. One of them is enough; none is implied. */
export interface TrustedEdgeOptions {
  /** The request came over a Unix domain socket. */
  readonly unixSocket?: boolean;
  /** The peer has an address in one of these networks: `"192.0.2.7"`, `"fd00::/64"`. Loopback is not implied. */
  readonly peerNetworks?: readonly string[];
  /** The peer proved in the TLS handshake to hold the key of a certificate with one of these SHA-256 fingerprints. */
  readonly edgeFingerprints?: readonly string[];
}

/** The facts of the connection that a request came on. Nothing of them may come from the request. */
export interface ConnectionFacts {
  /** True if the connection came over a Unix domain socket. Default: false. */
  readonly unixSocket?: boolean;
  /** The IP address of the peer, without a port. */
  readonly peerAddress?: string | null | undefined;
  /** The certificate whose key the peer proved to hold in the TLS handshake. */
  readonly clientCertificate?: CertificateInput | null | undefined;
}

/** True if the header fields of a request are believed. */
export interface Trust {
  readonly believed: boolean;
  /** The rule that the connection meets, or null. */
  readonly rule: "unix_socket" | "peer_networks" | "edge_fingerprints" | null;
  /** The stable code: of the rule, or of the reason why the fields are not believed. */
  readonly code: string;
  /** For the log of the server, never for the client. */
  readonly message: string;
  /** The step that lets an edge be believed, or null. */
  readonly remedy: string | null;
}

/** Are the header fields of a request believed, because of the connection that it came on? */
export declare class TrustedEdge {
  /**
   * The options are an object or JSON.
   * @throws {OptionError} for options that cannot be used
   * @throws {TypeError} for a value of another type
   */
  constructor(options: TrustedEdgeOptions | string | Uint8Array);
  decide(facts: ConnectionFacts): Trust;
  /** Its rules as JSON, as they were given. */
  readonly json: string;
  toJSON(): TrustedEdgeOptions;
}

/** A connection: `request.socket` of node:http. */
export interface Connection {
  readonly remoteAddress?: string | undefined;
}

/**
 * The report in the header fields of a request about its client. Without `trustedEdge`, or where `socket` meets none of
 * its rules, they are ignored: status NONE.
 */
export declare function fromHeaders(
  headers: HeadersInput,
  options?: { trustedEdge?: TrustedEdge | TrustedEdgeOptions; socket?: Connection },
): IncomingRequestProperties;

export interface IncomingRequestProperties {
  /** The certificate as RFC 9440 text. It was verified only if the status is SUCCESS. */
  readonly clientCert: string | null;
  readonly clientMtlsVerificationStatus: Status;
  readonly clientMtlsVerificationReason: Reason | null;
}

// The policy mtls-auth-inbound

export interface MtlsAuthInboundOptions {
  /** Let requests go on whose client is not verified: for a staged rollout. Default: false. */
  allowUnauthenticatedRequests?: boolean;
  /** The issuers whose certificates are accepted: the subjects of the CAs. */
  certIssuerDN?: string | readonly string[];
}

/** May this request pass, and who sent it? */
export declare class MtlsAuthInbound {
  /**
   * The options are an object or JSON. Where the CAs are at hand whose clients will come, errors and warnings have the value to paste.
   * @throws {OptionError} for options that cannot be used
   * @throws {TypeError} for a value of another type
   */
  constructor(options: MtlsAuthInboundOptions | string | Uint8Array, more?: { cas?: readonly CaCertificate[] });
  /** The warnings about the options. */
  readonly warnings: readonly PolicyWarning[];
  /** The decision for a request with or without a user. */
  decide(report: EdgeReport, options?: { user?: unknown }): Decision;
  /** Its options as JSON, as they were given. */
  readonly json: string;
  toJSON(): MtlsAuthInboundOptions;
}

export interface PolicyWarning {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string | null;
}

/** The decision for a request. */
export declare class Decision {
  private constructor();
  readonly action: "allow" | "pass_through" | "reject";
  /** The reason with which enforcing refuses, or would; null for `allow`. */
  readonly reason: Reason | null;
  /** The new value of `request.user.data.mtlsAuth`; null: it is deleted. */
  readonly metadata: MtlsAuth | null;
  /** The new value of `request.user.sub`, or null. */
  readonly sub: string | null;
  /** The body of the answer to a client that is refused, or null. */
  readonly problem: Problem | null;
  /** One line for the operator's log, or null. Never send it to the client. */
  readonly log: string | null;
  /** The decision as JSON, for comparisons and copies. The log is not in it. */
  readonly json: string;
  toJSON(): DecisionJson;
}

export interface DecisionJson {
  action: "allow" | "pass_through" | "reject";
  reason: Reason | null;
  metadata: MtlsAuth | null;
  sub: string | null;
  problem: Problem | null;
}

/** `request.user.data.mtlsAuth`: who the client is, and whether to believe it. */
export interface MtlsAuth {
  subject: string | null;
  issuer: string | null;
  /** RFC 3339, whole seconds, UTC. */
  notBefore: string;
  notAfter: string;
  sha256Fingerprint: string;
  serialNumber: string;
  /** True if the status is SUCCESS and the issuer is one of `certIssuerDN`, where that is set. */
  verified: boolean;
  status: Status;
  /** The reason with which enforcing would have refused, or null. */
  reason: Reason | null;
  caId: string | null;
}

/** RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: Reason;
}

/** The data that the policy adds to a request. */
export interface RequestUser {
  sub?: string;
  data?: { mtlsAuth?: MtlsAuth; [key: string]: unknown };
}

/** The user of a request that passed a policy without unauthenticated requests. `sub` is absent if the subject is empty. */
export interface AuthenticatedUser extends RequestUser {
  data: { mtlsAuth: MtlsAuth; [key: string]: unknown };
}

export interface InboundContext {
  incomingRequestProperties?: Partial<IncomingRequestProperties> | null | undefined;
  /** The function that gets the operator's log line about a request that is, or would be, refused. */
  log?: { warn(line: string): void } | undefined;
}

/**
 * A handler that gives a request its user (the same Request comes back), or the answer that refuses it.
 * @throws {OptionError} at once, for options that cannot be used
 */
export declare function mtlsAuthInbound(
  options: MtlsAuthInboundOptions & { allowUnauthenticatedRequests?: false },
): <R extends object>(request: R, context?: InboundContext) => Promise<(R & { user: AuthenticatedUser }) | Response>;
export declare function mtlsAuthInbound(
  options: MtlsAuthInboundOptions,
): <R extends object>(request: R, context?: InboundContext) => Promise<(R & { user?: RequestUser }) | Response>;

/** The same as a policy of a gateway, which passes its options with every request: checked once for each object. */
export declare function MTLSAuthInboundPolicy<R extends object>(
  request: R,
  context: InboundContext | undefined,
  options: MtlsAuthInboundOptions,
  policyName: string,
): Promise<(R & { user?: RequestUser }) | Response>;

// Errors

/** The base of all errors about certificates, names and options. */
export declare class IssuedbyError extends Error {
  /** Stable; the message is for people. */
  readonly code: string;
  /** The step that mends the input, or null. */
  readonly remedy: string | null;
  /** The text to write instead: the closest accepted word, or the value to paste; or null. */
  readonly suggestion: string | null;
  /** The byte of the input at which the error is, from 0; or null. */
  readonly position: number | null;
}

/** A certificate was not verified. */
export declare class VerificationError extends IssuedbyError {
  private constructor();
  readonly code: Reason;
  readonly reason: Reason;
  readonly verdict: Verdict;
}

/** A text or some bytes are not what they should be. */
export declare class ParseError extends IssuedbyError {
  private constructor();
}

/** A certificate is not fit to be a CA here. */
export declare class UnfitCaError extends IssuedbyError {
  private constructor();
  readonly code: Reason;
  readonly remedy: string;
  /**
   * Every unfit certificate of a bundle, in the order of the text; empty for a single certificate, and where the text itself
   * is at fault.
   */
  readonly unfit: readonly UnfitCertificate[];
}

/** A certificate of a bundle that cannot be a CA. */
export interface UnfitCertificate {
  /** Its number in the text, counted from 1. */
  readonly number: number;
  /** The line of its BEGIN, counted from 1; null where the text is PEM inside another text. */
  readonly line: number | null;
  /** Its subject, where it can be read. */
  readonly subject: string | null;
  readonly code: Reason;
  readonly message: string;
  readonly remedy: string;
}

/** Options cannot be used. */
export declare class OptionError extends IssuedbyError {
  private constructor();
  /** The option that is wrong, if it is one. */
  readonly option?: string;
  /** The number of the wrong entry in the option's list, from 1. */
  readonly element?: number;
  /** The code of what is wrong with a name. */
  readonly nameError?: string;
}

// What the types allow, and, below each `@ts-expect-error`, what they do not. Compiled only.

import { X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";

import {
  CaCertificate,
  EdgeReport,
  IssuedbyError,
  MTLSAuthInboundPolicy,
  MtlsAuthInbound,
  OptionError,
  ParseError,
  TrustedEdge,
  VerificationError,
  Verdict,
  Verifier,
  clientCertDecode,
  clientCertEncode,
  dnCompare,
  dnEqual,
  dnFromDer,
  dnNormalize,
  edgeHeadersMustStrip,
  edgeHeadersVaryNamesClientCert,
  fingerprint,
  fingerprintEqual,
  fromHeaders,
  mtlsAuthInbound,
  reasons,
  version,
  type Certificate,
  type CertificateInput,
  type Decision,
  type InboundContext,
  type IncomingRequestProperties,
  type MtlsAuth,
  type Reason,
  type RequestUser,
  type Status,
  type Trust,
  type Verified,
  type VerdictJson,
} from "issuedby";
import { incomingRequestProperties, mtlsAuthInbound as inboundOfNode } from "issuedby/http";
import { scenario, scenarios, type Scenario, type ScenarioName } from "issuedby/testing";

export async function verifying(pem: string, der: Buffer, x509: X509Certificate): Promise<void> {
  const ca: CaCertificate = CaCertificate.fromPem(pem).withId("mtlsca_x");
  const id: string | null = ca.id;
  const verifier = new Verifier([ca], { requireClientAuthEku: true, ignoreCaValidity: false, allowUnusualSerial: true });
  const inputs: CertificateInput[] = [pem, der, x509, new Uint8Array(der)];
  const verdict: Verdict = verifier.evaluate(inputs[0], { now: new Date(), chain: inputs });
  const status: Status = verdict.status;
  const reason: Reason | null = verdict.reason;
  const until: Date | null = verdict.validUntil;
  const certificate: Certificate | null = verdict.certificate;
  const json: VerdictJson = verdict.toJSON();
  const verified: Verified = verifier.verify(der, { now: 1_800_000_000 });
  const subject: string | null = verified.certificate.subject;
  verifier.evaluate(null);
  verifier.evaluate(undefined);

  // @ts-expect-error A number is no certificate.
  verifier.evaluate(7);
  // @ts-expect-error There is no such option.
  new Verifier([ca], { requireEku: true });
  // @ts-expect-error CAs are loaded first.
  new Verifier([pem]);
  // @ts-expect-error A text is no time.
  verifier.verify(der, { now: "2026-01-01" });
  // @ts-expect-error DER is bytes.
  CaCertificate.fromDer(pem);
  // @ts-expect-error Only a verifier makes a verdict.
  new Verdict();
  // @ts-expect-error A verdict is read, never written.
  verdict.status = "SUCCESS";
  // @ts-expect-error A reason is one of the table.
  const unknown: Reason = "no_such_reason";
  // @ts-expect-error There may be no certificate.
  verdict.certificate.subject;
  use(id, status, reason, until, certificate, json, subject, unknown);
}

export function texts(der: Buffer): void {
  const equal: boolean = dnEqual("CN=a", "CN=a");
  const comparison = dnCompare("CN=a", "CN=b");
  const level: "identical" | "equal" | "reordered" | "regrouped" | "different" = comparison.level;
  const kinds: string[] = comparison.differences.map((difference) => difference.kind);
  const name: string = dnNormalize(dnFromDer(der));
  const same: boolean = fingerprintEqual(fingerprint(der), "");
  const decoded: Buffer = clientCertDecode(clientCertEncode(der));
  const strip: boolean = edgeHeadersMustStrip("Client-Cert") || edgeHeadersVaryNamesClientCert("Accept");
  // @ts-expect-error A Name is text here.
  dnEqual(der, der);
  use(equal, level, kinds, name, same, decoded, strip, version, reasons);
}

export async function policies(verdict: Verdict, request: Request): Promise<Request | Response> {
  const policy = new MtlsAuthInbound({ certIssuerDN: ["CN=a", "CN=b"], allowUnauthenticatedRequests: true });
  const decision: Decision = policy.decide(EdgeReport.fromVerdict(verdict), { user: undefined });
  const metadata: MtlsAuth | null = decision.metadata;
  const headers: Headers = new Headers(EdgeReport.fromVerdict(verdict).toHeaders({ clientCert: "presented" }));
  const properties: IncomingRequestProperties = fromHeaders(request.headers, {
    trustedEdge: { peerNetworks: ["10.0.0.7"] },
    socket: { remoteAddress: "10.0.0.7" },
  });
  fromHeaders({ "client-cert": undefined, other: ["a", "b"] });
  const context: InboundContext = { incomingRequestProperties: properties, log: console };
  const answer = await mtlsAuthInbound({ certIssuerDN: "CN=a" })(request, context);
  if (answer instanceof Response) return answer;
  const user: RequestUser | undefined = answer.user;
  const sub: string | undefined = user?.sub;
  const again = await MTLSAuthInboundPolicy(request, context, { certIssuerDN: "CN=a" }, "mtls");

  // @ts-expect-error There is no such option.
  mtlsAuthInbound({ certIssuerDn: "CN=a" });
  // @ts-expect-error True or false.
  mtlsAuthInbound({ allowUnauthenticatedRequests: "yes" });
  // @ts-expect-error Rules are named.
  fromHeaders(headers, { trustedEdge: true });
  const trust: Trust = new TrustedEdge({ peerNetworks: ["10.0.0.0/8"] }).decide({ peerAddress: "10.0.0.7" });
  use(trust.believed, trust.rule, trust.code, trust.message, trust.remedy);
  use(metadata, sub, again);
  return answer;
}

export function servers(verifier: Verifier): void {
  const handler = inboundOfNode({ certIssuerDN: "CN=a" }, { trustedEdge: { unixSocket: true }, log: (line) => use(line) });
  createServer((request, response) => {
    if (handler(request, response)) response.end(incomingRequestProperties(request, { verifier }).clientCert);
  });
  createServer((request, response) => {
    if (!handler(request, response)) return use(request.url);
    const serialNumber: string = request.user.data.mtlsAuth.serialNumber;
    use(request.url, serialNumber);
  });
  const lenient = inboundOfNode({ allowUnauthenticatedRequests: true }, { trustedEdge: { unixSocket: true } });
  createServer((request, response) => {
    if (!lenient(request, response)) return;
    const serialNumber: string | undefined = request.user?.data?.mtlsAuth?.serialNumber;
    // @ts-expect-error There may be no user: without a certificate in pass-through.
    use(request.url, serialNumber, request.user.data);
  });
  createHttp2Server((request) => use(incomingRequestProperties(request, { verifier })));
  // @ts-expect-error The source of the report is given.
  inboundOfNode({ certIssuerDN: "CN=a" }, {});
  // @ts-expect-error One of the two only.
  inboundOfNode({ certIssuerDN: "CN=a" }, { verifier, trustedEdge: { unixSocket: true } });
}

export async function testing(): Promise<void> {
  const valid: Scenario = scenario("valid");
  const names: readonly ScenarioName[] = scenarios;
  const { certIssuerDN, headers, incomingRequestProperties: properties } = valid;
  await mtlsAuthInbound({ certIssuerDN })(new Request("https://a/", { headers }), { incomingRequestProperties: properties });
  const code: Reason | undefined = scenario("expired").decision.problem?.code;
  // @ts-expect-error There is no such scenario.
  scenario("expird");
  // @ts-expect-error It is frozen.
  valid.headers["Client-Cert"] = "";
  use(names, code);
}

export function errors(error: unknown): string {
  if (error instanceof VerificationError) return `${error.reason satisfies Reason}${error.verdict.status}`;
  if (error instanceof OptionError) return error.suggestion ?? error.code;
  if (error instanceof ParseError) return `${error.code}${error.position}`;
  return error instanceof IssuedbyError ? error.code : "";
}

declare function use(...values: unknown[]): void;

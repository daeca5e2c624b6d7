// The types of `issuedby/http`.

import type { IncomingMessage, ServerResponse } from "node:http";

import type {
  IncomingRequestProperties,
  MtlsAuthInboundOptions,
  RequestUser,
  TrustedEdge,
  TrustedEdgeOptions,
  Verifier,
} from "./index.js";

/** The source of the report about a client: exactly one of the two. */
export type ClientSource =
  /** The header fields of an edge, and the rules by which they are believed. */
  | { trustedEdge: TrustedEdge | TrustedEdgeOptions; verifier?: undefined }
  /** The certificate that the client showed to this very server, which asks for one (`requestCert`). */
  | { verifier: Verifier; trustedEdge?: undefined };

/**
 * A handler that gives `request` its `user`, or answers with 401. It says whether the request goes on, and calls
 * `next` then, if there is one. Header fields that only an edge may write are removed from requests that do not come
 * from it; `log` gets one line for each request that is refused, or would be, which says so.
 * @throws {OptionError} at once, for options that cannot be used
 */
export declare function mtlsAuthInbound(
  policyOptions: MtlsAuthInboundOptions,
  options: ClientSource & { log?: (line: string) => void },
): <R extends IncomingMessage>(
  request: R,
  response: ServerResponse,
  next?: () => void,
) => request is R & { user?: RequestUser };

/** The same source as `context.incomingRequestProperties`, for handlers over Fetch. */
export declare function incomingRequestProperties(
  request: Pick<IncomingMessage, "rawHeaders" | "socket">,
  options: ClientSource,
): IncomingRequestProperties;

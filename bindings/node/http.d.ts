// The types of `issuedby/http`.

import type {
  AuthenticatedUser,
  IncomingRequestProperties,
  MtlsAuthInboundOptions,
  RequestUser,
  TrustedEdge,
  TrustedEdgeOptions,
  Verifier,
} from "./index.js";

/** The part of an `IncomingMessage` of `node:http` that is read. */
export interface HttpRequest {
  rawHeaders: string[];
  socket: object;
}

/** The part of a `ServerResponse` of `node:http` that is used. */
export interface HttpResponse {
  writeHead(statusCode: number, headers: Record<string, string>): { end(body: string): unknown };
}

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
  policyOptions: MtlsAuthInboundOptions & { allowUnauthenticatedRequests?: false },
  options: ClientSource & { log?: (line: string) => void },
): <R extends HttpRequest>(request: R, response: HttpResponse, next?: () => void) => request is R & { user: AuthenticatedUser };
export declare function mtlsAuthInbound(
  policyOptions: MtlsAuthInboundOptions,
  options: ClientSource & { log?: (line: string) => void },
): <R extends HttpRequest>(request: R, response: HttpResponse, next?: () => void) => request is R & { user?: RequestUser };

/** The same source as `context.incomingRequestProperties`, for handlers over Fetch. */
export declare function incomingRequestProperties(
  request: HttpRequest,
  options: ClientSource,
): IncomingRequestProperties;

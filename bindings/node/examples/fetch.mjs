// A worker in the Fetch style: a handler from Request to Response, served by @hono/node-server.

import { realpathSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { createAdaptorServer } from "@hono/node-server";
import { mtlsAuthInbound } from "issuedby";
import { incomingRequestProperties } from "issuedby/http";

const policy = {
  certIssuerDN: "CN=example-ca,O=Example,C=US", // `issuedby inspect ca.pem` prints it
  allowUnauthenticatedRequests: process.env.ALLOW_UNAUTHENTICATED_REQUESTS === "true", // for a staged rollout
};

// Any program that can connect can write the edge's header fields, so name the connections of the edge. On loopback
// that is every program of this machine: in production use a Unix socket in a folder that only the edge and the
// worker can enter, or the edge's network, or its certificate (`edgeFingerprints`).
const { WORKER_SOCKET: socketPath, PORT: port = "3000" } = process.env;
/** @type {import("issuedby").TrustedEdgeOptions} */
const trustedEdge = socketPath ? { unixSocket: true } : { peerNetworks: ["127.0.0.1"] };

const inbound = mtlsAuthInbound(policy);

/**
 * A handler that greets its caller. Without `allowUnauthenticatedRequests` only verified clients come as far as the
 * greeting. With it, look at `mtlsAuth.verified` before you believe the name; `mtlsAuth.reason` says why enforcing would refuse.
 * @param {Request} incoming
 * @param {import("issuedby").InboundContext} context
 */
export async function handle(incoming, context) {
  const request = await inbound(incoming, context);
  if (request instanceof Response) return request; // 401, application/problem+json

  const mtlsAuth = request.user?.data?.mtlsAuth;
  if (!mtlsAuth) return Response.json({ message: "a client certificate is needed" }, { status: 401 });
  return Response.json({ message: `Hello, ${mtlsAuth.subject}`, mtlsAuth });
}

export const server = createAdaptorServer({
  fetch: (request, { incoming }) =>
    handle(request, {
      incomingRequestProperties: incomingRequestProperties(incoming, { trustedEdge }),
      log: console,
    }),
});

if (fileURLToPath(import.meta.url) === realpathSync(process.argv[1] ?? ".")) {
  if (socketPath) rmSync(socketPath, { force: true }); // one that an earlier run left
  server.listen(socketPath ? { path: socketPath } : { host: "127.0.0.1", port: Number(port) });
  server.on("listening", () => console.log("listening on", server.address()));
}

// A worker on node:http, and so on what is built on it, such as Express.

import { realpathSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

import { mtlsAuthInbound } from "issuedby/http";

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

const inbound = mtlsAuthInbound(policy, { trustedEdge, log: (line) => console.warn(line) });

// Without `allowUnauthenticatedRequests` only verified clients come as far as the greeting. With it, look at
// `mtlsAuth.verified` before you believe the name; `mtlsAuth.reason` says why enforcing would refuse.
export const server = createServer((request, response) => {
  if (!inbound(request, response)) return; // answered: 401, application/problem+json

  const mtlsAuth = request.user?.data?.mtlsAuth;
  if (!mtlsAuth) return answer(response, 401, { message: "a client certificate is needed" });
  answer(response, 200, { message: `Hello, ${mtlsAuth.subject}`, mtlsAuth });
});

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function answer(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

if (fileURLToPath(import.meta.url) === realpathSync(process.argv[1] ?? ".")) {
  if (socketPath) rmSync(socketPath, { force: true }); // one that an earlier run left
  server.listen(socketPath ? { path: socketPath } : { host: "127.0.0.1", port: Number(port) });
  server.on("listening", () => console.log("listening on", server.address()));
}

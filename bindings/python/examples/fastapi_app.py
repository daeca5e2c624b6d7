"""A worker on FastAPI behind the edge; Starlette is the same without the decorators."""

import os

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from issuedby.asgi import MtlsAuthInboundMiddleware

POLICY = {
    "certIssuerDN": "CN=example-ca,O=Example,C=US",  # `issuedby inspect ca.pem` prints it
    "allowUnauthenticatedRequests": os.environ.get("ALLOW_UNAUTHENTICATED_REQUESTS") == "true",  # for a staged rollout
}

# Any program that can connect can write the edge's headers, so name the connections of the edge. On loopback that is every
# program of this machine: in production use a Unix socket in a folder that only the edge and the worker can enter
# (uvicorn lets every user write to the socket itself), or the edge's network, or its certificate (`edgeFingerprints`).
SOCKET = os.environ.get("WORKER_SOCKET")
TRUSTED_EDGE = {"unixSocket": True} if SOCKET else {"peerNetworks": ["127.0.0.1"]}

app = FastAPI()
app.add_middleware(MtlsAuthInboundMiddleware, policy=POLICY, trusted_edge=TRUSTED_EDGE)


@app.get("/")
async def greet(request: Request) -> JSONResponse:
    """Without `allowUnauthenticatedRequests` only verified clients come as far as here. With it, look at
    `mtlsAuth["verified"]` before you believe the name; `mtlsAuth["reason"]` says why enforcing would refuse."""
    mtls_auth = request.scope.get("mtls_auth")
    if mtls_auth is None:
        return JSONResponse({"message": "a client certificate is needed"}, status_code=401)
    return JSONResponse({"message": f"Hello, {mtls_auth['subject']}", "mtlsAuth": mtls_auth})


if __name__ == "__main__":
    # The peer's address must not come from a header, hence no proxy_headers.
    if SOCKET:
        uvicorn.run(app, uds=SOCKET, proxy_headers=False)
    else:
        uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "3000")), proxy_headers=False)

"""A worker on Flask behind the edge."""

import os

from flask import Flask, Response, jsonify, make_response, request

from issuedby.wsgi import MtlsAuthInboundMiddleware

POLICY = {
    "certIssuerDN": "CN=example-ca,O=Example,C=US",  # `issuedby inspect ca.pem` prints it
    "allowUnauthenticatedRequests": os.environ.get("ALLOW_UNAUTHENTICATED_REQUESTS") == "true",  # for a staged rollout
}

# Any program that can connect can write the edge's headers, so name the connections of the edge. On loopback that is every
# program of this machine: in production use a Unix socket in a folder that only the edge and the worker can enter
# (gunicorn lets every user write to the socket itself), or the edge's network, or its certificate (`edgeFingerprints`).
SOCKET = os.environ.get("WORKER_SOCKET")
TRUSTED_EDGE = {"unixSocket": True} if SOCKET else {"peerNetworks": ["127.0.0.1"]}

app = Flask(__name__)
app.wsgi_app = MtlsAuthInboundMiddleware(app.wsgi_app, POLICY, trusted_edge=TRUSTED_EDGE)


@app.get("/")
def greet() -> Response:
    """Without `allowUnauthenticatedRequests` only verified clients come as far as here. With it, look at
    `mtlsAuth["verified"]` before you believe the name; `mtlsAuth["reason"]` says why enforcing would refuse."""
    mtls_auth = request.environ.get("mtls_auth")
    if mtls_auth is None:
        return make_response({"message": "a client certificate is needed"}, 401)
    return jsonify({"message": f"Hello, {mtls_auth['subject']}", "mtlsAuth": mtls_auth})


if __name__ == "__main__":
    # Flask's own server is for development; the README has the lines for gunicorn.
    if SOCKET:
        app.run(host=f"unix://{SOCKET}")
    else:
        app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "3000")))

'use strict';
// The facts of a connection, out of the socket of node:http. Nothing of them is from a header field.

const { expected } = require('./errors.js');

/** The facts of the connection that a request came on: `request.socket`. */
function connectionFacts(socket) {
  if (typeof socket !== 'object' || socket === null) {
    throw expected('`socket`, the connection that the request came on (`request.socket` of node:http)', socket);
  }
  return {
    unixSocket: isUnixSocket(socket),
    peerAddress: socket.remoteAddress,
    clientCertificate: clientCertificate(socket)?.raw,
  };
}

/**
 * A connection over a Unix socket has no addresses; neither has one over TCP that is closed already. So the server
 * is asked where it listens.
 */
function isUnixSocket(socket) {
  const address = socket.server?.address?.();
  return typeof address === 'string' && socket.remoteAddress === undefined;
}

/** The certificate whose key the peer has shown to hold in the TLS handshake; undefined where it showed none. */
function clientCertificate(socket) {
  return socket.encrypted === true ? socket.getPeerX509Certificate?.() : undefined;
}

module.exports = { clientCertificate, connectionFacts };

'use strict';
// Why a worker believes the header fields of a request: because of the connection that it came on.

const { isIP, BlockList } = require('node:net');

const { OptionError, expected } = require('./errors.js');
const { options } = require('./arguments.js');
const native = require('./native.js');

const GROUNDS = ['unixSocket', 'peerAddresses', 'edgeFingerprints'];

/** The checks of ground objects that were seen before. */
const checks = new WeakMap();

/** Whether the connection is one that `trusted` names. */
function isTrusted(trusted, socket) {
  if (typeof trusted !== 'object' || trusted === null) throw expected('`trusted` as an object', trusted);
  let check = checks.get(trusted);
  if (check === undefined) {
    check = checkOf(trusted);
    checks.set(trusted, check);
  }
  if (typeof socket !== 'object' || socket === null) {
    throw expected('`socket`, the connection that the request came on (`request.socket` of node:http)', socket);
  }
  return check(socket);
}

/** Checks a ground before there is a request. */
function checkOf(trusted) {
  const named = Object.keys(options(trusted, GROUNDS, '`trusted`'));
  if (named.length !== 1) {
    throw new OptionError(
      `expected \`trusted\` with one of ${GROUNDS.map((name) => `\`${name}\``).join(', ')}, found ${named.length}`,
      'trust_ground_expected',
    );
  }
  switch (named[0]) {
    case 'unixSocket':
      if (trusted.unixSocket !== true) throw expected('`unixSocket` as true', trusted.unixSocket);
      return cameOverUnixSocket;
    case 'peerAddresses':
      return cameFrom(addresses(trusted.peerAddresses));
    default:
      return authenticatedAs(fingerprints(trusted.edgeFingerprints));
  }
}

function texts(values, what) {
  if (!Array.isArray(values)) throw expected(`${what} as an array of strings`, values);
  for (const value of values) if (typeof value !== 'string') throw expected(`${what} as an array of strings`, value);
  if (values.length > 0) return values;
  throw new OptionError(`expected at least one of ${what}, found none`, 'trust_ground_empty');
}

function addresses(values) {
  const list = new BlockList();
  for (const value of texts(values, '`peerAddresses`')) {
    const family = isIP(value);
    if (family === 0 || value.includes('%')) {
      throw new OptionError(
        `expected \`peerAddresses\` as IP addresses such as "10.0.0.7", found ${JSON.stringify(value)}`,
        'bad_peer_address',
      );
    }
    list.addAddress(value, `ipv${family}`);
  }
  return list;
}

function fingerprints(values) {
  return new Set(texts(values, '`edgeFingerprints`').map((value) => native.fingerprintPrinted(value)));
}

/**
 * A connection over a Unix socket has no addresses; neither has one over TCP that is closed already. So the server
 * is asked where it listens.
 */
function cameOverUnixSocket(socket) {
  const address = socket.server?.address?.();
  return typeof address === 'string' && socket.remoteAddress === undefined;
}

function cameFrom(list) {
  return ({ remoteAddress }) => {
    const family = typeof remoteAddress === 'string' ? isIP(remoteAddress) : 0;
    return family !== 0 && list.check(remoteAddress, `ipv${family}`);
  };
}

/** TLS has shown that the peer holds the key of its certificate; the pin says which certificate that must be. */
function authenticatedAs(pins) {
  return (socket) => {
    const certificate = socket.encrypted === true ? socket.getPeerX509Certificate?.() : undefined;
    return certificate !== undefined && pins.has(native.fingerprint(certificate.raw, false));
  };
}

module.exports = { checkOf, isTrusted };

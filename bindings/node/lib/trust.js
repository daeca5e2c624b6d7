'use strict';
// Why a worker believes the header fields of a request: because of the connection that it came on.

const { isIP, BlockList } = require('node:net');

const { OptionError, expected } = require('./errors.js');
const { options } = require('./arguments.js');
const native = require('./native.js');

const GROUNDS = ['unixSocket', 'peerAddresses', 'edgeFingerprints'];

/** How many of the addresses or fingerprints that were configured a line of the log repeats. */
const MOST_NAMED = 4;

/** The grounds of objects that were seen before. */
const grounds = new WeakMap();

/** Whether the connection is one that `trusted` names. */
function isTrusted(trusted, socket) {
  if (typeof trusted !== 'object' || trusted === null) throw expected('`trusted` as an object', trusted);
  const ground = groundOf(trusted);
  if (typeof socket !== 'object' || socket === null) {
    throw expected('`socket`, the connection that the request came on (`request.socket` of node:http)', socket);
  }
  return ground.holds(socket);
}

/** Which connection was found and which is named, for the log of the server. Nothing of it is from a header field. */
function whyNotTrusted(trusted, socket) {
  if (trusted === undefined) return 'no connection is named on which they are believed (`trusted`)';
  return `the connection came ${origin(socket)}, and \`trusted\` names ${groundOf(trusted).names} only`;
}

function groundOf(trusted) {
  let ground = grounds.get(trusted);
  if (ground === undefined) {
    ground = checkGround(trusted);
    grounds.set(trusted, ground);
  }
  return ground;
}

/** Checks a ground before there is a request: whether it holds for a connection, and what it names. */
function checkGround(trusted) {
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
      return { holds: cameOverUnixSocket, names: 'a Unix socket' };
    case 'peerAddresses':
      return { holds: cameFrom(addresses(trusted.peerAddresses)), names: some('peers at', trusted.peerAddresses) };
    default: {
      const pins = fingerprints(trusted.edgeFingerprints);
      return { holds: authenticatedAs(pins), names: some('TLS clients with the certificate', [...pins]) };
    }
  }
}

function some(what, values) {
  const more = values.length > MOST_NAMED ? ` and ${values.length - MOST_NAMED} more` : '';
  return `${what} ${values.slice(0, MOST_NAMED).join(', ')}${more}`;
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
    const found = shownFingerprint(socket);
    return found !== undefined && pins.has(found);
  };
}

function shownFingerprint(socket) {
  const certificate = socket.encrypted === true ? socket.getPeerX509Certificate?.() : undefined;
  return certificate === undefined ? undefined : native.fingerprint(certificate.raw, false);
}

/** From where a connection came, as far as the server knows. */
function origin(socket) {
  if (cameOverUnixSocket(socket)) return 'over a Unix socket';
  const { remoteAddress } = socket;
  // A socket for both versions shows an IPv4 peer as ::ffff:192.0.2.7.
  const from =
    isIP(remoteAddress) === 0 ? 'from an unknown address' : `from ${remoteAddress.replace(/^::ffff:(?=[\d.]+$)/i, '')}`;
  if (socket.encrypted !== true) return `${from} over TCP`;
  const shown = shownFingerprint(socket);
  return `${from} over TLS ${shown === undefined ? 'without a client certificate' : `with the certificate ${shown}`}`;
}

module.exports = { checkGround, isTrusted, whyNotTrusted };

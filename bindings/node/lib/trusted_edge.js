'use strict';

const { boolean, certificate, json, options, text } = require('./arguments.js');
const native = require('./native.js');
const { mark, visible } = require('./private.js');

let isEdge;

/** The names of the facts of a connection. */
const FACTS = ['unixSocket', 'peerAddress', 'clientCertificate'];

/** The rules by which a server knows the connections of its edge: are the header fields of a request believed? */
class TrustedEdge {
  #handle;

  static {
    isEdge = (value) => #handle in value;
  }

  /** The options are an object or JSON. */
  constructor(settings) {
    const bytes = Buffer.from(json(settings));
    this.#handle = native.trustedEdgeNew(bytes);
    visible(this, { json: bytes.toString() });
  }

  /** True if the header fields of a request on a connection with these facts are believed, and by which rule. */
  decide(facts) {
    const { unixSocket = false, peerAddress, clientCertificate } = options(facts, FACTS, 'the facts of the connection');
    const trust = native.trustedEdgeDecide(
      this.#handle,
      boolean(unixSocket, '`unixSocket`'),
      isAbsent(peerAddress) ? undefined : text(peerAddress, '`peerAddress`'),
      isAbsent(clientCertificate) ? undefined : certificate(clientCertificate),
    );
    return Object.freeze(JSON.parse(trust));
  }

  /** A new plain object: its rules. */
  toJSON() {
    return JSON.parse(this.json);
  }
}

mark(TrustedEdge);

function isAbsent(fact) {
  return fact === undefined || fact === null;
}

/** The trusted edges of option objects that were seen before. */
const edges = new WeakMap();

/** The trusted edge itself, or the one with these options: made once for each object. */
function trustedEdgeOf(settings) {
  const isCached = typeof settings === 'object' && settings !== null;
  if (isCached && isEdge(settings)) return settings;
  let edge = isCached ? edges.get(settings) : undefined;
  if (edge === undefined) {
    edge = new TrustedEdge(settings);
    if (isCached) edges.set(settings, edge);
  }
  return edge;
}

module.exports = { TrustedEdge, trustedEdgeOf };

'use strict';

const {
  types: { isUint8Array },
} = require('./builtins.js');

const { bytes, bytesOrText, text } = require('./arguments.js');
const { expected } = require('./errors.js');
const native = require('./native.js');
const { illegalConstructor, inspectedAs, mark, notOurs, privately, shown } = require('./private.js');

let crossingOf;
let isCa;

/** A CA certificate that is fit to anchor: checked once, when it is loaded. */
class CaCertificate {
  /** Two lines: the certificate in the form of RFC 9440, and its contents as JSON. */
  #crossing;
  #facts;

  /** Its contents as JSON. */
  json;

  static {
    crossingOf = (ca) => ca.#crossing;
    isCa = (value) => #crossing in value;
  }

  constructor(key, crossing) {
    if (key !== privately) throw illegalConstructor('CaCertificate', 'CaCertificate.fromPem(...)');
    this.#crossing = crossing;
    this.json = jsonOf(crossing);
    Object.freeze(this);
  }

  /** Exactly one certificate in PEM: text or its bytes. */
  static fromPem(pem) {
    return new CaCertificate(privately, native.caFromPem(bytesOrText(pem, 'the PEM')));
  }

  /** Every certificate of a PEM text, each once, in the order of the text. */
  static fromPemBundle(pem) {
    const crossings = native.casFromPemBundle(bytesOrText(pem, 'the PEM'));
    return crossings.map((crossing) => new CaCertificate(privately, crossing));
  }

  /** One certificate in DER. */
  static fromDer(der) {
    return new CaCertificate(privately, native.caFromDer(bytes(der, 'the DER')));
  }

  /** The same certificate with an identifier, which verdicts then name: 1 to 128 visible ASCII characters. */
  withId(id) {
    return new CaCertificate(privately, native.caWithId(this.#crossing, text(id, 'the identifier')));
  }

  get id() {
    return this.#read().id;
  }

  get subject() {
    return this.#read().subject;
  }

  get sha256Fingerprint() {
    return this.#read().sha256Fingerprint;
  }

  get notBefore() {
    return new Date(this.#read().notBefore);
  }

  get notAfter() {
    return new Date(this.#read().notAfter);
  }

  /** The warnings about it, each with `code` and `message`. */
  get warnings() {
    return this.#read().warnings;
  }

  /** A new plain object with the contents of `json`: texts for dates. */
  toJSON() {
    return JSON.parse(jsonOf(this.#crossing));
  }

  [inspectedAs]() {
    const { id, subject, sha256Fingerprint, notBefore, notAfter, warnings } = this;
    return shown('CaCertificate', { id, subject, sha256Fingerprint, notBefore, notAfter, warnings });
  }

  #read() {
    if (this.#facts === undefined) {
      this.#facts = this.toJSON();
      this.#facts.warnings = Object.freeze(this.#facts.warnings.map(Object.freeze));
    }
    return this.#facts;
  }
}

mark(CaCertificate);

/** The second line of a crossing: the contents as JSON. */
function jsonOf(crossing) {
  return crossing.slice(crossing.indexOf('\n') + 1);
}

/** True if this copy loaded the value: its prototype alone does not make it a CA. */
function isCaCertificate(value) {
  return typeof value === 'object' && value !== null && isCa(value);
}

/** An array of CAs as the native part takes them. */
function crossingsOf(cas) {
  if (!Array.isArray(cas)) throw expected('an array of CaCertificate', cas, remedyFor(cas));
  return cas.map((ca, index) => {
    if (isCaCertificate(ca)) return crossingOf(ca);
    throw notOurs(`element ${index} of the CAs as a CaCertificate`, ca, remedyFor(ca));
  });
}

/** The advice for a value that is not a CA, nor several. */
function remedyFor(found) {
  if (isCaCertificate(found)) return 'put it into an array';
  if (typeof found === 'string') return 'load it with CaCertificate.fromPem(...)';
  if (isUint8Array(found)) return 'load it with CaCertificate.fromPem(...) or CaCertificate.fromDer(...)';
  return undefined;
}

module.exports = { CaCertificate, crossingsOf };

'use strict';

const { bytes, bytesOrText, text } = require('./arguments.js');
const { expected } = require('./errors.js');
const native = require('./native.js');
const { illegalConstructor, inspectedAs, privately } = require('./private.js');

let handleOf;

/** A CA certificate that is fit to anchor: checked once, when it is loaded. */
class CaCertificate {
  #handle;
  #facts;

  static {
    handleOf = (ca) => ca.#handle;
  }

  constructor(key, handle) {
    if (key !== privately) throw illegalConstructor('CaCertificate', 'CaCertificate.fromPem(...)');
    this.#handle = handle;
  }

  /** Exactly one certificate in PEM: text or its bytes. */
  static fromPem(pem) {
    return new CaCertificate(privately, native.caFromPem(bytesOrText(pem, 'the PEM')));
  }

  /** Every certificate of a PEM text, each once, in the order of the text. */
  static fromPemBundle(pem) {
    const handles = native.casFromPemBundle(bytesOrText(pem, 'the PEM'));
    return handles.map((handle) => new CaCertificate(privately, handle));
  }

  /** One certificate in DER. */
  static fromDer(der) {
    return new CaCertificate(privately, native.caFromDer(bytes(der, 'the DER')));
  }

  /** The same certificate with an identifier, which verdicts then name: 1 to 128 visible ASCII characters. */
  withId(id) {
    return new CaCertificate(privately, native.caWithId(this.#handle, text(id, 'the identifier')));
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
    return new Date(this.#read().notBefore * 1000);
  }

  get notAfter() {
    return new Date(this.#read().notAfter * 1000);
  }

  /** The warnings about it, each with `code` and `message`. */
  get warnings() {
    return this.#read().warnings;
  }

  [inspectedAs]() {
    const { id, subject, sha256Fingerprint } = this;
    return { id, subject, sha256Fingerprint };
  }

  #read() {
    if (this.#facts === undefined) {
      this.#facts = JSON.parse(native.caFacts(this.#handle));
      this.#facts.warnings = Object.freeze(this.#facts.warnings.map(Object.freeze));
    }
    return this.#facts;
  }
}

/** The native handle of an array of CAs. */
function handlesOf(cas) {
  if (!Array.isArray(cas)) throw expected('an array of CaCertificate', cas, remedyFor(cas));
  return cas.map((ca, index) => {
    if (ca instanceof CaCertificate) return handleOf(ca);
    throw expected(`element ${index} of the CAs as a CaCertificate`, ca, remedyFor(ca));
  });
}

/** The advice for a value that is not a CA, nor several. */
function remedyFor(found) {
  if (found instanceof CaCertificate) return 'put it into an array';
  if (typeof found === 'string') return 'load it with CaCertificate.fromPem(...)';
  if (found instanceof Uint8Array) return 'load it with CaCertificate.fromPem(...) or CaCertificate.fromDer(...)';
  return undefined;
}

module.exports = { CaCertificate, handlesOf };

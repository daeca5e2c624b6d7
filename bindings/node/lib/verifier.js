'use strict';

const { boolean, certificate, certificates, isText, options, seconds } = require('./arguments.js');
const { crossingsOf } = require('./ca_certificate.js');
const { VerificationError } = require('./errors.js');
const native = require('./native.js');
const { mark, privately, visible } = require('./private.js');
const { Verdict, Verified } = require('./verdict.js');

const VERIFIER_OPTIONS = ['requireClientAuthEku', 'ignoreCaValidity', 'allowUnusualSerial'];
const CALL_OPTIONS = ['now', 'chain'];

let casOf;
let isVerifier;

/** Verifies client certificates against CA certificates. */
class Verifier {
  #handle;
  #cas;

  static {
    casOf = (verifier) => verifier.#cas;
    isVerifier = (value) => #cas in value;
  }

  constructor(cas, settings) {
    const crossings = crossingsOf(cas);
    const {
      requireClientAuthEku = false,
      ignoreCaValidity = false,
      allowUnusualSerial = false,
    } = options(settings, VERIFIER_OPTIONS);
    this.#handle = native.verifierNew(
      crossings,
      boolean(requireClientAuthEku, '`requireClientAuthEku`'),
      boolean(ignoreCaValidity, '`ignoreCaValidity`'),
      boolean(allowUnusualSerial, '`allowUnusualSerial`'),
    );
    this.#cas = Object.freeze([...cas]);
    const values = Object.freeze({ requireClientAuthEku, ignoreCaValidity, allowUnusualSerial });
    visible(this, { cas: this.#cas, options: values });
  }

  /** The client, or a VerificationError that says why not. */
  verify(leaf, settings) {
    const verdict = this.#evaluate(leaf, settings);
    if (!verdict.verified) throw new VerificationError(verdict);
    return new Verified(privately, verdict);
  }

  /** The verdict about what was presented, or about nothing: never an error about a certificate. */
  evaluate(leaf, settings) {
    return this.#evaluate(leaf, settings);
  }

  #evaluate(leaf, settings) {
    const { now, chain } = options(settings, CALL_OPTIONS);
    const bytes = leaf === undefined || leaf === null ? null : certificate(leaf);
    const sent = chain === undefined ? null : certificates(chain);
    const sentAsText = chain === undefined ? null : chain.map(isText);
    const crossing = native.verifierEvaluate(this.#handle, bytes, isText(leaf), seconds(now), sent, sentAsText);
    return new Verdict(privately, crossing, bytes);
  }
}

mark(Verifier);

/** True if the value is a verifier of this copy: its prototype alone does not make it one. */
function isVerifierOfOurs(value) {
  return typeof value === 'object' && value !== null && isVerifier(value);
}

module.exports = { Verifier, casOf: (verifier) => casOf(verifier), isVerifier: isVerifierOfOurs };

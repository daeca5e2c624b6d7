'use strict';

const { boolean, certificate, certificates, isText, options, seconds } = require('./arguments.js');
const { handlesOf } = require('./ca_certificate.js');
const { VerificationError } = require('./errors.js');
const native = require('./native.js');
const { privately } = require('./private.js');
const { Verdict, Verified } = require('./verdict.js');

const VERIFIER_OPTIONS = ['requireClientAuthEku', 'ignoreCaValidity', 'allowUnusualSerial'];
const CALL_OPTIONS = ['now', 'chain'];

let casOf;

/** Verifies client certificates against CA certificates. */
class Verifier {
  #handle;
  #cas;

  static {
    casOf = (verifier) => verifier.#cas;
  }

  constructor(cas, settings) {
    const handles = handlesOf(cas);
    const {
      requireClientAuthEku = false,
      ignoreCaValidity = false,
      allowUnusualSerial = false,
    } = options(settings, VERIFIER_OPTIONS);
    this.#handle = native.verifierNew(
      handles,
      boolean(requireClientAuthEku, '`requireClientAuthEku`'),
      boolean(ignoreCaValidity, '`ignoreCaValidity`'),
      boolean(allowUnusualSerial, '`allowUnusualSerial`'),
    );
    this.#cas = [...cas];
  }

  /** The client, or a VerificationError that says why not. */
  verify(leaf, settings) {
    const verdict = this.evaluate(leaf, settings);
    if (!verdict.verified) throw new VerificationError(verdict);
    return new Verified(privately, verdict);
  }

  /** The verdict about what was presented, or about nothing: never an error about a certificate. */
  evaluate(leaf, settings) {
    const { now, chain } = options(settings, CALL_OPTIONS);
    const bytes = leaf === undefined || leaf === null ? null : certificate(leaf);
    const sent = chain === undefined ? null : certificates(chain);
    const sentAsText = chain === undefined ? null : chain.map(isText);
    const crossing = native.verifierEvaluate(this.#handle, bytes, isText(leaf), seconds(now), sent, sentAsText);
    return new Verdict(privately, crossing, bytes);
  }
}

module.exports = { Verifier, casOf: (verifier) => casOf(verifier) };

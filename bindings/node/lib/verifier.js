'use strict';

const { boolean, certificates, options, presented, seconds } = require('./arguments.js');
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
    const octets = leaf === undefined || leaf === null ? null : presented(leaf);
    const sent = chain === undefined ? null : certificates(chain);
    const crossing = native.verifierEvaluate(this.#handle, octets, seconds(now), sent);
    return new Verdict(privately, crossing, octets);
  }
}

module.exports = { Verifier, casOf: (verifier) => casOf(verifier) };

'use strict';

const { boolean, certificates, options, presented, seconds } = require('./arguments.js');
const { CaCertificate, handleOf } = require('./ca_certificate.js');
const { VerificationError, expected } = require('./errors.js');
const native = require('./native.js');
const { privately } = require('./private.js');
const { Verdict, Verified } = require('./verdict.js');

const VERIFIER_OPTIONS = ['requireClientAuthEku', 'ignoreCaValidity'];
const CALL_OPTIONS = ['now', 'chain'];

/** Verifies client certificates against CA certificates. */
class Verifier {
  #handle;

  constructor(cas, settings) {
    if (!Array.isArray(cas)) throw expected('an array of CaCertificate', cas);
    const handles = cas.map((ca, index) => {
      if (ca instanceof CaCertificate) return handleOf(ca);
      throw expected(`element ${index} of the CAs as a CaCertificate`, ca);
    });
    const { requireClientAuthEku = false, ignoreCaValidity = false } = options(settings, VERIFIER_OPTIONS);
    this.#handle = native.verifierNew(
      handles,
      boolean(requireClientAuthEku, '`requireClientAuthEku`'),
      boolean(ignoreCaValidity, '`ignoreCaValidity`'),
    );
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

module.exports = { Verifier };

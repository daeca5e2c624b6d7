'use strict';

const { illegalConstructor, inspectedAs, mark, privately, shown } = require('./private.js');

let crossingOf;
let isVerdict;

/**
 * The answer to "was this certificate issued by one of these CAs, and if not, why not?" at one time.
 *
 * It came from the native part as one string, which is cut when something is read. What is read is private: `json` is
 * there for those who see public properties alone, such as assert, jest, structuredClone and `{...}`. Nothing reads it here.
 */
class Verdict {
  /** Three lines: the identifier of the CA that an edge may pass on, what to do about the reason, and the verdict as JSON. */
  #crossing;
  /** The presented certificate in any form: our own copy, or null. */
  #presented;
  #facts;
  #certificate;

  /** The verdict as JSON, the same bytes in every language. */
  json;

  static {
    crossingOf = (verdict) => {
      const crossing = verdict.#crossing;
      return { caId: crossing.slice(0, crossing.indexOf('\n')) || null, presented: verdict.#presented };
    };
    isVerdict = (value) => #crossing in value;
  }

  constructor(key, crossing, presented) {
    if (key !== privately) throw illegalConstructor('Verdict', 'verifier.evaluate(...)');
    this.#crossing = crossing;
    this.#presented = presented;
    this.json = jsonOf(crossing);
    Object.freeze(this);
  }

  get verified() {
    return this.#status() === 'SUCCESS';
  }

  get status() {
    return this.#status();
  }

  /** The code of the first reason, or null. */
  get reason() {
    return this.#read().reason;
  }

  get reasons() {
    return this.#read().reasons;
  }

  get message() {
    return this.#read().message;
  }

  /** The remedy for the reason, or null. In its commands `FILE` is the file that was read, `FILE.pem` what they write. */
  get remedy() {
    return this.#crossing.split('\n', 2)[1] || null;
  }

  /** The certificate that was presented, if it could be read. It is trusted only if `verified`. */
  get certificate() {
    if (this.#certificate === undefined) {
      const { certificate } = this.#read();
      this.#certificate = certificate && new Certificate(privately, certificate);
    }
    return this.#certificate;
  }

  get ca() {
    return this.#read().ca;
  }

  /** The first second in which this same SUCCESS holds, as a Date. */
  get validFrom() {
    return date(this.#read().validFrom);
  }

  /** The last second in which this same SUCCESS holds, as a Date. */
  get validUntil() {
    return date(this.#read().validUntil);
  }

  /** A new plain object in the shape of the verdict's JSON, with texts for dates. */
  toJSON() {
    return this.#parse();
  }

  toString() {
    return `${this.status}: ${this.message}`;
  }

  [inspectedAs]() {
    const { verified, status, reason, message, remedy, certificate, ca, validFrom, validUntil } = this;
    return shown('Verdict', { verified, status, reason, message, remedy, certificate, ca, validFrom, validUntil });
  }

  #status() {
    return this.#facts === undefined ? this.#textAfter('{"status":"') : this.#facts.status;
  }

  #read() {
    if (this.#facts === undefined) {
      const facts = this.#parse();
      facts.reasons = Object.freeze(facts.reasons.map(Object.freeze));
      facts.ca = facts.ca && Object.freeze(facts.ca);
      this.#facts = facts;
    }
    return this.#facts;
  }

  #parse() {
    return JSON.parse(jsonOf(this.#crossing));
  }

  /** The text that begins after the first `key`, up to its quotation mark. */
  #textAfter(key) {
    const start = this.#crossing.indexOf(key) + key.length;
    return this.#crossing.slice(start, this.#crossing.indexOf('"', start));
  }
}

/** A client's certificate. */
class Certificate {
  #facts;

  /** Its contents as JSON. */
  json;

  constructor(key, facts) {
    if (key !== privately) throw illegalConstructor('Certificate', 'a verdict');
    this.#facts = facts;
    this.json = JSON.stringify(facts);
    Object.freeze(this);
  }

  get subject() {
    return this.#facts.subject;
  }

  get issuer() {
    return this.#facts.issuer;
  }

  get serialNumber() {
    return this.#facts.serialNumber;
  }

  get notBefore() {
    return date(this.#facts.notBefore);
  }

  get notAfter() {
    return date(this.#facts.notAfter);
  }

  get sha256Fingerprint() {
    return this.#facts.sha256Fingerprint;
  }

  toJSON() {
    return { ...this.#facts };
  }

  [inspectedAs]() {
    const { subject, issuer, serialNumber, notBefore, notAfter, sha256Fingerprint } = this;
    return shown('Certificate', { subject, issuer, serialNumber, notBefore, notAfter, sha256Fingerprint });
  }
}

/** The result of `verify`: only a SUCCESS makes one. */
class Verified {
  #verdict;

  /** The verdict that this came from. */
  verdict;

  constructor(key, verdict) {
    if (key !== privately) throw illegalConstructor('Verified', 'verifier.verify(...)');
    this.#verdict = verdict;
    this.verdict = verdict;
    Object.freeze(this);
  }

  get certificate() {
    return this.#verdict.certificate;
  }

  get ca() {
    return this.#verdict.ca;
  }

  get validFrom() {
    return this.#verdict.validFrom;
  }

  get validUntil() {
    return this.#verdict.validUntil;
  }

  /** A new plain object in the shape of the JSON of its verdict. */
  toJSON() {
    return this.#verdict.toJSON();
  }

  [inspectedAs]() {
    const { verified } = this.#verdict;
    const { certificate, ca, validFrom, validUntil } = this;
    return shown('Verified', { verified, certificate, ca, validFrom, validUntil });
  }
}

mark(Certificate, Verdict, Verified);

/** The last line of a crossing: the verdict as JSON. */
function jsonOf(crossing) {
  return crossing.slice(crossing.indexOf('\n', crossing.indexOf('\n') + 1) + 1);
}

/** True if a verifier of this copy made the value: its prototype alone does not make it a verdict. */
function isVerdictOfOurs(value) {
  return typeof value === 'object' && value !== null && isVerdict(value);
}

/** RFC 3339 as a Date. */
function date(text) {
  return text === null ? null : new Date(text);
}

module.exports = { Verdict, Verified, Certificate, crossingOf: (verdict) => crossingOf(verdict), isVerdict: isVerdictOfOurs };

'use strict';

const { json, options } = require('./arguments.js');
const { handlesOf } = require('./ca_certificate.js');
const { EdgeReport, fieldsOf } = require('./edge_report.js');
const { expected } = require('./errors.js');
const native = require('./native.js');
const { illegalConstructor, inspectedAs, privately } = require('./private.js');
const { Verdict } = require('./verdict.js');

/** The policy `mtls-auth-inbound`: may this request pass, and who sent it? */
class MtlsAuthInbound {
  #handle;

  /** With the CAs of the expected clients (`cas`), errors and warnings have the value to paste. */
  constructor(settings, more) {
    const { cas = [] } = options(more, ['cas']);
    this.#handle = native.policyNew(Buffer.from(json(settings)), handlesOf(cas));
  }

  /** The warnings about the options, each with `code`, `message` and `suggestion`. */
  get warnings() {
    return Object.freeze(JSON.parse(native.policyWarnings(this.#handle)).map(Object.freeze));
  }

  /** The decision for a request with or without a user. */
  decide(report, settings) {
    if (!(report instanceof EdgeReport)) {
      throw expected('an EdgeReport', report, report instanceof Verdict ? 'pass EdgeReport.fromVerdict(verdict)' : undefined);
    }
    const { user } = options(settings, ['user']);
    const hasUser = user !== undefined && user !== null;
    return new Decision(privately, native.policyDecide(this.#handle, fieldsOf(report), hasUser));
  }
}

/** The decision for a request. */
class Decision {
  /** The decision as JSON; then, where it is not `allow`, a line feed and what to log. */
  #crossing;
  #facts;

  constructor(key, crossing) {
    if (key !== privately) throw illegalConstructor('Decision', 'policy.decide(...)');
    this.#crossing = crossing;
  }

  /** `allow`, `pass_through` or `reject`. */
  get action() {
    return this.#read().action;
  }

  /** The reason with which enforcing refuses, or would; null for `allow`. */
  get reason() {
    return this.#read().reason;
  }

  /** The new value of `request.user.data.mtlsAuth`; null: it is deleted. */
  get metadata() {
    return this.#read().metadata;
  }

  /** The new value of `request.user.sub`, or null. */
  get sub() {
    return this.#read().sub;
  }

  /** The body of the answer to a client that is refused, or null. */
  get problem() {
    return this.#read().problem;
  }

  /** One line for the operator's log, or null. It tells what is configured: never send it to the client. */
  get log() {
    const end = this.#crossing.indexOf('\n');
    return end === -1 ? null : this.#crossing.slice(end + 1);
  }

  /** A new plain object in the shape of the decision's JSON. The log is not in it. */
  toJSON() {
    const end = this.#crossing.indexOf('\n');
    return JSON.parse(end === -1 ? this.#crossing : this.#crossing.slice(0, end));
  }

  [inspectedAs]() {
    return this.toJSON();
  }

  #read() {
    this.#facts ??= this.toJSON();
    return this.#facts;
  }
}

module.exports = { MtlsAuthInbound, Decision };

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

  /** Where the CAs are at hand whose clients will come (`cas`), errors and warnings have the value to paste. */
  constructor(settings, more) {
    const { cas = [] } = options(more, ['cas']);
    this.#handle = native.policyNew(Buffer.from(json(settings)), handlesOf(cas));
  }

  /** What is unwise about the options, each with `code`, `message` and `suggestion`. */
  get warnings() {
    return Object.freeze(JSON.parse(native.policyWarnings(this.#handle)).map(Object.freeze));
  }

  /** What to do with a request that has, or has not, a user already. */
  decide(report, settings) {
    if (!(report instanceof EdgeReport)) {
      throw expected('an EdgeReport', report, report instanceof Verdict ? 'pass EdgeReport.fromVerdict(verdict)' : undefined);
    }
    const { user } = options(settings, ['user']);
    const hasUser = user !== undefined && user !== null;
    return new Decision(privately, native.policyDecide(this.#handle, fieldsOf(report), hasUser));
  }
}

/** What to do with a request. */
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

  /** Why enforcing refuses, or would; null for `allow`. */
  get reason() {
    return this.#read().reason;
  }

  /** What `request.user.data.mtlsAuth` becomes; null: it is deleted. */
  get metadata() {
    return this.#read().metadata;
  }

  /** What `request.user.sub` becomes, or null. */
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

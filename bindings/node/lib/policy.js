'use strict';

const { json, options } = require('./arguments.js');
const { crossingsOf } = require('./ca_certificate.js');
const { fieldsOf, isEdgeReport } = require('./edge_report.js');
const native = require('./native.js');
const { illegalConstructor, inspectedAs, mark, notOurs, privately, shown, visible } = require('./private.js');
const { isVerdict } = require('./verdict.js');

/** The policy `mtls-auth-inbound`: may this request pass, and who sent it? */
class MtlsAuthInbound {
  #handle;

  /** With the CAs of the expected clients (`cas`), errors and warnings have the value to paste. */
  constructor(settings, more) {
    const { cas = [] } = options(more, ['cas']);
    const bytes = Buffer.from(json(settings));
    this.#handle = native.policyNew(bytes, crossingsOf(cas));
    visible(this, { json: bytes.toString() });
  }

  /** The warnings about the options, each with `code`, `message` and `suggestion`. */
  get warnings() {
    return Object.freeze(JSON.parse(native.policyWarnings(this.#handle)).map(Object.freeze));
  }

  /** The decision for a request with or without a user. */
  decide(report, settings) {
    if (!isEdgeReport(report)) {
      throw notOurs('an EdgeReport', report, isVerdict(report) ? 'pass EdgeReport.fromVerdict(verdict)' : undefined);
    }
    const { user } = options(settings, ['user']);
    const hasUser = user !== undefined && user !== null;
    return new Decision(privately, native.policyDecide(this.#handle, fieldsOf(report), hasUser));
  }

  /** A new plain object: its options. */
  toJSON() {
    return JSON.parse(this.json);
  }
}

/** The decision for a request. */
class Decision {
  /** The decision as JSON; then, where it is not `allow`, a line feed and what to log. */
  #crossing;
  #facts;

  /** The decision as JSON. The log is not in it. */
  json;

  constructor(key, crossing) {
    if (key !== privately) throw illegalConstructor('Decision', 'policy.decide(...)');
    this.#crossing = crossing;
    this.json = jsonOf(crossing);
    Object.freeze(this);
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
    return JSON.parse(jsonOf(this.#crossing));
  }

  [inspectedAs]() {
    const { action, reason, metadata, sub, problem } = this;
    return shown('Decision', { action, reason, metadata, sub, problem });
  }

  #read() {
    this.#facts ??= this.toJSON();
    return this.#facts;
  }
}

mark(Decision, MtlsAuthInbound);

/** The first line of a crossing: the decision as JSON. */
function jsonOf(crossing) {
  const end = crossing.indexOf('\n');
  return end === -1 ? crossing : crossing.slice(0, end);
}

module.exports = { MtlsAuthInbound, Decision };

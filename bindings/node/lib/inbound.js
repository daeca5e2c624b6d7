'use strict';
// The policy over the Request and Response of the Fetch standard.

const { reportOf } = require('./edge_report.js');
const { expected } = require('./errors.js');
const { logged } = require('./from_headers.js');
const { MtlsAuthInbound } = require('./policy.js');
const { setUser } = require('./attach_metadata.js');

/**
 * The header of the answer to a refused client: it depends on the certificate, so no cache may keep it. A new object
 * each time, for servers write to what they are given.
 */
function problemHeaders() {
  return { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
}

/** The handlers of option objects that were seen before. */
const handlers = new WeakMap();

/** A handler that gives a request its user, or the answer that refuses it. The options are checked at once. */
function mtlsAuthInbound(settings) {
  const policy = new MtlsAuthInbound(settings);
  return async (request, context) => {
    if (typeof request !== 'object' || request === null) throw expected('a Request', request);
    const decision = decideAbout(policy, request, reportOf(context?.incomingRequestProperties), logOf(context));
    return decision.problem === null ? request : refusal(decision.problem);
  };
}

/** The same as a policy of a gateway, which passes its options with every request: made once for each object. */
async function MTLSAuthInboundPolicy(request, context, settings, policyName) {
  if (typeof settings !== 'object' || settings === null) {
    throw expected(`the options of the policy \`${policyName}\` as an object`, settings);
  }
  let handler = handlers.get(settings);
  if (handler === undefined) {
    handler = mtlsAuthInbound(settings);
    handlers.set(settings, handler);
  }
  return handler(request, context);
}

/** Decides, sets the user, and writes the log. */
function decideAbout(policy, request, report, log) {
  const decision = policy.decide(report, { user: request.user });
  setUser(request, decision);
  const line = logged(decision, report);
  if (line !== null) log?.(line);
  return decision;
}

function logOf(context) {
  const log = context?.log;
  return typeof log?.warn === 'function' ? (line) => log.warn(line) : undefined;
}

function refusal(problem) {
  return new Response(JSON.stringify(problem), { status: problem.status, headers: problemHeaders() });
}

module.exports = { MTLSAuthInboundPolicy, decideAbout, mtlsAuthInbound, problemHeaders };

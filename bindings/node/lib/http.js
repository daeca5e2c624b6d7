'use strict';
// The policy over node:http and what is built on it, such as Express.

const { options } = require('./arguments.js');
const { clientCertificate } = require('./connection_facts.js');
const { EdgeReport, propertiesOf } = require('./edge_report.js');
const { OptionError, expected } = require('./errors.js');
const { reportFrom } = require('./from_headers.js');
const { decideAbout, problemHeaders } = require('./inbound.js');
const native = require('./native.js');
const { MtlsAuthInbound } = require('./policy.js');
const { notOurs } = require('./private.js');
const { removeReserved } = require('./reserved_fields.js');
const { trustedEdgeOf } = require('./trusted_edge.js');
const { casOf, isVerifier } = require('./verifier.js');

/**
 * A handler `(request, response, next)` that gives `request` its `user`, or answers with 401. It says whether the
 * request goes on, and calls `next` then, if there is one.
 *
 * The client is known from the header fields of an edge (`trustedEdge`: the rules by which they are believed) or from
 * the connection itself (`verifier`: the certificate that the client showed to this server). Header fields that only an
 * edge may write are removed from requests that do not come from it.
 */
function mtlsAuthInbound(policyOptions, settings) {
  const { log, ...source } = options(settings, ['trustedEdge', 'verifier', 'log']);
  if (log !== undefined && typeof log !== 'function') throw expected('`log` as a function', log);
  const learn = sourceOf(source);
  const policy = new MtlsAuthInbound(policyOptions, source.verifier && { cas: casOf(source.verifier) });
  return (request, response, next) => {
    const { report, isOfEdge } = learn(request);
    if (!isOfEdge) removeReserved(request);
    const { problem } = decideAbout(policy, request, report, log);
    if (problem !== null) {
      response.writeHead(problem.status, problemHeaders()).end(JSON.stringify(problem));
      return false;
    }
    next?.();
    return true;
  };
}

/** The same source as `context.incomingRequestProperties`, for handlers over Fetch. */
function incomingRequestProperties(request, settings) {
  return propertiesOf(sourceOf(options(settings, ['trustedEdge', 'verifier']))(request).report);
}

/** The function that makes the report about a request, and says whether it is in the header fields of an edge. */
function sourceOf({ trustedEdge, verifier }) {
  if ((trustedEdge === undefined) === (verifier === undefined)) throw noSource(trustedEdge === undefined);
  if (verifier === undefined) {
    const edge = trustedEdgeOf(trustedEdge);
    return ({ rawHeaders, socket }) => reportFrom(rawHeaders, edge, socket);
  }
  if (!isVerifier(verifier)) throw notOurs('`verifier` as a Verifier', verifier);
  return ({ socket }) => {
    const [leaf, ...chain] = shownBy(socket);
    return { report: EdgeReport.fromVerdict(verifier.evaluate(leaf, { chain })), isOfEdge: false };
  };
}

/** The error where there is not exactly one source. */
function noSource(isNeither) {
  const message =
    'expected either `trustedEdge`, the rules by which the header fields of an edge are believed, or `verifier`, for ' +
    `clients whose TLS ends in this server; found ${isNeither ? 'neither' : 'both'}`;
  return new OptionError(message, {
    code: isNeither ? 'client_source_required' : 'client_source_ambiguous',
    remedy: 'give `trustedEdge` if an edge sends the requests, `verifier` if clients connect to this server',
  });
}

/** The most certificates of a connection that are read: the client's own, and as many as the core uses of a chain. */
const MOST_CERTIFICATES = 1 + native.maxChainUsed();

/**
 * The certificate whose key the client has shown to hold, and what it sent along; nothing where it showed none. A
 * connection without TLS shows none: one handler may serve both, and a client on the plain one must not stop the server.
 */
function shownBy(socket) {
  const certificates = [];
  let next = clientCertificate(socket);
  while (next !== undefined && certificates.length < MOST_CERTIFICATES) {
    certificates.push(next);
    next = next.issuerCertificate;
  }
  return certificates;
}

module.exports = { incomingRequestProperties, mtlsAuthInbound };

'use strict';
// The policy over node:http and what is built on it, such as Express.

const { options } = require('./arguments.js');
const { EdgeReport, propertiesOf } = require('./edge_report.js');
const { OptionError, expected } = require('./errors.js');
const { reportFrom } = require('./from_headers.js');
const { decideAbout, problemHeaders } = require('./inbound.js');
const { MtlsAuthInbound } = require('./policy.js');
const { removeReserved } = require('./reserved_fields.js');
const { checkGround } = require('./trust.js');
const { Verifier, casOf } = require('./verifier.js');

/**
 * A handler `(request, response, next)` that gives `request` its `user`, or answers with 401. It says whether the
 * request goes on, and calls `next` then, if there is one.
 *
 * Who the client is comes from the header fields of an edge (`trusted`: on which ground they are believed) or from
 * the connection itself (`verifier`: the certificate that the client showed to this server). Header fields that only an
 * edge may write are removed from requests that do not come from it.
 */
function mtlsAuthInbound(policyOptions, settings) {
  const { log, ...source } = options(settings, ['trusted', 'verifier', 'log']);
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
  return propertiesOf(sourceOf(options(settings, ['trusted', 'verifier']))(request).report);
}

/** How the report about a request comes about, and whether it is in the header fields of an edge. */
function sourceOf({ trusted, verifier }) {
  if ((trusted === undefined) === (verifier === undefined)) {
    throw new OptionError(
      'expected one of `trusted` (the ground on which header fields are believed) and `verifier` (for the ' +
        `certificate of the connection itself), found ${trusted === undefined ? 'neither' : 'both'}`,
      'trust_ground_expected',
    );
  }
  if (verifier === undefined) {
    checkGround(trusted);
    return ({ rawHeaders, socket }) => reportFrom(rawHeaders, trusted, socket);
  }
  if (!(verifier instanceof Verifier)) throw expected('`verifier` as a Verifier', verifier);
  return ({ socket }) => {
    const [leaf, ...chain] = shownBy(socket);
    return { report: EdgeReport.fromVerdict(verifier.evaluate(leaf, { chain })), isOfEdge: false };
  };
}

/** How many certificates of a connection are looked at: the core reads no longer chains. */
const MOST_CERTIFICATES = 1 + 16;

/**
 * The certificate whose key the client has shown to hold, and what it sent along; nothing where it showed none. A
 * connection without TLS shows none: one handler may serve both, and nobody may stop a server by using the plain one.
 */
function shownBy(socket) {
  const certificates = [];
  let next = socket.encrypted === true ? socket.getPeerX509Certificate() : undefined;
  while (next !== undefined && certificates.length < MOST_CERTIFICATES) {
    certificates.push(next);
    next = next.issuerCertificate;
  }
  return certificates;
}

module.exports = { incomingRequestProperties, mtlsAuthInbound };

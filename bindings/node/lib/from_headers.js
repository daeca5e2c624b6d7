'use strict';

const { options } = require('./arguments.js');
const { connectionFacts } = require('./connection_facts.js');
const { EdgeReport, propertiesOf } = require('./edge_report.js');
const { namesAndValues } = require('./header_lines.js');
const native = require('./native.js');
const { trustedEdgeOf } = require('./trusted_edge.js');

/** The reason why the header fields of an edge were ignored, by the report that was made without them. */
const ignored = new WeakMap();

/**
 * The report in the header fields of a request about its client, for `context.incomingRequestProperties`.
 *
 * Any client that can connect can write these fields. Without `trustedEdge`, or on a connection that meets none of its
 * rules, they are ignored: status NONE.
 */
function fromHeaders(headers, settings) {
  const { trustedEdge, socket } = options(settings, ['trustedEdge', 'socket']);
  return propertiesOf(reportFrom(headers, trustedEdge, socket).report);
}

/** The report in the header fields, and whether they are believed. Where they are not, the report is empty. */
function reportFrom(headers, trustedEdge, socket) {
  const trust = trustedEdge === undefined ? NO_EDGE : trustedEdgeOf(trustedEdge).decide(connectionFacts(socket));
  if (trust.believed) return { report: EdgeReport.fromHeaders(headers), isOfEdge: true };
  const report = EdgeReport.fromHeaders([]);
  if (namesAndValues(headers).some((name, position) => position % 2 === 0 && native.edgeHeadersMustStrip(name))) {
    ignored.set(report, `header fields of an edge were ignored: ${trust.code}: ${trust.message}; ${trust.remedy}`);
  }
  return { report, isOfEdge: false };
}

/** The answer where no rule is configured. */
const NO_EDGE = Object.freeze({
  believed: false,
  code: 'no_trust_rule',
  message: 'no `trustedEdge` is configured',
  remedy: 'if an edge stands before this server, configure how it connects, for instance `trustedEdge: { unixSocket: true }`',
});

/** The line for the log of the server: why the decision, and which header fields were ignored. */
function logged(decision, report) {
  const why = ignored.get(report);
  return decision.log === null || why === undefined ? decision.log : `${decision.log}; ${why}`;
}

module.exports = { fromHeaders, logged, reportFrom };

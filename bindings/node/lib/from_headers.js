'use strict';

const { options } = require('./arguments.js');
const { EdgeReport, propertiesOf } = require('./edge_report.js');
const { namesAndValues } = require('./header_lines.js');
const native = require('./native.js');
const { isTrusted, whyNotTrusted } = require('./trust.js');

/** Why the header fields of an edge were ignored, by the report that was made without them. */
const ignored = new WeakMap();

/**
 * What the header fields of a request say about its client, for `context.incomingRequestProperties`.
 *
 * Anybody who can connect can write these fields. Without `trusted`, or where the connection is not the one that it
 * names, they are ignored: status NONE.
 */
function fromHeaders(headers, settings) {
  const { trusted, socket } = options(settings, ['trusted', 'socket']);
  return propertiesOf(reportFrom(headers, trusted, socket).report);
}

/** The report in the header fields, and whether they are an edge's. Where they are not, it is that of nobody. */
function reportFrom(headers, trusted, socket) {
  if (trusted !== undefined && isTrusted(trusted, socket)) {
    return { report: EdgeReport.fromHeaders(headers), isOfEdge: true };
  }
  const report = EdgeReport.fromHeaders([]);
  if (namesAndValues(headers).some((name, position) => position % 2 === 0 && native.edgeHeadersMustStrip(name))) {
    ignored.set(report, `header fields of an edge were ignored: ${whyNotTrusted(trusted, socket)}`);
  }
  return { report, isOfEdge: false };
}

/** The line for the log of the server: why the decision, and which header fields were there for nothing. */
function logged(decision, report) {
  const why = ignored.get(report);
  return decision.log === null || why === undefined ? decision.log : `${decision.log}; ${why}`;
}

module.exports = { fromHeaders, logged, reportFrom };

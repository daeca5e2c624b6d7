'use strict';

const { options } = require('./arguments.js');
const { EdgeReport, propertiesOf } = require('./edge_report.js');
const { isTrusted } = require('./trust.js');

/**
 * What the header fields of a request say about its client, for `context.incomingRequestProperties`.
 *
 * Anybody who can connect can write these fields. Without `trusted`, or where the connection is not the one that it
 * names, they are ignored: status NONE.
 */
function fromHeaders(headers, settings) {
  const { trusted, socket } = options(settings, ['trusted', 'socket']);
  const believed = trusted !== undefined && isTrusted(trusted, socket);
  return propertiesOf(EdgeReport.fromHeaders(believed ? headers : []));
}

module.exports = { fromHeaders };

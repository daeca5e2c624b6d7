'use strict';

const native = require('./native.js');

/**
 * Removes from a request of node:http the header fields that only an edge may write: whoever reads the request later
 * shall find no forged ones.
 */
function removeReserved(request) {
  const lines = request.rawHeaders;
  const kept = lines.filter((_, position) => !native.edgeHeadersMustStrip(lines[position - (position % 2)]));
  if (kept.length === lines.length) return;
  // These are made from `rawHeaders` when they are first read, so they come first.
  for (const fields of [request.headers, request.headersDistinct]) {
    for (const name in fields) if (native.edgeHeadersMustStrip(name)) delete fields[name];
  }
  // In place, for a request of HTTP/2 takes no other array.
  lines.splice(0, lines.length, ...kept);
}

module.exports = { removeReserved };

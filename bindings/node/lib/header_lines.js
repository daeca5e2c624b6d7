'use strict';

const { expected } = require('./errors.js');

const HEADERS = 'the headers as Headers, an object, an array of pairs, or rawHeaders';

/** The lines of a request's header in one array: a name, its value, the next name, and so on. */
function namesAndValues(headers) {
  if (typeof headers !== 'object' || headers === null) throw expected(HEADERS, headers);
  const lines = [];
  if (Array.isArray(headers) && typeof headers[0] === 'string') {
    // As IncomingMessage.rawHeaders: what is wanted already.
    if (headers.length % 2 !== 0) throw expected(`${HEADERS}, with a value for every name`, headers);
    for (const entry of headers) lines.push(line(entry));
    return lines;
  }
  const entries = typeof headers[Symbol.iterator] === 'function' ? headers : Object.entries(headers);
  for (const entry of entries) {
    if (!Array.isArray(entry) || entry.length !== 2) throw expected(HEADERS, entry);
    const [name, values] = entry;
    if (values === undefined) continue;
    for (const value of Array.isArray(values) ? values : [values]) lines.push(line(name), line(value));
  }
  return lines;
}

function line(value) {
  if (typeof value !== 'string') throw expected('names and values of headers as strings', value);
  return value;
}

module.exports = { namesAndValues };

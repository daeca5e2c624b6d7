'use strict';
// Node's own modules that this package uses. A bundle in ESM has no `require`: there Node gives them, if it is new enough.

const { noLoader } = require('./native_error.js');

module.exports = builtins();

function builtins() {
  try {
    return {
      fs: process.getBuiltinModule?.('node:fs') ?? require('node:fs'),
      loader: process.getBuiltinModule?.('node:module') ?? require('node:module'),
      path: process.getBuiltinModule?.('node:path') ?? require('node:path'),
      types: (process.getBuiltinModule?.('node:util') ?? require('node:util')).types,
      url: process.getBuiltinModule?.('node:url') ?? require('node:url'),
    };
  } catch (cause) {
    throw noLoader(cause);
  }
}

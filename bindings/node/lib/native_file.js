'use strict';
// The file of the native part: in the folder `native` of this package or, where a bundler put this script into another,
// beside that.
//
// Bundlers replace `__dirname` by a folder of the machine that bundles, and a bundle in ESM has neither it nor `require`.
// So the script is found where it runs.

const { path, url } = require('./builtins.js');

/** The folders in which the native part may be, the likeliest first, and whether a bundler put this script into another. */
function places() {
  // Node says where a module is. Bundlers say nothing, or, as Bun's, the path from where it bundled.
  if (isFile()) return { isBundled: false, folders: [path.join(module.path, '..', 'native')] };
  const script = scriptOf();
  // A bundle in several files may have this script in a folder of its own.
  const folders = script === undefined ? [] : ['.', '..'].map((up) => path.join(path.dirname(script), up, 'native'));
  return { isBundled: true, folders };
}

/** True if this script is a file of its own, as in the package, and not a part of a bundle. */
function isFile() {
  return path.isAbsolute(module.path ?? '');
}

/** The folder of this copy of the package, or of the bundle that it is in. */
function ownFolder() {
  return isFile() ? path.join(module.path, '..') : path.dirname(scriptOf() ?? '.');
}

/** The file that this code runs in: the innermost call in a file. Code from `eval` has no file, but its caller has. */
function scriptOf() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = Infinity;
    Error.prepareStackTrace = (_, calls) => calls.map((call) => call.getFileName());
    const trace = {};
    Error.captureStackTrace(trace);
    return trace.stack
      .map((name) => (name?.startsWith('file:') ? url.fileURLToPath(name) : name))
      .find((name) => name && path.isAbsolute(name));
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

module.exports = { ownFolder, places };

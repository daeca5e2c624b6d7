'use strict';
// The native part: loaded, checked against these scripts, and its errors made into JavaScript's.

const { version } = require('../package.json');
const { thrown } = require('./errors.js');
const { fs, loader, path } = require('./builtins.js');
const { places } = require('./native_file.js');
const { PLATFORM, forbidden, missing, notLoaded, unusable } = require('./native_error.js');

/** The native part with every function that can refuse throwing the classes of this package. */
module.exports = withOurErrors(load());

function load() {
  const { folders, isBundled } = places();
  const file = folders.map((folder) => path.join(folder, `${PLATFORM}.node`)).find(isThere);
  if (file === undefined) throw missing(folders, isBundled, fs);
  const native = loaded(loader.createRequire(file), file);
  if (native.version() !== version) {
    throw unusable(`found the native part of issuedby ${native.version()}, expected ${version}`, 'install it again');
  }
  return native;
}

function isThere(file) {
  try {
    return fs.existsSync(file);
  } catch (cause) {
    throw forbidden(file, cause);
  }
}

function loaded(require, file) {
  try {
    return require(file);
  } catch (cause) {
    throw notLoaded(file, cause);
  }
}

function withOurErrors(native) {
  const translated = {};
  for (const [name, operation] of Object.entries(native)) {
    translated[name] = (...args) => {
      try {
        return operation(...args);
      } catch (error) {
        throw thrown(error);
      }
    };
  }
  // The function that each request calls refuses nothing.
  translated.verifierEvaluate = native.verifierEvaluate;
  return Object.freeze(translated);
}

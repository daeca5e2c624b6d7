'use strict';
// The native part: found, checked against these scripts, and its errors made into JavaScript's.

const path = require('node:path');
const fs = require('node:fs');

const { version } = require('../package.json');
const { thrown } = require('./errors.js');

const FOLDER = path.join(__dirname, '..', 'native');

/** The native part with every function that can refuse throwing the classes of this package. */
module.exports = withOurErrors(load());

function load() {
  const here = `${process.platform}-${process.arch}`;
  const file = path.join(FOLDER, `${here}.node`);
  if (!fs.existsSync(file)) {
    throw unusable(
      `found ${present() || 'no native part'}, expected the native part of issuedby for ${here}; ` +
        'pack issuedby on this platform: `npm pack` in bindings/node of its repository',
    );
  }
  let native;
  try {
    native = require(file);
  } catch (cause) {
    throw unusable(
      `the native part of issuedby for ${here} does not load here: ${cause.message}; ` +
        'pack issuedby on this machine: `npm pack` in bindings/node of its repository',
      cause,
    );
  }
  if (native.version() !== version) {
    throw unusable(`found the native part of issuedby ${native.version()}, expected ${version}; install it again`);
  }
  return native;
}

function present() {
  try {
    return fs.readdirSync(FOLDER).map((file) => path.parse(file).name).join(', ');
  } catch {
    return '';
  }
}

function unusable(message, cause) {
  return Object.assign(new Error(message, { cause }), { code: 'ERR_ISSUEDBY_NATIVE' });
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

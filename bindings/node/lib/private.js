'use strict';
// The classes here: made by our own functions alone, frozen, shown in logs with their names, and known from copies.

const { version } = require('../package.json');
const { expected, kindOf, typeError } = require('./errors.js');
const { ownFolder } = require('./native_file.js');

/** The first argument of every constructor that is not for callers. */
const privately = Symbol('issuedby');

/** The method that shows an object in logs and in the console. */
const inspectedAs = Symbol.for('nodejs.util.inspect.custom');

/** The property of our prototypes with the copy of this package that a class is of. All copies share the symbol. */
const COPY = Symbol.for('issuedby.copy');

/** This copy. Two copies of one version in one folder are two objects: each module system loads its own. */
const copy = Object.freeze({ version, folder: ownFolder() });

/** Marks the classes as those of this copy. */
function mark(...types) {
  for (const { prototype } of types) Object.defineProperty(prototype, COPY, { value: copy });
}

function illegalConstructor(name, instead) {
  return typeError(`a ${name} is not made with \`new\`; it comes from ${instead}`, 'ERR_ILLEGAL_CONSTRUCTOR');
}

/** The error for a value that is not of one of our classes; it says so where it is of another copy of this package. */
function notOurs(what, found, remedy) {
  const other = typeof found === 'object' && found !== null ? found[COPY] : undefined;
  if (other === undefined) return expected(what, found, remedy ?? remedyForCopied(found));
  if (other === copy) return expected(what, found, remedy ?? remedyForEmpty(found));
  const isSameFolder = other.folder === copy.folder;
  return typeError(
    `found ${kindOf(found)} of another copy of issuedby, ${other.version} in ${other.folder}, expected ${what} of this one, ` +
      `${copy.version} in ${copy.folder}: two copies are loaded in this process; ` +
      (isSameFolder
        ? 'load it once: a test runner that resets modules, or a bundler, loads the same files again'
        : '`npm ls issuedby` shows who brings them, `npm dedupe` makes them one'),
    'ERR_ISSUEDBY_TWO_COPIES',
  );
}

/** The advice for a plain copy of one of our objects. */
function remedyForCopied(found) {
  const isCopied = typeof found === 'object' && found !== null && typeof (found.json ?? found.fields) === 'string';
  return isCopied ? 'a copy by structuredClone or `{...}` is text, nothing that was evaluated: pass the object itself' : undefined;
}

/** The advice for an object that has the prototype of one of ours and nothing else. */
function remedyForEmpty(found) {
  return Object.keys(found).length === 0 ? 'an object that has only its prototype says nothing: pass the object itself' : undefined;
}

/** A plain object with the name of a class, as logs show it. */
function shown(name, contents) {
  const { [name]: Shown } = { [name]: class {} };
  return Object.assign(new Shown(), contents);
}

/** Gives an object properties that everyone sees and no one writes; spies of test runners may still stand in for methods. */
function visible(object, properties) {
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(object, name, { value, enumerable: true });
}

module.exports = { illegalConstructor, inspectedAs, mark, notOurs, privately, shown, visible };

'use strict';
// What keeps the classes here from being made otherwise than by the functions that make them.

const { typeError } = require('./errors.js');

/** The first argument of every constructor that is not for callers. */
const privately = Symbol('issuedby');

/** The method that shows an object in logs and in the console. */
const inspectedAs = Symbol.for('nodejs.util.inspect.custom');

function illegalConstructor(name, instead) {
  return typeError(`a ${name} is not made with \`new\`; it comes from ${instead}`, 'ERR_ILLEGAL_CONSTRUCTOR');
}

module.exports = { illegalConstructor, inspectedAs, privately };

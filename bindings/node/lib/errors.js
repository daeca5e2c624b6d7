'use strict';
// Everything that is thrown here has a stable `code`; the sentence is for people.

/** The details beside the code, where there are none. */
const NO_DETAILS = Object.freeze({ remedy: null, suggestion: null, position: null });

/** Any error about certificates, names and options, with the five details that errors have in every language. */
class IssuedbyError extends Error {
  constructor(message, details) {
    super(message);
    Object.assign(this, { ...NO_DETAILS, ...details });
  }
}

/** A certificate was not verified. */
class VerificationError extends IssuedbyError {
  constructor(verdict) {
    super(verdict.message, { code: verdict.reason, remedy: verdict.remedy });
    this.verdict = verdict;
  }

  get reason() {
    return this.verdict.reason;
  }
}

/** A text or some bytes are not what they should be. */
class ParseError extends IssuedbyError {}

/** A certificate is not fit to be a CA here. */
class UnfitCaError extends IssuedbyError {
  /** Every unfit certificate of a bundle. */
  unfit = [];
}

/** Options cannot be used. */
class OptionError extends IssuedbyError {}

const CLASSES = { ParseError, UnfitCaError, OptionError };

for (const type of [IssuedbyError, VerificationError, ParseError, UnfitCaError, OptionError]) {
  Object.defineProperty(type.prototype, 'name', { value: type.name, configurable: true, writable: true });
}

/** The error that an error of the native part stands for. */
function thrown(error) {
  let properties;
  try {
    properties = JSON.parse(error.message);
  } catch {
    return error;
  }
  const { class: name, message, details, more } = properties;
  const made = name === 'TypeError' ? Object.assign(new TypeError(message), details) : new CLASSES[name](message, details);
  for (const [key, value] of Object.entries(more ?? {})) {
    if (value !== null) made[key] = value;
  }
  // From where the caller called, not from where the native part was translated.
  Error.captureStackTrace(made, thrown);
  return made;
}

function typeError(message, code = 'ERR_INVALID_ARG_TYPE') {
  return Object.assign(new TypeError(message), { code });
}

function rangeError(message) {
  return Object.assign(new RangeError(message), { code: 'ERR_OUT_OF_RANGE' });
}

/** The description of a value, for errors. */
function kindOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'object':
    case 'function': {
      const name = typeof value === 'function' ? 'function' : value.constructor?.name;
      return name && name !== 'Object' ? `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}` : 'an object';
    }
    default:
      return `a ${typeof value}`;
  }
}

/** A TypeError that says what was expected, what was found, and where it is known what to do. */
function expected(what, found, remedy) {
  return typeError(`found ${kindOf(found)}, expected ${what}${remedy === undefined ? '' : `; ${remedy}`}`);
}

module.exports = {
  IssuedbyError,
  VerificationError,
  ParseError,
  UnfitCaError,
  OptionError,
  thrown,
  typeError,
  rangeError,
  expected,
  kindOf,
};

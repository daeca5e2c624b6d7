'use strict';
// What callers pass, as what the native part takes. Only types are looked at here. Bytes and dates may come from another
// realm, such as a context of node:vm or the window of jsdom, whose classes are not ours: `instanceof` does not know them.

const {
  types: { isDate, isUint8Array },
} = require('./builtins.js');

const { expected, rangeError, typeError } = require('./errors.js');
const native = require('./native.js');

/** Seconds from which on a number can only be milliseconds: the year 5138. */
const MILLISECONDS_FROM = 1e11;

const CERTIFICATE =
  'a certificate (DER, PEM or RFC 9440 text as a Buffer, Uint8Array or string, or an X509Certificate)';

/**
 * The bytes of a certificate in whatever form, copied: no other code can change them while they are evaluated, not even
 * another thread.
 */
function certificate(value, what = CERTIFICATE) {
  if (isUint8Array(value) || typeof value === 'string') return Buffer.from(value);
  if (isX509Certificate(value)) return Buffer.from(value.raw);
  throw expected(what, value);
}

function isX509Certificate(value) {
  return typeof value === 'object' && value !== null && isUint8Array(value.raw);
}

/** The bytes of the certificates that were sent along, in whatever form. */
function certificates(chain) {
  if (!Array.isArray(chain)) throw expected('`chain` as an array of certificates', chain);
  return chain.map((member, index) =>
    certificate(member, `element ${index} of \`chain\` as ${CERTIFICATE}`),
  );
}

/** The same as DER; what holds no certificate as it stands. */
function derCertificates(chain) {
  return certificates(chain).map((bytes) => native.derSentAlong(bytes) ?? bytes);
}

function isText(value) {
  return typeof value === 'string';
}

/** Bytes, copied. */
function bytes(value, what) {
  if (isUint8Array(value)) return Buffer.from(value);
  throw expected(`${what} as a Buffer or Uint8Array`, value);
}

/** Bytes, copied, or those of a text in UTF-8. */
function bytesOrText(value, what) {
  if (isUint8Array(value) || typeof value === 'string') return Buffer.from(value);
  throw expected(`${what} as a string, Buffer or Uint8Array`, value);
}

function text(value, what) {
  if (typeof value !== 'string') throw expected(`${what} as a string`, value);
  return value;
}

function boolean(value, what) {
  if (typeof value !== 'boolean') throw expected(`${what} as true or false`, value);
  return value;
}

/** Unix seconds of a `Date`, of a number of seconds, or of the system clock. */
function seconds(now) {
  if (now === undefined) return Math.floor(Date.now() / 1000);
  if (typeof now === 'number') {
    if (now >= MILLISECONDS_FROM) {
      throw rangeError(`found ${now} as \`now\`, which looks like milliseconds, expected Unix seconds: pass a Date`);
    }
    if (!(now > -MILLISECONDS_FROM)) throw rangeError(`found ${now} as \`now\`, expected Unix seconds`);
    return Math.floor(now);
  }
  if (isDate(now)) {
    const milliseconds = now.getTime();
    if (Number.isNaN(milliseconds)) throw rangeError('found an invalid Date as `now`, expected a point in time');
    return Math.floor(milliseconds / 1000);
  }
  throw expected('`now` as a Date or as Unix seconds', now);
}

/** An object whose every key is known; an unknown one is never passed over. */
function options(value, known, what = 'the options') {
  if (value === undefined) return {};
  // A Date or a Map in the place of the options has no keys to refuse: what it was to say would be lost.
  if (Object.prototype.toString.call(value) !== '[object Object]') throw expected(`${what} as an object`, value);
  for (const key in value) {
    if (!known.includes(key)) native.refuseOption(key, known);
  }
  return value;
}

/** The options as JSON in which nothing has vanished: a value that JSON cannot express becomes null, which the core refuses. */
function json(settings) {
  if (typeof settings === 'string' || isUint8Array(settings)) return settings;
  if (settings === undefined) throw expected('the options as an object or JSON', settings);
  try {
    return JSON.stringify(settings, (_, value) =>
      value === undefined || typeof value === 'function' || typeof value === 'symbol' ? null : value,
    );
  } catch (error) {
    // A BigInt, or an object that is inside itself.
    if (error instanceof TypeError) throw typeError(`expected options that JSON can express: ${error.message}`);
    throw error;
  }
}

module.exports = {
  boolean,
  certificate,
  certificates,
  derCertificates,
  isText,
  bytes,
  bytesOrText,
  json,
  options,
  seconds,
  text,
};

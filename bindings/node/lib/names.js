'use strict';
// Distinguished Names, fingerprints and RFC 9440: each a text in, a text out.

const { certificate, bytes, text } = require('./arguments.js');
const native = require('./native.js');

/** True if two names are equal. */
function dnEqual(a, b) {
  return native.dnEqual(text(a, 'the first name'), text(b, 'the second name'));
}

/** The level of agreement of two names, their differences, and the likely cause. */
function dnCompare(expected, found) {
  return JSON.parse(native.dnCompare(text(expected, 'the expected name'), text(found, 'the found name')));
}

/** A text that is the same for equal names, and for no others. */
function dnNormalize(name) {
  return native.dnNormalize(text(name, 'the name'));
}

/** A Name in DER, with its SEQUENCE header, as text. */
function dnFromDer(der) {
  return native.dnFromDer(bytes(der, 'the Name in DER'));
}

/** The SHA-256 of a certificate. */
function fingerprint(der) {
  return native.fingerprint(certificate(der), typeof der === 'string');
}

/** True if two texts are the same SHA-256, in any case, with or without colons. */
function fingerprintEqual(a, b) {
  return native.fingerprintEqual(text(a, 'the first fingerprint'), text(b, 'the second fingerprint'));
}

/** A certificate as the value of `Client-Cert`. */
function clientCertEncode(der) {
  return native.clientCertEncode(certificate(der), typeof der === 'string');
}

/** The DER in a value of `Client-Cert`. */
function clientCertDecode(value) {
  return native.clientCertDecode(text(value, 'the value of `Client-Cert`'));
}

module.exports = {
  dnEqual,
  dnCompare,
  dnNormalize,
  dnFromDer,
  fingerprint,
  fingerprintEqual,
  clientCertEncode,
  clientCertDecode,
};

// What callers get wrong: a TypeError with the expected type, a RangeError, or an error with a code; never a crash.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as issuedby from 'issuedby';

import { sample } from './support.mjs';

const {
  CaCertificate,
  EdgeReport,
  MtlsAuthInbound,
  OptionError,
  UnfitCaError,
  Verdict,
  Verified,
  Verifier,
} = issuedby;

const ca = CaCertificate.fromPem(sample('ca'));
const verifier = new Verifier([ca]);
const leaf = sample('client');
const now = 1_800_000_000;

/** One value of every type, but of those that a parameter takes. */
function othersThan(...types) {
  const all = {
    undefined,
    null: null,
    boolean: true,
    number: 7,
    bigint: 7n,
    string: 'text',
    symbol: Symbol('s'),
    function: () => {},
    array: [],
    object: {},
    date: new Date(0),
    arraybuffer: new ArrayBuffer(4),
    uint16array: new Uint16Array(2),
    certificate: ca,
  };
  return Object.entries(all).filter(([type]) => !types.includes(type)).map(([, value]) => value);
}

function refusesTypes(call, values, wanted) {
  for (const value of values) {
    assert.throws(
      () => call(value),
      (error) => {
        assert.ok(error instanceof TypeError, `${String(value)}: ${error}`);
        assert.equal(typeof error.code, 'string');
        assert.match(error.message, wanted, String(value));
        return true;
      },
    );
  }
}

test('an identifier of a CA is visible ASCII of bounded length', () => {
  for (const id of ['', 'a b', 'caf\u00e9', 'a\n', '\ud800', 'a'.repeat(129)]) {
    assert.throws(() => ca.withId(id), { name: 'ParseError', code: 'malformed_ca_id' }, JSON.stringify(id));
  }
  assert.equal(ca.withId('a'.repeat(128)).id.length, 128);
});

test('an almost right value gets a remedy', () => {
  const pem = sample('ca');
  for (const [call, wanted] of [
    [() => new Verifier(ca), /found a CaCertificate, expected .*; put it into an array$/],
    [() => new Verifier(pem), /found a string, expected .*; load it with CaCertificate\.fromPem/],
    [() => new Verifier([Buffer.from(pem)]), /found a Buffer, expected .*; load it with CaCertificate\.fromPem.*fromDer/],
    [() => new MtlsAuthInbound({ certIssuerDN: 'CN=a' }).decide(verifier.evaluate(undefined)), /found a Verdict, expected .*; pass EdgeReport\.fromVerdict\(verdict\)$/],
  ]) {
    assert.throws(call, { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: wanted });
  }
});

test('a wrong type is a TypeError that names the expected one', () => {
  const certificate = /expected .*certificate/;
  refusesTypes((value) => CaCertificate.fromPem(value), othersThan('string'), /found .*, expected the PEM as a string, Buffer or Uint8Array/);
  refusesTypes((value) => CaCertificate.fromDer(value), othersThan(), /found .*, expected the DER as a Buffer or Uint8Array/);
  refusesTypes((value) => ca.withId(value), othersThan('string'), /expected the identifier as a string/);
  refusesTypes((value) => new Verifier(value), othersThan('array'), /expected an array of CaCertificate/);
  refusesTypes((value) => new Verifier([value]), othersThan('certificate'), /expected element 0 of the CAs as a CaCertificate/);
  refusesTypes((value) => new Verifier([ca], value), othersThan('undefined', 'object', 'certificate'), /expected the options as an object/);
  for (const option of ['requireClientAuthEku', 'ignoreCaValidity', 'allowUnusualSerial']) {
    refusesTypes((value) => new Verifier([ca], { [option]: value }), othersThan('undefined', 'boolean'), new RegExp(`expected \`${option}\` as true or false`));
  }
  refusesTypes((value) => verifier.evaluate(value), othersThan('undefined', 'null', 'string'), certificate);
  refusesTypes((value) => verifier.verify(value), othersThan('undefined', 'null', 'string'), certificate);
  refusesTypes((value) => verifier.evaluate(leaf, { chain: value }), othersThan('undefined', 'array'), /expected `chain` as an array of certificates/);
  refusesTypes((value) => verifier.evaluate(leaf, { chain: [value] }), othersThan('string'), /expected element 0 of `chain`/);
  refusesTypes((value) => verifier.evaluate(leaf, { now: value }), othersThan('undefined', 'number', 'date'), /expected `now` as a Date or as Unix seconds/);
  for (const name of ['dnEqual', 'dnCompare', 'fingerprintEqual', 'dnNormalize', 'clientCertDecode', 'edgeHeadersMustStrip', 'edgeHeadersVaryNamesClientCert']) {
    refusesTypes((value) => issuedby[name](value, value), othersThan('string'), /expected .* as a string/);
  }
  refusesTypes((value) => issuedby.dnFromDer(value), othersThan(), /expected the Name in DER as a Buffer or Uint8Array/);
  refusesTypes((value) => issuedby.fingerprint(value), othersThan('string'), certificate);
  refusesTypes((value) => issuedby.clientCertEncode(value), othersThan('string'), certificate);
  refusesTypes((value) => EdgeReport.fromVerdict(value), othersThan(), /expected a Verdict/);
  refusesTypes((value) => EdgeReport.fromHeaders(value), othersThan('array', 'object', 'date', 'arraybuffer', 'certificate'), /expected the headers/);
  refusesTypes((value) => EdgeReport.fromHeaders({ name: value }), othersThan('undefined', 'string', 'array'), /expected names and values of headers as strings/);
  refusesTypes((value) => new MtlsAuthInbound(value), othersThan('object', 'string', 'bigint', 'date', 'arraybuffer', 'uint16array', 'certificate'), /expected the options as/);
  refusesTypes((value) => new MtlsAuthInbound({ certIssuerDN: 'CN=a' }).decide(value), othersThan(), /expected an EdgeReport/);
  refusesTypes((value) => issuedby.mtlsAuthInbound({ certIssuerDN: value }), [undefined, null, 7, true, {}, [7]], /certIssuerDN/);
  refusesTypes((value) => issuedby.mtlsAuthInbound({ certIssuerDN: 'CN=a', allowUnauthenticatedRequests: value }), [undefined, null, 1, 'true', {}], /found .* in `allowUnauthenticatedRequests`, expected true or false/);
});

test('nothing is NONE, and an empty buffer is malformed', () => {
  for (const nothing of [undefined, null]) {
    const verdict = verifier.evaluate(nothing, { now });
    assert.deepEqual([verdict.status, verdict.reason, verdict.verified], ['NONE', 'no_certificate', false]);
    assert.throws(() => verifier.verify(nothing), { code: 'no_certificate', name: 'VerificationError' });
  }
  for (const empty of [Buffer.alloc(0), new Uint8Array(0), '']) {
    const verdict = verifier.evaluate(empty, { now });
    assert.deepEqual([verdict.status, verdict.reason, verdict.certificate], ['FAILED', 'malformed', null]);
    assert.throws(() => verifier.verify(empty), { code: 'malformed' });
  }
  const detached = new Uint8Array(64);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  assert.equal(verifier.evaluate(detached).reason, 'malformed');
});

test('a text that holds no certificate is a verdict, as bytes are', () => {
  for (const text of ['x', ':*:', '-----BEGIN CERTIFICATE-----\n', `${leaf}${leaf}`, '\ud800', 'é'.repeat(70_000)]) {
    const { status, reason } = verifier.evaluate(text, { now });
    assert.equal(status, 'FAILED');
    assert.ok(['malformed', 'too_large'].includes(reason), reason);
  }
});

test('a time is a Date or Unix seconds, and milliseconds are recognized', () => {
  const at = (when) => verifier.evaluate(leaf, { now: when });
  assert.ok(at(now).verified && at(now + 0.9).verified && at(new Date(now * 1000)).verified && at(undefined).verified);
  for (const milliseconds of [Date.now(), 1e11, Infinity, Number.MAX_VALUE]) {
    assert.throws(() => at(milliseconds), (error) => {
      assert.ok(error instanceof RangeError);
      assert.equal(error.code, 'ERR_OUT_OF_RANGE');
      assert.match(error.message, /looks like milliseconds, expected Unix seconds: pass a Date/);
      return true;
    });
  }
  for (const other of [NaN, -Infinity, -1e11, new Date(NaN)]) {
    assert.throws(() => at(other), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
  }
  for (const outside of [-1, -62_135_596_800, new Date(8.64e15)]) {
    assert.equal(at(outside).reason, 'invalid_check_time', String(outside));
  }
});

test('an unknown option is an error with the closest one', () => {
  const cases = [
    [() => new Verifier([ca], { require_client_auth_eku: true }), 'requireClientAuthEku'],
    [() => new Verifier([ca], { ignoreValidity: true }), 'ignoreCaValidity'],
    [() => verifier.evaluate(leaf, { time: now }), 'now'],
    [() => verifier.evaluate(leaf, { chains: [] }), 'chain'],
    [() => issuedby.mtlsAuthInbound({ certIssuerDn: 'CN=a' }), 'certIssuerDN'],
    [() => issuedby.fromHeaders({}, { trusted: {} }), 'trustedEdge'],
    [() => issuedby.fromHeaders({}, { trustedEdge: { unixsocket: true }, socket: {} }), 'unixSocket'],
  ];
  for (const [call, suggestion] of cases) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof OptionError, String(error));
      assert.equal(error.code, 'unknown_option');
      assert.equal(error.suggestion, suggestion);
      return true;
    });
  }
});

test('a CA that is unfit says why and what to do', () => {
  for (const [pem, code] of [
    [leaf, 'not_a_ca'],
    [`${sample('ca')}${sample('ca')}`, 'several_certificates'],
    ['', 'pem_expected'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'private_key_found'],
  ]) {
    assert.throws(() => CaCertificate.fromPem(pem), (error) => {
      assert.ok(error instanceof UnfitCaError);
      assert.equal(error.code, code);
      assert.ok(error.remedy.length > 0 && error.message.endsWith(error.remedy));
      return true;
    });
  }
});

test('results cannot be made by hand, nor their methods be borrowed', () => {
  const { Certificate, Decision } = issuedby;
  for (const type of [Verdict, Verified, Certificate, Decision, EdgeReport, CaCertificate]) {
    assert.throws(() => new type('{"status":"SUCCESS"}'), { name: 'TypeError', code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  }
  const forged = Object.create(Verdict.prototype);
  assert.throws(() => forged.status, TypeError);
  assert.throws(() => EdgeReport.fromVerdict(forged), TypeError);
  assert.throws(() => Verifier.prototype.evaluate.call(ca, leaf), TypeError);
  assert.throws(() => new Verifier([Object.create(CaCertificate.prototype)]), TypeError);
  const verdict = verifier.evaluate(leaf, { now });
  assert.throws(() => { 'use strict'; verdict.status = 'SUCCESS'; }, TypeError);
  assert.throws(() => verdict.reasons.push('x'), TypeError);
  assert.throws(() => { verdict.ca.id = 'x'; }, TypeError);
});

test('bytes that are changed after the call change nothing', () => {
  const der = issuedby.clientCertDecode(issuedby.clientCertEncode(leaf));
  const verdict = verifier.evaluate(der, { now });
  const before = EdgeReport.fromVerdict(verdict).toHeaders();
  der.fill(0);
  assert.ok(verdict.verified);
  assert.deepEqual(EdgeReport.fromVerdict(verdict).toHeaders(), before);
});

test('every kind of error has a code', () => {
  assert.ok(issuedby.reasons.length > 30 && Object.isFrozen(issuedby.reasons));
  const unfit = () => CaCertificate.fromPem('');
  const parse = () => issuedby.dnNormalize('=');
  const option = () => new MtlsAuthInbound({});
  const verification = () => verifier.verify(undefined);
  for (const [call, name] of [[unfit, 'UnfitCaError'], [parse, 'ParseError'], [option, 'OptionError'], [verification, 'VerificationError']]) {
    assert.throws(call, (error) => {
      assert.equal(error.name, name);
      assert.ok(error instanceof issuedby[name] && error instanceof issuedby.IssuedbyError && error instanceof Error);
      assert.match(error.code, /^\w+$/);
      assert.match(error.stack, /bad_input\.test\.mjs/);
      return true;
    });
  }
});

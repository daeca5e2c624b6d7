// Distinguished Names, fingerprints, RFC 9440.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import {
  ParseError,
  clientCertDecode,
  clientCertEncode,
  dnCompare,
  dnEqual,
  dnFromDer,
  dnNormalize,
  fingerprint,
  fingerprintEqual,
} from 'issuedby';

import { distinguishedNames, notRun, reportCases, sample } from './support.mjs';

const CA = 'CN=example-ca,O=Example,C=US';

test('pairs of names are equal or not as the vectors say, from text and from DER', () => {
  const folder = distinguishedNames();
  if (folder === undefined) return notRun('node/names', 'the folder of Distinguished Name vectors');
  const { vectors } = JSON.parse(readFileSync(path.join(folder, 'equality.json'), 'utf8'));
  const comparable = vectors.filter(({ equal }) => typeof equal === 'boolean');
  for (const { id, a, b, equal } of comparable) {
    const [left, right] = [a, b].map((side) => side.dn ?? dnFromDer(Buffer.from(side.der, 'hex')));
    assert.equal(dnEqual(left, right), equal, id);
    assert.equal(dnEqual(right, left), equal, id);
    assert.equal(dnNormalize(left) === dnNormalize(right), equal, id);
    assert.equal(dnCompare(left, right).matches, equal, id);
  }
  reportCases('node/names', comparable.length, comparable.length);
});

test('a comparison says what differs and what to paste', () => {
  assert.deepEqual(dnCompare(CA, CA), {
    level: 'identical',
    matches: true,
    hints: [],
    hint: null,
    suggestion: null,
    differences: [],
  });
  const reversed = dnCompare('C = US, O = Example, CN = example-ca', CA);
  assert.equal(reversed.level, 'reordered');
  assert.equal(reversed.matches, false);
  assert.deepEqual(reversed.hints, ['reversed_order']);
  assert.equal(reversed.suggestion, CA);
});

test('a text that is no name says where', () => {
  for (const call of [() => dnEqual(CA, 'CN'), () => dnCompare('CN', CA), () => dnNormalize('CN')]) {
    assert.throws(call, (error) => error instanceof ParseError && error.code === 'missing_equals' && error.position === 2);
  }
  assert.throws(() => dnFromDer(Buffer.from([0x31, 0])), (error) => error instanceof ParseError && error.code.length > 0);
});

test('a fingerprint is that of node:crypto, and is equal in any spelling', () => {
  const certificate = new X509Certificate(sample('client'));
  const printed = fingerprint(certificate);
  assert.equal(printed, certificate.fingerprint256);
  assert.equal(fingerprint(certificate.raw), printed);
  assert.equal(fingerprint(sample('client')), printed);
  assert.ok(fingerprintEqual(printed, printed.toLowerCase().replaceAll(':', '')));
  assert.ok(!fingerprintEqual(printed, fingerprint(sample('ca'))));
  assert.throws(() => fingerprintEqual(printed, certificate.fingerprint), { code: 'sha1', message: /are a SHA-1/ });
  assert.throws(() => fingerprintEqual('', printed), { code: 'wrong_length' });
});

test('RFC 9440 text and DER are made of one another', () => {
  const { raw } = new X509Certificate(sample('client'));
  const value = clientCertEncode(raw);
  assert.equal(value, `:${raw.toString('base64')}:`);
  assert.deepEqual(clientCertDecode(value), raw);
  assert.equal(clientCertEncode(sample('client')), value);
  assert.equal(clientCertEncode(value), value);
  for (const [text, code] of [['', 'empty_field'], [':*:', 'bad_base64']]) {
    assert.throws(() => clientCertDecode(text), (error) => error instanceof ParseError && error.code === code, text);
  }
  assert.throws(() => clientCertEncode('-----BEGIN CERTIFICATE-----\n'), ParseError);
});

test('nothing and a text in another form are no certificates', () => {
  for (const call of [fingerprint, clientCertEncode]) {
    for (const other of ['', 'no certificate', 'MIIB', new Uint8Array(0)]) {
      assert.throws(() => call(other), (error) => error instanceof ParseError && error.code === 'malformed', other);
    }
  }
});

// What a verdict is in JavaScript beyond its contents.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { inspect } from 'node:util';

import * as issuedby from 'issuedby';
import * as http from 'issuedby/http';

import { readText, sample } from './support.mjs';

const { CaCertificate, Verdict, Verifier } = issuedby;
const require = createRequire(import.meta.url);
const ca = CaCertificate.fromPem(sample('ca')).withId('mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa');
const verifier = new Verifier([ca]);
const verdict = verifier.evaluate(sample('client'), { now: 1_800_000_000 });

test('dates are Dates, and texts in the JSON', () => {
  assert.deepEqual(verdict.certificate.notBefore, new Date('2026-01-01T00:00:00Z'));
  assert.deepEqual(verdict.validUntil, new Date('2099-12-31T23:59:59Z'));
  const json = verdict.toJSON();
  assert.equal(json.certificate.notBefore, '2026-01-01T00:00:00Z');
  assert.equal(json.validUntil, '2099-12-31T23:59:59Z');
  assert.equal(JSON.stringify(verdict.certificate), JSON.stringify(json.certificate));
  const none = verifier.evaluate(undefined);
  assert.deepEqual([none.certificate, none.ca, none.validFrom, none.validUntil], [null, null, null, null]);
});

test('a certificate is the same in every form, as bytes and as text', () => {
  const pem = sample('client');
  const { raw } = new X509Certificate(pem);
  const field = issuedby.clientCertEncode(raw);
  for (const leaf of [raw, pem, field, Buffer.from(pem), new TextEncoder().encode(field), new X509Certificate(pem)]) {
    const found = verifier.evaluate(leaf, { now: 1_800_000_000 });
    assert.equal(JSON.stringify(found), JSON.stringify(verdict));
    assert.deepEqual(issuedby.EdgeReport.fromVerdict(found).toHeaders(), issuedby.EdgeReport.fromVerdict(verdict).toHeaders());
  }
});

test('toJSON gives a new plain object each time, which can be posted', () => {
  const json = verdict.toJSON();
  json.status = 'FAILED';
  json.certificate.subject = 'x';
  assert.equal(verdict.toJSON().certificate.subject, 'CN=client-1,O=Example,C=US');
  assert.equal(verdict.status, 'SUCCESS');
  assert.equal(JSON.stringify(structuredClone(verdict.toJSON())), JSON.stringify(verdict));
});

test('what was read once is the same object', () => {
  assert.equal(verdict.certificate, verdict.certificate);
  assert.equal(verdict.reasons, verdict.reasons);
  assert.equal(verdict.ca, verdict.ca);
});

test('logs show what is said, and of a certificate no more than who it is', () => {
  for (const shown of [inspect(verdict), inspect(verdict.certificate), String(verdict), inspect(ca)]) {
    assert.match(shown, /example-ca/);
    assert.doesNotMatch(shown, /MII/);
  }
  assert.match(String(verdict), /^SUCCESS: issued by /);
});

test('a CA tells what it is', () => {
  assert.equal(ca.id, 'mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa');
  assert.equal(CaCertificate.fromPem(sample('ca')).id, null);
  assert.equal(ca.subject, 'CN=example-ca,O=Example,C=US');
  assert.equal(ca.sha256Fingerprint, issuedby.fingerprint(sample('ca')));
  assert.ok(ca.notBefore < ca.notAfter);
  assert.deepEqual(ca.warnings, []);
});

test('ESM and CommonJS give the same functions and classes', () => {
  const required = require('issuedby');
  assert.equal(issuedby.default, required);
  assert.deepEqual(Object.keys(issuedby).sort(), [...Object.keys(required), 'default'].sort());
  for (const name of Object.keys(required)) assert.equal(issuedby[name], required[name], name);
  assert.equal(http.default, require('issuedby/http'));
  assert.deepEqual({ ...http }, { ...http.default, default: http.default });
  assert.ok(verdict instanceof Verdict && verdict instanceof required.Verdict);
});

test('there is one version', () => {
  const [, version] = /\[workspace\.package\]\nversion = "([^"]+)"/.exec(readText('Cargo.toml'));
  assert.equal(issuedby.version, version);
  assert.equal(require('issuedby/package.json').version, version);
  assert.equal(JSON.parse(readText('bindings', 'node', 'package.json')).version, version);
  assert.equal(JSON.parse(readText('bindings', 'node', 'package-lock.json')).version, version);
});

test('the sources of the native part have no unsafe code of their own', async () => {
  const { readdirSync } = await import('node:fs');
  const { repository } = await import('./support.mjs');
  const files = readdirSync(`${repository}/bindings/node/src`);
  assert.ok(files.length > 5);
  for (const file of files) {
    const code = readText('bindings', 'node', 'src', file).replaceAll('allow(unsafe_code)', '');
    assert.doesNotMatch(code.replace(/^\s*\/\/.*$/gm, ''), /\bunsafe\b/, file);
  }
});

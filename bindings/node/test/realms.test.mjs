// Values of other realms, another copy of the package, and both ways to import it.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { cpSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, test } from 'node:test';
import vm from 'node:vm';

import issuedby, * as named from 'issuedby';
import http from 'issuedby/http';
import testing from 'issuedby/testing';

import { repository, sample } from './support.mjs';

const require = createRequire(import.meta.url);
const { CaCertificate, EdgeReport, MtlsAuthInbound, TrustedEdge, Verifier } = issuedby;
const now = 1_800_000_000;
const der = new X509Certificate(sample('client')).raw;
const caDer = new X509Certificate(sample('ca')).raw;
const ca = CaCertificate.fromPem(sample('ca'));
const verifier = new Verifier([ca]);
const valid = verifier.evaluate(der, { now });

/** The bytes as a Uint8Array of another realm. */
function foreign(bytes) {
  const array = vm.runInNewContext('Uint8Array').from(bytes);
  assert.ok(!(array instanceof Uint8Array));
  return array;
}

test('bytes of another realm are bytes wherever bytes are taken', () => {
  assert.deepEqual(verifier.evaluate(foreign(der), { now }), valid);
  assert.deepEqual(verifier.evaluate(foreign(Buffer.from(sample('client'))), { now }), valid);
  assert.deepEqual(verifier.evaluate({ raw: foreign(der) }, { now }), valid);
  assert.deepEqual(verifier.evaluate(der, { now, chain: [foreign(caDer)] }), valid);
  assert.deepEqual(CaCertificate.fromDer(foreign(caDer)), ca);
  assert.deepEqual(CaCertificate.fromPem(foreign(Buffer.from(sample('ca')))), ca);
  assert.deepEqual(CaCertificate.fromPemBundle(foreign(Buffer.from(sample('ca')))), [ca]);
  assert.equal(issuedby.fingerprint(foreign(der)), issuedby.fingerprint(der));
  assert.equal(issuedby.clientCertEncode(foreign(der)), issuedby.clientCertEncode(der));
  assert.deepEqual(issuedby.certificateInspect(foreign(der)), issuedby.certificateInspect(der));
  assert.equal(issuedby.dnFromDer(foreign(Buffer.from('300c310a300806035504030c0161', 'hex'))), 'CN=a');
  const chain = EdgeReport.fromVerdict(valid, { chain: [foreign(caDer)] });
  assert.deepEqual(chain, EdgeReport.fromVerdict(valid, { chain: [caDer] }));
  const options = Buffer.from('{"certIssuerDN":"CN=a"}');
  assert.deepEqual(new MtlsAuthInbound(foreign(options)), new MtlsAuthInbound(options));
  const rules = Buffer.from('{"unixSocket":true}');
  assert.deepEqual(new TrustedEdge(foreign(rules)), new TrustedEdge(rules));
  const facts = { clientCertificate: foreign(der) };
  const edge = new TrustedEdge({ edgeFingerprints: [issuedby.fingerprint(der)] });
  assert.equal(edge.decide(facts).believed, true);
});

test('a Date, an array and an object of another realm are what they are', () => {
  const context = vm.createContext({ der });
  const date = vm.runInContext(`new Date(${now * 1000})`, context);
  assert.deepEqual(verifier.evaluate(der, { now: date }), valid);
  assert.deepEqual(verifier.evaluate(der, vm.runInContext(`({ now: ${now}, chain: [] })`, context)), valid);
});

test('what only says that it is bytes is none', () => {
  const imitation = { length: 3, 0: 1, 1: 2, 2: 3, [Symbol.toStringTag]: 'Uint8Array' };
  assert.throws(() => verifier.evaluate(imitation), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => CaCertificate.fromDer(Object.create(Uint8Array.prototype)), { name: 'TypeError' });
});

const elsewhere = path.join(repository, 'target', 'node', 'another-copy');
const copied = path.join(elsewhere, 'node_modules', 'issuedby');

after(() => rmSync(elsewhere, { recursive: true, force: true }));

test('objects of another copy are named as such, with both folders and what to do', () => {
  rmSync(elsewhere, { recursive: true, force: true });
  mkdirSync(path.dirname(copied), { recursive: true });
  cpSync(realpathSync(path.dirname(require.resolve('issuedby/package.json'))), copied, { recursive: true });
  const other = createRequire(path.join(elsewhere, 'x.js'))('issuedby');
  assert.notEqual(other, issuedby);

  const otherCa = other.CaCertificate.fromPem(sample('ca'));
  const otherVerifier = new other.Verifier([otherCa]);
  const otherVerdict = otherVerifier.evaluate(der, { now });
  const policy = new MtlsAuthInbound({ certIssuerDN: ca.subject });
  const calls = {
    'a CaCertificate': () => new Verifier([otherCa]),
    'a Verdict': () => EdgeReport.fromVerdict(otherVerdict),
    'an EdgeReport': () => policy.decide(other.EdgeReport.fromVerdict(otherVerdict)),
    'a Verifier': () => http.mtlsAuthInbound({ certIssuerDN: ca.subject }, { verifier: otherVerifier }),
  };
  for (const [what, call] of Object.entries(calls)) {
    assert.throws(call, (error) => {
      assert.equal(error.name, 'TypeError');
      assert.equal(error.code, 'ERR_ISSUEDBY_TWO_COPIES');
      assert.ok(error.message.startsWith(`found ${what} of another copy of issuedby, ${issuedby.version} in ${copied}, expected `), error.message);
      assert.match(error.message, /two copies are loaded in this process; `npm ls issuedby` shows who brings them/);
      return true;
    });
  }
  // Each copy decides about its own, and both say the same.
  assert.equal(JSON.stringify(otherVerdict), JSON.stringify(valid));
});

test('the same files loaded twice are two copies too', () => {
  const main = require.resolve('issuedby');
  const folder = path.dirname(main);
  const kept = Object.fromEntries(Object.entries(require.cache).filter(([file]) => file.startsWith(folder)));
  assert.ok(Object.keys(kept).length > 10);
  for (const file of Object.keys(kept)) delete require.cache[file];
  const again = require('issuedby');
  Object.assign(require.cache, kept);
  assert.notEqual(again, issuedby);
  assert.throws(() => EdgeReport.fromVerdict(new again.Verifier([]).evaluate(der)), {
    code: 'ERR_ISSUEDBY_TWO_COPIES',
    message: /two copies are loaded in this process; load it once: a test runner that resets modules/,
  });
});

test('the default import is what require gives, beside the named ones', () => {
  assert.equal(issuedby, require('issuedby'));
  assert.equal(http, require('issuedby/http'));
  assert.equal(testing, require('issuedby/testing'));
  assert.equal(named.default, issuedby);
  for (const [name, value] of Object.entries(issuedby)) assert.equal(named[name], value, name);
});

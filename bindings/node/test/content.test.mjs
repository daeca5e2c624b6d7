// Objects that hold an answer compare, print and copy by what they say.

import assert from 'node:assert/strict';
import legacy from 'node:assert';
import { test } from 'node:test';
import { inspect, isDeepStrictEqual } from 'node:util';

import issuedby from 'issuedby';

import samples from '../toolchains/samples.cjs';

const { kinds, now, read, sample } = samples;
const { CaCertificate, EdgeReport, MtlsAuthInbound, Verdict, Verified, Verifier } = issuedby;
const all = Object.entries(kinds(issuedby));
const verifier = new Verifier([CaCertificate.fromPem(sample('ca'))]);
const valid = verifier.evaluate(sample('client'), { now });
const tampered = verifier.evaluate(sample('client-tampered'), { now });

test('two that say the same are equal, read or not, also inside others', () => {
  for (const [name, { one }] of all) {
    assert.notEqual(one(), one(), name);
    for (const [left, right] of [[one(), one()], [read(one()), one()], [one(), read(one())]]) {
      for (const nested of [(object) => object, (object) => [object], (object) => ({ a: [object] }), (object) => new Map([[1, object]])]) {
        assert.deepStrictEqual(nested(left), nested(right), name);
        legacy.deepEqual(nested(left), nested(right), name);
      }
    }
  }
});

test('two that say something else differ, also inside others', () => {
  for (const [name, { one, other }] of all) {
    assert.equal(one().constructor, other().constructor, name);
    for (const [left, right] of [[one(), other()], [read(one()), read(other())], [read(other()), one()]]) {
      for (const nested of [(object) => object, (object) => [object], (object) => ({ a: [object] }), (object) => new Set([object])]) {
        assert.throws(() => assert.deepStrictEqual(nested(left), nested(right)), legacy.AssertionError, name);
        assert.throws(() => legacy.deepEqual(nested(left), nested(right)), legacy.AssertionError, name);
        assert.ok(!isDeepStrictEqual(nested(left), nested(right)), name);
      }
    }
  }
});

test('a refusal differs from an acceptance, and the message shows both', () => {
  assert.throws(() => assert.deepStrictEqual(tampered, valid), /FAILED.*SUCCESS/s);
  assert.throws(() => assert.deepStrictEqual({ ...tampered }, { ...valid }), /FAILED.*SUCCESS/s);
});

test('errors with unequal verdicts differ', () => {
  const thrown = (name) => {
    try {
      return verifier.verify(sample(name), { now });
    } catch (error) {
      return error;
    }
  };
  assert.deepStrictEqual(thrown('client-tampered').verdict, tampered);
  assert.throws(() => assert.deepStrictEqual(thrown('client-expired'), thrown('client-tampered')), legacy.AssertionError);
});

test('JSON holds the answer of each, and is never empty', () => {
  for (const [name, { one, other }] of all) {
    assert.notEqual(JSON.stringify(one()), '{}', name);
    assert.notEqual(JSON.stringify(one()), JSON.stringify(other()), name);
    assert.equal(JSON.stringify(read(one())), JSON.stringify(one()), name);
  }
  const verified = verifier.verify(sample('client'), { now });
  assert.equal(JSON.stringify(verified), JSON.stringify(valid));
  const report = EdgeReport.fromVerdict(tampered);
  assert.deepEqual(Object.keys(report.toJSON()), ['status', 'reason', 'headers']);
  assert.deepEqual(EdgeReport.fromHeaders(report.toJSON().headers), report);
  assert.equal(verifier.cas[0].toJSON().notBefore, verifier.cas[0].notBefore.toISOString().replace('.000', ''));
});

test('copies keep the answer', () => {
  for (const [name, { one, other }] of all) {
    for (const copy of [structuredClone(one()), { ...one() }, Object.assign({}, one())]) {
      assert.notDeepEqual(copy, {}, name);
    }
    assert.notDeepEqual(structuredClone(one()), structuredClone(other()), name);
  }
  assert.deepEqual(JSON.parse(structuredClone(valid).json), valid.toJSON());
  assert.deepEqual(JSON.parse({ ...tampered }.json), tampered.toJSON());
  assert.deepEqual(JSON.parse(structuredClone(verifier.verify(sample('client'), { now })).verdict.json), valid.toJSON());
});

test('logs show the class, whether it is verified, and the dates', () => {
  for (const [name, { one }] of all) assert.match(inspect(one()), new RegExp(`^${name} {`));
  assert.match(inspect(valid), /^Verdict {\n {2}verified: true,\n {2}status: 'SUCCESS',/);
  assert.match(inspect(valid), /certificate: Certificate {/);
  assert.match(inspect(valid), /validUntil: 2099-12-31T23:59:59.000Z/);
  assert.match(inspect(tampered), /^Verdict {\n {2}verified: false,/);
  assert.match(inspect([tampered], { depth: 0 }), /^\[ \[Verdict\] \]$/);
  const verified = inspect(verifier.verify(sample('client'), { now }), { depth: 0 });
  assert.match(verified, /^Verified {\n {2}verified: true,\n {2}certificate: \[Certificate\],/);
  assert.match(verified, /validFrom: 2026-01-01T00:00:00.000Z/);
  assert.match(inspect(EdgeReport.fromVerdict(tampered)), /verified: false,\s+status: 'FAILED',\s+reason: 'signature_invalid'/);
});

test('no property that is written changes what is decided', () => {
  for (const name of ['json', 'status', 'verified', 'reason', 'other']) {
    assert.throws(() => { tampered[name] = valid[name] ?? 'x'; }, TypeError, name);
    assert.throws(() => Object.defineProperty(tampered, name, { value: valid[name] }), TypeError, name);
  }
  assert.throws(() => Object.setPrototypeOf(tampered, {}), TypeError);
  assert.throws(() => delete tampered.json, TypeError);
  assert.equal(tampered.verified, false);
  for (const [name, { one }] of all) {
    for (const property of Object.keys(one())) {
      assert.throws(() => { one()[property] = 'x'; }, TypeError, `${name}.${property}`);
    }
  }
});

test('the prototype alone, a proxy, and copies are none of ours', () => {
  const policy = new MtlsAuthInbound({ certIssuerDN: 'CN=a' });
  const imitations = [
    Object.create(Verdict.prototype),
    Object.create(valid),
    Object.assign(Object.create(Verdict.prototype), { ...valid }),
    Object.setPrototypeOf(structuredClone(valid), Verdict.prototype),
    new Proxy(valid, {}),
    structuredClone(valid),
    { ...valid },
    valid.toJSON(),
  ];
  for (const imitation of imitations) {
    assert.throws(() => EdgeReport.fromVerdict(imitation), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => Reflect.get(Verdict.prototype, 'verified', imitation), TypeError);
    assert.throws(() => new Verdict(imitation), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
    assert.throws(() => new Verified(imitation), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  }
  assert.throws(() => EdgeReport.fromVerdict(Object.create(Verdict.prototype)), /only its prototype says nothing/);
  assert.throws(() => EdgeReport.fromVerdict({ ...valid }), /a copy by structuredClone or .* is text/);
  assert.throws(() => policy.decide(Object.create(EdgeReport.prototype)), /only its prototype says nothing/);
  assert.throws(() => policy.decide({ ...EdgeReport.fromVerdict(valid) }), /a copy by structuredClone/);
  assert.throws(() => new Verifier([Object.create(CaCertificate.prototype)]), /only its prototype says nothing/);
  assert.throws(() => new Verifier([structuredClone(verifier.cas[0])]), /a copy by structuredClone/);
});

test('a property of its own does not make an imitation verified', () => {
  const imitation = Object.create(Verdict.prototype, { status: { value: 'SUCCESS' } });
  assert.throws(() => imitation.verified, TypeError);
});

test('a spy may stand in for a method, and verify decides without it', () => {
  const spied = new Verifier([]);
  spied.evaluate = () => valid;
  assert.equal(spied.evaluate(undefined), valid);
  assert.throws(() => spied.verify(undefined), { reason: 'no_certificate' });
});

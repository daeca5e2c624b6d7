// The shared vectors, tests/vectors/vectors.json, as the README beside them describes.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import {
  CaCertificate,
  ParseError,
  UnfitCaError,
  VerificationError,
  Verifier,
  certificateInspect,
  clientCertEncode,
  fingerprint,
} from 'issuedby';

import { base64, reportCases, vectors } from './support.mjs';

const PROVIDER = 'aws-lc-rs';
const { cases, count, ca_cases: caCases, ca_count: caCount } = vectors('vectors.json');

function verifierOf(case_) {
  const cas = case_.cas.map(({ der, id }) => {
    const ca = CaCertificate.fromDer(base64(der));
    return id === null ? ca : ca.withId(id);
  });
  return new Verifier(cas, {
    requireClientAuthEku: case_.options.require_client_auth_eku,
    ignoreCaValidity: case_.options.ignore_ca_validity,
    allowUnusualSerial: case_.options.allow_unusual_serial,
  });
}

function inputsOf(case_) {
  return {
    leaf: case_.leaf === null ? undefined : base64(case_.leaf),
    settings: { now: case_.now, chain: case_.chain.map(base64) },
  };
}

test('every verification case gives what it expects', () => {
  let run = 0;
  for (const case_ of cases) {
    run += 1;
    if (!case_.providers.includes(PROVIDER)) continue;
    const { leaf, settings } = inputsOf(case_);
    const verdict = verifierOf(case_).evaluate(leaf, settings);
    const found = {
      status: verdict.status,
      reason: verdict.reason,
      reasons: verdict.reasons.map(({ code }) => code),
      authenticated: verdict.verified || verdict.reasons.some(({ authenticated }) => authenticated),
      ca: verdict.ca?.sha256Fingerprint ?? null,
    };
    assert.deepEqual(found, case_.expect, case_.id);
    const said = `${verdict.message} ${verdict.remedy}`;
    assert.deepEqual(case_.facts.filter((fact) => !said.includes(fact)), [], `${case_.id}: ${said}`);
    assert.equal(verdict.verified, case_.expect.status === 'SUCCESS', case_.id);
    if (case_.verdict !== null) assert.equal(JSON.stringify(verdict), case_.verdict, case_.id);
  }
  reportCases('node/verification', run, count);
});

test('verify gives the client, or throws what evaluate says', () => {
  for (const case_ of cases) {
    if (!case_.providers.includes(PROVIDER)) continue;
    const { leaf, settings } = inputsOf(case_);
    const verifier = verifierOf(case_);
    if (case_.expect.status === 'SUCCESS') {
      const verified = verifier.verify(leaf, settings);
      assert.equal(JSON.stringify(verified.verdict), case_.verdict ?? JSON.stringify(verified.verdict), case_.id);
      assert.ok(verified.validFrom <= verified.validUntil, case_.id);
      assert.equal(verified.ca.sha256Fingerprint, case_.expect.ca, case_.id);
      continue;
    }
    assert.throws(
      () => verifier.verify(leaf, settings),
      (error) => {
        assert.ok(error instanceof VerificationError, case_.id);
        assert.equal(error.code, case_.expect.reason, case_.id);
        assert.equal(error.reason, case_.expect.reason, case_.id);
        assert.equal(error.verdict.status, case_.expect.status, case_.id);
        return true;
      },
    );
  }
});

test('a leaf is evaluated alike in every form that it can be handed over in', () => {
  let compared = 0;
  for (const case_ of cases) {
    const { leaf, settings } = inputsOf(case_);
    // Text forms hold one certificate and nothing else; node:crypto takes what OpenSSL parses.
    if (leaf === undefined || case_.expect.status !== 'SUCCESS') continue;
    if (!case_.providers.includes(PROVIDER)) continue;
    const verifier = verifierOf(case_);
    const expected = JSON.stringify(verifier.evaluate(leaf, settings));
    const x509 = new X509Certificate(leaf);
    const shared = new Uint8Array(new SharedArrayBuffer(leaf.length));
    shared.set(leaf);
    const forms = [x509, x509.toString(), clientCertEncode(leaf), new Uint8Array(leaf), shared];
    for (const form of forms) {
      assert.equal(JSON.stringify(verifier.evaluate(form, settings)), expected, case_.id);
    }
    compared += 1;
  }
  assert.ok(compared > 20);
});

test('every loading case gives what it expects', () => {
  let run = 0;
  for (const case_ of caCases) {
    run += 1;
    if (!case_.providers.includes(PROVIDER)) continue;
    assert.deepEqual(loaded(case_), case_.expect, case_.id);
  }
  reportCases('node/loading', run, caCount);
});

function loaded({ format, input }) {
  const bytes = typeof input === 'string' ? base64(input) : Buffer.alloc(input.repeat[1], input.repeat[0]);
  try {
    const ca = format === 'pem' ? CaCertificate.fromPem(bytes) : CaCertificate.fromDer(bytes);
    new Verifier([ca]);
    return { warnings: ca.warnings.map(({ code }) => code) };
  } catch (error) {
    assert.ok(error instanceof UnfitCaError, String(error));
    return { error: error.code };
  }
}

// tests/vectors/bundles.json: several CAs in one text.
test('every bundle gives its CAs or every unfit certificate', () => {
  const bundles = vectors('bundles.json');
  for (const { id, input, expect, facts, message, remedy, unfit } of bundles.cases) {
    let cas;
    try {
      cas = CaCertificate.fromPemBundle(base64(input));
    } catch (error) {
      assert.ok(error instanceof UnfitCaError, String(error));
      const declared = error.unfit.map(({ number, line, code }) => ({ number, line, code }));
      assert.deepEqual({ error: error.code, unfit: declared }, expect, id);
      assert.deepEqual(error.unfit, unfit, id);
      assert.equal(error.message, `${message}; ${remedy}`, id);
      assert.equal(error.remedy, remedy, id);
      const said = `${error.message} ${JSON.stringify(error.unfit)}`;
      assert.deepEqual(facts.filter((fact) => !said.includes(fact)), [], `${id}: ${said}`);
      continue;
    }
    const found = cas.map((ca) => ({ sha256: ca.sha256Fingerprint, warnings: ca.warnings.map(({ code }) => code) }));
    assert.deepEqual({ cas: found }, expect, id);
    assert.ok(new Verifier(cas), id);
  }
  reportCases('node/bundles', bundles.cases.length, bundles.count);
});

// tests/vectors/inspections.json: what a reviewer sees of a certificate.
test('every inspection gives what it expects', () => {
  const inspections = vectors('inspections.json');
  for (const { id, certificate, expect, facts, inspection } of inspections.cases) {
    let found;
    try {
      found = certificateInspect(base64(certificate));
    } catch (error) {
      assert.ok(error instanceof ParseError, String(error));
      assert.equal(error.code, expect.error, id);
      // Other forms than DER are read here, so that the sentence about other bytes may name these.
      assert.deepEqual(facts.filter((fact) => !error.message.includes(fact)), [], id);
      continue;
    }
    assert.deepEqual(found, JSON.parse(inspection), id);
    assert.deepEqual({ cautions: found.cautions.map(({ code }) => code) }, expect, id);
    const said = inspection;
    assert.deepEqual(facts.filter((fact) => !said.includes(fact)), [], `${id}: ${said}`);
  }
  reportCases('node/inspections', inspections.cases.length, inspections.count);
});

// tests/vectors/inputs.json: forms other than DER.
test('every input gives what it expects', () => {
  const inputs = vectors('inputs.json');
  const verifier = new Verifier([CaCertificate.fromDer(base64(inputs.ca))]);
  for (const { id, input, given, expect, facts, message, remedy, verdict } of inputs.cases) {
    const leaf = given === 'text' ? base64(input).toString('utf8') : base64(input);
    const found = verifier.evaluate(leaf, { now: inputs.now });
    assert.equal(JSON.stringify(found), verdict, id);
    assert.equal(found.remedy, remedy, id);
    if (message === null) {
      assert.equal(fingerprint(leaf), expect.certificate, id);
      assert.ok(clientCertEncode(leaf), id);
      continue;
    }
    for (const call of [fingerprint, clientCertEncode]) {
      assert.throws(
        () => call(leaf),
        (error) =>
          error instanceof ParseError &&
          error.code === expect.error &&
          error.message === message &&
          facts.every((fact) => error.message.includes(fact)),
        id,
      );
    }
  }
  reportCases('node/inputs', inputs.cases.length, inputs.count);
});

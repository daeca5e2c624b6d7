/** @jest-environment jsdom */
const { X509Certificate } = require('node:crypto');
const issuedby = require('issuedby');
const { kinds, now, sample } = require('../../samples.cjs');

const { CaCertificate, Verifier } = issuedby;
const der = new X509Certificate(sample('client')).raw;
const caDer = new X509Certificate(sample('ca')).raw;

test('the window has classes of its own', () => {
  expect(typeof window).toBe('object');
  expect(der instanceof Uint8Array).toBe(false);
});

test('a Buffer, and a Uint8Array of the window, are bytes', () => {
  const verifier = new Verifier([CaCertificate.fromDer(caDer)]);
  const expected = verifier.evaluate(sample('client'), { now });
  expect(expected.verified).toBe(true);
  for (const bytes of [der, Uint8Array.from(der), Buffer.from(sample('client')), { raw: der }]) {
    expect(verifier.evaluate(bytes, { now, chain: [caDer] })).toEqual(expected);
    expect(verifier.evaluate(bytes, { now: new Date(now * 1000) })).toEqual(expected);
  }
  expect(CaCertificate.fromPem(Buffer.from(sample('ca')))).toEqual(verifier.cas[0]);
  expect(issuedby.fingerprint(der)).toBe(expected.certificate.sha256Fingerprint);
  expect(issuedby.clientCertDecode(issuedby.clientCertEncode(der)).equals(der)).toBe(true);
});

test('objects compare by what they say', () => {
  for (const { one, other } of Object.values(kinds(issuedby))) {
    expect(one()).toStrictEqual(one());
    expect(other()).not.toEqual(one());
  }
});

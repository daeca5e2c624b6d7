// The whole job (certificate in, answer out) beside node:crypto, as ratios to the bare signature check of node:crypto
// with a prepared key. All candidates take turns in one run; medians of many passes.
//
//   node scripts/build.mjs --release && node --expose-gc benches/whole_job.mjs

import { X509Certificate, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { CaCertificate, EdgeReport, MtlsAuthInbound, Verifier } from '../node_modules/issuedby/index.mjs';

const PASSES = 101;
const PASS_MILLISECONDS = 4;
const NOW = 1_800_000_000;
const certificates = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'tests', 'certs');
const load = (name) => new X509Certificate(readFileSync(path.join(certificates, `${name}.pem`)));

for (const [title, caName, leafName] of [['P-256', 'ca', 'client'], ['RSA-2048', 'ca-rsa', 'client-rsa']]) {
  const candidates = candidatesFor(load(caName), load(leafName).raw);
  const medians = measure(candidates);
  const [bare] = Object.values(medians);
  console.log(`\n${title}: bare signature check ${(bare * 1e3).toFixed(1)} us`);
  for (const [name, median] of Object.entries(medians)) {
    console.log(`${(median / bare).toFixed(2).padStart(7)}  ${(median * 1e3).toFixed(2).padStart(8)} us  ${name}`);
  }
}

function candidatesFor(caX509, der) {
  const { tbs, signature } = signed(der);
  const key = caX509.publicKey;
  const ca = CaCertificate.fromDer(caX509.raw);
  const verifier = new Verifier([ca]);
  const policy = new MtlsAuthInbound({ certIssuerDN: ca.subject });
  const options = { now: NOW };
  const headers = EdgeReport.fromVerdict(verifier.evaluate(der, options)).toHeaders();
  return {
    'bare signature check: verify() with a prepared key': () => verify('sha256', tbs, key, signature),
    'node:crypto: parse, issuer, signature, dates, usage, fingerprint': () => wholeJobOfNode(caX509, key, der),
    'issuedby: evaluate, status read': () => verifier.evaluate(der, options).verified,
    'issuedby: evaluate, everything read': () => {
      const { verified, certificate, ca: issuer, validUntil } = verifier.evaluate(der, options);
      return verified && certificate.subject && certificate.sha256Fingerprint && issuer.subject && validUntil !== null;
    },
    'issuedby: evaluate, as JSON': () => JSON.stringify(verifier.evaluate(der, options)).length > 0,
    'issuedby: evaluate, report, decision of the policy': () =>
      policy.decide(EdgeReport.fromVerdict(verifier.evaluate(der, options))).sub !== null,
    'issuedby: behind an edge, headers to decision (no signature)': () =>
      policy.decide(EdgeReport.fromHeaders(headers)).sub !== null,
    'issuedby: nothing presented': () => !verifier.evaluate(undefined, options).verified,
  };
}

/** The same job with node:crypto alone; names are compared as text, which is not what we recommend. */
function wholeJobOfNode(ca, key, der) {
  const leaf = new X509Certificate(der);
  const now = NOW * 1000;
  return (
    leaf.issuer === ca.subject &&
    leaf.checkIssued(ca) &&
    leaf.verify(key) &&
    Date.parse(leaf.validFrom) <= now &&
    now <= Date.parse(leaf.validTo) &&
    !leaf.ca &&
    leaf.keyUsage.includes('1.3.6.1.5.5.7.3.2') &&
    leaf.subject.length > 0 &&
    leaf.fingerprint256.length > 0
  );
}

function measure(candidates) {
  const entries = Object.entries(candidates);
  const calls = entries.map(([name, run]) => {
    if (run() !== true) throw new Error(`${name}: the answer is wrong`);
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < 150) {
      run();
      count += 1;
    }
    return Math.max(1, Math.round((count * PASS_MILLISECONDS) / 150));
  });
  const times = entries.map(() => []);
  for (let pass = 0; pass < PASSES; pass += 1) {
    if (pass % 20 === 0) globalThis.gc?.();
    entries.forEach(([, run], index) => {
      const start = performance.now();
      for (let call = 0; call < calls[index]; call += 1) run();
      times[index].push((performance.now() - start) / calls[index]);
    });
  }
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  return Object.fromEntries(entries.map(([name], index) => [name, median(times[index])]));
}

/** The signed bytes, and the signature, of a DER certificate. */
function signed(der) {
  const element = (at) => {
    const first = der[at + 1];
    const bytes = first < 0x80 ? 0 : first & 0x7f;
    const length = bytes === 0 ? first : der.readUIntBE(at + 2, bytes);
    const start = at + 2 + bytes;
    return { start, end: start + length };
  };
  const outer = element(0);
  const tbs = element(outer.start);
  const algorithm = element(tbs.end);
  const signature = element(algorithm.end);
  // The first byte of a BIT STRING counts its unused bits.
  return { tbs: der.subarray(outer.start, tbs.end), signature: der.subarray(signature.start + 1, signature.end) };
}

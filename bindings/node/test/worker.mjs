// A worker thread that evaluates a leaf some times and posts what it found.

import { parentPort, workerData } from 'node:worker_threads';

import { CaCertificate, MtlsAuthInbound, ParseError, Verifier, dnNormalize } from 'issuedby';

import { sample } from './support.mjs';

const verifier = new Verifier([CaCertificate.fromPem(sample('ca'))]);
const leaf = sample('client');
let verdict;
let verified = 0;
for (let time = 0; time < workerData.times; time += 1) {
  verdict = verifier.evaluate(leaf, { now: 1_800_000_000 });
  if (verdict.verified) verified += 1;
  new MtlsAuthInbound({ certIssuerDN: 'CN=a' });
  try {
    dnNormalize('=');
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
  }
}
parentPort.postMessage({ verdict: verdict.toJSON(), verified });

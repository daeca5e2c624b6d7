// Runs one operation in a loop that never gives the event loop a turn, and prints by how much the memory of the
// process grew: node memory.mjs OPERATION.

import { CaCertificate, EdgeReport, Verifier, clientCertDecode, clientCertEncode } from 'issuedby';

import { sample } from './support.mjs';

const pem = sample('client');
const caPem = sample('ca');
const ca = CaCertificate.fromPem(caPem);
const verifier = new Verifier([ca]);
const field = clientCertEncode(pem);
const verdict = verifier.evaluate(pem);

/** Each with its number of calls: the dearer ones are fewer. `ISSUEDBY_CALLS` is a million for all. */
export const operations = {
  'evaluate(PEM)': [10_000, () => verifier.evaluate(pem)],
  'CaCertificate.fromPem': [12_000, () => CaCertificate.fromPem(caPem)],
  'CaCertificate.fromPemBundle': [12_000, () => CaCertificate.fromPemBundle(caPem)],
  'ca.withId': [12_000, () => ca.withId('mtlsca_a')],
  clientCertDecode: [60_000, () => clientCertDecode(field)],
  'EdgeReport.fromVerdict with a chain': [20_000, () => EdgeReport.fromVerdict(verdict, { chain: [caPem] })],
};

const asked = operations[process.argv[2]];
if (asked !== undefined) {
  const [calls, operation] = asked;
  console.log(JSON.stringify(measured(Number(process.env.ISSUEDBY_CALLS ?? calls) / 2, operation)));
}

/** The growth in bytes over so many calls, after as many that fill what V8 and the allocator set aside. */
function measured(calls, operation) {
  for (let call = 0; call < calls; call += 1) operation();
  const before = process.memoryUsage.rss();
  for (let call = 0; call < calls; call += 1) operation();
  return { calls, grown: process.memoryUsage.rss() - before };
}

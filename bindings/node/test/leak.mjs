// Runs every operation many times and prints by how much memory grew. Needs --expose-gc.

import { setImmediate } from 'node:timers/promises';

import {
  CaCertificate,
  EdgeReport,
  MtlsAuthInbound,
  Verifier,
  clientCertDecode,
  clientCertEncode,
  dnCompare,
  dnEqual,
  fingerprint,
  fromHeaders,
  mtlsAuthInbound,
} from 'issuedby';

import { sample } from './support.mjs';

const caPem = sample('ca');
const ca = CaCertificate.fromPem(caPem);
const verifier = new Verifier([ca]);
const leaf = clientCertDecode(clientCertEncode(sample('client')));
const now = 1_800_000_000;
const policy = new MtlsAuthInbound({ certIssuerDN: ca.subject });
const report = EdgeReport.fromVerdict(verifier.evaluate(leaf, { now }));
const context = { incomingRequestProperties: fromHeaders([]) };
const inbound = mtlsAuthInbound({ certIssuerDN: ca.subject });

const operations = {
  evaluate: [20_000, () => verifier.evaluate(leaf, { now })],
  'evaluate and read': [10_000, () => JSON.stringify(verifier.evaluate(leaf, { now, chain: [leaf] }))],
  'evaluate nothing': [100_000, () => verifier.evaluate(undefined, { now })],
  'evaluate garbage': [100_000, () => verifier.evaluate(Buffer.from([1, 2, 3]), { now }).message],
  'evaluate a text': [20_000, () => verifier.evaluate('x', { now }).reason],
  'verify and throw': [20_000, () => thrown(() => verifier.verify(null))],
  'load a CA': [5_000, () => CaCertificate.fromPem(caPem).withId('mtlsca_x').subject],
  'refuse a CA': [50_000, () => thrown(() => CaCertificate.fromPem('x'))],
  'make a verifier': [4_000, () => new Verifier([ca, ca])],
  'make a policy': [20_000, () => new MtlsAuthInbound({ certIssuerDN: ca.subject })],
  'refuse a policy': [50_000, () => thrown(() => new MtlsAuthInbound({}))],
  'compare names': [20_000, () => dnCompare('CN=a', 'CN=b')],
  'refuse a name': [50_000, () => thrown(() => dnEqual('CN', 'CN'))],
  fingerprint: [100_000, () => fingerprint(leaf)],
  'RFC 9440': [50_000, () => clientCertDecode(clientCertEncode(leaf))],
  'report and decide': [20_000, () => policy.decide(EdgeReport.fromHeaders(report.toHeaders())).metadata],
  'handle a request': [20_000, () => inbound({}, context)],
};

function thrown(call) {
  try {
    call();
  } catch (error) {
    return error.code;
  }
  throw new Error('nothing was thrown');
}

async function repeat(calls, operation) {
  for (let call = 1; call <= calls; call += 1) {
    await operation();
    // What holds native memory is let go when the event loop turns.
    if (call % 1_000 === 0) await setImmediate();
  }
}

async function memory() {
  for (let times = 0; times < 4; times += 1) {
    globalThis.gc();
    await setImmediate();
  }
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, external: external + arrayBuffers, resident: rss };
}

/** The maximum number of measurements of an operation. */
const ROUNDS = 6;

const grown = {};
for (const [name, [calls, operation]] of Object.entries(operations)) {
  await repeat(calls / 2, operation);
  // What is kept grows each time; what V8 and the allocator set aside for later does not. So the least growth of
  // several rounds counts, and what has grown so far is measured again before it is called a leak.
  const least = await growth(calls, operation);
  for (let round = 1; round < ROUNDS && (round < 2 || least.resident >= 50 * calls); round += 1) {
    const again = await growth(calls, operation);
    for (const kind of Object.keys(least)) least[kind] = Math.min(least[kind], again[kind]);
  }
  grown[name] = { calls, ...least };
}
console.log(JSON.stringify(grown));

async function growth(calls, operation) {
  const before = await memory();
  await repeat(calls, operation);
  const after = await memory();
  return Object.fromEntries(Object.keys(before).map((kind) => [kind, after[kind] - before[kind]]));
}

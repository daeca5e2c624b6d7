// The properties that instances have themselves, so that whoever compares or copies them sees what they say.

import { CaCertificate, EdgeReport, MtlsAuthInbound, TrustedEdge, Verifier } from 'issuedby';

import { sample } from './support.mjs';

const verifier = new Verifier([CaCertificate.fromPem(sample('ca'))]);
const verified = verifier.verify(sample('client'), { now: 1_800_000_000 });
const report = EdgeReport.fromVerdict(verified.verdict);
const policy = new MtlsAuthInbound({ certIssuerDN: 'CN=a' });
const instances = [
  verifier,
  verifier.cas[0],
  verified,
  verified.verdict,
  verified.certificate,
  report,
  policy,
  policy.decide(report),
  new TrustedEdge({ unixSocket: true }),
];
const names = new Map(instances.map((instance) => [instance.constructor.name, Object.keys(instance)]));

/** The names of the own properties of every instance of a class. */
export function ownProperties(name) {
  return names.get(name) ?? [];
}

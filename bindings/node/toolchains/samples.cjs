'use strict';
// One of each kind of object that holds an answer, made twice, and another of its kind that says something else.

const { readFileSync } = require('node:fs');
const path = require('node:path');

const certificates = path.join(__dirname, '..', '..', '..', 'tests', 'certs');
const sample = (name) => readFileSync(path.join(certificates, `${name}.pem`), 'utf8');
const now = 1_800_000_000;

/** The kinds by their names, each as two functions, of this copy of the package. */
function kinds(issuedby) {
  const { CaCertificate, EdgeReport, MtlsAuthInbound, TrustedEdge, Verifier } = issuedby;
  const ca = CaCertificate.fromPem(sample('ca'));
  const verifier = new Verifier([ca]);
  const policy = new MtlsAuthInbound({ certIssuerDN: ca.subject });
  const evaluate = (name) => verifier.evaluate(sample(name), { now });
  const report = (name) => EdgeReport.fromVerdict(evaluate(name));
  const ofNamedCa = () => new Verifier([ca.withId('mtlsca_b')]).verify(sample('client'), { now });
  return {
    Verdict: { one: () => evaluate('client'), other: () => evaluate('client-tampered') },
    Verified: { one: () => verifier.verify(sample('client'), { now }), other: ofNamedCa },
    Certificate: { one: () => evaluate('client').certificate, other: () => evaluate('client-tampered').certificate },
    CaCertificate: { one: () => CaCertificate.fromPem(sample('ca')), other: () => CaCertificate.fromPem(sample('other-ca')) },
    EdgeReport: { one: () => report('client'), other: () => report('client-tampered') },
    Decision: { one: () => policy.decide(report('client')), other: () => policy.decide(report('client-tampered')) },
    Verifier: { one: () => new Verifier([ca]), other: () => new Verifier([ca], { ignoreCaValidity: true }) },
    MtlsAuthInbound: {
      one: () => new MtlsAuthInbound({ certIssuerDN: ca.subject }),
      other: () => new MtlsAuthInbound({ certIssuerDN: 'CN=other' }),
    },
    TrustedEdge: {
      one: () => new TrustedEdge({ unixSocket: true }),
      other: () => new TrustedEdge({ peerNetworks: ['192.0.2.1'] }),
    },
  };
}

/** The object, with every one of its members read: what it keeps for later must not make it differ. */
function read(object) {
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object)))) {
    if (get !== undefined) void object[name];
  }
  JSON.stringify(object);
  return object;
}

module.exports = { kinds, now, read, sample };

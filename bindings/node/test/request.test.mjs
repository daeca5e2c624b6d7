// The policy over the Request and Response of the Fetch standard.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import {
  CaCertificate,
  EdgeReport,
  MTLSAuthInboundPolicy,
  MtlsAuthInbound,
  OptionError,
  TrustedEdge,
  Verifier,
  clientCertEncode,
  fingerprint,
  fromHeaders,
  mtlsAuthInbound,
} from 'issuedby';

import { sample } from './support.mjs';

const CA_ID = 'mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa';
const SUBJECT = 'CN=client-1,O=Example,C=US';
const enforcing = { certIssuerDN: 'CN=example-ca,O=Example,C=US' };
const passThrough = { ...enforcing, allowUnauthenticatedRequests: true };

const verifier = new Verifier([CaCertificate.fromPem(sample('ca')).withId(CA_ID)]);
const now = 1_800_000_000;
const verified = verifier.evaluate(sample('client'), { now });
const expired = verifier.evaluate(sample('client'), { now: new Date('2200-01-01') });
const unixSocket = { remoteAddress: undefined, server: { address: () => '/run/worker.sock' } };

const propertiesOf = (verdict) =>
  fromHeaders(EdgeReport.fromVerdict(verdict).toHeaders({ clientCert: 'presented' }), {
    trustedEdge: { unixSocket: true },
    socket: unixSocket,
  });
const request = (user) => Object.assign(new Request('https://worker.example/'), user === undefined ? {} : { user });

test('a verified client passes: the same Request, with its user', async () => {
  const asked = request();
  const answer = await mtlsAuthInbound(enforcing)(asked, { incomingRequestProperties: propertiesOf(verified) });
  assert.equal(answer, asked);
  assert.equal(asked.user.sub, SUBJECT);
  const { mtlsAuth } = asked.user.data;
  assert.equal(mtlsAuth.subject, SUBJECT);
  assert.equal(mtlsAuth.sha256Fingerprint, verified.certificate.sha256Fingerprint);
  assert.deepEqual([mtlsAuth.verified, mtlsAuth.status, mtlsAuth.reason, mtlsAuth.caId], [true, 'SUCCESS', null, CA_ID]);
});

test('a refused client gets 401 and a problem that says nothing of what is configured', async () => {
  for (const [properties, code] of [
    [undefined, 'no_certificate'],
    [propertiesOf(expired), 'expired'],
    [{ clientMtlsVerificationStatus: 'SUCCESS' }, 'certificate_unavailable'],
    [{ clientCert: clientCertEncode(sample('client')) }, 'no_certificate'],
    [{ clientMtlsVerificationStatus: 'success', clientCert: clientCertEncode(sample('client')) }, 'malformed'],
  ]) {
    const asked = request();
    const lines = [];
    const context = { incomingRequestProperties: properties, log: { warn: (line) => lines.push(line) } };
    const answer = await mtlsAuthInbound(enforcing)(asked, context);
    assert.ok(answer instanceof Response);
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const body = await answer.text();
    assert.deepEqual(Object.keys(JSON.parse(body)), ['type', 'title', 'status', 'detail', 'code']);
    assert.equal(JSON.parse(body).code, code);
    assert.doesNotMatch(body, /example-ca|Example/);
    assert.equal(asked.user, undefined);
    assert.equal(lines.length, 1);
  }
});

test('an issuer that is not allowed is refused, and the log says why', async () => {
  const lines = [];
  const context = { incomingRequestProperties: propertiesOf(verified), log: { warn: (line) => lines.push(line) } };
  const handler = mtlsAuthInbound({ certIssuerDN: 'C=US,O=Example,CN=example-ca' });
  const answer = await handler(request(), context);
  assert.equal((await answer.json()).code, 'issuer_not_allowed');
  assert.match(lines[0], /example-ca/);
});

test('pass-through lets everybody on and tells who is not verified', async () => {
  const handler = mtlsAuthInbound(passThrough);
  const anonymous = request();
  assert.equal(await handler(anonymous, {}), anonymous);
  assert.equal(anonymous.user, undefined);

  const late = request();
  assert.equal(await handler(late, { incomingRequestProperties: propertiesOf(expired) }), late);
  assert.equal(late.user.sub, undefined);
  assert.deepEqual([late.user.data.mtlsAuth.verified, late.user.data.mtlsAuth.reason], [false, 'expired']);
});

test('a user that was there keeps what it has', async () => {
  const user = Object.freeze({ sub: 'alice', roles: ['a'], data: Object.freeze({ plan: 'pro' }) });
  const asked = request(user);
  await mtlsAuthInbound(enforcing)(asked, { incomingRequestProperties: propertiesOf(verified) });
  assert.equal(asked.user.sub, 'alice');
  assert.deepEqual(asked.user.roles, ['a']);
  assert.equal(asked.user.data.plan, 'pro');
  assert.equal(asked.user.data.mtlsAuth.subject, SUBJECT);
  assert.deepEqual(Object.keys(user.data), ['plan'], 'an object that requests share is not written to');
});

test('nothing stale survives, whatever the outcome', async () => {
  const stale = () => request({ sub: 'alice', data: { plan: 'pro', mtlsAuth: { verified: true, subject: 'CN=evil' } } });
  for (const [options, properties] of [
    [enforcing, undefined],
    [enforcing, propertiesOf(expired)],
    [passThrough, undefined],
    [passThrough, { clientMtlsVerificationStatus: 'SUCCESS' }],
  ]) {
    const asked = stale();
    await mtlsAuthInbound(options)(asked, { incomingRequestProperties: properties });
    assert.ok(!('mtlsAuth' in asked.user.data));
    assert.deepEqual([asked.user.sub, asked.user.data.plan], ['alice', 'pro']);
  }
  const replaced = stale();
  await mtlsAuthInbound(enforcing)(replaced, { incomingRequestProperties: propertiesOf(verified) });
  assert.equal(replaced.user.data.mtlsAuth.subject, SUBJECT);
});

test('properties that were copied decide alike, but do not know the CA', async () => {
  const copied = structuredClone({ ...propertiesOf(verified) });
  const asked = request();
  await mtlsAuthInbound(enforcing)(asked, { incomingRequestProperties: copied });
  assert.equal(asked.user.sub, SUBJECT);
  assert.equal(asked.user.data.mtlsAuth.caId, null);
});

test('options are checked at once', () => {
  assert.throws(() => mtlsAuthInbound({}), (error) => error instanceof OptionError && error.code === 'cert_issuer_dn_required');
  assert.throws(() => mtlsAuthInbound({ certIssuerDN: [] }), { code: 'cert_issuer_dn_required' });
  assert.throws(() => mtlsAuthInbound({ certIssuerDN: process.env.NO_SUCH_VARIABLE_ANYWHERE }), { name: 'TypeError', code: 'wrong_type' });
  assert.throws(() => mtlsAuthInbound({ certIssuerDN: ['CN=a', 'CN'] }), { code: 'cert_issuer_dn_malformed' });
});

test('where the CA is at hand, errors and warnings have the value to paste', () => {
  const cas = [CaCertificate.fromPem(sample('ca'))];
  const reversed = { certIssuerDN: 'C=US,O=Example,CN=example-ca' };
  assert.throws(() => new MtlsAuthInbound({}, { cas }), { code: 'cert_issuer_dn_required', suggestion: enforcing.certIssuerDN });
  assert.throws(() => new MtlsAuthInbound(reversed, { cas }), { code: 'cert_issuer_dn_reversed', suggestion: enforcing.certIssuerDN });
  assert.deepEqual(new MtlsAuthInbound(enforcing, { cas }).warnings, []);
  assert.deepEqual(new MtlsAuthInbound({ certIssuerDN: 'CN=next' }, { cas }).warnings.map(({ code }) => code), ['no_matching_ca']);
});

test('the policy of a gateway is checked once for each object of options', async () => {
  let read = 0;
  const options = {
    get certIssuerDN() {
      read += 1;
      return enforcing.certIssuerDN;
    },
  };
  const context = { incomingRequestProperties: propertiesOf(verified) };
  for (let times = 0; times < 3; times += 1) {
    const asked = request();
    assert.equal(await MTLSAuthInboundPolicy(asked, context, options, 'mtls'), asked);
    assert.equal(asked.user.sub, SUBJECT);
  }
  assert.equal(read, 1);
  await assert.rejects(MTLSAuthInboundPolicy(request(), context, {}, 'mtls'), { code: 'cert_issuer_dn_required' });
  await assert.rejects(MTLSAuthInboundPolicy(request(), context, undefined, 'mtls'), { name: 'TypeError', message: /`mtls`/ });
});

test('what is not a request, a user or properties is refused, and no client gets in', async () => {
  const handler = mtlsAuthInbound(passThrough);
  await assert.rejects(handler(undefined, {}), TypeError);
  await assert.rejects(handler(request('alice'), { incomingRequestProperties: propertiesOf(verified) }), TypeError);
  await assert.rejects(handler(request({ data: 7 }), {}), TypeError);
  await assert.rejects(handler(request(), { incomingRequestProperties: 'SUCCESS' }), TypeError);
  await assert.rejects(handler(request(), { incomingRequestProperties: { clientMtlsVerificationStatus: 1 } }), TypeError);
});

test('header fields are ignored unless the connection meets a rule', () => {
  const headers = EdgeReport.fromVerdict(verified).toHeaders();
  const statusOf = (options) => fromHeaders(headers, options).clientMtlsVerificationStatus;
  const from = (remoteAddress) => ({ remoteAddress, server: { address: () => ({ port: 1 }) } });
  const tls = (raw) => ({ ...from('192.0.2.1'), encrypted: true, getPeerX509Certificate: () => raw && { raw } });
  const [edge, other] = [derOf('client'), derOf('client-expired')];
  const pin = fingerprint(edge);

  assert.equal(statusOf(undefined), 'NONE');
  assert.equal(statusOf({}), 'NONE');
  assert.equal(statusOf({ socket: unixSocket }), 'NONE');
  for (const [trustedEdge, socket, status] of [
    [{ unixSocket: true }, unixSocket, 'SUCCESS'],
    [new TrustedEdge({ unixSocket: true }), unixSocket, 'SUCCESS'],
    [{ unixSocket: true }, from('127.0.0.1'), 'NONE'],
    [{ unixSocket: true }, from(undefined), 'NONE'],
    [{ peerNetworks: ['10.0.0.7'] }, from('10.0.0.7'), 'SUCCESS'],
    [{ peerNetworks: ['10.0.0.0/8'] }, from('::ffff:10.0.0.7'), 'SUCCESS'],
    [{ peerNetworks: ['::1', '2001:db8::7'] }, from('2001:db8:0::7'), 'SUCCESS'],
    [{ peerNetworks: ['10.0.0.7'] }, from('10.0.0.70'), 'NONE'],
    [{ peerNetworks: ['10.0.0.7'] }, from('127.0.0.1'), 'NONE'],
    [{ peerNetworks: ['10.0.0.7'] }, from(undefined), 'NONE'],
    [{ peerNetworks: ['10.0.0.7'] }, unixSocket, 'NONE'],
    [{ edgeFingerprints: [pin] }, tls(edge), 'SUCCESS'],
    [{ edgeFingerprints: [pin.toLowerCase().replaceAll(':', '')] }, tls(edge), 'SUCCESS'],
    [{ edgeFingerprints: [pin] }, tls(other), 'NONE'],
    [{ edgeFingerprints: [pin] }, tls(undefined), 'NONE'],
    [{ edgeFingerprints: [pin] }, { ...tls(edge), encrypted: false }, 'NONE'],
    [{ edgeFingerprints: [pin] }, from('10.0.0.7'), 'NONE'],
  ]) {
    assert.equal(statusOf({ trustedEdge, socket }), status, JSON.stringify({ trustedEdge, socket }));
  }
});

test('the log alone says why header fields were ignored', async () => {
  const headers = EdgeReport.fromVerdict(verified).toHeaders();
  const from = (remoteAddress) => ({ remoteAddress, server: { address: () => ({ port: 1 }) } });
  const [edge, other] = [derOf('client'), derOf('client-expired')];
  const tls = { ...from('192.0.2.1'), encrypted: true, getPeerX509Certificate: () => ({ raw: other }) };
  const pins = [fingerprint(edge)];
  for (const [options, code, found] of [
    [{ trustedEdge: { unixSocket: true }, socket: from('127.0.0.1') }, 'not_a_unix_socket', 'from 127.0.0.1 without'],
    [{ trustedEdge: { unixSocket: true }, socket: from('forged\nline') }, 'not_a_unix_socket', 'an unreadable address'],
    [{ trustedEdge: { peerNetworks: ['10.0.0.7'] }, socket: from('::ffff:192.0.2.7') }, 'peer_address_not_listed', '192.0.2.7'],
    [{ trustedEdge: { peerNetworks: ['10.0.0.7'] }, socket: unixSocket }, 'peer_address_missing', 'over a Unix socket'],
    [{ trustedEdge: { edgeFingerprints: pins }, socket: tls }, 'client_certificate_not_listed', fingerprint(other)],
    [undefined, 'no_trust_rule', '`trustedEdge`'],
  ]) {
    for (const [sent, isIgnored] of [[headers, true], [[['Client-Mtls-Ca-Id', 'x']], true], [[['Accept', '*/*']], false], [[], false]]) {
      for (const settings of [enforcing, passThrough]) {
        const lines = [];
        const context = { incomingRequestProperties: fromHeaders(sent, options), log: { warn: (line) => lines.push(line) } };
        const answer = await mtlsAuthInbound(settings)(request(), context);
        assert.equal(lines.length, 1);
        assert.equal(lines[0].includes(`header fields of an edge were ignored: ${code}: `), isIgnored);
        assert.equal(lines[0].includes(found), isIgnored, lines[0]);
        assert.doesNotMatch(lines[0], /\n|SUCCESS|MII/);
        if (answer instanceof Response) assert.equal(await answer.text(), await refusalOf({ incomingRequestProperties: fromHeaders([]) }));
      }
    }
  }
});

async function refusalOf(context) {
  return (await mtlsAuthInbound(enforcing)(request(), context)).text();
}

function derOf(name) {
  return new X509Certificate(sample(name)).raw;
}

test('options of a trusted edge are checked at once', () => {
  const socket = unixSocket;
  for (const [trustedEdge, code] of [
    [{}, 'no_trust_rule'],
    [{ unixSocket: 'yes' }, 'wrong_type'],
    [{ unixSocket: false }, 'no_trust_rule'],
    [true, 'not_an_object'],
    [{ peerNetworks: [] }, 'peer_networks_empty'],
    [{ peerNetworks: '10.0.0.7' }, 'wrong_type'],
    [{ peerNetworks: ['localhost'] }, 'peer_network_malformed'],
    [{ edgeFingerprints: ['AB'.repeat(20)] }, 'edge_fingerprint_malformed'],
  ]) {
    assert.throws(() => fromHeaders([], { trustedEdge, socket }), { code }, JSON.stringify(trustedEdge));
  }
  assert.throws(() => fromHeaders([], { trustedEdge: { unixSocket: true } }), { name: 'TypeError', message: /`socket`/ });
});

test('headers are read from whatever holds them', () => {
  const options = { trustedEdge: { unixSocket: true }, socket: unixSocket };
  const pairs = EdgeReport.fromVerdict(verified).toHeaders();
  for (const headers of [pairs, new Headers(pairs), new Map(pairs), Object.fromEntries(pairs), pairs.flat()]) {
    const properties = fromHeaders(headers, options);
    assert.equal(properties.clientMtlsVerificationStatus, 'SUCCESS');
    assert.equal(properties.clientCert, clientCertEncode(sample('client')));
    assert.equal(properties.clientMtlsVerificationReason, null);
    assert.ok(Object.isFrozen(properties));
  }
  const twice = new Headers(pairs);
  twice.append('Client-Mtls-Verification-Status', 'SUCCESS');
  const repeated = { ...Object.fromEntries(pairs), 'Client-Mtls-Verification-Status': ['SUCCESS', 'SUCCESS'] };
  for (const headers of [twice, repeated]) {
    assert.equal(fromHeaders(headers, options).clientMtlsVerificationReason, 'malformed');
  }
});

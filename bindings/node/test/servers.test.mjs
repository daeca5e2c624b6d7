// The policy in running servers: node:http over a Unix socket and over TCP, node:https, Hono.

import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { after, test } from 'node:test';

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { CaCertificate, EdgeReport, Verifier, fingerprint, fromHeaders, mtlsAuthInbound } from 'issuedby';
import * as node from 'issuedby/http';

import { readText, sample } from './support.mjs';

const policy = { certIssuerDN: 'CN=example-ca,O=Example,C=US' };
const verifier = new Verifier([CaCertificate.fromPem(sample('ca'))]);
const headers = Object.fromEntries(
  EdgeReport.fromVerdict(verifier.evaluate(sample('client'), { now: 1_800_000_000 })).toHeaders(),
);
const folder = mkdtempSync(path.join(tmpdir(), 'issuedby-'));
after(() => rmSync(folder, { recursive: true }));

/** A server that lives as long as the test, and where it listens. */
async function listening(t, server, where) {
  server.listen(where);
  await once(server, 'listening');
  t.after(() => server.close());
  return server.address();
}

/** Status and body of one request. */
async function ask(options, transport = http) {
  const request = transport.request({ agent: false, ...options });
  request.end();
  const [response] = await once(request, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, type: response.headers['content-type'], body };
}

/** A worker that tells the subject of its client. */
function worker(settings) {
  const handler = node.mtlsAuthInbound(policy, settings);
  return (request, response) => {
    if (handler(request, response)) response.end(request.user.sub);
  };
}

function assertRefused({ status, type, body }, code) {
  assert.equal(status, 401);
  assert.equal(type, 'application/problem+json');
  assert.equal(JSON.parse(body).code, code);
}

test('R32: node:http over a Unix socket believes the edge, if that is the rule', async (t) => {
  const socketPath = await listening(t, http.createServer(worker({ trustedEdge: { unixSocket: true } })), path.join(folder, 'a'));
  assert.deepEqual(await ask({ socketPath, headers }), { status: 200, type: undefined, body: 'CN=client-1,O=Example,C=US' });
  assertRefused(await ask({ socketPath }), 'no_certificate');
  const twice = { ...headers, 'Client-Mtls-Verification-Status': ['SUCCESS', 'SUCCESS'] };
  assertRefused(await ask({ socketPath, headers: twice }), 'malformed');
});

test('R32: node:http over TCP believes listed peers only, and loopback is none of them by itself', async (t) => {
  const other = await listening(t, http.createServer(worker({ trustedEdge: { peerNetworks: ['10.0.0.7'] } })), 0);
  assertRefused(await ask({ port: other.port, host: '127.0.0.1', headers }), 'no_certificate');
  const unix = await listening(t, http.createServer(worker({ trustedEdge: { unixSocket: true } })), 0);
  assertRefused(await ask({ port: unix.port, host: '127.0.0.1', headers }), 'no_certificate');
  const listed = await listening(t, http.createServer(worker({ trustedEdge: { peerNetworks: ['127.0.0.1'] } })), 0);
  assert.equal((await ask({ port: listed.port, host: '127.0.0.1', headers })).status, 200);
});

test('forged header fields are removed from a request of no edge', async (t) => {
  const handler = (trustedEdge) => node.mtlsAuthInbound({ allowUnauthenticatedRequests: true }, { trustedEdge });
  const names = ({ headers, headersDistinct, rawHeaders }) =>
    [...Object.keys(headers), ...Object.keys(headersDistinct), ...rawHeaders].filter((name) => /^client/i.test(name));
  const forged = { ...headers, 'client_cert': 'x', 'X-Kept': ['1', '2'], 'Client-Mtls-Ca-Id': ['a', 'b'] };
  for (const [trustedEdge, readBefore, left] of [
    [{ peerNetworks: ['10.0.0.7'] }, false, 0],
    [{ peerNetworks: ['10.0.0.7'] }, true, 0],
    [{ peerNetworks: ['127.0.0.1'] }, false, 4 + 4 + 5],
  ]) {
    const inbound = handler(trustedEdge);
    const server = http.createServer((request, response) => {
      if (readBefore) assert.equal(names(request).length, 4 + 4 + 5);
      assert.ok(inbound(request, response));
      response.end(JSON.stringify([names(request), request.headers['x-kept'], request.headers.host.length > 0]));
    });
    const { port } = await listening(t, server, 0);
    const [found, kept, hasHost] = JSON.parse((await ask({ port, host: '127.0.0.1', headers: forged })).body);
    assert.equal(found.length, left, String(found));
    assert.deepEqual([kept, hasHost], ['1, 2', true]);
  }
});

test('R32, R34: node:https believes the pinned edge, and evaluates its clients itself', async (t) => {
  const server = { key: readText('tests', 'generator', 'keys', 'p256-client.pem'), cert: sample('client'), requestCert: true, rejectUnauthorized: false };
  const client = { host: '127.0.0.1', rejectUnauthorized: false, key: server.key, cert: server.cert };
  const { cert, key, ...anonymous } = client;

  const pinned = { trustedEdge: { edgeFingerprints: [fingerprint(sample('client'))] } };
  const behind = await listening(t, https.createServer(server, worker(pinned)), 0);
  assert.equal((await ask({ ...client, port: behind.port, headers }, https)).status, 200);
  assertRefused(await ask({ ...anonymous, port: behind.port, headers }, https), 'no_certificate');

  const own = await listening(t, https.createServer(server, worker({ verifier })), 0);
  assert.equal((await ask({ ...client, port: own.port }, https)).body, 'CN=client-1,O=Example,C=US');
  assertRefused(await ask({ ...anonymous, port: own.port, headers }, https), 'no_certificate');
});

test('exactly one source of the report is given', () => {
  for (const settings of [{}, undefined, { trustedEdge: { unixSocket: true }, verifier }]) {
    const code = settings?.verifier === undefined ? 'client_source_required' : 'client_source_ambiguous';
    assert.throws(() => node.mtlsAuthInbound(policy, settings), { name: 'OptionError', code });
  }
  assert.throws(() => node.mtlsAuthInbound(policy, { trustedEdge: { peerNetworks: [] } }), { code: 'peer_networks_empty' });
  assert.throws(() => node.mtlsAuthInbound({}, { verifier }), { code: 'cert_issuer_dn_required', suggestion: policy.certIssuerDN });
  assert.throws(() => node.mtlsAuthInbound(policy, { verifier: {} }), TypeError);
  assert.throws(() => node.incomingRequestProperties({}, {}), { code: 'client_source_required' });
});

test('a connection without TLS shows no certificate, and does not stop the server', async (t) => {
  const { port } = await listening(t, http.createServer(worker({ verifier })), 0);
  for (let request = 0; request < 2; request += 1) {
    assertRefused(await ask({ port, host: '127.0.0.1', headers }), 'no_certificate');
  }
});

test('what a client sends along explains why it is refused', async (t) => {
  const server = { key: readText('tests', 'generator', 'keys', 'p256-client.pem'), cert: sample('client'), requestCert: true, rejectUnauthorized: false };
  const { port } = await listening(t, https.createServer(server, worker({ verifier })), 0);
  const cert = sample('client-via-intermediate') + sample('intermediate');
  assertRefused(await ask({ host: '127.0.0.1', port, rejectUnauthorized: false, key: server.key, cert }, https), 'not_directly_signed');
});

test('the handler calls next exactly when the request goes on, and logs what is refused', async (t) => {
  const lines = [];
  const handler = node.mtlsAuthInbound(policy, { trustedEdge: { unixSocket: true }, log: (line) => lines.push(line) });
  let calls = 0;
  const server = http.createServer((request, response) => handler(request, response, () => {
    calls += 1;
    response.end();
  }));
  const socketPath = await listening(t, server, path.join(folder, 'next'));
  await ask({ socketPath, headers });
  assert.deepEqual([calls, lines.length], [1, 0]);
  await ask({ socketPath });
  assert.deepEqual([calls, lines.length], [1, 1]);
});

test('ignored header fields are logged once for each refused request', async (t) => {
  const lines = [];
  const inbound = node.mtlsAuthInbound(policy, { trustedEdge: { unixSocket: true }, log: (line) => lines.push(line) });
  const { port } = await listening(t, http.createServer((request, response) => inbound(request, response)), 0);
  const forged = await ask({ port, host: '127.0.0.1', headers });
  const plain = await ask({ port, host: '127.0.0.1' });
  assert.deepEqual(forged, plain);
  assert.equal(lines.length, 2);
  assert.match(lines[0], /ignored: not_a_unix_socket: found a connection from 127\.0\.0\.1 without a client certificate, .* \(`unixSocket`\); let the edge connect/);
  assert.doesNotMatch(lines[1], /ignored/);
});

/** A worker on Hono, which has Fetch requests. */
function hono(propertiesOf) {
  const inbound = mtlsAuthInbound(policy);
  const app = new Hono();
  app.use(async (c, next) => {
    const answer = await inbound(c.req.raw, { incomingRequestProperties: propertiesOf(c) });
    if (answer instanceof Response) return answer;
    await next();
  });
  app.get('/', (c) => c.text(c.req.raw.user.sub));
  return app;
}

test('Hono: the edge is believed by a rule', async (t) => {
  const app = hono((c) => node.incomingRequestProperties(c.env.incoming, { trustedEdge: { peerNetworks: ['127.0.0.1'] } }));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address();
  assert.equal((await ask({ host: '127.0.0.1', port, headers })).body, 'CN=client-1,O=Example,C=US');
  assertRefused(await ask({ host: '127.0.0.1', port }), 'no_certificate');
});

test('Hono: forged headers without a rule are NONE', async (t) => {
  const app = hono((c) => fromHeaders(c.req.raw.headers));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  t.after(() => server.close());
  await once(server, 'listening');
  assertRefused(await ask({ host: '127.0.0.1', port: server.address().port, headers }), 'no_certificate');
});

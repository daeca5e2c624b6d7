// The scenarios: what an edge says of a client, through the real policy over Fetch and over node:http.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { EdgeReport, MtlsAuthInbound, OptionError, fromHeaders, mtlsAuthInbound } from 'issuedby';
import { mtlsAuthInbound as inboundOfNode } from 'issuedby/http';
import * as testing from 'issuedby/testing';

import { readText, reportCases } from './support.mjs';

const { scenario, scenarios } = testing;
const fixture = JSON.parse(readText('crates', 'issuedby-dev', 'scenarios.json')).scenarios;
const folder = mkdtempSync(path.join(tmpdir(), 'issuedby-'));
const socketPath = path.join(folder, 'worker.sock');
const { certIssuerDN } = fixture[0];
const handler = inboundOfNode({ certIssuerDN }, { trustedEdge: { unixSocket: true } });
const server = createServer((request, response) => {
  if (handler(request, response)) response.end(JSON.stringify(request.user));
});

before(() => once(server.listen(socketPath), 'listening'));
after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('the fixture is that of all languages', () => {
  assert.deepEqual(scenarios, fixture.map(({ name }) => name));
  for (const expected of fixture) assert.equal(JSON.stringify(scenario(expected.name)), JSON.stringify(expected));
  reportCases('node/scenarios', scenarios.length, fixture.length);
});

for (const name of scenarios) {
  test(`${name}: policy, Fetch and node:http answer as the fixture says`, async () => {
    const { headers, incomingRequestProperties, decision } = scenario(name);
    const report = EdgeReport.fromHeaders(headers);
    assert.equal(JSON.stringify(new MtlsAuthInbound({ certIssuerDN }).decide(report)), JSON.stringify(decision));
    assert.deepEqual(report.toHeaders({ clientCert: 'presented' }), Object.entries(headers));

    const asked = new Request('https://worker.example/');
    const answer = await mtlsAuthInbound({ certIssuerDN })(asked, { incomingRequestProperties });
    const [response] = await once(httpRequest({ socketPath, headers }).end(), 'response');
    const served = (await response.toArray()).join('');
    if (decision.action === 'allow') {
      assert.equal(answer, asked);
      const user = { sub: decision.sub, data: { mtlsAuth: decision.metadata } };
      assert.deepEqual([asked.user, response.statusCode, JSON.parse(served)], [user, 200, user]);
    } else {
      const problem = JSON.stringify(decision.problem);
      assert.deepEqual([answer.status, await answer.text(), response.statusCode, served], [401, problem, 401, problem]);
    }
  });
}

test('the README lists them', () => {
  for (const { name, description, decision } of fixture) {
    const answer = decision.reason === null ? '200' : `401 \`${decision.reason}\``;
    assert.ok(readText('bindings', 'node', 'README.md').includes(`| \`${name}\` | ${description} | ${answer} |\n`), name);
  }
});

test('header fields are believed no more readily for a test', () => {
  const { headers } = scenario('valid');
  assert.equal(fromHeaders(headers).clientMtlsVerificationStatus, 'NONE');
});

test('an unknown name gets the closest name, and all names', () => {
  for (const [written, suggestion] of [
    ['expird', 'expired'],
    ['notYetValid', 'not-yet-valid'],
    ['other_ca', 'other-ca'],
    ['revoked', null],
    ['', null],
    ['__proto__', null],
  ]) {
    assert.throws(
      () => scenario(written),
      (error) =>
        error instanceof OptionError &&
        error.code === 'unknown_scenario' &&
        error.suggestion === suggestion &&
        error.message.includes(scenarios.join(', ')),
      written,
    );
  }
  assert.throws(() => scenario(undefined), { name: 'TypeError', message: /found undefined/ });
});

test('nothing of a scenario can be changed', () => {
  const parts = [scenarios];
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return;
    parts.push(value);
    Object.values(value).forEach(visit);
  };
  scenarios.forEach((name) => visit(scenario(name)));
  assert.ok(parts.length > 4 * scenarios.length);
  for (const part of parts) assert.ok(Object.isFrozen(part));
  assert.equal(scenario('valid'), scenario('valid'));
});

test('ESM and CommonJS give the same', () => {
  const commonjs = createRequire(import.meta.url)('issuedby/testing');
  assert.equal(testing.default, commonjs);
  assert.deepEqual({ ...testing }, { ...commonjs, default: commonjs });
});

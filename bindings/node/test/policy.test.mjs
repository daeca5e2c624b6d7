// The vectors of the policy, tests/vectors/policy.json, as the README beside them describes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EdgeReport, MtlsAuthInbound, edgeHeadersMustStrip, mtlsAuthInbound } from 'issuedby';

import { reportCases, vectors } from './support.mjs';

const { count, decisions, options, headers, strip } = vectors('policy.json');

test('every decision is as declared, to the octet', () => {
  for (const case_ of decisions) {
    const policy = new MtlsAuthInbound(JSON.parse(case_.options));
    const report = EdgeReport.fromHeaders(case_.headers);
    const decision = policy.decide(report, { user: case_.user ? {} : undefined });
    const { action, reason, metadata, sub } = decision;
    assert.deepEqual(
      { action, reason, metadata: metadata?.sha256Fingerprint ?? null, sub },
      case_.expect,
      case_.id,
    );
    assert.equal(JSON.stringify(decision), case_.decision, case_.id);
    assert.equal(decision.problem !== null, action === 'reject', case_.id);
    assert.equal(decision.log === null, action === 'allow', case_.id);
  }
  reportCases('node/decisions', decisions.length, count.decisions);
});

test('a report that was written and read again is decided alike', () => {
  for (const case_ of decisions) {
    const policy = new MtlsAuthInbound(JSON.parse(case_.options));
    const written = EdgeReport.fromHeaders(case_.headers).toHeaders({ clientCert: 'presented', clientCertMax: 2 ** 31 });
    const decision = policy.decide(EdgeReport.fromHeaders(new Headers(written)), { user: case_.user ? {} : null });
    assert.equal(JSON.stringify(decision), case_.decision, case_.id);
  }
});

/** What only a text can be: no JSON, a key twice, octets that are no text. No value in JavaScript is. */
const ONLY_OF_TEXTS = ['duplicate_option', 'not_json', 'too_large'];

test('every options object loads or is refused as declared', () => {
  let run = 0;
  for (const { id, options: text, expect } of options) {
    run += 1;
    const value = asObject(text);
    if (value === undefined) {
      assert.ok(ONLY_OF_TEXTS.includes(expect.error), `${id}: ${JSON.stringify(expect)}`);
      continue;
    }
    assert.deepEqual(loaded(value), withoutPlace(expect), id);
  }
  reportCases('node/options', run, count.options);
});

/** The object that a text stands for, if it stands for exactly one. */
function asObject(text) {
  const json = typeof text === 'string' ? text : text.repeat?.[0].repeat(text.repeat[1]);
  try {
    const value = JSON.parse(json);
    return JSON.stringify(value).length === JSON.stringify(JSON.parse(json)).length && hasEveryKey(json, value)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether no key stands in the text twice. */
function hasEveryKey(json, value) {
  const colons = json.replace(/"(?:[^"\\]|\\.)*"/g, '""').split(':').length - 1;
  return typeof value !== 'object' || value === null || countKeys(value) === colons;
}

function countKeys(value) {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  return (Array.isArray(value) ? 0 : members.length) + members.reduce((sum, member) => sum + countKeys(member), 0);
}

function loaded(value) {
  try {
    return { warnings: new MtlsAuthInbound(value).warnings.map(({ code }) => code) };
  } catch (error) {
    assert.throws(() => mtlsAuthInbound(value), { code: error.code });
    return { error: error.code };
  }
}

function withoutPlace({ warnings, error }) {
  return warnings === undefined ? { error } : { warnings };
}

test('all header lines are read as declared', () => {
  for (const { id, headers: lines, expect } of headers) {
    const report = EdgeReport.fromHeaders(lines);
    const written = report.toHeaders({ clientCert: 'presented', chain: 'send', clientCertMax: 2 ** 32 - 1 });
    const fields = Object.fromEntries(written.map(([name, value]) => [name.toLowerCase(), value]));
    const found = {
      status: report.status,
      reason: report.reason,
      certificate: 'client-cert' in fields,
      chain: fields['client-cert-chain']?.split(',').length ?? 0,
      ca_id: fields['client-mtls-ca-id'] ?? null,
    };
    assert.deepEqual(found, expect, id);
  }
  reportCases('node/headers', headers.length, count.headers);
});

test('an edge strips what is declared and nothing else', () => {
  for (const { name, strip: expected } of strip) assert.equal(edgeHeadersMustStrip(name), expected, name);
  reportCases('node/strip', strip.length, count.strip);
});

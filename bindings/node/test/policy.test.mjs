// The vectors of the policy, tests/vectors/policy.json, as the README beside them describes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EdgeReport, MtlsAuthInbound, edgeHeadersMustStrip, edgeHeadersVaryNamesClientCert, mtlsAuthInbound } from 'issuedby';

import { base64, reportCases, vectors } from './support.mjs';

const { count, decisions, options, headers, strip, vary } = vectors('policy.json');

test('every decision is as declared, to the byte', () => {
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
    holds(case_, decision.log);
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

test('every text of options loads or is refused as declared', () => {
  for (const case_ of options) {
    assert.deepEqual(loaded(given(case_.options)), case_.expect, case_.id);
    if (case_.facts) assert.throws(() => new MtlsAuthInbound(given(case_.options)), ({ message, remedy }) => holds(case_, `${message} ${remedy}`));
  }
  reportCases('node/options', options.length, count.options);
});

/** The text has the declared facts of a case. */
function holds({ id, facts = [] }, text) {
  for (const fact of facts) assert.ok(text.includes(fact), `${id}: no ${fact} in ${text}`);
  return true;
}

/** A text, or bytes that may be none. */
function given(text) {
  if (typeof text === 'string') return text;
  return text.base64 === undefined ? text.repeat[0].repeat(text.repeat[1]) : base64(text.base64);
}

function loaded(value) {
  try {
    return { warnings: new MtlsAuthInbound(value).warnings.map(({ code }) => code) };
  } catch (error) {
    const { code, element, nameError } = error;
    const found = { error: code, element, name_error: nameError };
    return Object.fromEntries(Object.entries(found).filter(([, property]) => property !== undefined));
  }
}

test('an object of options is the same as its text', () => {
  for (const { id, options: text, expect } of options) {
    if (typeof text !== 'string' || expect.warnings === undefined) continue;
    assert.deepEqual(loaded(JSON.parse(text)), expect, id);
  }
  assert.deepEqual(loaded({ certIssuerDN: ['CN=a', 'CN'] }), { error: 'cert_issuer_dn_malformed', element: 2, name_error: 'missing_equals' });
  const inItself = { certIssuerDN: [] };
  inItself.certIssuerDN.push(inItself);
  for (const value of [{ certIssuerDN: 7n }, inItself]) {
    assert.throws(() => mtlsAuthInbound(value), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  }
});

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

test('a response that varies by the certificate is as declared', () => {
  for (const { value, names } of vary) assert.equal(edgeHeadersVaryNamesClientCert(value), names, value);
  reportCases('node/vary', vary.length, count.vary);
});

// The trusted edge: tests/vectors/trusted_edge.json, and the facts that callers hand over.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OptionError, TrustedEdge } from 'issuedby';

import { base64, reportCases, vectors } from './support.mjs';

const { count, options, decisions } = vectors('trusted_edge.json');

test('all options load or are refused as declared', () => {
  for (const { id, options: text, expect } of options) assert.deepEqual(loaded(given(text), expect), expect, id);
  reportCases('node/trusted_edge_options', options.length, count.options);
});

/** A text, or bytes that are none. */
function given(text) {
  if (typeof text === 'string') return text;
  return text.base64 === undefined ? text.repeat[0].repeat(text.repeat[1]) : base64(text.base64);
}

function loaded(value, expect) {
  try {
    new TrustedEdge(value);
    return {};
  } catch ({ code, element, suggestion }) {
    const found = { error: code, element, suggestion: 'suggestion' in expect ? suggestion : undefined };
    return Object.fromEntries(Object.entries(found).filter(([, property]) => property !== undefined));
  }
}

test('all connections are decided as declared', () => {
  for (const { id, options: text, facts, expect, trust } of decisions) {
    const { clientCertificate } = facts;
    const decided = new TrustedEdge(JSON.parse(text)).decide({
      ...facts,
      clientCertificate: clientCertificate === null ? null : base64(clientCertificate),
    });
    const { believed, rule, code } = decided;
    assert.deepEqual({ believed, rule, code }, expect, id);
    assert.equal(JSON.stringify(decided), trust, id);
    assert.ok(Object.isFrozen(decided));
  }
  reportCases('node/trusted_edge_decisions', decisions.length, count.decisions);
});

test('facts that are missing or of another type are never believed', () => {
  const edge = new TrustedEdge({ unixSocket: true, peerNetworks: ['10.0.0.0/8'] });
  assert.equal(edge.decide({}).believed, false);
  assert.equal(edge.decide({ unixSocket: false, peerAddress: null, clientCertificate: undefined }).believed, false);
  for (const facts of [{ unixSocket: 1 }, { peerAddress: 7 }, { clientCertificate: 7 }, null, 'unix']) {
    assert.throws(() => edge.decide(facts), TypeError);
  }
  assert.throws(() => edge.decide({ remoteAddress: '10.0.0.7' }), OptionError);
});

test('an error has the five details', () => {
  assert.throws(
    () => new TrustedEdge({ peerNetworks: ['10.0.0.7/8'] }),
    (error) => {
      const { name, code, message, remedy, suggestion, position } = error;
      assert.deepEqual(
        { name, code, suggestion, position },
        { name: 'OptionError', code: 'peer_network_has_host_bits', suggestion: '10.0.0.0/8', position: null },
      );
      return message.endsWith(`; ${remedy}`);
    },
  );
});

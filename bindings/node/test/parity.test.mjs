// The complete public surface of this package beside the list of operations of all languages, bindings/parity.json.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as issuedby from 'issuedby';
import * as http from 'issuedby/http';
import * as testing from 'issuedby/testing';

import { readText, reportCases } from './support.mjs';

const { operations } = JSON.parse(readText('bindings', 'parity.json'));

/** Functions, classes and constants, and the methods of the classes. What a property says is no operation. */
function surface() {
  const names = Object.keys(http).map((name) => `http.${name}`);
  names.push(...Object.keys(testing).map((name) => `testing.${name}`));
  for (const [name, value] of Object.entries(issuedby)) {
    names.push(name);
    if (typeof value !== 'function' || value.prototype === undefined) continue;
    names.push(...methods(value).map((method) => `${name}.${method}`));
    names.push(...methods(value.prototype).map((method) => `${name}.prototype.${method}`));
  }
  return names.sort();
}

function methods(object) {
  return Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
    .map(([name]) => name);
}

test('every operation is there, and there is no other', () => {
  const listed = operations.flatMap(({ node }) => node).sort();
  assert.equal(new Set(listed).size, listed.length, 'an operation is listed twice');
  assert.deepEqual(surface(), listed);
  reportCases('node/parity', surface().length, listed.length);
});

test('every name is in index.mjs, lib/index.js and index.d.ts', () => {
  const [module, scripts, types] = ['index.mjs', 'lib/index.js', 'index.d.ts'].map((file) => readText('bindings', 'node', file));
  for (const name of operations.flatMap(({ node }) => node).filter((one) => !one.includes('.'))) {
    assert.ok(module.includes(`  ${name},\n`), `add this line to index.mjs: "  ${name},"`);
    assert.match(scripts, new RegExp(`\\n  ${name}[,:]`), `add this line to lib/index.js: "  ${name},"`);
    const declared = new RegExp(`export declare (class|function|const) ${name}\\b`);
    assert.match(types, declared, `declare it in index.d.ts: "export declare class ${name} {" or "export declare function ${name}("`);
  }
});

// The types: what a compiler says of them, and that they describe what is there.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

import * as issuedby from 'issuedby';
import * as http from 'issuedby/http';
import * as testing from 'issuedby/testing';

import { ownProperties } from './own_properties.mjs';
import { readText, repository } from './support.mjs';

const folder = path.join(repository, 'bindings', 'node');

test('a strict compiler takes what is allowed and refuses what is not', () => {
  const tsc = path.join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = () => execFileSync(process.execPath, [tsc, '--project', path.join(folder, 'test', 'types')], { encoding: 'utf8' });
  try {
    assert.equal(run(), '');
  } catch (error) {
    assert.fail(error.stdout || error.message);
  }
});

/** The exports of a declaration file that exist at run time. */
function declared(file) {
  const text = readText('bindings', 'node', file);
  return [...text.matchAll(/^export declare (?:class|function|const) (\w+)/gm)].map(([, name]) => name).sort();
}

test('everything that is exported is declared, and nothing else', () => {
  assert.deepEqual(declared('index.d.ts'), Object.keys(issuedby.default).sort());
  assert.deepEqual(declared('http.d.ts'), Object.keys(http.default).sort());
  assert.deepEqual(declared('testing.d.ts'), Object.keys(testing.default).sort());
});

test('every class has exactly the members that are declared', () => {
  const text = readText('bindings', 'node', 'index.d.ts');
  let classes = 0;
  for (const [, name, body] of text.matchAll(/^export declare class (\w+)[^{]*{\n(.*?)^}/gms)) {
    const members = body.replace(/\/\*\*.*?\*\//gs, '');
    const found = [...members.matchAll(/^  (static )?(?:readonly )?(\w+)[?]?[(:]/gm)]
      .map(([, isStatic, member]) => (isStatic ? `static ${member}` : member))
      .filter((member) => member !== 'constructor')
      // A declared property of an error stands on the object itself.
      .filter((member) => !name.endsWith('Error') || member === 'reason');
    assert.deepEqual([...new Set(found)].sort(), [...membersOf(issuedby[name]), ...ownProperties(name)].sort(), name);
    classes += 1;
  }
  assert.ok(classes >= 13);
});

function membersOf(type) {
  const own = (object) => Object.getOwnPropertyNames(object);
  const inherited = ['constructor', 'length', 'name', 'prototype', 'stackTraceLimit'];
  return [
    ...own(type.prototype).filter((member) => !inherited.includes(member)),
    ...own(type).filter((member) => !inherited.includes(member)).map((member) => `static ${member}`),
  ];
}

test('the type of reasons is the table', () => {
  const [, union] = /export type Reason =([^;]*);/.exec(readText('bindings', 'node', 'reasons.d.ts'));
  assert.deepEqual([...union.matchAll(/"(\w+)"/g)].map(([, code]) => code), [...issuedby.reasons]);
});

test('the type of scenarios is the list', () => {
  const [, union] = /export type ScenarioName =([^;]*);/.exec(readText('bindings', 'node', 'testing.d.ts'));
  assert.deepEqual([...union.matchAll(/"([\w-]+)"/g)].map(([, name]) => name), [...testing.scenarios]);
});

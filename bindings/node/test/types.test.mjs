// The types: what a compiler says of them, and that they describe what is there.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import * as issuedby from 'issuedby';
import * as http from 'issuedby/http';
import * as testing from 'issuedby/testing';

import { ownProperties } from './own_properties.mjs';
import { snippets } from './readme.mjs';
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

test('the TypeScript of the README compiles as it stands, and the types do without @types/node', () => {
  const blocks = snippets('bindings/node/README.md', undefined, 'ts');
  assert.equal(blocks.length, 2);
  const withoutNode = blocks.filter((block) => !block.includes('"node:'));
  assert.equal(withoutNode.length, 1);
  withoutNode.push('import * as http from "issuedby/http";\nimport * as testing from "issuedby/testing";\nvoid [http, testing];\n');
  assert.equal(compiled(blocks, ['node']), '');
  assert.equal(compiled(withoutNode, []), '');
  // A compiler that finds nothing wrong in anything would pass too.
  assert.match(compiled([blocks[0].replace('answer.user.sub', 'answer.user.sbu')], []), /'sbu' does not exist/);
});

/** The output of a strict compiler for these modules, with the types of these packages alone. */
function compiled(modules, types) {
  // Below node_modules, where `issuedby` is found and Git looks at nothing.
  const project = mkdtempSync(path.join(folder, 'node_modules', '.readme-'));
  try {
    const files = modules.map((code, index) => {
      writeFileSync(path.join(project, `${index}.mts`), code);
      return `${index}.mts`;
    });
    const compilerOptions = { strict: true, noEmit: true, target: 'es2022', module: 'nodenext', lib: ['es2022', 'dom', 'dom.iterable'], types };
    writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: false }, files }));
    const tsc = path.join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
    return spawnSync(process.execPath, [tsc, '--project', project], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(project, { recursive: true });
  }
}

/** The exports of a declaration file that exist at run time. */
function declared(file) {
  const text = readText('bindings', 'node', file);
  return [...new Set([...text.matchAll(/^export declare (?:class|function|const) (\w+)/gm)].map(([, name]) => name))].sort();
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

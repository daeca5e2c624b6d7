// Node's permission model: what the errors of missing permissions name is what lets the package load.

import assert from 'node:assert/strict';
import path from 'node:path';

import { installed, passed, run, succeed } from '../support.mjs';

const folder = installed('node');
const issuedby = path.join(folder, 'node_modules', 'issuedby');
const CODE = "console.log(new (require('issuedby').Verifier)([]).evaluate(undefined).status)";

const LINES = [
  { line: 20, permission: '--experimental-permission' },
  { line: 22, permission: '--permission' },
  { line: 24, permission: '--permission' },
];
for (const { line, permission } of LINES) {
  const node = path.join(folder, 'node_modules', `node-${line}`, 'bin', 'node');
  // Node itself looks for each package.json above a script.
  const scripts = ['package.json', 'node_modules/package.json'].map((file) => path.join(folder, file));
  const readable = [...scripts, path.join(issuedby, 'package.json'), path.join(issuedby, 'lib')];
  const flags = [permission, ...readable.map((place) => `--allow-fs-read=${place}`)];
  const start = (more) => run(node, [...flags, ...more, '-e', CODE], { cwd: folder });

  const { status, output } = start([]);
  assert.notEqual(status, 0, output);
  const named = /start node with `(--allow-addons) (--allow-fs-read=[^`]+)`/.exec(output);
  assert.ok(named, output);
  const [, addons, read] = named;
  assert.notEqual(start([addons]).status, 0);
  assert.notEqual(start([read]).status, 0);
  assert.match(succeed(node, [...flags, addons, read, '-e', CODE], { cwd: folder }), /^NONE$/m);
  passed(`Node ${line} with ${permission}: the error names the two flags with which the package loads`);
}

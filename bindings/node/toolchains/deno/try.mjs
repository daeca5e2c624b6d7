// Deno: the package and a bundle of it, with the flags that its errors name.

import assert from 'node:assert/strict';
import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { installed, passed, run, sample, succeed } from '../support.mjs';

const folder = installed('deno');
const deno = path.join(folder, 'node_modules', '.bin', 'deno');
const env = { DENO_DIR: path.join(folder, 'build', 'cache'), DENO_NO_UPDATE_CHECK: '1' };

mkdirSync(path.join(folder, 'build'), { recursive: true });
const program = path.join(folder, 'build', 'app.mjs');
writeFileSync(
  program,
  `import process from 'node:process';
import { CaCertificate, Verifier } from 'issuedby';
import { scenario } from 'issuedby/testing';
const [ca, client] = process.argv.slice(2);
console.log(new Verifier([CaCertificate.fromPem(ca)]).evaluate(client).status, scenario('expired').decision.reason);
`,
);
const args = [program, sample('ca'), sample('client')];
const start = (flags) => run(deno, ['run', '--no-prompt', ...flags, ...args], { cwd: folder, env });

const { status, output } = start([]);
assert.notEqual(status, 0, output);
const named = /start deno with `(--allow-read=\S+) (--allow-ffi=[^\s`]+)`/.exec(output);
assert.ok(named, output);
const [, read, ffi] = named;
assert.match(start([read]).output, /start deno with/);
assert.equal(succeed(deno, ['run', '--no-prompt', read, ffi, ...args], { cwd: folder, env }), 'SUCCESS expired\n');
passed('the error names the two flags with which the package loads');

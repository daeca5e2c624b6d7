// What the tools here share: their packages and ours installed, programs run, and things seen reported.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { install } from '../scripts/install.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The root of the repository. */
export const repository = path.join(here, '..', '..', '..');

/** The package as it is published. */
const assembled = path.join(repository, 'target', 'node', 'package');

/** The folder of a tool, with the packages of its lock file, and a copy of `issuedby` as npm would install it. */
export function installed(name) {
  const folder = path.join(here, name);
  install(folder);
  addIssuedby(folder);
  return folder;
}

/** Copies the package into the `node_modules` of a folder. */
export function addIssuedby(folder) {
  const copy = path.join(folder, 'node_modules', 'issuedby');
  rmSync(copy, { recursive: true, force: true });
  cpSync(assembled, copy, { recursive: true });
}

/** The exit status of a program, and what it printed on both streams. */
export function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    ...options,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...options.env },
  });
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}` };
}

/** The same, where only success is expected. */
export function succeed(program, args, options) {
  const { status, output } = run(program, args, options);
  assert.equal(status, 0, `${program} ${args.join(' ')}\n${output}`);
  return output;
}

/** Reports one thing that was seen. */
export function passed(what) {
  console.log(`passed: ${what}`);
}

/** One of the sample certificates, PEM. */
export function sample(name) {
  return readFileSync(path.join(repository, 'tests', 'certs', `${name}.pem`), 'utf8');
}

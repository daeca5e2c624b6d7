// Where things are, and how a suite reports the cases it ran.

import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const repository = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

export const readText = (...parts) => readFileSync(path.join(repository, ...parts), 'utf8');

/** One of the sample certificates, PEM. */
export const sample = (name) => readText('tests', 'certs', `${name}.pem`);

/** A file of the shared vectors, in the one format that the runners here know. */
export function vectors(file) {
  const parsed = JSON.parse(readText('tests', 'vectors', file));
  assert.equal(parsed.format, 1, `${file}: a format that this runner does not know`);
  return parsed;
}

/** The folder of the Distinguished Name vectors, where it is there. */
export function distinguishedNames() {
  const corpora = process.env.ISSUEDBY_CORPORA ?? path.join(repository, '..', 'shared', 'corpora');
  const folder = path.join(corpora, '..', 'dn');
  return existsSync(path.join(folder, 'equality.json')) ? folder : undefined;
}

/** Says that `suite` ran `run` of the `expected` cases; fails when the numbers differ. */
export function reportCases(suite, run, expected) {
  record(suite, `run ${run} ${expected}`);
  assert.equal(run, expected, `${suite}: ran ${run} of ${expected} cases`);
}

/** Says that `suite` could not run, and what it wants. With `CI` set that is a failure. */
export function notRun(suite, wants) {
  record(suite, `wants ${wants}`);
  assert.ok(!['1', 'true'].includes(process.env.CI), `${suite} was not run: it wants ${wants}`);
}

function record(suite, line) {
  console.log(`[${suite}] ${line}`);
  const folder = process.env.ISSUEDBY_CASES;
  if (folder === undefined) return;
  const file = path.join(folder, suite);
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${line}\n`);
}

export const base64 = (text) => Buffer.from(text, 'base64');

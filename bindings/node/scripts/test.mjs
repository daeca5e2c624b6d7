// Builds the package and runs its tests: `npm test`, and the suite of `cargo xtask test`.

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import './prepare.mjs';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

const tests = readdirSync(path.join(folder, 'test')).filter((file) => file.endsWith('.test.mjs'));
const { status, stdout } = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=spec', ...tests.map((file) => path.join('test', file))],
  { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 28 },
);
process.stdout.write(stdout);
report(number('pass'), number('tests'));
process.exit(status ?? 1);

/** A number in the closing lines of the test runner. */
function number(name) {
  return Number(new RegExp(`^. ${name} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
}

/** Says how many tests passed, for the table of `cargo xtask test`. */
function report(passed, expected) {
  const cases = process.env.ISSUEDBY_CASES;
  if (cases === undefined) return;
  mkdirSync(path.join(cases, 'node'), { recursive: true });
  appendFileSync(path.join(cases, 'node', 'tests'), `run ${passed} ${expected}\n`);
}

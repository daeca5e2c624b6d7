// Builds the package and runs its tests: `npm test`, and the suite of `cargo xtask test`.

import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const lock = path.join(folder, 'package-lock.json');
const installed = path.join(folder, 'node_modules', '.package-lock.json');

if (!isFresh()) run('npm', ['ci', '--no-audit', '--no-fund']);
run(process.execPath, ['scripts/build.mjs']);
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

/** Whether what is installed for development is what the lock file says. */
function isFresh() {
  if (!existsSync(installed)) return false;
  const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const [wanted, found] = [packages(lock), packages(installed)];
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || optional === true || found[name]?.version === version,
  );
}

function run(command, args) {
  const finished = spawnSync(command, args, { cwd: folder, stdio: 'inherit' });
  if (finished.status !== 0) process.exit(finished.status ?? 1);
}

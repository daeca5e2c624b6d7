// Tries the package with the tools of its users: each folder here with a `try.mjs` is one tool.
//
//   node toolchains/run.mjs NAME...     the tools of these names
//   node toolchains/run.mjs --ci        the rows of matrix.json that CI runs
//   node toolchains/run.mjs             every row of matrix.json
//
// A `try.mjs` prints one line `passed: ...` for each thing that it saw, and throws at the first that is not so.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const tools = readdirSync(here).filter((name) => existsSync(path.join(here, name, 'try.mjs')));

const names = asked(process.argv.slice(2));
for (const name of names) {
  if (!tools.includes(name)) end(`found no folder toolchains/${name} with a try.mjs; the tools are ${tools.join(', ')}`);
}
build();
const failed = names.filter((name) => !tried(name));
if (failed.length > 0) end(`failed: ${failed.join(', ')}`);

function asked(args) {
  if (args.length > 0 && !args.includes('--ci')) return args;
  const rows = JSON.parse(readFileSync(path.join(here, 'matrix.json'), 'utf8'));
  const wanted = rows.filter(({ ci }) => ci || args.length === 0);
  return [...new Set(wanted.flatMap(({ command }) => command.split(' ').slice(2)))];
}

/** The package as it is published, in target/node/package. */
function build() {
  const script = path.join(here, '..', 'scripts', 'build.mjs');
  const { status } = spawnSync(process.execPath, [script, '--unpacked'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

/** True if the tool saw everything that it names. */
function tried(name) {
  const began = Date.now();
  const folder = path.join(here, name);
  const { status, stdout } = spawnSync(process.execPath, ['try.mjs'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  process.stdout.write(stdout);
  console.error(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return status === 0 && /^passed: /m.test(stdout);
}

function end(message) {
  console.error(message);
  process.exit(1);
}

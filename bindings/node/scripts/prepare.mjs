// Installs what is for development, where the lock file says something new, and builds the package.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const lock = path.join(folder, 'package-lock.json');
const installed = path.join(folder, 'node_modules', '.package-lock.json');

if (!isFresh()) run('npm', ['ci', '--no-audit', '--no-fund']);
run(process.execPath, ['scripts/build.mjs']);

/** True if what is installed for development is what the lock file says. */
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

// Installs the packages of a folder with a lock file, where the lock file says something new.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Makes the installed packages of the folder those of its lock file. The program ends if npm cannot. */
export function install(folder) {
  if (isFresh(folder)) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

/** True if what is installed in the folder is what its lock file says. */
function isFresh(folder) {
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const [wanted, found] = [packages(path.join(folder, 'package-lock.json')), packages(installed)];
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || optional === true || found[name]?.version === version,
  );
}

// Installs what is for development, where the lock file says something new, and builds the package.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { install } from './install.mjs';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

install(folder);
const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

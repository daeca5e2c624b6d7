// jest: comparisons and snapshots, jsdom, modules that are loaded again; and that it reports wrong expectations.

import path from 'node:path';

import { tryRunner } from '../runner.mjs';
import { installed, passed } from '../support.mjs';

const folder = installed('jest');
const jest = path.join(folder, 'node_modules', 'jest', 'bin', 'jest.js');

tryRunner('jest', folder, [jest, '--ci', '--json', '--silent']);
passed('jest: bytes of the environment jsdom are bytes');
passed('jest: two copies after jest.resetModules say so');

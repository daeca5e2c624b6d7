// vitest: comparisons and snapshots, imports; and that it reports wrong expectations.

import path from 'node:path';

import { tryRunner } from '../runner.mjs';
import { installed, passed } from '../support.mjs';

const folder = installed('vitest');
const vitest = path.join(folder, 'node_modules', 'vitest', 'vitest.mjs');

tryRunner('vitest', folder, [vitest, 'run', '--reporter=json']);
passed('vitest: the default import has what the named ones have');

// Bun: programs as they are, `bun build` for Node and for Bun, and `--no-addons`.

import assert from 'node:assert/strict';
import path from 'node:path';

import { tryBundler } from '../bundles.mjs';
import { installed, passed, run, succeed } from '../support.mjs';

const folder = installed('bun');
const bun = path.join(folder, 'node_modules', '.bin', 'bun');

const bundle = ({ options, entry, external, folder, file }) => {
  const externals = external.flatMap((name) => ['--external', name]);
  succeed(bun, ['build', entry, ...options, ...externals, '--outfile', path.join(folder, file)], { cwd: path.dirname(entry) });
};
const forNode = [
  { name: 'CommonJS for Node', extension: 'cjs', options: ['--target=node', '--format=cjs'] },
  { name: 'ESM for Node', extension: 'mjs', options: ['--target=node', '--format=esm'] },
];
const forBun = [{ name: 'for Bun', extension: 'js', options: ['--target=bun'] }];

await tryBundler(folder, forNode, bundle);
await tryBundler(folder, forBun, bundle, bun);

const load = ['-e', "console.log(require('issuedby').version)"];
assert.match(succeed(bun, load, { cwd: folder }), /^\d+\.\d+\.\d+\n$/);
const { status, output } = run(bun, ['--no-addons', ...load], { cwd: folder });
assert.notEqual(status, 0);
assert.match(output, /start \w+ without `--no-addons`/);
passed('bun as it is; `--no-addons` is named');

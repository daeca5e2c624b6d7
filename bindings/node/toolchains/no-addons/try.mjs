// `--no-addons`, on the command line, in NODE_OPTIONS and of a worker: the error names it.

import assert from 'node:assert/strict';
import path from 'node:path';

import { installed, passed, run } from '../support.mjs';

const folder = installed('node');
const LOAD = "require('issuedby')";
const WORKER = `new (require('node:worker_threads').Worker)(${JSON.stringify(LOAD)}, { eval: true, execArgv: ['--no-addons'] })`;

for (const line of [18, 20, 22, 24]) {
  const node = path.join(folder, 'node_modules', `node-${line}`, 'bin', 'node');
  const starts = [
    [['--no-addons', '-e', LOAD], {}],
    [['-e', LOAD], { NODE_OPTIONS: '--no-addons' }],
    [['-e', WORKER], {}],
  ];
  for (const [args, env] of starts) {
    const { status, output } = run(node, args, { cwd: folder, env });
    assert.notEqual(status, 0, output);
    assert.match(output, /ERR_ISSUEDBY_NATIVE/);
    assert.match(output, /found `--no-addons`.*start node without `--no-addons`/);
  }
  passed(`Node ${line}: the error names --no-addons on the command line, in NODE_OPTIONS and of a worker`);
}

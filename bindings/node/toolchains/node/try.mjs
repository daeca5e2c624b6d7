// Every supported line of Node: assert, node:test, other realms, two copies.

import assert from 'node:assert/strict';
import path from 'node:path';

import issuedby from '../../node_modules/issuedby/index.mjs';
import samples from '../samples.cjs';
import { installed, passed, run, succeed } from '../support.mjs';

const folder = installed('node');
const tests = path.join(folder, '..', '..', 'test');
const kinds = Object.keys(samples.kinds(issuedby)).length;

for (const line of [18, 20, 22, 24]) {
  const node = path.join(folder, 'node_modules', `node-${line}`, 'bin', 'node');
  assert.match(succeed(node, ['--version']), new RegExp(`^v${line}[.]`));
  for (const [file, what] of [
    ['content.test.mjs', 'assert compares, console.log shows and structuredClone copies what objects say'],
    ['realms.test.mjs', 'bytes of node:vm, two copies in one process, the default import'],
  ]) {
    const output = succeed(node, ['--test', path.join(tests, file)], { cwd: tests });
    assert.match(output, /^. fail 0$/m);
    passed(`Node ${line}: ${what}`);
  }
  const { status, output } = run(node, ['--test', 'wrong.mjs'], { cwd: folder });
  assert.equal(status, 1, output);
  assert.match(output, new RegExp(`^. fail ${kinds}$`, 'm'));
  passed(`Node ${line}: node:test reports the ${kinds} wrong expectations`);
}

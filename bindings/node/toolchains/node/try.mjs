// Every supported line of Node.

import assert from 'node:assert/strict';
import path from 'node:path';

import { installed, passed, succeed } from '../support.mjs';

const folder = installed('node');

for (const line of [18, 20, 22, 24]) {
  const node = path.join(folder, 'node_modules', `node-${line}`, 'bin', 'node');
  const code = "console.log(process.version, new (require('issuedby').Verifier)([]).evaluate(undefined).status)";
  const output = succeed(node, ['-e', code], { cwd: folder });
  assert.match(output, new RegExp(`^v${line}[.].* NONE\n$`));
  passed(`Node ${line}: the package loads`);
}

// Runs a test runner on the folders `right` and `wrong`, by what its JSON says.

import assert from 'node:assert/strict';

import expectations from './expectations.cjs';
import { passed, run } from './support.mjs';

/** Everything in `right` passes, everything in `wrong` fails, and nothing is left out. `args` makes it print JSON. */
export function tryRunner(name, folder, args) {
  const right = results(folder, [...args, 'right/']);
  assert.equal(right.status, 0, right.output);
  assert.equal(right.json.numFailedTests, 0, right.output);
  assert.ok(right.json.numPassedTests >= 37, right.output);
  passed(`${name}: ${right.json.numPassedTests} expectations about what objects say hold: toEqual, toStrictEqual, toContainEqual, snapshots`);

  const wrong = results(folder, [...args, 'wrong/']);
  assert.notEqual(wrong.status, 0, wrong.output);
  assert.deepEqual([wrong.json.numPassedTests, wrong.json.numFailedTests], [0, expectations.WRONG], wrong.output);
  passed(`${name}: reports all ${expectations.WRONG} wrong expectations`);
}

/** With CI set, a snapshot that is not on file is a failure, not a new file. */
function results(folder, args) {
  const { status, output } = run(process.execPath, args, { cwd: folder, env: { CI: '1' } });
  const line = output.split('\n').find((one) => one.startsWith('{"num'));
  assert.ok(line !== undefined, output);
  return { status, output, json: JSON.parse(line) };
}

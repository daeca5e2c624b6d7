// Memory of a loop without a turn of the event loop stays flat. ISSUEDBY_CALLS=1000000 runs a million calls of each; without
// it, a slice: so many that what was kept before would show twice.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { operations } from './memory.mjs';

const script = fileURLToPath(new URL('./memory.mjs', import.meta.url));

/** The growth that is noise: what V8 and the allocator set aside once more, and less than a tenth of the old leak. */
const allowed = (calls) => 3 * 2 ** 20 + 70 * calls;

for (const name of Object.keys(operations)) {
  test(`a synchronous loop of ${name} keeps nothing`, () => {
    // What is kept grows each time; noise does not. So one run of three is enough.
    const runs = [];
    do {
      runs.push(JSON.parse(execFileSync(process.execPath, [script, name], { encoding: 'utf8' })));
    } while (runs.at(-1).grown >= allowed(runs.at(-1).calls) && runs.length < 3);
    const { calls, grown } = runs.at(-1);
    assert.ok(grown < allowed(calls), `bytes grown, over ${calls} calls: ${runs.map((run) => run.grown).join(', ')}`);
  });
}

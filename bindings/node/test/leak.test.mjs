// Nothing is kept: memory does not grow with the number of calls. Each operation is measured, warm, over so many calls
// that keeping a hundred bytes of each would show.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const script = fileURLToPath(new URL('./leak.mjs', import.meta.url));

test('no operation keeps memory', () => {
  const output = execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' });
  const grown = JSON.parse(output);
  assert.ok(Object.keys(grown).length >= 14);
  for (const [name, { calls, heap, external, resident }] of Object.entries(grown)) {
    const allowed = 100 * calls;
    const shown = `${name}: ${JSON.stringify({ calls, heap, external, resident })}`;
    assert.ok(heap < allowed, shown);
    assert.ok(external < allowed, shown);
    // The allocator may set some aside once more.
    assert.ok(resident < allowed + 2 * 2 ** 20, shown);
  }
});

// The addon in worker threads: several at once, and loaded and unloaded again and again.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { CaCertificate, Verifier } from 'issuedby';

import { sample } from './support.mjs';

const WORKER = new URL('./worker.mjs', import.meta.url);
const here = JSON.stringify(
  new Verifier([CaCertificate.fromPem(sample('ca'))]).evaluate(sample('client'), { now: 1_800_000_000 }),
);

/** The message of a worker that evaluates `times` leaves. */
async function answer(times) {
  const worker = new Worker(WORKER, { workerData: { times } });
  const exited = once(worker, 'exit');
  const [message] = await once(worker, 'message');
  assert.deepEqual(await exited, [0]);
  return message;
}

test('several workers at once give what the main thread gives', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => answer(300)));
  for (const { verdict, verified } of answers) {
    assert.equal(verified, 300);
    assert.equal(JSON.stringify(verdict), here);
  }
});

test('workers come and go', async () => {
  for (let round = 0; round < 15; round += 1) {
    const answers = await Promise.all([answer(3), answer(3)]);
    for (const { verdict } of answers) assert.equal(JSON.stringify(verdict), here);
  }
});

test('a worker that is terminated while it works takes nothing with it', async () => {
  for (let round = 0; round < 5; round += 1) {
    const worker = new Worker(WORKER, { workerData: { times: Infinity } });
    await once(worker, 'online');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await worker.terminate();
  }
  assert.equal((await answer(1)).verified, 1);
});

test('a process whose main thread never loads the addon outlives the workers that did', () => {
  const script = fileURLToPath(new URL('./only_in_workers.mjs', import.meta.url));
  assert.equal(execFileSync(process.execPath, [script], { encoding: 'utf8' }), 'done 12\n');
});

// The addon is unloaded when the last worker that loaded it ends, and loaded again.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

let ended = 0;
for (let round = 0; round < 6; round += 1) {
  const workers = [1, 2].map(() => new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { times: 2 } }));
  for (const [code] of await Promise.all(workers.map((worker) => once(worker, 'exit')))) {
    if (code === 0) ended += 1;
  }
}
console.log(`done ${ended}`);

import { parentPort, workerData } from 'node:worker_threads';
import { proveSeed } from './prove-seed.ts';

// Node runs this file without vitest, one worker per core.
const seeds: unknown = workerData;
if (!Array.isArray(seeds) || parentPort === null) throw new Error('started without seeds');
for (const seed of seeds) parentPort.postMessage(await proveSeed(String(seed)));

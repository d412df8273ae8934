import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { SeedProof } from '../challenge/support/prove-seed.ts';

const SEEDS = Array.from({ length: 50 }, (_, index) => `proof-${String(index).padStart(4, '0')}`);
const WORKER = new URL('../challenge/support/prove-seeds-worker.ts', import.meta.url);

function proveInWorker(seeds: readonly string[]): Promise<SeedProof[]> {
  return new Promise((resolve, reject) => {
    const proofs: SeedProof[] = [];
    const worker = new Worker(WORKER, { workerData: seeds });
    worker.on('message', (proof: SeedProof) => proofs.push(proof));
    worker.once('error', reject);
    worker.once('exit', () => resolve(proofs));
  });
}

/** All seeds, shared out between the cores; each is computation alone. */
async function proveAll(): Promise<SeedProof[]> {
  const workers = Math.min(4, availableParallelism());
  const shares = Array.from({ length: workers }, (_, worker) =>
    SEEDS.filter((_seed, index) => index % workers === worker),
  );
  return (await Promise.all(shares.map(proveInWorker))).flat();
}

describe('the hidden codes of fifty seeds', () => {
  it('stay hidden without their function, and are read with it', async () => {
    const proofs = await proveAll();
    expect(proofs).toHaveLength(SEEDS.length);
    expect(proofs.filter(({ leaks }) => leaks.length > 0)).toEqual([]);
    expect(proofs.filter(({ unread }) => unread.length > 0)).toEqual([]);
    expect(proofs.filter(({ interpolated }) => interpolated.length > 0)).toEqual([]);
    const worst = (code: string): number =>
      Math.max(...proofs.map((proof) => proof.worst[code] ?? 1));
    for (const code of ['window', 'mpr', 'mip', 'surface']) {
      expect(worst(code), code).toBeLessThanOrEqual(0.6);
    }
    for (const layer of ['fusion, CT alone', 'fusion, PET alone']) {
      expect(worst(layer), layer).toBeLessThanOrEqual(0.8);
    }
  }, 900_000);
});

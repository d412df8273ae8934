import type { DicomRole } from '../facility/roles.ts';
import type { Deadlines } from '../protocols/dicom/index.ts';
import { checkNode, planRole, type RolePlan } from './check-node.ts';
import { HostQueue } from './host-queue.ts';
import type { SweepNode } from './node.ts';
import type { SweepResult } from './outcome.ts';
import { Pacer } from './pacer.ts';

/** How a sweep goes. What is left out is gentle enough for a working hospital. */
export interface SweepOptions {
  /** Our AE title, for nodes that name none. */
  readonly callingAe: string;
  /** Nodes asked at the same time; 32 otherwise. */
  readonly parallel?: number;
  /** At the same time at one host; 2 otherwise. */
  readonly perHost?: number;
  /** Associations begun in a second; 50 otherwise, `Infinity` for no ceiling. */
  readonly perSecond?: number;
  /** False: C-ECHO only, also of nodes that keep images or worklists. */
  readonly query?: boolean;
  readonly deadlines?: Partial<Deadlines>;
  /** Whole node, in milliseconds; 30,000 otherwise. */
  readonly nodeMs?: number;
  /** Ends the sweep: what is known by then is the result. */
  readonly signal?: AbortSignal;
  /** Called as each node is done, in the order in which they are done. */
  readonly onResult?: (result: SweepResult) => void;
}

/** Shorter than in an assessment: of hundreds of nodes, some are switched off. */
export const SWEEP_DEADLINES: Deadlines = {
  tcp: 3_000,
  tls: 5_000,
  association: 10_000,
  dimse: 10_000,
  release: 2_000,
};

/**
 * Asks every node once: association, C-ECHO (PS3.7 9.3.5) and, of PACS, archives and worklists, one C-FIND for our own
 * test patient. The next begins when one ends: nothing piles up behind nodes that are slow.
 *
 * @returns one result for each node, in the order of the nodes
 * @throws RangeError for an AE title that is none, OpenSSL's error for TLS settings that cannot be used
 */
export async function sweepNodes(
  nodes: readonly SweepNode[],
  options: SweepOptions,
): Promise<SweepResult[]> {
  const { callingAe, parallel = 32, perHost = 2, perSecond = 50, nodeMs = 30_000 } = options;
  const patience = { callingAe, nodeMs, deadlines: { ...SWEEP_DEADLINES, ...options.deadlines } };
  const plans = new Map<DicomRole, RolePlan>();
  const planOf = (role: DicomRole): RolePlan => {
    const plan = plans.get(role) ?? planRole(role, options.query !== false);
    plans.set(role, plan);
    return plan;
  };
  // Stops what is under way when one check throws, which only our own mistake does.
  const failing = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, failing.signal])
    : failing.signal;
  const pacer = new Pacer(perSecond);
  const results: SweepResult[] = nodes.map((node) => ({
    node,
    outcome: { kind: 'not-asked' },
    elapsedMs: 0,
  }));
  const queue = new HostQueue(
    nodes.map((node, index) => ({ host: node.host, job: { node, index } })),
    perHost,
  );

  const runOne = async (node: SweepNode, index: number): Promise<void> => {
    if (node.unusable === undefined) {
      await pacer.turn(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
    if (signal.aborted) return;
    const startedAtMs = performance.now();
    const outcome = await checkNode(node, planOf(node.role), patience, signal);
    const elapsedMs = outcome.kind === 'not-asked' ? 0 : performance.now() - startedAtMs;
    const result = { node, outcome, elapsedMs };
    results[index] = result;
    if (outcome.kind !== 'not-asked') options.onResult?.(result);
  };

  await new Promise<void>((resolve, reject) => {
    let running = 0;
    const pump = (): void => {
      while (running < parallel && !signal.aborted) {
        const job = queue.take();
        if (job === undefined) break;
        running += 1;
        runOne(job.node, job.index)
          .catch((error: unknown) => {
            failing.abort();
            reject(error);
          })
          .finally(() => {
            running -= 1;
            queue.release(job.node.host);
            pump();
          });
      }
      if (running === 0) resolve();
    };
    pump();
  });
  return results;
}

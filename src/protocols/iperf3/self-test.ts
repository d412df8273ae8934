import { availableParallelism } from 'node:os';
import { runThroughputTest } from './client.ts';
import type { ThroughputFailure } from './outcome.ts';
import { startThroughputServer } from './server.ts';

/** What this computer can do without any network. */
export interface HostCapability {
  kind: 'completed';
  /**
   * TCP payload rate over the loopback interface, Mb/s, in each direction. A lower bound: one
   * thread plays both ends here, while a real test needs it for one.
   */
  upMbps: number;
  downMbps: number;
  /** Processor use of this process, percent of one core, the higher of the two runs. */
  cpuPercent: number;
  /** Cores this process may use. */
  cores: number;
}

/** Outcome of a self-test; it only fails when loopback traffic is blocked or it is cancelled. */
export type SelfTestOutcome = HostCapability | ThroughputFailure;

/**
 * Runs our client against our server on 127.0.0.1, so that a slow computer is never blamed on the
 * network. Nothing leaves this computer. Takes about twice `seconds`.
 *
 * @throws the system's error when 127.0.0.1 cannot be listened on.
 */
export async function runSelfTest(
  options: { seconds?: number; signal?: AbortSignal } = {},
): Promise<SelfTestOutcome> {
  const seconds = options.seconds ?? 2;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const address = '127.0.0.1';
  const server = await startThroughputServer({
    address,
    port: 0,
    maxSeconds: seconds,
    allow: [address],
  });
  try {
    const test = { host: address, port: server.port, seconds, omitSeconds: 0, ...signal };
    const up = await runThroughputTest({ ...test, direction: 'up' });
    if (up.kind !== 'completed') return up;
    const down = await runThroughputTest({ ...test, direction: 'down' });
    if (down.kind !== 'completed') return down;
    return {
      kind: 'completed',
      upMbps: up.receiverMbps,
      downMbps: down.receiverMbps,
      cpuPercent: Math.max(up.localCpuPercent, down.localCpuPercent),
      cores: availableParallelism(),
    };
  } finally {
    await server.close();
  }
}

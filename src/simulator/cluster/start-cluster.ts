import type { RunningService } from '../listen-on-loopback.ts';
import { type BalancerMode, startBalancer } from './start-balancer.ts';

/** Which of the two nodes. */
export type NodeNumber = 1 | 2;

/** Two nodes of one service behind a balancer. */
export interface Cluster extends RunningService {
  /** Connections that each node got so far. */
  readonly served: Readonly<Record<NodeNumber, number>>;
  readonly isUp: (node: NodeNumber) => boolean;
  /** Ends a node and every connection to it, as pulling its plug would; nothing when it is down already. */
  kill(node: NodeNumber): Promise<void>;
  /** Starts a node again; nothing when it runs. */
  revive(node: NodeNumber): Promise<void>;
}

const numbers: readonly NodeNumber[] = [1, 2];

/** Starts two nodes and the balancer before them. When one cannot start, the others are stopped first. */
export async function startCluster(
  startNode: (node: NodeNumber) => Promise<RunningService>,
  signal: AbortSignal,
  mode: BalancerMode = 'sharing',
): Promise<Cluster> {
  const running = new Map<NodeNumber, RunningService>();
  const served: Record<NodeNumber, number> = { 1: 0, 2: 0 };
  let stopped = false;
  const kill = async (node: NodeNumber): Promise<void> => {
    const service = running.get(node);
    running.delete(node);
    await service?.stop();
  };
  const revive = async (node: NodeNumber): Promise<void> => {
    if (running.has(node) || stopped) return;
    const service = await startNode(node);
    // Two callers may have begun at once, or the cluster may have ended meanwhile.
    if (stopped || running.has(node)) await service.stop();
    else running.set(node, service);
  };
  const stopNodes = async (): Promise<void> => {
    stopped = true;
    await Promise.all(numbers.map(kill));
  };
  try {
    await Promise.all(numbers.map(revive));
    const balancer = await startBalancer(
      {
        // In order of their numbers, whichever started first.
        ports: () => numbers.flatMap((node) => running.get(node)?.port ?? []),
        mode,
        onChosen: (port) => {
          for (const [node, service] of running) if (service.port === port) served[node] += 1;
        },
      },
      signal,
    );
    return {
      port: balancer.port,
      served,
      isUp: (node) => running.has(node),
      kill,
      revive,
      stop: async () => {
        await Promise.all([balancer.stop(), stopNodes()]);
      },
    };
  } catch (error) {
    await stopNodes();
    throw error;
  }
}

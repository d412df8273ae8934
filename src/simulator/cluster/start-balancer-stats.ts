import { createServer } from 'node:http';
import { SIMULATOR_WEB_HEADER } from '../identity.ts';
import { listenOnLoopback, type RunningService, stopHttpServer } from '../listen-on-loopback.ts';
import type { BalancerMode } from './start-balancer.ts';
import type { Cluster } from './start-cluster.ts';

/** Path of the statistics, as HAProxy's CSV page has it. */
export const BALANCER_STATS_PATH = '/stats;csv';

const maxConnections = 16;
const columns = ['pxname', 'svname', 'status', 'act', 'bck', 'type', 'mode', 'algo'] as const;

/**
 * Starts the statistics page of the balancer in HAProxy's CSV format (management guide 9.1): of every group the nodes
 * that really run, and whether they share the load or one only stands by.
 */
export async function startBalancerStats(
  clusters: Readonly<Record<string, Pick<Cluster, 'isUp'>>>,
  mode: BalancerMode,
  signal: AbortSignal,
): Promise<RunningService> {
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 5_000 },
    (request, response) => {
      const isStats = request.method === 'GET' && request.url === BALANCER_STATS_PATH;
      response.writeHead(isStats ? 200 : 404, {
        [SIMULATOR_WEB_HEADER]: '1',
        'content-type': 'text/plain; charset=utf-8',
        connection: 'close',
      });
      response.end(isStats ? writeStats(clusters, mode) : '');
    },
  );
  server.maxConnections = maxConnections;
  const port = await listenOnLoopback(server, signal);
  return { port, stop: () => stopHttpServer(server) };
}

function writeStats(
  clusters: Readonly<Record<string, Pick<Cluster, 'isUp'>>>,
  mode: BalancerMode,
): string {
  const lines = Object.entries(clusters).flatMap(([name, cluster]) => {
    const nodes = ([1, 2] as const).map((node) => {
      const isBackup = mode === 'standby' && node === 2;
      return {
        name: `may-${node}`,
        up: cluster.isUp(node),
        act: isBackup ? 0 : 1,
        bck: isBackup ? 1 : 0,
      };
    });
    const row = (cells: readonly (string | number)[]): string => cells.join(',');
    const algorithm = mode === 'standby' ? 'first' : 'roundrobin';
    const up = nodes.some((node) => node.up);
    const total = (pick: (node: (typeof nodes)[number]) => number): number =>
      nodes.reduce((sum, node) => sum + (node.up ? pick(node) : 0), 0);
    return [
      ...nodes.map((node) =>
        row([name, node.name, node.up ? 'UP' : 'DOWN', node.act, node.bck, 2, 'tcp', '']),
      ),
      row([
        name,
        'BACKEND',
        up ? 'UP' : 'DOWN',
        total((n) => n.act),
        total((n) => n.bck),
        1,
        'tcp',
        algorithm,
      ]),
    ];
  });
  return `# ${columns.join(',')}\n${lines.join('\n')}\n`;
}

import { connect, createServer, type Socket } from 'node:net';
import { LOOPBACK } from '../identity.ts';
import { closeServer, listenOnLoopback, type RunningService } from '../listen-on-loopback.ts';

const connectTimeoutMs = 1_000;
const maxConnections = 128;

/** `sharing`: each connection goes to the next server; `standby`: the second one gets some only while the first is down. */
export type BalancerMode = 'sharing' | 'standby';

/** Ports of the servers behind a balancer, and who is told which of them got a connection. */
export interface BalancedServers {
  /** Asked for each connection, so that servers may come and go. */
  readonly ports: () => readonly number[];
  readonly mode?: BalancerMode;
  readonly onChosen?: (port: number) => void;
}

/**
 * Starts a TCP balancer on loopback: each connection goes to the next server in turn, or always to the first, and to the
 * one after it when that server does not take it.
 */
export async function startBalancer(
  { ports, mode = 'sharing', onChosen }: BalancedServers,
  signal: AbortSignal,
): Promise<RunningService> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
    keep(client);
    const list = ports();
    const first = mode === 'standby' ? 0 : turn++ % Math.max(1, list.length);
    void reachNext([...list.slice(first), ...list.slice(0, first)], keep).then((backend) => {
      if (backend === undefined || client.destroyed) {
        client.destroy();
        backend?.destroy();
        return;
      }
      onChosen?.(backend.remotePort ?? 0);
      client.once('close', () => backend.destroy());
      backend.once('close', () => client.destroySoon());
      client.pipe(backend);
      backend.pipe(client);
    });
  });
  server.maxConnections = maxConnections;
  const port = await listenOnLoopback(server, signal);
  return { port, stop: () => closeServer(server, sockets) };
}

async function reachNext(
  ports: readonly number[],
  keep: (socket: Socket) => Socket,
): Promise<Socket | undefined> {
  for (const port of ports) {
    const socket = await reach(port, keep);
    if (socket !== undefined) return socket;
  }
  return undefined;
}

function reach(port: number, keep: (socket: Socket) => Socket): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = keep(connect({ host: LOOPBACK, port, noDelay: true }));
    socket.setTimeout(connectTimeoutMs, () => socket.destroy());
    socket.once('connect', () => {
      socket.setTimeout(0);
      resolve(socket);
    });
    // After 'connect' this changes nothing any more.
    socket.once('close', () => resolve(undefined));
  });
}

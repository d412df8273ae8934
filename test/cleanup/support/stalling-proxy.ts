import { connect, createServer, type Socket } from 'node:net';

/** What a proxy does with bytes on their way: passes them on, or drops them and calls `onStop`. */
export type Verdict = 'pass' | 'stop';

/** A TCP proxy on loopback that can cut a conversation short at a chosen moment. */
export interface StallingProxy {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts a proxy to `target`. `judge` sees every chunk before it goes on; from the first `stop` on, nothing passes in
 * that connection.
 */
export async function startStallingProxy(
  target: number,
  judge: (direction: 'there' | 'back', chunk: Buffer) => Verdict,
): Promise<StallingProxy> {
  const sockets = new Set<Socket>();
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    hold(near);
    hold(far);
    let stalled = false;
    const pump = (from: Socket, to: Socket, direction: 'there' | 'back') => {
      from.on('data', (chunk: Buffer) => {
        stalled ||= judge(direction, chunk) === 'stop';
        if (!stalled) to.write(chunk);
      });
      from.on('close', () => to.destroy());
      from.on('end', () => to.end());
    };
    pump(near, far, 'there');
    pump(far, near, 'back');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

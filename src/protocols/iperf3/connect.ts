import { connect, type OnReadOpts, type Socket } from 'node:net';

/** A TCP connection, or the system's reason why there is none. */
export type Connected = { kind: 'connected'; socket: Socket } | { kind: 'failed'; code: string };

/** Settings of one TCP connection. */
export interface ConnectSettings {
  host: string;
  port: number;
  noDelay?: boolean;
  highWaterMark?: number;
  /** Reads into one buffer instead of allocating for each arrival. */
  onread?: OnReadOpts;
}

/**
 * Opens a TCP connection. Never rejects; the caller sets the deadline and destroys the socket,
 * which `opened` hands over before the connection is there.
 */
export function openConnection(
  settings: ConnectSettings,
  opened: (socket: Socket) => void,
): Promise<Connected> {
  const { promise, resolve } = Promise.withResolvers<Connected>();
  // Spread, because Node's typings of connect() leave out highWaterMark, which it does obey.
  const socket = connect({ ...settings });
  opened(socket);
  socket.once('connect', () => resolve({ kind: 'connected', socket }));
  socket.on('error', (error: NodeJS.ErrnoException) =>
    resolve({ kind: 'failed', code: error.code ?? error.name }),
  );
  socket.once('close', () => resolve({ kind: 'failed', code: 'ECLOSED' }));
  return promise;
}

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP server on a free loopback port that handles each connection as told. */
export interface FakeServer {
  port: number;
  close(): Promise<void>;
}

export async function startFakeServer(
  handle: (socket: Socket, index: number) => void,
): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    handle(socket, count);
    count += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** State bytes as an iperf3 server sends them. */
export function states(...values: number[]): Buffer {
  return Buffer.from(values.map((value) => value & 0xff));
}

/** A message with its 32-bit length in front. */
export function framed(text: string, announced: number = Buffer.byteLength(text)): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(announced);
  return Buffer.concat([head, Buffer.from(text)]);
}

/** Everything a peer sends until it hangs up, or until `enough` bytes. */
export function collect(socket: Socket, enough = Number.POSITIVE_INFINITY): Promise<Buffer> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= enough) resolve(bytes);
    });
    socket.on('error', () => resolve(bytes));
    socket.on('close', () => resolve(bytes));
  });
}

/** A raw connection to a loopback port. */
export async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

export const cookie: Buffer = Buffer.from(`${'abcdefghij'.repeat(4).slice(0, 36)}\0`, 'latin1');

import { createServer, type Socket } from 'node:net';
import { type Er7Message, readMessage } from '../../../src/protocols/hl7/er7.ts';

/** Reads a message that the test knows to be readable. */
export function read(input: Uint8Array | string): Er7Message {
  const reading = readMessage(input);
  if (reading.kind !== 'message') throw new Error(`unreadable: ${reading.reason}`);
  return reading.message;
}

/** The kinds of the findings, for comparisons that do not care about details. */
export function kinds(findings: readonly { readonly kind: string }[]): string[] {
  return findings.map(({ kind }) => kind);
}

/** A small deterministic random source (mulberry32): whole numbers from 0 to below `limit`. */
export function seededRandom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

/** A message of ours to send in transport tests. */
export const ORDER_TEXT =
  'MSH|^~\\&|HIS|BV|RIS|KHOA|20261122080000+0700||ORM^O01|C1|P|2.3.1||||||UNICODE UTF-8\r' +
  'PID|1||RISPACS001||KIỂM THỬ^RISPACS\r';

/** An acknowledgement such as a well-behaved peer sends for {@link ORDER_TEXT}. */
export function ackText(code: string, msa2: string, rest = ''): string {
  return `MSH|^~\\&|RIS|KHOA|HIS|BV|20261122080001+0700||ACK^O01|A1|P|2.3.1||||||UNICODE UTF-8\rMSA|${code}|${msa2}${rest}\r`;
}

/** Wraps text in an MLLP block. */
export function block(text: string): Buffer {
  return Buffer.from(`\x0b${text}\x1c\r`, 'utf8');
}

/** A raw TCP peer on a free loopback port. */
export interface RawPeer {
  readonly port: number;
  /** Bytes received from all connections so far. */
  received(): Buffer;
  close(): Promise<void>;
}

/** Starts a peer that does whatever `onConnection` does; errors of its sockets are expected and ignored. */
export async function startRawPeer(
  onConnection: (socket: Socket) => void,
  options: { readonly discard?: boolean } = {},
): Promise<RawPeer> {
  const sockets = new Set<Socket>();
  const chunks: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    if (options.discard !== true) socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    port: address.port,
    received: () => Buffer.concat(chunks),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Resolves after a while. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import type { Socket } from 'node:net';
import type { Direction } from './outcome.ts';
import type { Pacer } from './pacer.ts';
import { type SendPump, startSendPump } from './send-pump.ts';

/** One data connection at the server's end. */
export class ServerStream {
  readonly #socket: Socket;
  #receivedBytes: number;
  #pump: SendPump | undefined;
  #onLost: ((code: string | undefined) => void) | undefined;

  /** @param earlyBytes payload that arrived together with the cookie. */
  constructor(socket: Socket, earlyBytes: number) {
    this.#socket = socket;
    this.#receivedBytes = earlyBytes;
    let errorCode: string | undefined;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      errorCode = error.code ?? error.name;
    });
    socket.once('close', () => this.#onLost?.(errorCode));
  }

  /** Payload bytes so far: arrived, or accepted by TCP when this end sends. */
  get bytes(): number {
    return this.#pump?.sentBytes() ?? this.#receivedBytes;
  }

  /** Starts receiving (`up`) or sending (`down`); a connection lost from now on is reported. */
  run(
    direction: Direction,
    block: Buffer,
    pacer: Pacer | undefined,
    onLost: (code: string | undefined) => void,
  ): void {
    const socket = this.#socket;
    this.#onLost = onLost;
    if (socket.destroyed) onLost(undefined);
    if (direction === 'down') this.#pump = startSendPump(socket, block, pacer);
    socket.on('data', (chunk: Buffer) => {
      const bytes = chunk.length;
      this.#receivedBytes += bytes;
      releaseMemory(chunk);
      const waitMs = direction === 'up' ? (pacer?.reserve(bytes) ?? 0) : 0;
      if (waitMs <= 0) return;
      socket.pause();
      setTimeout(() => socket.resume(), waitMs);
    });
    socket.resume();
  }

  /** Closes the connection; the byte count stays as it is. */
  destroy(): void {
    this.#onLost = undefined;
    this.#pump?.stop();
    this.#socket.destroy();
  }
}

/**
 * Gives the memory of a chunk back at once. Left to the garbage collector, each of many thousand chunks a second lies in
 * memory that the processor's cache has long forgotten: receiving then costs three times as much.
 */
function releaseMemory(chunk: Buffer): void {
  const { buffer } = chunk;
  // A chunk that shares its memory with others keeps it.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.length) buffer.transfer(0);
}

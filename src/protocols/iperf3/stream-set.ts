import type { OnReadOpts, Socket } from 'node:net';
import { type Connected, type ConnectSettings, openConnection } from './connect.ts';
import { Pacer } from './pacer.ts';
import { type SendPump, startSendPump } from './send-pump.ts';
import type { TestPlan } from './test-plan.ts';

/** One read takes at most this much; larger gains nothing. */
const readBufferBytes = 131_072;

interface Stream {
  socket: Socket;
  receivedBytes: number;
  pump?: SendPump;
}

/** The data connections of one test at the client's end. */
export class StreamSet {
  readonly #plan: TestPlan;
  readonly #pacer: Pacer | undefined;
  readonly #streams: Stream[] = [];
  #running = false;

  constructor(plan: TestPlan) {
    this.#plan = plan;
    this.#pacer = plan.maxMbps === undefined ? undefined : new Pacer(plan.maxMbps);
  }

  /** Opens one more connection to `host` and introduces it with the cookie of the test. */
  async open(host: string, cookie: Buffer): Promise<Connected> {
    const settings: ConnectSettings = { host, port: this.#plan.port, highWaterMark: 1_048_576 };
    let stream: Stream | undefined;
    if (this.#plan.direction === 'down') {
      settings.onread = this.#countReads(() => stream);
    }
    const connected = await openConnection(settings, (socket) => {
      stream = { socket, receivedBytes: 0 };
      this.#streams.push(stream);
    });
    if (connected.kind === 'connected') connected.socket.write(cookie);
    return connected;
  }

  /**
   * Sends until {@link halt} when the direction is up, and tells once when a connection is lost
   * while the test runs.
   */
  run(block: Buffer, onLost: (code: string | undefined) => void): void {
    this.#running = true;
    for (const stream of this.#streams) {
      let errorCode: string | undefined;
      stream.socket.on('error', (error: NodeJS.ErrnoException) => {
        errorCode = error.code ?? error.name;
      });
      const lost = (): void => {
        if (this.#running) onLost(errorCode);
      };
      stream.socket.once('close', lost);
      if (stream.socket.destroyed) lost();
      if (this.#plan.direction === 'up') {
        stream.pump = startSendPump(stream.socket, block, this.#pacer);
      }
    }
  }

  /** Size of block that suits the ceiling. */
  blockBytes(): number {
    return this.#pacer?.blockBytes(this.#plan.blockBytes) ?? this.#plan.blockBytes;
  }

  /** Payload bytes so far, per stream: accepted by TCP (up) or arrived (down). */
  bytesPerStream(): number[] {
    return this.#streams.map((stream) => stream.pump?.sentBytes() ?? stream.receivedBytes);
  }

  /** Payload bytes so far over all streams. */
  totalBytes(): number {
    return this.bytesPerStream().reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Stops sending; a connection lost from here on is expected. Reading goes on. */
  halt(): void {
    this.#running = false;
    for (const stream of this.#streams) stream.pump?.stop();
  }

  /** Closes every connection at once. */
  destroy(): void {
    this.halt();
    for (const stream of this.#streams) stream.socket.destroy();
  }

  #countReads(streamOf: () => Stream | undefined): OnReadOpts {
    return {
      buffer: Buffer.allocUnsafeSlow(this.#pacer?.blockBytes(readBufferBytes) ?? readBufferBytes),
      callback: (bytes) => {
        const stream = streamOf();
        if (stream === undefined) return true;
        stream.receivedBytes += bytes;
        const waitMs = this.#pacer?.reserve(bytes) ?? 0;
        if (waitMs <= 0) return true;
        setTimeout(() => stream.socket.resume(), waitMs);
        return false;
      },
    };
  }
}

import type { Socket } from 'node:net';
import { controlState } from './states.ts';

/** Why the control connection gives no more: the peer said goodbye, broke off, or flooded us. */
export type ChannelFault =
  | { kind: 'closed' }
  | { kind: 'reset'; code: string }
  | { kind: 'flooded'; bufferedBytes: number };

/** A length-prefixed JSON message as it came; the length is the peer's claim, checked first. */
export type JsonMessage =
  | { kind: 'json'; value: unknown }
  | { kind: 'too-long'; announcedBytes: number }
  | { kind: 'not-json'; text: string };

/** Beyond this much unread control data a peer is not speaking iperf3 (results stay below it). */
const maxBufferedBytes = 400_000;

/** SERVER_ERROR as it goes over the wire: the state, then two 32-bit big-endian numbers. */
export function serverErrorBytes(code: number, errno: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeInt8(controlState.serverError, 0);
  bytes.writeInt32BE(code, 1);
  bytes.writeInt32BE(errno, 5);
  return bytes;
}

/**
 * Exact-length reads over the control connection, and the two kinds of message on it: state bytes
 * (int8) and JSON after a 32-bit big-endian length. A fault is reported only to a read that the
 * bytes already received cannot satisfy, so a last word before the peer hangs up is still heard.
 */
export class ControlChannel {
  readonly #socket: Socket;
  readonly #onFault: (fault: ChannelFault) => void;
  #unread: Buffer;
  #waiting: { bytes: number; resolve: (bytes: Buffer) => void } | undefined;
  #fault: ChannelFault | undefined;
  #lastTaken: Buffer = Buffer.alloc(0);

  /** @param early bytes that arrived before the channel took over the socket. */
  constructor(socket: Socket, onFault: (fault: ChannelFault) => void, early?: Buffer) {
    this.#socket = socket;
    this.#onFault = onFault;
    this.#unread = early ?? Buffer.alloc(0);
    let errorCode: string | undefined;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      errorCode = error.code ?? error.name;
      this.#break({ kind: 'reset', code: errorCode });
    });
    socket.on('end', () => this.#break({ kind: 'closed' }));
    socket.on('close', () => this.#break({ kind: 'closed' }));
    socket.resume();
  }

  /** The next state byte. Never rejects: a fault goes to the handler and the wait stays open. */
  async readState(): Promise<number> {
    return (await this.take(1)).readInt8(0);
  }

  /** The next JSON message, refused unread when its announced length exceeds `maxBytes`. */
  async readJson(maxBytes: number): Promise<JsonMessage> {
    const announcedBytes = (await this.take(4)).readUInt32BE(0);
    if (announcedBytes > maxBytes) return { kind: 'too-long', announcedBytes };
    const text = (await this.take(announcedBytes)).toString('utf8');
    try {
      return { kind: 'json', value: JSON.parse(text) };
    } catch {
      return { kind: 'not-json', text: text.slice(0, 80) };
    }
  }

  /** Exactly `bytes` bytes. One read at a time. */
  take(bytes: number): Promise<Buffer> {
    if (this.#waiting !== undefined) throw new Error('a control read is already waiting');
    const { promise, resolve } = Promise.withResolvers<Buffer>();
    this.#waiting = { bytes, resolve };
    this.#serve();
    return promise;
  }

  /** What was read last and what lies behind it: the bytes to show when they make no sense. */
  offendingBytes(limit: number): Buffer {
    return Buffer.concat([this.#lastTaken, this.#unread]).subarray(0, limit);
  }

  /** Sends a state byte. */
  sendState(state: number): void {
    this.#send(Buffer.from([state & 0xff]));
  }

  /** Sends a JSON message with its length in front. */
  sendJson(value: object): void {
    const body = Buffer.from(JSON.stringify(value));
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    this.#send(Buffer.concat([head, body]));
  }

  /** Sends SERVER_ERROR with iperf3's error number and the system's (0: none). */
  sendServerError(code: number, errno: number): void {
    this.#send(serverErrorBytes(code, errno));
  }

  #send(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  #receive(chunk: Buffer): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    this.#serve();
    if (this.#unread.length > maxBufferedBytes) {
      this.#break({ kind: 'flooded', bufferedBytes: this.#unread.length });
      this.#socket.destroy();
    }
  }

  #serve(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    if (this.#unread.length >= waiting.bytes) {
      this.#waiting = undefined;
      this.#lastTaken = this.#unread.subarray(0, waiting.bytes);
      this.#unread = this.#unread.subarray(waiting.bytes);
      waiting.resolve(this.#lastTaken);
    } else if (this.#fault !== undefined) {
      this.#onFault(this.#fault);
    }
  }

  #break(fault: ChannelFault): void {
    this.#fault ??= fault;
    this.#serve();
  }
}

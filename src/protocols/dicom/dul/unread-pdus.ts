import type { Inbound } from './connection.ts';

/** A PDU that has arrived. */
export type ArrivedPdu = Extract<Inbound, { kind: 'pdu' }>;

/** Unread bytes at which a queue is full, so that a flooding peer fills its own buffers. */
const HIGH_BYTES = 4 * 1024 * 1024;

/** What one queued PDU costs beyond its bytes. */
const OVERHEAD_BYTES = 256;

/** PDUs in order of arrival, and the one who waits for the next. */
export class UnreadPdus {
  readonly #pdus: ArrivedPdu[] = [];
  #bytes = 0;
  #wakeReader: (() => void) | undefined;

  get isEmpty(): boolean {
    return this.#pdus.length === 0;
  }

  /** Whether no more should be read from the socket. */
  get isFull(): boolean {
    return this.#bytes >= HIGH_BYTES;
  }

  push(pdu: ArrivedPdu): void {
    this.#pdus.push(pdu);
    this.#bytes += pdu.bytes.length + OVERHEAD_BYTES;
    this.wake();
  }

  take(): ArrivedPdu | undefined {
    const pdu = this.#pdus.shift();
    if (pdu !== undefined) this.#bytes -= pdu.bytes.length + OVERHEAD_BYTES;
    return pdu;
  }

  clear(): void {
    this.#pdus.length = 0;
    this.#bytes = 0;
  }

  /** Calls `wake` once, at the next arrival or {@link UnreadPdus.wake}; `undefined` calls nobody. */
  onNext(wake: (() => void) | undefined): void {
    this.#wakeReader = wake;
  }

  wake(): void {
    const wakeReader = this.#wakeReader;
    this.#wakeReader = undefined;
    wakeReader?.();
  }
}

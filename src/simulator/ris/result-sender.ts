import { sendMessage } from '../../protocols/hl7/client.ts';
import { LOOPBACK } from '../identity.ts';

const ackTimeoutMs = 5_000;
const maxResultsAtOnce = 8;

/** Sends the results of the simulated RIS to one or two HIS on loopback. */
export class ResultSender {
  readonly #signal: AbortSignal;
  #port: number | undefined;
  #secondPort: number | undefined;
  #sending = 0;

  /** @param signal - ends every sending. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Results go to this loopback port from now on. */
  sendTo(port: number): void {
    this.#port = port;
  }

  /** Results of ordered examinations go to this loopback port too: the tool that assesses listens there as a HIS. */
  sendAlsoTo(port: number): void {
    this.#secondPort = port;
  }

  /**
   * Sends one result. Never rejects.
   *
   * @param isShared - also to the second HIS
   * @returns whether one of them acknowledged it with AA; false also when nobody is to get results.
   */
  async send(result: Uint8Array, isShared: boolean): Promise<boolean> {
    if (this.#sending >= maxResultsAtOnce || this.#signal.aborted) return false;
    this.#sending += 1;
    try {
      const ports = [this.#port, isShared ? this.#secondPort : undefined];
      const taken = await Promise.all(
        ports.map((port) => port !== undefined && this.#deliver(result, port)),
      );
      return taken.includes(true);
    } finally {
      this.#sending -= 1;
    }
  }

  async #deliver(result: Uint8Array, port: number): Promise<boolean> {
    const outcome = await sendMessage(result, {
      host: LOOPBACK,
      port,
      firstByteTimeoutMs: ackTimeoutMs,
      ackTimeoutMs,
      signal: this.#signal,
    });
    return outcome.kind === 'ack' && outcome.matches && outcome.code === 'AA';
  }
}

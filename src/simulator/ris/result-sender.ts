import { sendMessage } from '../../protocols/hl7/client.ts';
import { LOOPBACK } from '../identity.ts';
import type { ProcedureStep } from '../pacs/procedure-steps.ts';
import { buildResult } from './build-result.ts';
import type { Worklist, WorklistEntry } from './worklist.ts';

const ackTimeoutMs = 5_000;
const maxResultsAtOnce = 8;

/** Sends the results of the simulated RIS to a HIS on loopback. */
export class ResultSender {
  readonly #worklist: Worklist;
  readonly #signal: AbortSignal;
  #port: number | undefined;
  #sending = 0;

  /** @param signal - ends every sending. */
  constructor(worklist: Worklist, signal: AbortSignal) {
    this.#worklist = worklist;
    this.#signal = signal;
  }

  /** Results go to this loopback port from now on. */
  sendTo(port: number): void {
    this.#port = port;
  }

  /** An examination was done: it leaves the worklist, and its report goes to the HIS. */
  readonly onStepCompleted = (step: ProcedureStep): void => {
    for (const accession of step.accessionNumbers) {
      const entry = this.#worklist.takeByAccession(accession);
      if (entry !== undefined) void this.send(entry, 'F');
    }
  };

  /**
   * Sends the report of one examination. Never rejects.
   *
   * @returns whether the HIS acknowledged it with AA; false also when nobody is to get results.
   */
  async send(entry: WorklistEntry, status: 'F' | 'C'): Promise<boolean> {
    if (this.#port === undefined || this.#sending >= maxResultsAtOnce || this.#signal.aborted) {
      return false;
    }
    this.#sending += 1;
    try {
      const outcome = await sendMessage(await buildResult(entry, status), {
        host: LOOPBACK,
        port: this.#port,
        firstByteTimeoutMs: ackTimeoutMs,
        ackTimeoutMs,
        signal: this.#signal,
      });
      return outcome.kind === 'ack' && outcome.matches && outcome.code === 'AA';
    } finally {
      this.#sending -= 1;
    }
  }
}

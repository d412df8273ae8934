import type { DicomWebDeadlines } from './options.ts';
import type { DicomWebFailureReason, DicomWebPhase } from './outcome.ts';

/** Follows one exchange through its phases and ends it when a deadline passes or somebody cancels. */
export class ExchangeClock {
  readonly #deadlines: DicomWebDeadlines;
  readonly #controller = new AbortController();
  readonly #signals: readonly AbortSignal[];
  readonly #total: NodeJS.Timeout;
  readonly #firstPhase: DicomWebPhase;
  #phaseTimer: NodeJS.Timeout | undefined;
  #phase: DicomWebPhase;
  #ended: DicomWebFailureReason | undefined;

  /** @param sendsBody whether there is more to send than a header, so that sending takes time of its own */
  constructor(
    deadlines: DicomWebDeadlines,
    sendsBody: boolean,
    signals: readonly (AbortSignal | undefined)[],
  ) {
    this.#deadlines = deadlines;
    this.#firstPhase = sendsBody ? 'send' : 'headers';
    this.#phase = this.#firstPhase;
    this.#signals = signals.filter((signal) => signal !== undefined);
    const { totalMs } = deadlines;
    this.#total = setTimeout(() => {
      this.#end({ kind: 'timeout', phase: this.#phase, limit: 'total', limitMs: totalMs });
    }, totalMs);
    for (const signal of this.#signals) {
      signal.addEventListener('abort', this.#cancel, { once: true });
      if (signal.aborted) this.#cancel();
    }
  }

  /** Fires when the exchange has to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get phase(): DicomWebPhase {
    return this.#phase;
  }

  /** Why the exchange had to stop, if the reason is ours. */
  get ended(): DicomWebFailureReason | undefined {
    return this.#ended;
  }

  /** Starts a phase and its deadline; the transport itself limits TCP and TLS. */
  enter(phase: DicomWebPhase): void {
    this.#phase = phase;
    clearTimeout(this.#phaseTimer);
    this.#phaseTimer = undefined;
    if (this.#ended !== undefined || phase === 'tcp' || phase === 'tls') return;
    const limitMs = phase === 'headers' ? this.#deadlines.headersMs : this.#deadlines.idleMs;
    this.#phaseTimer = setTimeout(() => {
      this.#end({ kind: 'timeout', phase, limit: 'phase', limitMs });
    }, limitMs);
  }

  /** The connection stands: starts sending or, with nothing but a header to send, waiting. */
  enterRequest(): void {
    this.enter(this.#firstPhase);
  }

  /** Something moved: the deadline of a phase that waits for progress starts anew. */
  touch(): void {
    if (this.#phase === 'send' || this.#phase === 'body') this.#phaseTimer?.refresh();
  }

  /** Releases timers and listeners. */
  stop(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#phaseTimer);
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#cancel);
  }

  readonly #cancel = (): void => this.#end({ kind: 'cancelled', phase: this.#phase });

  #end(reason: DicomWebFailureReason): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#controller.abort();
  }
}

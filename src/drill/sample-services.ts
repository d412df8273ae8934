import type { Answer, Asker } from './answer.ts';
import { NameHasher } from './label-nodes.ts';
import { pause } from './pause.ts';
import type { Sample } from './sample.ts';

/** Questions that may wait for an answer at the same time, per service: a hanging system must not be buried. */
const mostWaiting = 16;
/** After a longer pause of this computer the slots missed are not listed one by one. */
const mostMissed = 50;

/** How the services are asked. */
export interface SamplingOptions {
  readonly intervalMs: number;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  /** Ends the sampling. */
  readonly signal: AbortSignal;
  readonly onSample: (sample: Sample) => void;
  /** An answer came from our own simulated hospital. */
  readonly onSimulated?: () => void;
  /** Asked before each step; true ends the sampling. */
  readonly isOver: (nowMs: number) => boolean;
}

/**
 * Asks each service at a fixed interval, whether or not earlier questions were answered: a slow answer never delays the
 * next question, so that a hanging service is seen as long as it hangs. Questions without an answer at the end are
 * dropped.
 *
 * @returns how long was sampled, in milliseconds.
 * @throws what `ask` or `onSample` threw, once nothing waits any more.
 */
export async function sampleServices(
  askers: readonly Asker[],
  options: SamplingOptions,
): Promise<number> {
  const startedAtMs = performance.now();
  const hasher = new NameHasher();
  const now = (): number => performance.now() - startedAtMs;
  const rounds = askers.map(
    (asker, place) =>
      new Round(asker, (options.intervalMs * place) / askers.length, options, now, hasher),
  );
  let endedMs: number;
  for (;;) {
    const nowMs = now();
    const isBroken = rounds.some(({ failure }) => failure !== undefined);
    if (options.signal.aborted || isBroken || options.isOver(nowMs)) {
      endedMs = nowMs;
      break;
    }
    for (const round of rounds) round.askWhenDue(nowMs);
    const dueMs = Math.min(...rounds.map((round) => round.dueMs));
    await pause(Math.max(1, dueMs - now()), options.signal);
  }
  await Promise.all(rounds.map((round) => round.end()));
  const broken = rounds.find(({ failure }) => failure !== undefined);
  if (broken?.failure) throw broken.failure.error;
  return endedMs;
}

/** The questions to one service. */
class Round {
  readonly #asker: Asker;
  readonly #offsetMs: number;
  readonly #options: SamplingOptions;
  readonly #now: () => number;
  readonly #hasher: NameHasher;
  readonly #waiting = new Set<{ readonly stop: () => void; readonly ended: Promise<void> }>();
  #nextSlot = 0;
  #nextIndex = 0;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(
    asker: Asker,
    offsetMs: number,
    options: SamplingOptions,
    now: () => number,
    hasher: NameHasher,
  ) {
    this.#asker = asker;
    this.#offsetMs = offsetMs;
    this.#options = options;
    this.#now = now;
    this.#hasher = hasher;
  }

  /** When the next question is due. */
  get dueMs(): number {
    return this.#offsetMs + this.#nextSlot * this.#options.intervalMs;
  }

  /** What asking threw: a bug of ours, never a peer's fault. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  askWhenDue(nowMs: number): void {
    if (nowMs < this.dueMs) return;
    const slot = Math.floor((nowMs - this.#offsetMs) / this.#options.intervalMs);
    // Never catches up: a burst would measure the burst.
    for (let missed = Math.max(this.#nextSlot, slot - mostMissed); missed < slot; missed += 1)
      this.#skip('late', this.#offsetMs + missed * this.#options.intervalMs);
    this.#nextSlot = slot + 1;
    if (this.#waiting.size >= mostWaiting) this.#skip('busy', nowMs);
    else this.#send();
  }

  /** Stops what is waiting, without a sample. */
  async end(): Promise<void> {
    this.#isOver = true;
    const waiting = [...this.#waiting];
    for (const one of waiting) one.stop();
    await Promise.all(waiting.map(({ ended }) => ended));
  }

  #skip(code: 'busy' | 'late', atMs: number): void {
    const { service } = this.#asker;
    this.#options.onSample({
      service: service.key,
      index: this.#takeIndex(),
      atMs,
      kind: 'unsent',
      code,
    });
  }

  #send(): void {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), this.#options.timeoutMs);
    const sent = { index: this.#takeIndex(), atMs: this.#now() };
    const waiting = {
      stop: () => control.abort(),
      ended: this.#asker
        .ask(control.signal)
        .then((answer) => this.#note(sent, answer))
        .catch((error: unknown) => {
          this.#failure ??= { error };
        })
        .finally(() => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
        }),
    };
    this.#waiting.add(waiting);
  }

  #note(sent: { readonly index: number; readonly atMs: number }, answer: Answer): void {
    if (this.#isOver) return;
    const base = { service: this.#asker.service.key, ...sent, elapsedMs: answer.elapsedMs };
    if (answer.kind === 'failed') {
      this.#options.onSample({ ...base, kind: 'failed', code: answer.code });
      return;
    }
    if (answer.simulated) this.#options.onSimulated?.();
    const marks = this.#hasher.hash(answer.names);
    this.#options.onSample({ ...base, kind: 'answered', ...(marks && { marks }) });
  }

  #takeIndex(): number {
    this.#nextIndex += 1;
    return this.#nextIndex - 1;
  }
}

import type {
  Association,
  AssociationResult,
  FindOutcome,
  NoContextOutcome,
} from '../../protocols/dicom/index.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';
import { buildDateQuery, GROWTH_SOP_CLASS } from './queries.ts';
import { type CountedStudy, readAnswer } from './read-answer.ts';
import type { GrowthPatience } from './target.ts';

/** A node that has to be reached again this often in a row is left alone. */
const MOST_FAILURES = 3;

/** How one query went. */
export type AskOutcome =
  | Extract<
      FindOutcome | NoContextOutcome,
      { kind: 'status' | 'no-accepted-context' | 'cancel-ignored' }
    >
  | { readonly kind: 'trouble'; readonly trouble: DicomTrouble }
  /** Not asked: the time is used up, or the node asked to be left alone or failed again and again. */
  | { readonly kind: 'not-asked'; readonly why: 'time' | 'stopped' };

/** Asks one query after the other over one association, and opens a new one when the node ended it. */
export class Asker {
  readonly #open: () => Promise<AssociationResult>;
  readonly #patience: GrowthPatience;
  readonly #startedAtMs = performance.now();
  #association: Association;
  #failures = 0;
  #stopped = false;

  constructor(
    first: Association,
    open: () => Promise<AssociationResult>,
    patience: GrowthPatience,
  ) {
    this.#association = first;
    this.#open = open;
    this.#patience = patience;
  }

  /** Asks no further query: the node wants it so, or its answers are of no use. */
  stop(): void {
    this.#stopped = true;
  }

  /** Asks for the studies of a date or range. Each answer is handed over and dropped. */
  async ask(
    date: string,
    maxAnswers: number,
    onStudy: (study: CountedStudy, cancel: () => void) => void,
  ): Promise<AskOutcome> {
    if (this.#stopped) return { kind: 'not-asked', why: 'stopped' };
    const leftMs = this.#patience.allQueriesMs - (performance.now() - this.#startedAtMs);
    if (leftMs <= 0) return { kind: 'not-asked', why: 'time' };
    if (this.#association.ending !== undefined) {
      const next = await this.#open();
      if (next.kind !== 'accepted') return this.#fail(next);
      this.#association = next.association;
    }
    const found = await this.#association.find({
      sopClassUid: GROWTH_SOP_CLASS,
      identifier: buildDateQuery(date),
      maxAnswers,
      maxMs: Math.min(this.#patience.queryMs, leftMs),
      cancelGraceMs: this.#patience.cancelGraceMs,
      onAnswer: (answer, cancel) => onStudy(readAnswer(answer), cancel),
    });
    switch (found.kind) {
      case 'status':
      case 'no-accepted-context':
        this.#failures = 0;
        return found;
      case 'cancel-ignored':
        // A node that does not stop when asked to is not asked again.
        this.stop();
        return found;
      default:
        return this.#fail(found);
    }
  }

  /** Ends the association. */
  async end(): Promise<void> {
    if (this.#association.ending === undefined) await this.#association.release();
  }

  #fail(trouble: DicomTrouble): AskOutcome {
    this.#failures += 1;
    if (this.#failures >= MOST_FAILURES) this.stop();
    return { kind: 'trouble', trouble };
  }
}

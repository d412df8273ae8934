import type { Association, NoContextOutcome, StoreOutcome } from '../../protocols/dicom/index.ts';
import type { SyntheticObject } from '../../synthetic/index.ts';
import { type Attempt, describeClasses, isAccepted, isRefusal } from './describe-storing.ts';
import type { Announcement, Ledger } from './ledger.ts';
import { type ExchangeStudy, encodeForSending, type SentObject } from './make-studies.ts';
import { NATIVE_SYNTAXES, proposeEach, type Session } from './session.ts';
import type { DicomStoreRow } from './storing-facts.ts';

/** A study after it was sent. */
export interface StoredStudy {
  readonly study: ExchangeStudy;
  readonly rows: readonly DicomStoreRow[];
  /** Objects that the node accepted, as they were sent. */
  readonly accepted: readonly SentObject[];
  /** When the last answer came, on the monotonic clock. */
  readonly endedAtMs: number;
}

/** An association that breaks over one object is opened again for the others, this many times. */
const mostReopenings = 3;

/** What to propose for storing a study. */
export function proposeStorage({ objects }: ExchangeStudy) {
  return { contexts: proposeEach([...new Set(objects.map((one) => one.sopClassUid))]) };
}

/**
 * Stores a study, object by object, on an association that is open already; it is ended here. The study is journalled
 * before its first object is sent.
 */
export async function storeStudy(
  session: Session,
  ledger: Ledger,
  study: ExchangeStudy,
  first: Association,
): Promise<StoredStudy> {
  const sending = new Sending(session, ledger, study, first);
  try {
    for (const object of study.objects) if (!(await sending.send(object))) break;
  } finally {
    await sending.end();
  }
  return {
    study,
    rows: describeClasses(session.common, study, sending.attempts, session.signal.aborted),
    accepted: sending.accepted,
    endedAtMs: performance.now(),
  };
}

class Sending {
  readonly attempts: Attempt[] = [];
  readonly accepted: SentObject[] = [];
  readonly #session: Session;
  readonly #ledger: Ledger;
  readonly #study: ExchangeStudy;
  #association: Association;
  #announcement: Announcement | undefined;
  #reopenings = 0;

  constructor(session: Session, ledger: Ledger, study: ExchangeStudy, first: Association) {
    this.#session = session;
    this.#ledger = ledger;
    this.#study = study;
    this.#association = first;
  }

  /** Sends one object; false when no further one can be sent. */
  async send(object: SyntheticObject): Promise<boolean> {
    if (!(await this.#ensureOpen())) return false;
    const transferSyntaxUid = chooseSyntax(this.#association, object.sopClassUid);
    if (transferSyntaxUid === undefined) {
      const { sopClassUid } = object;
      const contexts = this.#association.contexts.filter(
        ({ abstractSyntax }) => abstractSyntax === sopClassUid,
      );
      this.attempts.push({
        object,
        outcome: { kind: 'no-accepted-context', sopClassUid, contexts },
      });
      return true;
    }
    const dataset = encodeForSending(object, transferSyntaxUid);
    this.#announcement ??= await this.#ledger.announce(this.#session.reachable, this.#study);
    this.#announcement.mayHold(object.sopInstanceUid);
    const outcome = await this.#association.store({
      sopClassUid: object.sopClassUid,
      sopInstanceUid: object.sopInstanceUid,
      transferSyntaxUid,
      dataset: { kind: 'bytes', bytes: dataset },
      maxMs: this.#session.patience.storeMs,
    });
    this.attempts.push({ object, transferSyntaxUid, outcome });
    if (isAccepted(outcome)) this.accepted.push({ object, transferSyntaxUid, dataset });
    if (outcome.kind !== 'status' || outcome.status.code !== 0) this.#explain(object, outcome);
    return outcome.kind !== 'cancelled';
  }

  async end(): Promise<void> {
    await this.#session.leave(this.#association);
    // A failure to every object says that nothing is kept (PS3.4 B.2.3).
    const sent = this.attempts.filter((one) => one.transferSyntaxUid !== undefined);
    if (sent.every(({ outcome }) => isRefusal(outcome))) await this.#announcement?.withdraw();
    else await this.#announcement?.sent();
  }

  async #ensureOpen(): Promise<boolean> {
    const session = this.#session;
    if (this.#association.ending === undefined) return true;
    await session.leave(this.#association);
    if (session.signal.aborted) return false;
    if (this.#reopenings >= mostReopenings) {
      session.note(session.words.storeGivenUp(this.attempts.length, this.#study.objects.length));
      return false;
    }
    this.#reopenings += 1;
    const opened = await session.open(proposeStorage(this.#study));
    if (opened.kind === 'accepted') {
      this.#association = opened.association;
      return true;
    }
    const why = session.connection.tell(opened);
    session.note(session.words.storeBroken(this.attempts.length, this.#study.objects.length, why));
    return false;
  }

  #explain({ name }: SyntheticObject, outcome: StoreOutcome | NoContextOutcome): void {
    const { words, connection } = this.#session;
    if (outcome.kind === 'no-accepted-context') return;
    const { textForm } = this.#study;
    if (outcome.kind !== 'status') {
      this.#session.note(words.objectRefused(name, textForm, connection.tell(outcome)));
    } else if (isAccepted(outcome)) {
      this.#session.note(words.objectCoerced(name, textForm, outcome.status));
    } else {
      this.#session.note(words.objectRefused(name, textForm, words.status(outcome.status)));
    }
  }
}

function chooseSyntax({ contexts }: Association, sopClassUid: string): string | undefined {
  return NATIVE_SYNTAXES.find((one) =>
    contexts.some(
      ({ abstractSyntax, outcome }) =>
        abstractSyntax === sopClassUid &&
        outcome.state === 'accepted' &&
        outcome.transferSyntax === one,
    ),
  );
}

import {
  type Association,
  type ExchangeOutcome,
  type NoContextOutcome,
  type ReportedCommitment,
  receiveCommitmentResults,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { deriveUid, makeFreshSeed } from '../../synthetic/index.ts';
import type { Listener } from './listen.ts';
import { proposeAny, roundMs, type Session } from './session.ts';
import type { StoredStudy } from './store-study.ts';
import type { DicomCommitmentRow } from './storing-facts.ts';

const commitmentClass = WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid;
const service = 'Storage Commitment';
/** How many failure reasons a row shows. */
const mostReasons = 8;

/**
 * Asks an archive to commit to what it accepted (PS3.4 J.3.2). The result may come on this association or on another
 * one to our listener; both are waited for at the same time.
 */
export async function commitStudy(
  session: Session,
  stored: StoredStudy,
  listener: Listener | undefined,
): Promise<DicomCommitmentRow | undefined> {
  const { words, patience } = session;
  const inbox = listener?.inbox ?? receiveCommitmentResults();
  const transactionUid = deriveUid(makeFreshSeed(), 'commitment');
  const startedAtMs = performance.now();
  const request = { contexts: proposeAny([commitmentClass]) };
  const asked = await session.converse(service, request, async (association) => {
    inbox.expect(transactionUid);
    const outcome = await association.requestCommitment({
      transactionUid,
      objects: stored.accepted.map(({ object }) => object),
      onEventReport: inbox.handler,
    });
    if (isTaken(outcome)) await awaitResult(association);
    return outcome;
  });
  if (asked === undefined || asked.kind === 'cancelled') return undefined;
  const requested = stored.accepted.length;
  const row = { ...session.common, requested };
  if (asked.kind === 'no-accepted-context') {
    session.note(words.notOffered(service));
    return { ...row, outcome: 'not-supported' };
  }
  // A result that came proves that the request was taken, whatever became of its response.
  if (isTaken(asked)) await inbox.awaitResult(transactionUid, remainingMs(), session.signal);
  const result = inbox.result(transactionUid);
  const status = asked.kind === 'status' ? { status: asked.status.code } : {};
  if (result !== undefined) {
    const resultMs = roundMs(performance.now() - startedAtMs);
    return { ...row, ...status, ...describeResult(result, stored), resultMs };
  }
  if (asked.kind !== 'status') {
    session.note(words.serviceFailed(service, session.connection.tell(asked)));
    return undefined;
  }
  if (!isTaken(asked)) {
    session.note(words.serviceFailed(service, words.status(asked.status)));
    return { ...row, ...status, outcome: 'refused' };
  }
  if (session.signal.aborted) return undefined;
  session.note(words.noCommitmentResult(patience.commitmentMs, listener !== undefined));
  return { ...row, ...status, outcome: 'no-answer' };

  function remainingMs(): number {
    return Math.max(0, startedAtMs + patience.commitmentMs - performance.now());
  }

  /** Half of the time on this association: some archives report on another one only when this is over. */
  async function awaitResult(association: Association): Promise<void> {
    const arrived = new AbortController();
    const waiting = new AbortController();
    const elsewhere = inbox
      .awaitResult(transactionUid, patience.commitmentMs, waiting.signal)
      .then(() => arrived.abort());
    try {
      await association.awaitEventReport({
        handler: inbox.handler,
        waitMs: listener === undefined ? remainingMs() : remainingMs() / 2,
        stopWaiting: arrived.signal,
        signal: session.signal,
      });
    } finally {
      waiting.abort();
      await elsewhere;
    }
  }
}

function isTaken(outcome: ExchangeOutcome | NoContextOutcome): boolean {
  return (
    outcome.kind === 'status' &&
    (outcome.status.category === 'success' || outcome.status.category === 'warning')
  );
}

/** Only what was asked about counts; a list may name an object twice, or one that is not ours. */
function describeResult(result: ReportedCommitment, { accepted }: StoredStudy) {
  const ours = new Set(accepted.map(({ object }) => object.sopInstanceUid));
  const count = (references: readonly { readonly sopInstanceUid: string }[]): number =>
    new Set(references.map((one) => one.sopInstanceUid).filter((uid) => ours.has(uid))).size;
  const reasons = new Set(
    result.failed.flatMap(({ failureReason }) =>
      failureReason === undefined ? [] : [formatReason(failureReason)],
    ),
  );
  return {
    outcome: 'answered',
    committed: count(result.committed),
    failed: count(result.failed),
    ...(reasons.size > 0 && { failureReasons: [...reasons].slice(0, mostReasons) }),
    association: result.associationId === 0 ? 'same' : 'second',
  } as const;
}

function formatReason(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`;
}

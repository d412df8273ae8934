import {
  type Association,
  type GetOutcome,
  type MoveOutcome,
  type NoContextOutcome,
  QUERY_RETRIEVE_SOP_CLASSES,
  storageProviderRoles,
} from '../../protocols/dicom/index.ts';
import { type ComparedObject, countIdentical } from './compare-study.ts';
import { encodeRetrieval, type FindModel } from './find-keys.ts';
import { type Listener, losslessSyntaxes } from './listen.ts';
import type { DicomRetrieveRow } from './reading-facts.ts';
import { makeStudyReceiver, type ProofObject, type StudyReceiver } from './receive-study.ts';
import { isTaken, NATIVE_SYNTAXES, proposeAny, roundMs, type Session } from './session.ts';
import type { StoredStudy } from './store-study.ts';

/** A study that was fetched back. */
export interface RetrievedStudy {
  /** `undefined` when the service is not offered, or our own stop cut it short. */
  readonly row?: DicomRetrieveRow;
  readonly compared: readonly ComparedObject[];
  readonly proof?: ProofObject;
}

/** What a C-MOVE or C-GET came to. */
type Outcome = MoveOutcome | GetOutcome | NoContextOutcome;

const { studyRootMove, patientRootMove, studyRootGet, patientRootGet } = QUERY_RETRIEVE_SOP_CLASSES;
/** Study root first: every archive that retrieves has it. */
const moveClasses: readonly (readonly [FindModel, string])[] = [
  ['study-root', studyRootMove.uid],
  ['patient-root', patientRootMove.uid],
];
const getClasses: readonly (readonly [FindModel, string])[] = [
  ['study-root', studyRootGet.uid],
  ['patient-root', patientRootGet.uid],
];
const nothing: RetrievedStudy = { compared: [] };
/** Some archives answer the C-MOVE before the last object has come. */
const stragglerPauseMs = 250;
const mostStragglingMs = 5_000;

/** Fetches a study by C-MOVE to our own storage server. */
export async function moveStudyHere(
  session: Session,
  listener: Listener,
  stored: StoredStudy,
): Promise<RetrievedStudy> {
  const { callingAe } = session.reachable;
  const receiver = await makeStudyReceiver(stored);
  return listener.whileReceiving(receiver.handler, async () => {
    const outcome = await moveStudy(session, stored, callingAe);
    if (outcome === undefined) return nothing;
    await awaitStragglers(session, receiver, stored, outcome);
    return conclude(session, { method: 'move', to: callingAe, stored, outcome, receiver });
  });
}

/** Fetches a study by C-GET, over the association that asks. */
export async function getStudy(session: Session, stored: StoredStudy): Promise<RetrievedStudy> {
  const receiver = await makeStudyReceiver(stored);
  const classes = [...new Set(stored.accepted.map(({ object }) => object.sopClassUid))];
  const compressed = losslessSyntaxes().filter((uid) => !isNative(uid));
  const request = {
    contexts: [
      ...proposeAny(getClasses.map(([, uid]) => uid)),
      ...proposeAny(classes),
      // Apart from the uncompressed ones, so that nobody compresses for us what was not.
      ...classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: compressed })),
    ],
    roleSelections: storageProviderRoles(classes),
  };
  const outcome = await session.converse('C-GET', request, async (association) => {
    const offered = findOffered(association, getClasses);
    if (offered === undefined) {
      session.note(session.words.notOffered('C-GET'));
      return undefined;
    }
    return association.get({
      sopClassUid: offered.sopClassUid,
      identifier: (syntax) => encodeRetrieval(offered.model, stored.study.identity, syntax),
      onStore: receiver.handler,
      maxObjects: mostStores(stored),
      maxMs: session.patience.retrieveMs,
    });
  });
  if (outcome === undefined) return nothing;
  const { callingAe } = session.reachable;
  return conclude(session, { method: 'get', to: callingAe, stored, outcome, receiver });
}

/** Asks a node to send a study to a title that it knows; `undefined`, with a note, where it cannot be asked. */
export async function moveStudy(
  session: Session,
  { study }: Pick<StoredStudy, 'study'>,
  destination: string,
): Promise<Outcome | undefined> {
  const contexts = proposeAny(moveClasses.map(([, uid]) => uid));
  return session.converse('C-MOVE', { contexts }, async (association) => {
    const offered = findOffered(association, moveClasses);
    if (offered === undefined) {
      session.note(session.words.notOffered('C-MOVE'));
      return undefined;
    }
    return association.move({
      sopClassUid: offered.sopClassUid,
      destination,
      identifier: (syntax) => encodeRetrieval(offered.model, study.identity, syntax),
      maxMs: session.patience.retrieveMs,
    });
  });
}

/** What the final response, or the lack of one, says; with a note where it is not a success. */
export function readRetrieval(
  session: Session,
  service: string,
  destination: string,
  outcome: Outcome,
): Pick<
  DicomRetrieveRow,
  'status' | 'remaining' | 'completed' | 'failed' | 'warning' | 'retrieveMs'
> {
  const { words, connection } = session;
  if (outcome.kind === 'no-accepted-context') {
    session.note(words.notOffered(service));
    return {};
  }
  const counts = { ...outcome.subOperations, retrieveMs: roundMs(outcome.elapsedMs) };
  if (outcome.kind === 'cancel-ignored') {
    session.note(words.retrieveFailed(service, words.cancelIgnored));
    return counts;
  }
  if (outcome.kind !== 'status') {
    session.note(words.retrieveFailed(service, connection.tell(outcome)));
    return counts;
  }
  const { status, stoppedBy } = outcome;
  if (stoppedBy !== undefined) {
    session.note(words.retrieveTooLong(service));
    return counts;
  }
  if (status.code === moveDestinationUnknown) session.note(words.unknownDestination(destination));
  else if (status.category === 'warning') session.note(words.retrieveIncomplete(service, status));
  else if (status.code !== 0) {
    session.note(words.retrieveFailed(service, words.status(status)));
    const { completed = 0, warning = 0 } = outcome.subOperations;
    if (service === 'C-MOVE' && completed + warning === 0)
      session.note(words.perhapsUnknown(destination));
  }
  return { status: status.code, ...counts };
}

/** Whether the node says that it does not know where to send to, and has sent nothing (PS3.4 C.4.2.1.5). */
export function isUnknownDestination(outcome: Outcome): boolean {
  if (outcome.kind !== 'status') return false;
  const { completed = 0, warning = 0 } = outcome.subOperations;
  return outcome.status.code === moveDestinationUnknown && completed + warning === 0;
}

const moveDestinationUnknown = 0xa801;

interface Retrieval {
  readonly method: 'move' | 'get';
  readonly to: string;
  readonly stored: StoredStudy;
  readonly outcome: Outcome;
  readonly receiver: StudyReceiver;
}

function conclude(
  session: Session,
  { method, to, stored, outcome, receiver }: Retrieval,
): RetrievedStudy {
  const compared = receiver.compared();
  const spoilt = receiver.spoilt();
  if (spoilt > 0) session.note(session.words.spoilt(method, spoilt));
  const foreign = receiver.foreign();
  if (foreign > 0) session.note(session.words.foreign(method, foreign));
  const read = readRetrieval(session, `C-${method.toUpperCase()}`, to, outcome);
  if (outcome.kind === 'cancelled' || outcome.kind === 'no-accepted-context') return nothing;
  if (outcome.kind === 'status' && outcome.status.code === 0 && compared.length === 0)
    session.note(session.words.nothingArrived(to));
  const proof = receiver.proof();
  return {
    row: {
      ...session.common,
      method,
      to,
      ...read,
      expected: stored.accepted.length,
      received: compared.length,
      foreign,
      ...countIdentical(compared),
      transferSyntaxes: [...new Set(compared.map((one) => one.transferSyntaxUid))],
    },
    compared,
    ...(proof && { proof }),
  };
}

async function awaitStragglers(
  session: Session,
  receiver: StudyReceiver,
  { accepted }: StoredStudy,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind !== 'status' || outcome.status.category === 'failure') return;
  const { completed, warning = 0 } = outcome.subOperations;
  // What the archive itself did not send need not be waited for.
  const sent = Math.min(
    accepted.length,
    completed === undefined ? accepted.length : completed + warning,
  );
  const untilMs = performance.now() + Math.min(mostStragglingMs, session.patience.settleMs);
  while (
    receiver.compared().length < sent &&
    performance.now() < untilMs &&
    !session.signal.aborted
  )
    await session.pause(stragglerPauseMs);
}

function findOffered(
  association: Association,
  classes: typeof moveClasses,
): { readonly model: FindModel; readonly sopClassUid: string } | undefined {
  const [found] = classes.filter(([, uid]) => isTaken(association, uid));
  return found && { model: found[0], sopClassUid: found[1] };
}

function isNative(uid: string): boolean {
  return NATIVE_SYNTAXES.some((one) => one === uid);
}

/** Repeats are let through to be counted; an endless stream is not. */
function mostStores({ accepted }: StoredStudy): number {
  return accepted.length * 2 + 10;
}

import type { Attachment } from '../../evidence/evidence.ts';
import type { AcceptedResult } from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import { settle } from '../shared/settle.ts';
import { attachComparison, attachProof } from './attach-evidence.ts';
import { commitStudy } from './commit-study.ts';
import { concludeFind, concludeRetrieve } from './conclude-rows.ts';
import { describeChanges } from './describe-changes.ts';
import { describeTexts, readTexts, type TextReading } from './examine-texts.ts';
import { forwardStudy } from './forward-study.ts';
import { Ledger } from './ledger.ts';
import { type Listener, startListener } from './listen.ts';
import { makeStudies } from './make-studies.ts';
import { queryStudy, queryTexts } from './query-study.ts';
import type { DicomChangeRow, DicomFindRow, DicomRetrieveRow } from './reading-facts.ts';
import { removeStudies } from './remove-studies.ts';
import { getStudy, moveStudyHere, type RetrievedStudy } from './retrieve-study.ts';
import { Session } from './session.ts';
import { proposeStorage, type StoredStudy, storeStudy } from './store-study.ts';
import type { DicomCommitmentRow, DicomStoreRow } from './storing-facts.ts';
import { type ExchangePatience, type StudyTarget, usualPatience } from './target.ts';

/** What was seen so far; it stands whatever breaks off later. */
interface Seen {
  readonly store: DicomStoreRow[];
  readonly find: DicomFindRow[];
  readonly retrieve: DicomRetrieveRow[];
  readonly change: DicomChangeRow[];
  readonly commitment: DicomCommitmentRow[];
  readonly texts: TextReading[];
  readonly attachments: Attachment[];
}

/** Everything that the parts of one step share. */
interface Exchange {
  readonly target: StudyTarget;
  readonly context: ProbeContext;
  readonly session: Session;
  readonly ledger: Ledger;
  readonly seen: Seen;
}

/**
 * Sends a study to an archive and sees what becomes of it. The first association decides the state; each later service
 * only adds facts. Whatever happens after the first object was sent, removing is tried.
 */
export async function collectStudy(
  target: StudyTarget,
  context: ProbeContext,
  patience: ExchangePatience = usualPatience,
): Promise<Observation> {
  const prepared = await connectNode(target.node, target.callingAe, context, patience.deadlines);
  if (!prepared.ok) return prepared.observation;
  const { connection } = prepared;
  const { composed, decomposed } = makeStudies();
  const notes = new Set<string>();
  const { language, signal } = context;
  const session = new Session({
    reachable: target,
    connection,
    patience,
    language,
    signal,
    notes,
  });
  const opened = await session.open(proposeStorage(composed));
  if (opened.kind !== 'accepted') return connection.fail(opened);

  const ledger = new Ledger(context);
  const seen: Seen = {
    store: [],
    find: [],
    retrieve: [],
    change: [],
    commitment: [],
    texts: [],
    attachments: [],
  };
  const exchange: Exchange = { target, context, session, ledger, seen };
  const worked = await settle(() => exchangeStudies(exchange, opened, { composed, decomposed }));
  const removal = await removeStudies(session, ledger, target);
  if (!worked.ok) throw worked.error;
  if (!removal.ok) throw removal.error;
  if (signal.aborted) session.note(session.words.stoppedEarly);
  return {
    state: 'observed',
    facts: {
      'dicom.store': seen.store,
      'dicom.find': seen.find.map(concludeFind),
      'dicom.retrieve': seen.retrieve.map(concludeRetrieve),
      'dicom.change': seen.change,
      'dicom.text': describeTexts(session.common, seen.texts),
      'dicom.commitment': seen.commitment,
      'dicom.removal': removal.value,
    },
    notes: [...notes],
    attachments: seen.attachments,
    ...(session.isSimulated && { simulated: true as const }),
  };
}

/** The story: store, find, fetch back in both ways, commit, forward. */
async function exchangeStudies(
  exchange: Exchange,
  { association }: AcceptedResult,
  { composed, decomposed }: ReturnType<typeof makeStudies>,
): Promise<void> {
  const { session, ledger, seen, target } = exchange;
  const stored = await storeStudy(session, ledger, composed, association);
  seen.store.push(...stored.rows);
  if (stored.accepted.length === 0) {
    session.note(session.words.nothingAccepted);
    return;
  }
  const storedDecomposed = await storeDecomposed(exchange, decomposed);
  await findStudies(exchange, stored, storedDecomposed);
  const listener = await openListener(exchange);
  const finished = await settle(async () => {
    await fetchStudies(exchange, listener, stored, storedDecomposed);
    if (!isOver(exchange)) {
      const row = await commitStudy(session, stored, listener);
      if (row) seen.commitment.push(row);
    }
    for (const destination of target.forwardTo) {
      if (isOver(exchange)) return;
      const row = await forwardStudy(session, ledger, stored, destination, exchange.context);
      if (row) seen.retrieve.push(row);
    }
  });
  await listener?.close();
  if (!finished.ok) throw finished.error;
}

async function storeDecomposed(
  { session, ledger }: Exchange,
  study: ReturnType<typeof makeStudies>['decomposed'],
): Promise<StoredStudy | undefined> {
  if (session.signal.aborted) return undefined;
  const opened = await session.open(proposeStorage(study));
  if (opened.kind !== 'accepted') {
    session.note(session.words.decomposedNotStored(session.connection.tell(opened)));
    return undefined;
  }
  const stored = await storeStudy(session, ledger, study, opened.association);
  if (stored.accepted.length > 0) return stored;
  session.note(session.words.decomposedNotStored());
  return undefined;
}

async function findStudies(
  { session, ledger, seen, target }: Exchange,
  stored: StoredStudy,
  decomposed: StoredStudy | undefined,
): Promise<void> {
  const queried = await queryStudy(session, stored);
  seen.find.push(...queried.rows);
  seen.texts.push(...queried.texts);
  if (queried.wasSeen) ledger.markSeen(target.node.id, stored.study);
  if (decomposed === undefined || session.signal.aborted) return;
  const texts = await queryTexts(session, decomposed);
  seen.texts.push(...texts.texts);
  if (texts.wasSeen) ledger.markSeen(target.node.id, decomposed.study);
}

async function openListener({ target, context, session }: Exchange): Promise<Listener | undefined> {
  if (session.signal.aborted) return undefined;
  if (target.receive === undefined) {
    session.note(session.words.noReceive);
    return undefined;
  }
  const started = await startListener(target.receive, target.callingAe, context);
  if (!('problem' in started)) return started;
  session.note(started.problem);
  return undefined;
}

/** Fetches the studies back in every way that the node has; of the texts, the first that came are examined. */
async function fetchStudies(
  exchange: Exchange,
  listener: Listener | undefined,
  stored: StoredStudy,
  decomposed: StoredStudy | undefined,
): Promise<void> {
  const { session, seen, context } = exchange;
  const get = (study: StoredStudy) => getStudy(session, study);
  const move = listener && ((study: StoredStudy) => moveStudyHere(session, listener, study));
  const fetched: RetrievedStudy[] = [];
  const examined = new Set<StoredStudy>();
  const fetchOne = async (fetch: typeof get, study: StoredStudy): Promise<RetrievedStudy> => {
    const result = await fetch(study);
    const texts = readRetrievedTexts(result, study);
    if (texts.length > 0 && !examined.has(study)) {
      examined.add(study);
      seen.texts.push(...texts);
    }
    return result;
  };
  for (const [method, fetch] of [['move', move] as const, ['get', get] as const]) {
    if (fetch === undefined || isOver(exchange)) continue;
    const result = await fetchOne(fetch, stored);
    if (result.row === undefined) continue;
    fetched.push(result);
    seen.retrieve.push(result.row);
    const { rows, omitted } = describeChanges(session.common, method, result.compared);
    seen.change.push(...rows);
    if (omitted > 0) session.note(session.words.changesOmitted(omitted));
    if (decomposed && !examined.has(decomposed) && !isOver(exchange))
      await fetchOne(fetch, decomposed);
  }
  seen.attachments.push(...(await attachComparison(fetched, session.reachable, context)));
  const [proof] = fetched.flatMap((one) => one.proof ?? []);
  if (proof) seen.attachments.push(await attachProof(proof, context));
}

function readRetrievedTexts({ compared }: RetrievedStudy, { study }: StoredStudy): TextReading[] {
  const source = { route: 'retrieve', textForm: study.textForm } as const;
  return compared.flatMap(({ ours, theirs }) =>
    ours !== undefined && theirs !== undefined ? readTexts(source, ours, theirs) : [],
  );
}

function isOver({ session }: Exchange): boolean {
  return session.signal.aborted;
}

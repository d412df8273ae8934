import { setTimeout as sleep } from 'node:timers/promises';
import type { Inbound } from '../../facility/schema.ts';
import { listenHere } from '../../probes/shared/listen-here.ts';
import {
  type ContextProposal,
  CURRENT_STORAGE_SOP_CLASSES,
  type GetOutcome,
  type IncomingStore,
  type MoveOutcome,
  type NoContextOutcome,
  QUERY_RETRIEVE_SOP_CLASSES,
  STATUS,
  type StoreHandler,
  storageProviderRoles,
  TRANSFER_SYNTAXES,
} from '../../protocols/dicom/index.ts';
import { ObjectReader, type StudyObject } from '../study/object-reader.ts';
import type { ListedStudy } from './list-study.ts';
import { pacsMessages } from './messages.ts';
import type { NodeSession } from './node-session.ts';
import { buildRetrieval, NATIVE_SYNTAXES } from './query.ts';

/** One object that came, in memory until the next one. */
export interface FetchedObject {
  /** `undefined` when it is broken. */
  readonly object: StudyObject | undefined;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Absent unless bytes were asked for, or when there are too many of them. */
  readonly dataset?: Buffer;
}

/** What to fetch, and what to do with each object. */
export interface FetchRequest {
  readonly studyInstanceUid: string;
  readonly listed: ListedStudy;
  /** Where C-MOVE may send to when there is no C-GET. */
  readonly receive: Inbound | undefined;
  readonly keepBytes: boolean;
  /** Awaited before the next object comes. */
  readonly onObject: (object: FetchedObject) => Promise<void>;
}

/** What became of it. Objects that were not read stay listed and not fetched. */
export type Fetched =
  | { readonly kind: 'fetched'; readonly fetched: number; readonly problem?: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

const GET_CLASS = QUERY_RETRIEVE_SOP_CLASSES.studyRootGet.uid;
const MOVE_CLASS = QUERY_RETRIEVE_SOP_CLASSES.studyRootMove.uid;
/** Move destination unknown (PS3.4 table C.4-2). */
const DESTINATION_UNKNOWN = 0xa801;
const MAX_OBJECT_BYTES = 512 * 1024 * 1024;
const RETRIEVE_MS = 1_800_000;
/** Contexts of one association (PS3.8 7.1.1.13), one of them for the request itself. */
const MAX_CONTEXTS = 128;
/** Some archives answer the C-MOVE before the last object has come. */
const STRAGGLER_MS = 250;
const MOST_STRAGGLER_WAITS = 20;

/** Coded syntaxes that hospitals store images in, the most usual first; each is proposed apart so that nobody recodes for us. */
const CODED_SYNTAXES: readonly string[] = TRANSFER_SYNTAXES.filter(
  ({ coding, uid }) => (coding === 'lossless' || coding === 'lossy') && ObjectReader.canRead(uid),
).map(({ uid }) => uid);

/**
 * Fetches a study by C-GET (PS3.4 C.4.3), or by C-MOVE to ourselves where the node does not take C-GET. One object is in
 * memory at a time; nothing is written. Only objects that were listed are taken.
 */
export async function fetchStudy(session: NodeSession, request: FetchRequest): Promise<Fetched> {
  if (!(await session.waitTurn())) return { kind: 'stopped' };
  const words = pacsMessages(session.context.language);
  const intake = new Intake(request);
  const contexts = proposeStorage(request.listed);
  const got = await getStudy(session, request, intake, contexts);
  if (got !== undefined) return conclude(session, got, intake);
  if (session.isStopped) return { kind: 'stopped' };
  if (request.receive === undefined) return { kind: 'failed', message: words.noWayBack };
  return moveStudy(session, request, request.receive, intake, contexts);
}

async function getStudy(
  session: NodeSession,
  { studyInstanceUid, listed }: FetchRequest,
  intake: Intake,
  contexts: readonly ContextProposal[],
): Promise<GetOutcome | { readonly failed: string } | undefined> {
  const opened = await session.open({
    contexts: [{ abstractSyntax: GET_CLASS, transferSyntaxes: NATIVE_SYNTAXES }, ...contexts],
    roleSelections: storageProviderRoles([...new Set(contexts.map((one) => one.abstractSyntax))]),
  });
  if (opened.kind !== 'accepted') return { failed: session.connection.tell(opened) };
  const { association } = opened;
  try {
    const outcome = await association.get({
      sopClassUid: GET_CLASS,
      identifier: buildRetrieval(studyInstanceUid),
      onStore: intake.handler,
      maxObjects: listed.objects.size * 2 + 10,
      maxObjectBytes: MAX_OBJECT_BYTES,
      maxMs: RETRIEVE_MS,
    });
    if (outcome.kind === 'no-accepted-context') return undefined;
    // A node that takes C-GET and then may not send, or refuses it, may still move.
    const isRefused = outcome.kind === 'status' && outcome.status.category === 'failure';
    return isRefused && intake.taken === 0 ? undefined : outcome;
  } finally {
    if (association.ending === undefined) await association.release();
  }
}

async function moveStudy(
  session: NodeSession,
  { studyInstanceUid, listed }: FetchRequest,
  receive: Inbound,
  intake: Intake,
  contexts: readonly ContextProposal[],
): Promise<Fetched> {
  const words = pacsMessages(session.context.language);
  const aeTitle = session.connection.where.callingAe;
  const serving = {
    contexts: contexts.map((one) => ({ ...one })),
    handlers: { store: intake.handler },
    // One sender at a time: one object in memory.
    limits: { maxAssociations: 1, maxObjectBytes: MAX_OBJECT_BYTES, maxTotalObjects: 400_000 },
  };
  const listening = await listenHere(receive, aeTitle, serving, session.context);
  if (!listening.ok) return { kind: 'failed', message: listening.problem };
  try {
    const opened = await session.open({
      contexts: [{ abstractSyntax: MOVE_CLASS, transferSyntaxes: NATIVE_SYNTAXES }],
    });
    if (opened.kind !== 'accepted') {
      return conclude(session, { failed: session.connection.tell(opened) }, intake);
    }
    const { association } = opened;
    let outcome: MoveOutcome | NoContextOutcome;
    try {
      outcome = await association.move({
        sopClassUid: MOVE_CLASS,
        destination: aeTitle,
        identifier: buildRetrieval(studyInstanceUid),
        maxMs: RETRIEVE_MS,
      });
    } finally {
      if (association.ending === undefined) await association.release();
    }
    if (outcome.kind === 'no-accepted-context') {
      return { kind: 'failed', message: words.notOffered('C-GET, C-MOVE') };
    }
    if (outcome.kind === 'status' && outcome.status.code === DESTINATION_UNKNOWN) {
      return { kind: 'failed', message: words.unknownDestination(aeTitle) };
    }
    for (
      let waited = 0;
      waited < MOST_STRAGGLER_WAITS && intake.taken < listed.objects.size && !session.isStopped;
      waited += 1
    )
      await sleep(STRAGGLER_MS);
    return conclude(session, outcome, intake);
  } finally {
    await listening.server.close();
  }
}

function conclude(
  session: NodeSession,
  outcome: GetOutcome | MoveOutcome | { readonly failed: string },
  intake: Intake,
): Fetched {
  const words = pacsMessages(session.context.language);
  if (session.isStopped) return { kind: 'stopped' };
  const { taken, expected } = intake;
  if ('failed' in outcome) return { kind: 'failed', message: outcome.failed };
  const why =
    outcome.kind === 'status'
      ? outcome.status.code === 0
        ? undefined
        : words.status('C-GET/C-MOVE', outcome.status.code)
      : outcome.kind === 'cancel-ignored'
        ? words.cancelIgnored
        : session.connection.tell(outcome);
  if (taken === 0 && why !== undefined) return { kind: 'failed', message: why };
  const short = taken < expected ? words.notAllFetched(taken, expected) : undefined;
  const problem = [short, why].filter((one) => one !== undefined).join(' ');
  return { kind: 'fetched', fetched: taken, ...(problem !== '' && { problem }) };
}

/** Takes objects of one study, one after the other. */
class Intake {
  readonly #request: FetchRequest;
  readonly #seen = new Set<string>();

  constructor(request: FetchRequest) {
    this.#request = request;
  }

  /** Different objects that came whole, broken ones included. */
  get taken(): number {
    return this.#seen.size;
  }

  get expected(): number {
    return this.#request.listed.objects.size;
  }

  readonly handler: StoreHandler = async (store: IncomingStore) => {
    const { sopClassUid, transferSyntaxUid, command } = store;
    const sopInstanceUid = command.affectedSopInstanceUid ?? '';
    if (!this.#request.listed.objects.has(sopInstanceUid) || this.#seen.has(sopInstanceUid)) {
      return { status: STATUS.notAuthorised };
    }
    if (!ObjectReader.canRead(transferSyntaxUid)) return { status: STATUS.cannotUnderstand };
    const reader = new ObjectReader(sopClassUid, transferSyntaxUid);
    const kept: Buffer[] = [];
    for await (const bytes of store.fragments) {
      reader.push(bytes);
      if (this.#request.keepBytes) kept.push(Buffer.from(bytes));
    }
    this.#seen.add(sopInstanceUid);
    const object = reader.finish();
    const isOfStudy =
      object?.sopInstanceUid === sopInstanceUid &&
      object.studyInstanceUid === this.#request.studyInstanceUid;
    await this.#request.onObject({
      object: isOfStudy ? object : undefined,
      sopInstanceUid,
      transferSyntaxUid,
      ...(this.#request.keepBytes && { dataset: Buffer.concat(kept) }),
    });
    return { status: STATUS.success };
  };
}

/** The classes of the study, each uncompressed and in every coding that fits beside the others. */
function proposeStorage({ objects }: ListedStudy): ContextProposal[] {
  const told = [...new Set(objects.values())].filter((uid) => uid !== '');
  const usual = CURRENT_STORAGE_SOP_CLASSES.map(({ uid }) => uid);
  // A node that does not say what its objects are is offered what hospitals store most.
  const isAllTold = told.length > 0 && ![...objects.values()].includes('');
  const classes = (isAllTold ? told : [...new Set([...told, ...usual])]).slice(
    0,
    isAllTold ? MAX_CONTEXTS - 1 : 20,
  );
  const native = classes.map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: NATIVE_SYNTAXES,
  }));
  const coded = CODED_SYNTAXES.flatMap((uid) =>
    classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [uid] })),
  );
  return [...native, ...coded].slice(0, MAX_CONTEXTS - 1);
}

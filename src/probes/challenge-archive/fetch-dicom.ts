import { setTimeout as sleep } from 'node:timers/promises';
import { withPort } from '../../challenge-artefacts/index.ts';
import {
  type Association,
  type ContextProposal,
  chooseEncoding,
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ObjectReceiver,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  type RetrieveOutcome,
  receiveObjects,
  STORAGE_SOP_CLASSES,
  storageContexts,
  storageProviderRoles,
  TRANSFER_SYNTAXES,
} from '../../protocols/dicom/index.ts';
import { isTestPatientId } from '../../synthetic/index.ts';
import type { ProbeContext } from '../contract.ts';
import type { NodeConnection } from '../shared/connect-node.ts';
import { listenHere } from '../shared/listen-here.ts';
import { ADDED_CLASSES } from './artefact-kind.ts';
import { mayFetchAll } from './find-studies.ts';
import type { ArchiveWords } from './messages.ts';
import type { ArrivedObject, ListedStudy } from './studies.ts';
import type { ArchivePatience, ArchiveTarget } from './target.ts';

/** What fetching one study needs. */
export interface DicomFetch {
  readonly target: ArchiveTarget;
  readonly connection: NodeConnection;
  readonly patience: ArchivePatience;
  readonly context: ProbeContext;
  readonly words: ArchiveWords;
  readonly listed: ListedStudy;
  /** SOP Instance UIDs that the recipe made. */
  readonly isOriginal: (sopInstanceUid: string) => boolean;
  readonly onObject: (object: ArrivedObject) => Promise<void>;
  /** Objects taken so far. */
  readonly count: () => number;
}

/** How fetching went; `problem` is a note without a full stop. */
export interface FetchResult {
  readonly route: 'get' | 'move' | 'dicomweb' | 'none';
  /** The archive said that everything was sent. */
  readonly saidAll: boolean;
  readonly problem?: string;
}

const { studyRootGet, studyRootMove } = QUERY_RETRIEVE_SOP_CLASSES;
/** Of the images that the recipe makes: an archive need not tell the class of an object in a list. */
const ORIGINAL_CLASSES = [
  STORAGE_SOP_CLASSES.computedTomography.uid,
  STORAGE_SOP_CLASSES.positronEmissionTomography.uid,
  STORAGE_SOP_CLASSES.computedRadiography.uid,
  STORAGE_SOP_CLASSES.magneticResonance.uid,
  STORAGE_SOP_CLASSES.ultrasoundMultiframe.uid,
];
const NATIVE = [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN];
/** 128 contexts fit into an association, two for each class. */
const MAX_CLASSES = 60;
const MAX_OBJECTS = 3_000;
const MAX_BYTES = 1024 * 1024 * 1024;

/** Every coding whose data sets can be followed, native ones apart, so that nobody compresses for us what was not. */
function compressedSyntaxes(): string[] {
  return TRANSFER_SYNTAXES.map(({ uid }) => uid).filter(
    (uid) => chooseEncoding(uid) !== undefined && !NATIVE.includes(uid),
  );
}

function classesOf({ instances }: ListedStudy): string[] {
  const listed = instances.map(({ sopClassUid }) => sopClassUid).filter((uid) => uid !== '');
  return [...new Set([...listed, ...ORIGINAL_CLASSES, ...ADDED_CLASSES])].slice(0, MAX_CLASSES);
}

/** Takes objects of the study into memory, one after the other; of any other patient only what the recipe made. */
function makeReceiver({ listed, isOriginal, onObject }: DicomFetch): Promise<ObjectReceiver> {
  return receiveObjects({
    to: {
      kind: 'memory',
      onObject: ({ seriesInstanceUid = '', ...object }, dataset) =>
        onObject({ ...object, seriesInstanceUid, dataset }),
    },
    only: ({ studyInstanceUid, patientId, sopInstanceUid }) =>
      studyInstanceUid === listed.studyInstanceUid &&
      (isTestPatientId(patientId ?? '') || isOriginal(sopInstanceUid)),
    maxObjects: MAX_OBJECTS,
    maxBytes: MAX_BYTES,
  });
}

/** Unique keys of the whole study, or of single objects series by series (PS3.4 C.4.2.2.1, C.4.3.2.1). */
function listIdentifiers({ listed, isOriginal }: DicomFetch): (readonly DataElement[])[] {
  const study = { tag: 0x0020000d, vr: 'UI', text: listed.studyInstanceUid } as const;
  const level = (text: string): DataElement => ({ tag: 0x00080052, vr: 'CS', text });
  if (mayFetchAll(listed)) return [[level('STUDY'), study]];
  const ours = listed.instances.filter(({ sopInstanceUid }) => isOriginal(sopInstanceUid));
  const bySeries = Map.groupBy(ours, ({ seriesInstanceUid }) => seriesInstanceUid);
  return [...bySeries].map(([series, members]) => [
    level('IMAGE'),
    study,
    { tag: 0x0020000e, vr: 'UI', text: series },
    { tag: 0x00080018, vr: 'UI', text: members.map((one) => one.sopInstanceUid).join('\\') },
  ]);
}

function encode(elements: readonly DataElement[], transferSyntaxUid: string): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (!encoding) throw new Error(`retrieval is not proposed in ${transferSyntaxUid}`);
  return encodeDataset(elements, encoding);
}

async function converse(
  { connection }: DicomFetch,
  contexts: readonly ContextProposal[],
  classes: readonly string[],
  work: (association: Association) => Promise<FetchResult>,
): Promise<FetchResult> {
  const roleSelections =
    classes.length > 0 ? { roleSelections: storageProviderRoles(classes) } : {};
  const opened = await openAssociation({ ...connection.options, contexts, ...roleSelections });
  if (opened.kind !== 'accepted') {
    return { route: 'none', saidAll: false, problem: connection.tell(opened) };
  }
  const { association } = opened;
  try {
    return await work(association);
  } finally {
    if (association.ending === undefined) await association.release();
  }
}

function isTaken(association: Association, sopClassUid: string): boolean {
  return association.contexts.some(
    ({ abstractSyntax, outcome }) => abstractSyntax === sopClassUid && outcome.state === 'accepted',
  );
}

/**
 * Fetches a study by C-GET; `route: none` where the archive does not offer it. Some archives pick a context by its class
 * alone and then cannot send in it: when nothing came, uncompressed objects are asked for alone.
 */
export async function getStudy(fetch: DicomFetch): Promise<FetchResult> {
  const before = fetch.count();
  const first = await getIn(fetch, compressedSyntaxes());
  if (first.route === 'none' || first.saidAll || fetch.count() > before) return first;
  return fetch.context.signal.aborted ? first : getIn(fetch, []);
}

async function getIn(fetch: DicomFetch, compressed: readonly string[]): Promise<FetchResult> {
  const classes = classesOf(fetch.listed);
  const contexts = [
    { abstractSyntax: studyRootGet.uid, transferSyntaxes: NATIVE },
    ...classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: NATIVE })),
    ...(compressed.length === 0
      ? []
      : classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: compressed }))),
  ];
  const { handler } = await makeReceiver(fetch);
  return converse(fetch, contexts, classes, async (association) => {
    if (!isTaken(association, studyRootGet.uid)) {
      return { route: 'none', saidAll: false, problem: fetch.words.notOffered('C-GET') };
    }
    return retrieveAll(fetch, 'get', (elements) =>
      association.get({
        sopClassUid: studyRootGet.uid,
        identifier: (syntax) => encode(elements, syntax),
        onStore: handler,
        maxObjects: MAX_OBJECTS,
        maxMs: fetch.patience.retrieveMs,
      }),
    );
  });
}

/** Fetches a study by C-MOVE to our own storage server. */
export async function moveStudy(fetch: DicomFetch): Promise<FetchResult> {
  const { target, context, words } = fetch;
  const { receive, callingAe } = target;
  if (receive === undefined) return { route: 'none', saidAll: false, problem: words.noReceive };
  return withPort(receive, context.signal, async () => {
    const { handler } = await makeReceiver(fetch);
    const classes = [...new Set([...classesOf(fetch.listed), ...commonClasses()])];
    const serving = {
      contexts: storageContexts(classes),
      handlers: { store: handler },
      limits: { maxTotalObjects: MAX_OBJECTS, maxTotalBytes: MAX_BYTES },
    };
    const listening = await listenHere(receive, callingAe, serving, context);
    if (!listening.ok) return { route: 'none', saidAll: false, problem: listening.problem };
    try {
      return await moveHere(fetch);
    } finally {
      await listening.server.close();
    }
  });
}

function commonClasses(): string[] {
  return Object.values(STORAGE_SOP_CLASSES).map(({ uid }) => uid);
}

async function moveHere(fetch: DicomFetch): Promise<FetchResult> {
  const contexts = [{ abstractSyntax: studyRootMove.uid, transferSyntaxes: NATIVE }];
  return converse(fetch, contexts, [], async (association) => {
    if (!isTaken(association, studyRootMove.uid)) {
      return { route: 'none', saidAll: false, problem: fetch.words.notOffered('C-MOVE') };
    }
    const result = await retrieveAll(fetch, 'move', (elements) =>
      association.move({
        sopClassUid: studyRootMove.uid,
        destination: fetch.target.callingAe,
        identifier: (syntax) => encode(elements, syntax),
        maxMs: fetch.patience.retrieveMs,
      }),
    );
    await awaitStragglers(fetch, result);
    return result;
  });
}

async function awaitStragglers(fetch: DicomFetch, { saidAll }: FetchResult): Promise<void> {
  const untilMs = performance.now() + fetch.patience.stragglerMs;
  const { signal } = fetch.context;
  while (
    saidAll &&
    fetch.count() < fetch.listed.instances.length &&
    performance.now() < untilMs &&
    !signal.aborted
  ) {
    await sleep(100);
  }
}

async function retrieveAll(
  fetch: DicomFetch,
  route: 'get' | 'move',
  retrieve: (
    elements: readonly DataElement[],
  ) => Promise<RetrieveOutcome | { readonly kind: 'no-accepted-context' }>,
): Promise<FetchResult> {
  const { words, connection } = fetch;
  for (const elements of listIdentifiers(fetch)) {
    const outcome = await retrieve(elements);
    const problem = explain(outcome);
    if (problem !== undefined) return { route, saidAll: false, problem };
  }
  return { route, saidAll: true };

  function explain(
    outcome: RetrieveOutcome | { readonly kind: 'no-accepted-context' },
  ): string | undefined {
    const service = `C-${route.toUpperCase()}`;
    if (outcome.kind === 'no-accepted-context') return words.notOffered(service);
    if (outcome.kind === 'cancel-ignored') return words.tooLong(service);
    if (outcome.kind !== 'status') return connection.tell(outcome);
    if (outcome.stoppedBy !== undefined) return words.tooLong(service);
    return outcome.status.code === 0 ? undefined : words.status(service, outcome.status.code);
  }
}

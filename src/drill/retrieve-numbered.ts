import { systemErrorCode } from '../errors/user-error.ts';
import type { Inbound } from '../facility/schema.ts';
import {
  type Association,
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  type GetOutcome,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type MoveOutcome,
  type NoContextOutcome,
  type ObjectReceiver,
  type OpenAssociationOptions,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  receiveObjects,
  STORAGE_SOP_CLASSES,
  startDicomServer,
  storageProviderRoles,
  TRANSFER_SYNTAXES,
} from '../protocols/dicom/index.ts';
import { STUDY_TAGS as TAGS } from '../test-study/study-tags.ts';
import type { NumberedStudy } from './find-numbered.ts';
import { pause } from './pause.ts';

/** Objects that came back whole and readable, and by which service. */
export interface RetrievedNumbers {
  readonly method: 'get' | 'move';
  readonly retrieved: ReadonlySet<number>;
}

const imageClass = STORAGE_SOP_CLASSES.computedTomography.uid;
const getClass = QUERY_RETRIEVE_SOP_CLASSES.studyRootGet.uid;
const moveClass = QUERY_RETRIEVE_SOP_CLASSES.studyRootMove.uid;
const native = [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN];
const retrieveMs = 120_000;
const mostBytes = 256 * 1024 * 1024;
/** Some archives answer the C-MOVE before the last object has come. */
const stragglerMs = 500;
const mostWaits = 10;

/**
 * Fetches the study back: C-GET (PS3.4 C.4.3) where the archive has it, otherwise C-MOVE to ourselves where the facility
 * file says how we can be reached. An index may still list what the storage has lost, and only this shows it.
 *
 * @returns `undefined` when neither came to its end.
 */
export async function retrieveNumbered(
  options: Omit<OpenAssociationOptions, 'contexts' | 'signal'>,
  study: NumberedStudy,
  receive: Inbound | undefined,
  signal: AbortSignal,
): Promise<RetrievedNumbers | undefined> {
  const got = await getNumbered(options, study, signal);
  if (got !== undefined || receive === undefined || signal.aborted) return got;
  return moveNumbered(options, study, receive, signal);
}

async function getNumbered(
  options: Omit<OpenAssociationOptions, 'contexts' | 'signal'>,
  study: NumberedStudy,
  signal: AbortSignal,
): Promise<RetrievedNumbers | undefined> {
  const receiver = await makeReceiver(study);
  const opened = await openAssociation({
    ...options,
    contexts: [
      { abstractSyntax: getClass, transferSyntaxes: native },
      { abstractSyntax: imageClass, transferSyntaxes: native },
      // Apart from the uncompressed ones, so that nobody compresses for us what was not.
      { abstractSyntax: imageClass, transferSyntaxes: losslessSyntaxes() },
    ],
    roleSelections: storageProviderRoles([imageClass]),
    signal,
  });
  if (opened.kind !== 'accepted') return undefined;
  const { association } = opened;
  const outcome = await association.get({
    sopClassUid: getClass,
    identifier: (syntax) => encodeStudyKey(study, syntax),
    onStore: receiver.handler,
    maxObjects: study.objects.length + 1,
    maxMs: retrieveMs,
  });
  await leave(association);
  return isComplete(outcome) ? describe('get', receiver, study) : undefined;
}

async function moveNumbered(
  options: Omit<OpenAssociationOptions, 'contexts' | 'signal'>,
  study: NumberedStudy,
  { host, port, tls }: Inbound,
  signal: AbortSignal,
): Promise<RetrievedNumbers | undefined> {
  // Receiving over TLS needs a certificate of ours; the exchange probe does that, a drill can do without.
  if (tls !== undefined) return undefined;
  const receiver = await makeReceiver(study);
  const server = await listen(host, port, options.callingAeTitle, receiver, signal);
  if (server === undefined) return undefined;
  try {
    const contexts = [{ abstractSyntax: moveClass, transferSyntaxes: native }];
    const opened = await openAssociation({ ...options, contexts, signal });
    if (opened.kind !== 'accepted') return undefined;
    const { association } = opened;
    const outcome = await association.move({
      sopClassUid: moveClass,
      destination: options.callingAeTitle,
      identifier: (syntax) => encodeStudyKey(study, syntax),
      maxMs: retrieveMs,
    });
    await leave(association);
    if (!isComplete(outcome)) return undefined;
    for (let waited = 0; waited < mostWaits && !hasAll(receiver, study); waited += 1)
      await pause(stragglerMs, signal);
    return describe('move', receiver, study);
  } finally {
    await server.close();
  }
}

async function listen(
  address: string,
  port: number,
  aeTitle: string,
  receiver: ObjectReceiver,
  signal: AbortSignal,
) {
  try {
    return await startDicomServer({
      address,
      port,
      admit: { called: [aeTitle] },
      contexts: [
        { abstractSyntax: imageClass, transferSyntaxes: [...native, ...losslessSyntaxes()] },
      ],
      handlers: { store: receiver.handler },
      limits: { maxAssociations: 4, maxTotalBytes: mostBytes },
      signal,
    });
  } catch (error) {
    if (systemErrorCode(error) === undefined && !signal.aborted) throw error;
    return undefined;
  }
}

function makeReceiver(study: NumberedStudy): Promise<ObjectReceiver> {
  const ours = new Set(study.objects.map(({ sopInstanceUid }) => sopInstanceUid));
  return receiveObjects({
    to: { kind: 'memory', onObject: () => undefined },
    only: ({ sopInstanceUid }) => ours.has(sopInstanceUid),
    maxObjects: ours.size,
    maxBytes: mostBytes,
  });
}

/** Nothing at all came: then the way back is closed to us, which says nothing about the objects. */
function describe(
  method: RetrievedNumbers['method'],
  receiver: ObjectReceiver,
  { objects }: NumberedStudy,
): RetrievedNumbers | undefined {
  const came = new Set(receiver.objects().map(({ sopInstanceUid }) => sopInstanceUid));
  if (came.size === 0) return undefined;
  const there = objects.filter(({ sopInstanceUid }) => came.has(sopInstanceUid));
  return { method, retrieved: new Set(there.map(({ number }) => number)) };
}

function hasAll(receiver: ObjectReceiver, { objects }: NumberedStudy): boolean {
  const acknowledged = objects.filter(({ outcome }) => outcome === 'acknowledged').length;
  return receiver.objects().length >= acknowledged;
}

/** Whether the archive said that it has sent what it could, warnings about single objects included (PS3.4 C.4.3.1.4). */
function isComplete(outcome: GetOutcome | MoveOutcome | NoContextOutcome): boolean {
  if (outcome.kind !== 'status' || outcome.stoppedBy !== undefined) return false;
  const { category } = outcome.status;
  return category === 'success' || category === 'warning';
}

async function leave(association: Association): Promise<void> {
  if (association.ending === undefined) await association.release();
}

function losslessSyntaxes(): string[] {
  return TRANSFER_SYNTAXES.filter(({ coding }) => coding === 'lossless').map(({ uid }) => uid);
}

function encodeStudyKey({ studyInstanceUid }: NumberedStudy, transferSyntaxUid: string): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (!encoding) throw new Error(`the query is not proposed in ${transferSyntaxUid}`);
  return encodeDataset(
    [
      { tag: TAGS.queryLevel, vr: 'CS', text: 'STUDY' },
      { tag: TAGS.studyInstanceUid, vr: 'UI', text: studyInstanceUid },
    ],
    encoding,
  );
}

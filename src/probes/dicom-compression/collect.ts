import { PixelCodecs } from '../../pixels/index.ts';
import {
  describeTestStudy,
  removeTestStudy,
  type StudyPlace,
  tellRemoval,
} from '../../test-study/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import { askArchive } from './ask-archive.ts';
import { awaitStudy } from './await-study.ts';
import type { DicomCompressionRow } from './facts.ts';
import { Session } from './session.ts';
import { canStore, proposeStorage, type StoredImages, storeStudy } from './store-study.ts';
import { isLossless } from './syntaxes.ts';
import { type CompressionPatience, type CompressionTarget, usualPatience } from './target.ts';
import { type CompressionStudy, makeCompressionStudy } from './test-study.ts';

/**
 * Stores a test study, fetches it in each compressed transfer syntax, and removes it. The journal has the study before
 * its first image is sent; whatever happens after that, its removal is tried.
 */
export async function collectCompression(
  target: CompressionTarget,
  context: ProbeContext,
  patience: CompressionPatience = usualPatience,
): Promise<Observation> {
  const prepared = await connectNode(target.node, target.callingAe, context, patience.deadlines);
  if (!prepared.ok) return prepared.observation;
  const codecs = new PixelCodecs();
  const { connection } = prepared;
  try {
    return await observe(new Session({ target, connection, context, patience, codecs }));
  } finally {
    await codecs.close();
  }
}

async function observe(session: Session): Promise<Observation> {
  const { context, patience, words } = session;
  const untilMs = performance.now() + patience.askingMs;
  const study = await makeCompressionStudy(session.codecs);
  const opened = await session.open(proposeStorage(study));
  if (opened.kind !== 'accepted') return session.connection.fail(opened);
  const { association } = opened;
  if (!canStore(association, study)) {
    await session.leave(association);
    return {
      state: 'refused',
      reason: { code: 'storage-refused', message: words.storageRefused },
    };
  }
  const place = placeOf(session.target);
  const effect = describeTestStudy(place, study.identity);
  await context.journal({ ...effect, state: 'planned' }).catch(async (error: unknown) => {
    await association.abort();
    throw error;
  });

  const between = await settle(async () => {
    const stored = await storeStudy(session, association, study).finally(() =>
      session.leave(association),
    );
    await context.journal({ ...effect, state: 'sent' });
    noteStoring(session, study, stored);
    if (stored.taken.size === 0) return { stored, rows: [], seenBefore: false };
    const seenBefore = await awaitStudy(session, study.identity);
    return { stored, seenBefore, rows: await askArchive(session, study, stored, untilMs) };
  });
  const removal = await removeTestStudy(
    place,
    study.identity,
    session.target.removal,
    context,
    AbortSignal.timeout(patience.removalMs),
    { seenBefore: between.ok && between.value.seenBefore },
  );
  await context.journal({ ...effect, state: removal.state, note: removal.note });
  if (!between.ok) throw between.error;
  context.signal.throwIfAborted();
  session.notes.add(words.removal(tellRemoval(removal, context.language)));
  const { autoForward } = session.target;
  if (autoForward.length > 0) session.notes.add(words.autoForward(autoForward.join(', ')));
  return conclude(session, between.value);
}

function placeOf({ node, callingAe, dicomweb }: CompressionTarget): StudyPlace {
  return { kind: 'dicom', node, callingAe, ...(dicomweb && { dicomweb }) };
}

function conclude(
  session: Session,
  {
    stored,
    rows,
  }: { readonly stored: StoredImages; readonly rows: readonly DicomCompressionRow[] },
): Observation {
  const notes = [...session.notes];
  const simulated = session.isSimulated && { simulated: true as const };
  if (stored.taken.size === 0) {
    const message = session.words.nothingStored(tellReasons(stored));
    return { state: 'refused', reason: { code: 'nothing-stored', message }, notes, ...simulated };
  }
  notes.push(...tellLoss(session, rows));
  return { state: 'observed', facts: { 'dicom.compression': rows }, notes, ...simulated };
}

/** Loss where none may be, loss that is not owned up to, and how differences are to be read. */
function tellLoss({ words }: Session, rows: readonly DicomCompressionRow[]): string[] {
  const differing = rows.filter(({ pixelsEqual }) => pixelsEqual === false);
  const notes = differing.flatMap((row) => {
    const { transferSyntax, transferSyntaxName: name, way, direction, lossyFlag } = row;
    if (way === undefined) return [];
    if (direction === 'decompress' || isLossless(transferSyntax)) {
      return [words.notLossless(name, way)];
    }
    return lossyFlag === '01' ? [] : [words.notFlagged(name, way)];
  });
  const isExpected = differing.some(({ transferSyntax }) => !isLossless(transferSyntax));
  return isExpected ? [...notes, words.lossy] : notes;
}

function tellReasons({ refusals }: StoredImages): string {
  return [...new Set(refusals.values())].join('; ');
}

/** Copies that were not taken have rows of their own; of the images themselves a note tells. */
function noteStoring(
  { notes, words }: Session,
  { images }: CompressionStudy,
  stored: StoredImages,
): void {
  const taken = images.filter(({ sopInstanceUid }) => stored.taken.has(sopInstanceUid)).length;
  if (taken === images.length || stored.taken.size === 0) return;
  notes.add(words.partlyStored(taken, images.length, tellReasons(stored)));
}

type Settled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

/** Keeps an error until the study is removed. */
async function settle<Value>(work: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}

import { type DicomWebFailure, search } from '../../protocols/dicomweb/index.ts';
import {
  describeTestStudy,
  removeTestStudy,
  type StudyPlace,
  type StudyRemoval,
  tellRemoval,
} from '../../test-study/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { openEndpoint } from '../shared/open-dicomweb.ts';
import { describeFailure } from './describe-failure.ts';
import { dicomwebMessages } from './messages.ts';
import { queryStudy } from './query-study.ts';
import { renderByUri, renderStudy } from './render-study.ts';
import { readBulkData, readFrames } from './retrieve-pixels.ts';
import { readInstances, readMetadata } from './retrieve-study.ts';
import { storeStudy } from './store-study.ts';
import type { DicomwebServiceRow } from './study-facts.ts';
import { limitCall, StudyRecord, type StudyWork } from './study-work.ts';
import { type DicomwebPatience, type DicomwebTarget, usualPatience } from './target.ts';
import { makeTestStudy } from './test-objects.ts';

type StudyTarget = Extract<DicomwebTarget, { kind: 'test-study' }>;

/**
 * Stores a test study, reads it back in every way DICOMweb has, and removes it. The journal has the study before its
 * first object is sent; whatever happens after that, be it a full disk or Ctrl-C, its removal is tried.
 */
export async function collectTestStudy(
  target: StudyTarget,
  context: ProbeContext,
  patience: DicomwebPatience = usualPatience,
): Promise<Observation> {
  const { endpoint, removal: way } = target;
  const budget = AbortSignal.timeout(patience.workMs);
  const signal = AbortSignal.any([context.signal, budget]);
  const opened = await openEndpoint(endpoint, context, signal);
  if (!opened.ok) return { state: 'not-configured', reason: opened.reason };
  const { connection } = opened;
  try {
    const test = makeTestStudy();
    const record = new StudyRecord(endpoint.id);
    const words = dicomwebMessages(context.language);
    const work = { endpoint, connection, test, record, words, context, patience, signal };
    const fail = (failure: DicomWebFailure): Observation => ({
      ...describeFailure(failure, endpoint, context),
      ...(record.simulated && { simulated: true as const }),
    });
    const barrier = await findBarrier(work);
    context.signal.throwIfAborted();
    if (barrier !== undefined) return fail(barrier);

    const place: StudyPlace = { kind: 'dicomweb', endpoint };
    const effect = describeTestStudy(place, test.identity);
    await context.journal({ ...effect, state: 'planned' });
    const done = await settle(() =>
      useStudy(work, () => context.journal({ ...effect, state: 'sent' })),
    );
    if (done.ok && done.value.neverSent !== undefined) {
      await context.journal({ ...effect, state: 'removed-verified', note: 'never sent' });
      context.signal.throwIfAborted();
      return fail(done.value.neverSent);
    }
    const own = AbortSignal.timeout(patience.removalMs);
    const seenBefore = done.ok && done.value.found > 0;
    const removal = await removeTestStudy(place, test.identity, way, context, own, { seenBefore });
    await context.journal({ ...effect, state: removal.state, note: removal.note });
    if (!done.ok) throw done.error;
    context.signal.throwIfAborted();
    if (budget.aborted) record.notes.add(words.outOfTime);
    record.notes.add(tellRemoval(removal, context.language));
    return describeStudy(target, record, removal);
  } finally {
    await connection.close();
  }
}

/**
 * Asks for the study before it exists. A service that is not there, wants another account or answers with web pages is
 * sent nothing; one that only does not search may still store.
 */
async function findBarrier(work: StudyWork): Promise<DicomWebFailure | undefined> {
  const study = work.test.study.studyInstanceUid;
  const outcome = await search(
    work.connection,
    { level: 'studies', match: { StudyInstanceUID: study }, limit: 1 },
    limitCall(work, work.patience.readMs),
  );
  if (outcome.transport.fromSimulator === true) work.record.simulated = true;
  if (outcome.kind === 'answered') return undefined;
  const doesNotSearch =
    outcome.kind === 'http-status' && [400, 404, 405, 406, 501].includes(outcome.status);
  return doesNotSearch ? undefined : outcome;
}

interface StudyUse {
  /** Instances that a search showed. */
  readonly found: number;
  readonly neverSent?: DicomWebFailure;
}

/** Stores and reads back what may be there. */
async function useStudy(work: StudyWork, journalSent: () => Promise<void>): Promise<StudyUse> {
  const summary = await storeStudy(work);
  if (summary.neverSent !== undefined) return { found: 0, neverSent: summary.neverSent };
  await journalSent();
  if (summary.present.length === 0) return { found: 0 };
  const present = { ...work, test: { ...work.test, objects: summary.present } };
  const found = await queryStudy(present);
  if (found === 0 && summary.saidStored > 0)
    work.record.notes.add(work.words.notEvenFound(summary.saidStored));
  if (found > 0 || summary.saidStored > 0) await readStudy(present);
  return { found };
}

/** Reads the study in every way that WADO has, as far as time allows. */
async function readStudy(work: StudyWork): Promise<void> {
  const { wadoUri } = work.endpoint;
  const metadata = await readMetadata(work);
  for (const read of [
    () => readInstances(work),
    () => readFrames(work),
    () => readBulkData(work, metadata),
    () => renderStudy(work),
    ...(wadoUri === undefined ? [] : [() => renderByUri(work, wadoUri)]),
  ]) {
    if (work.signal.aborted) return;
    await read();
  }
}

function describeStudy(
  { endpoint, removal: way }: StudyTarget,
  record: StudyRecord,
  removal: StudyRemoval,
): Observation {
  const removed = removal.state === 'removed-verified';
  const deletion = {
    endpoint: endpoint.id,
    https: new URL(endpoint.url).protocol === 'https:',
    service: 'delete' as const,
    ok: removal.note === 'deleted',
    ...(removal.note === 'deleted' ? {} : { reason: removal.note }),
  };
  const wasDeleted = way === 'dicomweb-delete' && removal.note !== 'neverStored';
  return {
    state: 'observed',
    facts: {
      'dicomweb.service': [...record.services.map(judgeWhole), ...(wasDeleted ? [deletion] : [])],
      'dicomweb.text': record.texts.rows,
      'dicomweb.change': record.changes.rows,
      'dicomweb.removal': [{ endpoint: endpoint.id, method: way, removed, note: removal.note }],
    },
    notes: [...record.notes],
    attachments: record.attachments,
    ...(record.simulated && { simulated: true as const }),
  };
}

/** Says whether everything that was expected came as it was sent; a row that counts nothing stays as it is. */
function judgeWhole(row: DicomwebServiceRow): DicomwebServiceRow {
  if (row.expected === undefined || row.service === 'stow' || row.service === 'delete') return row;
  return { ...row, asSent: row.ok && row.expected > 0 && row.equal === row.expected };
}

type Settled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

/** Keeps an error until what must still be done is done. */
async function settle<Value>(work: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}

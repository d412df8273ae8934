import {
  askLevel,
  expectedKeys,
  isAnswered,
  type LevelQuery,
  type LevelReading,
} from './ask-level.ts';
import { describeFinding, examineRecords } from './describe-finding.ts';
import type { TextReading } from './examine-texts.ts';
import { FIND_CLASSES, type FindLevel, type FindModel } from './find-keys.ts';
import type { DicomFindRow } from './reading-facts.ts';
import { isTaken, proposeAny, roundMs, type Session } from './session.ts';
import type { StoredStudy } from './store-study.ts';

/** What the queries about a study gave. */
export interface QueriedStudy {
  readonly rows: readonly DicomFindRow[];
  readonly texts: readonly TextReading[];
  /** The study was shown. */
  readonly wasSeen: boolean;
}

const models: readonly FindModel[] = ['study-root', 'patient-root'];
const levelsOf: Readonly<Record<FindModel, readonly FindLevel[]>> = {
  'study-root': ['study', 'series', 'image'],
  'patient-root': ['patient', 'study', 'series', 'image'],
};
const service = 'C-FIND';
const proposal = { contexts: proposeAny(Object.values(FIND_CLASSES)) };

/** Finds a study at every level of every model that the node accepts. */
export async function queryStudy(session: Session, stored: StoredStudy): Promise<QueriedStudy> {
  const rows: DicomFindRow[] = [];
  const texts: TextReading[] = [];
  const accepted = await findModels(session);
  let foundAfterMs = await awaitImages(session, stored, accepted[0]);
  for (const model of accepted) {
    for (const level of levelsOf[model]) {
      const query: LevelQuery = { stored, model, level, declaresUnicode: true };
      const reading = await ask(session, query);
      const row = reading && describeFinding(session.common, query, reading);
      if (!reading || !row) continue;
      texts.push(...examineRecords(query, reading, 'find'));
      const isFirst = level === 'image' && foundAfterMs !== undefined;
      rows.push({ ...row, ...(isFirst && { foundAfterMs }) });
      if (isFirst) foundAfterMs = undefined;
    }
  }
  texts.push(...(await readPlainTexts(session, stored, accepted[0])));
  return { rows, texts, wasSeen: rows.some(({ ours = 0 }) => ours > 0) };
}

/** Reads the texts of a study by C-FIND at study level, without counting anything. */
export async function queryTexts(session: Session, stored: StoredStudy): Promise<QueriedStudy> {
  const [model] = await findModels(session);
  if (model === undefined) return { rows: [], texts: [], wasSeen: false };
  await awaitImages(session, stored, model);
  const query: LevelQuery = { stored, model, level: 'study', declaresUnicode: true };
  const reading = await ask(session, query);
  const texts = reading ? examineRecords(query, reading, 'find') : [];
  const plain = await readPlainTexts(session, stored, model);
  return { rows: [], texts: [...texts, ...plain], wasSeen: texts.length > 0 };
}

/**
 * How many of the images of a study a node shows, once they have had time to settle; `undefined` when it cannot be
 * asked.
 */
export async function countImages(
  session: Session,
  stored: StoredStudy,
): Promise<number | undefined> {
  const [model] = await findModels(session);
  if (model === undefined) return undefined;
  await awaitImages(session, stored, model);
  const reading = await ask(session, { stored, model, level: 'image', declaresUnicode: true });
  return reading && isAnswered(reading) ? reading.ours.size : undefined;
}

/** The models whose queries the node takes. */
async function findModels(session: Session): Promise<readonly FindModel[]> {
  const accepted = await session.converse(service, proposal, async (association) =>
    models.filter((model) => isTaken(association, FIND_CLASSES[model])),
  );
  if (accepted?.length === 0) session.note(session.words.notOffered(service));
  return accepted ?? [];
}

/** One level on an association of its own, so that a level that breaks it takes no other with it. */
function ask(session: Session, query: LevelQuery): Promise<LevelReading | undefined> {
  if (session.signal.aborted) return Promise.resolve(undefined);
  const { words } = session;
  return session.converse(service, proposal, async (association) => {
    const reading = await askLevel(session, association, query);
    const { outcome } = reading;
    if (outcome.kind === 'status' && outcome.status.category === 'failure')
      session.note(words.queryFailed(query.level, words.status(outcome.status)));
    else if (outcome.kind === 'cancel-ignored')
      session.note(words.queryFailed(query.level, words.cancelIgnored));
    else if (outcome.kind === 'no-accepted-context') session.note(words.notOffered(service));
    else if (outcome.kind !== 'status')
      session.note(words.queryFailed(query.level, session.connection.tell(outcome)));
    return reading;
  });
}

/**
 * An archive may show what it was sent only after a job of its own: asks until all images are there, it refuses, or
 * the time is up. How long it took, in milliseconds from the end of storing; `undefined` when they did not all come.
 */
async function awaitImages(
  session: Session,
  stored: StoredStudy,
  model: FindModel | undefined,
): Promise<number | undefined> {
  if (model === undefined) return undefined;
  const query: LevelQuery = { stored, model, level: 'image', declaresUnicode: true };
  const expected = expectedKeys(query).length;
  const found = await session.converse(service, proposal, async (association) => {
    for (;;) {
      const reading = await askLevel(session, association, query);
      const elapsedMs = performance.now() - stored.endedAtMs;
      if (reading.ours.size === expected) return elapsedMs;
      if (!isAnswered(reading) || elapsedMs > session.patience.settleMs) return undefined;
      await session.pause();
      if (session.signal.aborted) return undefined;
    }
  });
  return found === undefined ? undefined : roundMs(found);
}

/** What a caller gets that declares no character set, as many modalities and workstations do not. */
async function readPlainTexts(
  session: Session,
  stored: StoredStudy,
  model: FindModel | undefined,
): Promise<TextReading[]> {
  if (model === undefined) return [];
  const query: LevelQuery = { stored, model, level: 'study', declaresUnicode: false };
  const reading = await ask(session, query);
  return reading ? examineRecords(query, reading, 'find-without-charset') : [];
}

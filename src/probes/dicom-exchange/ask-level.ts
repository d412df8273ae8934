import {
  type Association,
  chooseEncoding,
  type FindOutcome,
  type NoContextOutcome,
  type ReadDataset,
  readDataset,
} from '../../protocols/dicom/index.ts';
import {
  encodeQuery,
  FIND_CLASSES,
  type FindLevel,
  type FindModel,
  tagOf,
  UNIQUE_KEYS,
} from './find-keys.ts';
import type { Session } from './session.ts';
import type { StoredStudy } from './store-study.ts';

/** Which records of a stored study are looked for. */
export interface LevelQuery {
  readonly stored: Pick<StoredStudy, 'study' | 'accepted'>;
  readonly model: FindModel;
  readonly level: FindLevel;
  /** Whether the identifier says that it, and so the answers, may be in ISO_IR 192. */
  readonly declaresUnicode: boolean;
}

/** What the queries about one level gave. */
export interface LevelReading {
  /** Of the last query; the first that failed is the last. */
  readonly outcome: FindOutcome | NoContextOutcome;
  /** Of all queries, whomever they are about. */
  readonly answers: number;
  readonly capped: boolean;
  /** Records of ours by their unique key; of any other answer nothing is kept. */
  readonly ours: ReadonlyMap<string, ReadDataset>;
}

/** A node that does not filter would send its whole list; this many answers show that it does not. */
const mostAnswers = 100;

/** The values of the unique key that the accepted objects have at a level. */
export function expectedKeys({ stored, level }: Pick<LevelQuery, 'stored' | 'level'>): string[] {
  const { identity } = stored.study;
  switch (level) {
    case 'patient':
      return [identity.patientId];
    case 'study':
      return [identity.studyInstanceUid];
    case 'series':
      return [...new Set(stored.accepted.map(({ object }) => object.seriesInstanceUid))];
    case 'image':
      return stored.accepted.map(({ object }) => object.sopInstanceUid);
  }
}

/** Asks for a level: once, or at image level once for each series, since the hierarchy is kept. */
export async function askLevel(
  session: Session,
  association: Association,
  query: LevelQuery,
): Promise<LevelReading> {
  const expected = new Set(expectedKeys(query));
  if (query.level !== 'image') return askOnce(session, association, query, expected);
  const ours = new Map<string, ReadDataset>();
  let answers = 0;
  let reading: LevelReading | undefined;
  for (const seriesInstanceUid of expectedKeys({ ...query, level: 'series' })) {
    reading = await askOnce(session, association, query, expected, seriesInstanceUid);
    answers += reading.answers;
    for (const [uid, record] of reading.ours) ours.set(uid, record);
    if (!isAnswered(reading)) break;
  }
  if (reading === undefined) throw new Error('no object was accepted: there is nothing to ask for');
  return { ...reading, answers, ours };
}

/** Whether the last query ended with success. */
export function isAnswered({ outcome, capped }: LevelReading): boolean {
  return outcome.kind === 'status' && outcome.status.category === 'success' && !capped;
}

async function askOnce(
  session: Session,
  association: Association,
  { stored, model, level, declaresUnicode }: LevelQuery,
  expected: ReadonlySet<string>,
  seriesInstanceUid?: string,
): Promise<LevelReading> {
  const query = {
    model,
    level,
    study: stored.study.identity,
    declaresUnicode,
    ...(seriesInstanceUid !== undefined && { seriesInstanceUid }),
  };
  const ours = new Map<string, ReadDataset>();
  const outcome = await association.find({
    sopClassUid: FIND_CLASSES[model],
    identifier: (transferSyntaxUid) => encodeQuery(query, transferSyntaxUid),
    maxAnswers: mostAnswers,
    maxMs: session.patience.queryMs,
    onAnswer: ({ identifier, transferSyntax }) => {
      const encoding = chooseEncoding(transferSyntax);
      const read = encoding && readDataset(identifier, encoding);
      if (!read?.ok) return;
      const key = read.dataset.text(tagOf(UNIQUE_KEYS[level]))?.trim() ?? '';
      if (expected.has(key)) ours.set(key, read.dataset);
    },
  });
  const counted = outcome.kind === 'no-accepted-context' ? undefined : outcome;
  return {
    outcome,
    answers: counted?.answers ?? 0,
    capped: counted?.stoppedBy !== undefined,
    ours,
  };
}

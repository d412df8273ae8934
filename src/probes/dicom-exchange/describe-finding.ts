import type { ReadDataset } from '../../protocols/dicom/index.ts';
import { classifyChange, takeValue } from '../../synthetic/compare-values.ts';
import { expectedKeys, type LevelQuery, type LevelReading } from './ask-level.ts';
import { readTexts, type TextReading } from './examine-texts.ts';
import { attributesOf, STUDY_INSTANCES, tagOf } from './find-keys.ts';
import { readAttributes } from './make-studies.ts';
import type { DicomFindRow } from './reading-facts.ts';
import type { DicomTextRow } from './text-facts.ts';

/** Other bytes, but the same value. */
const harmless: ReadonlySet<string> = new Set(['padding', 'number-form', 'character-set']);

/** The row of one level; `undefined` when our own stop cut the query short. */
export function describeFinding(
  common: Pick<DicomFindRow, 'node' | 'role'>,
  query: LevelQuery,
  reading: LevelReading,
): DicomFindRow | undefined {
  const { outcome, answers, capped, ours } = reading;
  if (outcome.kind === 'cancelled') return undefined;
  const { model, level } = query;
  const base = { ...common, model, level, expected: expectedKeys(query).length };
  if (outcome.kind !== 'status') return base;
  const related = [...ours.values()].map((record) => readCount(record, STUDY_INSTANCES))[0];
  const values = countValues(query, reading);
  const texts = examineRecords(query, reading, 'find');
  return {
    ...base,
    // After our C-CANCEL the status is about the cancel, not about the query.
    ...(!capped && { status: outcome.status.code }),
    answers,
    ours: ours.size,
    capped,
    ...(ours.size > 0 && {
      attributesAsked: values.asked,
      attributesReturned: values.returned,
      attributesEqual: values.equal,
    }),
    ...(texts.length > 0 && {
      textIntact: texts.every(({ examined }) => examined.verdict === 'intact'),
    }),
    ...(level === 'study' && related !== undefined && { relatedInstances: related }),
  };
}

/**
 * The Vietnamese texts that were asked for, as the records have them. One that is not returned is lost only where an
 * archive must return it (PS3.4 table C.6-1, C.6-5): most are optional keys, which it need not know.
 */
export function examineRecords(
  query: LevelQuery,
  { ours }: Pick<LevelReading, 'ours'>,
  route: DicomTextRow['route'],
): TextReading[] {
  const { textForm } = query.stored.study;
  const tags = attributesOf(query.model, query.level).map(tagOf);
  return pairRecords(query, ours).flatMap(([sent, record]) => {
    const returned = tags.filter((tag) => (record.elements.get(tag)?.raw.length ?? 0) > 0);
    const required = tags.filter((tag) => tag === tagOf('PatientName'));
    return readTexts({ route, textForm }, sent, record, new Set([...required, ...returned]));
  });
}

/** How many of the values that we know were asked for and returned, and how many of them as they were sent. */
function countValues(query: LevelQuery, { ours }: LevelReading) {
  const counts = { asked: 0, returned: 0, equal: 0 };
  const tags = attributesOf(query.model, query.level).map(tagOf);
  for (const [sent, record] of pairRecords(query, ours)) {
    for (const tag of tags) {
      const mine = sent.elements.get(tag);
      if (mine === undefined || mine.raw.length === 0) continue;
      counts.asked += 1;
      const theirs = record.elements.get(tag);
      if (theirs === undefined || theirs.raw.length === 0) continue;
      counts.returned += 1;
      const change = classifyChange(
        takeValue(mine, sent.characterSets, theirs.vr),
        takeValue(theirs, record.characterSets, mine.vr),
      );
      if (change === undefined || harmless.has(change)) counts.equal += 1;
    }
  }
  return counts;
}

/** Each record beside the object of ours that it is about, or is made from. */
function pairRecords(
  { stored, level }: LevelQuery,
  records: ReadonlyMap<string, ReadDataset>,
): [ReadDataset, ReadDataset][] {
  const [any] = stored.accepted;
  return [...records].flatMap(([key, record]) => {
    const sent = stored.accepted.find(
      ({ object }) =>
        (level === 'image' && object.sopInstanceUid === key) ||
        (level === 'series' && object.seriesInstanceUid === key),
    );
    const about = level === 'patient' || level === 'study' ? any : sent;
    return about ? [[readAttributes(about.object), record]] : [];
  });
}

function readCount(record: ReadDataset, tag: number): number | undefined {
  const text = record.text(tag)?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

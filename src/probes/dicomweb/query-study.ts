import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadDataset } from '../../protocols/dicom/index.ts';
import {
  type DicomJsonDataset,
  type DicomWebOutcome,
  type SearchQuery,
  type SearchResult,
  search,
} from '../../protocols/dicomweb/index.ts';
import { ATTRIBUTES, type Keyword } from '../../synthetic/attributes.ts';
import type { DatasetDifference } from '../../synthetic/index.ts';
import { compareJson } from './compare-json.ts';
import { describeDeviations, roundMs } from './describe-outcome.ts';
import type { DicomwebQueryRow } from './facts.ts';
import { tallyJsonTexts } from './read-texts.ts';
import { limitCall, type StudyWork } from './study-work.ts';
import { isHarmless } from './tally-changes.ts';
import { listSeries, type TestStudy } from './test-objects.ts';

type Level = DicomwebQueryRow['level'];

/** What one match has to say beside attributes of the objects: how much there is. */
interface Expected {
  readonly uid: string;
  readonly dataset: ReadDataset;
  readonly counts: readonly (readonly [tag: number, keyword: string, count: number])[];
}

/** A level of the study, what PS3.18 wants told at it (tables 10.6.3-3 to 10.6.3-5), and how it is asked for. */
interface LevelPlan {
  readonly level: Level;
  readonly query: SearchQuery;
  readonly key: number;
  readonly attributes: readonly Keyword[];
  readonly expected: readonly Expected[];
}

const numberOfStudySeries = [0x00201206, 'NumberOfStudyRelatedSeries'] as const;
const numberOfStudyInstances = [0x00201208, 'NumberOfStudyRelatedInstances'] as const;
const numberOfSeriesInstances = [0x00201209, 'NumberOfSeriesRelatedInstances'] as const;

/**
 * Finds the study at three levels by QIDO-RS (PS3.18 10.6), waiting while an archive may still be at work.
 * @returns how many instances were found
 */
export async function queryStudy(work: StudyWork): Promise<number> {
  const giveUpAt = performance.now() + work.patience.visibleMs;
  let found = 0;
  for (const plan of planLevels(work.test)) {
    if (work.signal.aborted) break;
    found = await queryLevel(work, plan, giveUpAt);
  }
  return found;
}

function planLevels(test: TestStudy): LevelPlan[] {
  const { studyInstanceUid: study } = test.study;
  const series = listSeries(test);
  const [first] = test.objects;
  return [
    {
      level: 'studies',
      query: {
        level: 'studies',
        match: { StudyInstanceUID: study },
        includeFields: ['00081030'],
        limit: 10,
      },
      key: ATTRIBUTES.StudyInstanceUID[0],
      attributes: [
        'StudyDate',
        'StudyTime',
        'AccessionNumber',
        'PatientName',
        'PatientID',
        'PatientBirthDate',
        'PatientSex',
        'StudyID',
        'StudyDescription',
      ],
      expected: first
        ? [
            {
              uid: study,
              dataset: first.dataset,
              counts: [
                [...numberOfStudySeries, series.length],
                [...numberOfStudyInstances, test.objects.length],
              ],
            },
          ]
        : [],
    },
    {
      level: 'series',
      query: { level: 'series', within: { study }, includeFields: ['0008103E'], limit: 50 },
      key: ATTRIBUTES.SeriesInstanceUID[0],
      attributes: ['Modality', 'SeriesNumber', 'SeriesDescription'],
      expected: series.flatMap(([object, ...others]) =>
        object === undefined
          ? []
          : [
              {
                uid: object.seriesInstanceUid,
                dataset: object.dataset,
                counts: [[...numberOfSeriesInstances, others.length + 1]],
              },
            ],
      ),
    },
    {
      level: 'instances',
      query: { level: 'instances', within: { study }, limit: 100 },
      key: ATTRIBUTES.SOPInstanceUID[0],
      attributes: [
        'SOPClassUID',
        'InstanceNumber',
        'Rows',
        'Columns',
        'BitsAllocated',
        'NumberOfFrames',
      ],
      expected: test.objects.map(({ dataset, sopInstanceUid }) => ({
        uid: sopInstanceUid,
        dataset,
        counts: [],
      })),
    },
  ];
}

async function queryLevel(work: StudyWork, plan: LevelPlan, giveUpAt: number): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const outcome = await search(
      work.connection,
      plan.query,
      limitCall(work, work.patience.readMs),
    );
    const matches = pickOurs(plan, outcome.kind === 'answered' ? outcome.matches : []);
    const waitedMs = performance.now() - startedAt;
    const isLast =
      outcome.kind !== 'answered' ||
      matches.size >= plan.expected.length ||
      performance.now() + work.patience.pollMs > giveUpAt ||
      !(await pause(work));
    if (isLast) {
      recordLevel(work, plan, outcome, matches, waitedMs);
      return matches.size;
    }
  }
}

/** @returns false when the work was stopped meanwhile */
async function pause({ patience, signal }: StudyWork): Promise<boolean> {
  try {
    await sleep(patience.pollMs, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** The matches that are of our study; a service that ignores the question may give others, which are dropped here. */
function pickOurs(
  plan: LevelPlan,
  matches: readonly DicomJsonDataset[],
): ReadonlyMap<string, DicomJsonDataset> {
  const ours = new Map<string, DicomJsonDataset>();
  for (const match of matches) {
    const uid = match.text(plan.key);
    if (uid !== undefined && plan.expected.some((one) => one.uid === uid)) ours.set(uid, match);
  }
  return ours;
}

function recordLevel(
  { record, words }: StudyWork,
  plan: LevelPlan,
  outcome: DicomWebOutcome<SearchResult>,
  matches: ReadonlyMap<string, DicomJsonDataset>,
  waitedMs: number,
): void {
  const source = `qido-${plan.level}` as const;
  const only = new Set(plan.attributes.map((keyword) => ATTRIBUTES[keyword][0]));
  let equal = 0;
  for (const { counts, dataset, uid } of plan.expected) {
    const match = matches.get(uid);
    if (match === undefined) continue;
    const { differences, withheld } = compareJson(dataset, match, { only });
    const all = [...differences, ...compareCounts(counts, match)];
    if (withheld) record.notes.add(words.otherPatient);
    if (!withheld && all.every(isHarmless)) equal += 1;
    record.changes.add(source, all);
    tallyJsonTexts(record.texts, source, dataset, match, withheld, plan.attributes);
  }
  record.add(outcome, 'json', {
    service: 'qido',
    level: plan.level,
    ok: outcome.kind === 'answered',
    expected: plan.expected.length,
    ...(outcome.kind === 'answered'
      ? {
          received: matches.size,
          equal,
          waitedMs: roundMs(waitedMs),
          ...describeDeviations(outcome.deviations),
        }
      : {}),
  });
}

function compareCounts(counts: Expected['counts'], match: DicomJsonDataset): DatasetDifference[] {
  return counts.flatMap(([tag, keyword, count]) => {
    const theirs = match.number(tag);
    if (theirs === count) return [];
    const hex = tag.toString(16).padStart(8, '0').toUpperCase();
    const place = { path: `(${hex.slice(0, 4)},${hex.slice(4)})`, tag, keyword };
    const ours = String(count);
    return [
      theirs === undefined
        ? { ...place, kind: 'removed' as const, ours }
        : {
            ...place,
            kind: 'changed' as const,
            change: 'value' as const,
            ours,
            theirs: String(theirs),
          },
    ];
  });
}

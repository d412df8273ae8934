import type {
  SharingRunRow,
  SharingSeriesRow,
  SharingStudyRow,
} from '../../probes/sharing/facts.ts';
import { daysBetween } from './check-times.ts';
import type { GatheredSeries, GatheredStudy } from './gather-study.ts';
import { readStack } from './slice-stack.ts';

/** What is known of the medium or folder around a study. */
export interface StudySurroundings {
  readonly label: string;
  readonly source: SharingStudyRow['source'];
  /** Absent when no object was read, only asked about by C-FIND. */
  readonly unreadableObjects?: number;
  /** Absent without a DICOMDIR. */
  readonly directoryMatches?: boolean;
  readonly viewerOnMedia?: boolean;
  /** Found by the receiving PACS; absent when it was not asked. */
  readonly retrievable?: boolean;
  /** YYYY-MM-DD, local to the hospital. */
  readonly checkedOn: string;
}

/** A study in rows of facts. */
export interface StudyRows {
  readonly study: SharingStudyRow;
  readonly series: readonly SharingSeriesRow[];
  readonly runs: readonly SharingRunRow[];
}

/** Turns what was gathered into facts. No name, number or UID is among them. */
export function describeStudy(study: GatheredStudy, around: StudySurroundings): StudyRows {
  const all = [...study.series.values()];
  const { objects, without } = study;
  const counted = matchCounts(study, all);
  const { label, checkedOn } = around;
  return {
    study: {
      study: label,
      source: around.source,
      modalities: [...new Set(all.map((one) => one.modality))].sort(),
      series: all.length,
      objects,
      patients: study.patients.size,
      ...((study.namesBeyondAscii > 0 || study.spoiltNames > 0) && {
        charsetRight: study.spoiltNames === 0,
      }),
      nameFilled: without.name === 0,
      patientIdFilled: without.patientId === 0,
      perhapsNationalId: study.perhapsNationalId,
      ...(study.comparedTimes > 0 && { timePlausible: study.implausibleTimes === 0 }),
      ...(study.firstDay !== undefined && {
        ageDays: daysBetween(study.firstDay, checkedOn.replaceAll('-', '')),
      }),
      ...(counted !== undefined && { declaredCountsMatch: counted }),
      ...(around.directoryMatches !== undefined && { directoryMatches: around.directoryMatches }),
      ...(around.viewerOnMedia !== undefined && { viewerOnMedia: around.viewerOnMedia }),
      ...(around.retrievable !== undefined && { retrievable: around.retrievable }),
      ...(around.unreadableObjects === undefined
        ? describeAnswers(study, all)
        : describeObjects(study, all, around.source, around.unreadableObjects)),
    },
    series: all.map((one, index) => describeSeries(one, index + 1, label)),
    runs: all
      .flatMap((one) => [...one.runs].sort((a, b) => a.number - b.number))
      .map(({ frames, time }, index) => ({
        study: label,
        run: index + 1,
        frames,
        ...(time !== undefined && { time }),
      })),
  };
}

type ObjectColumns = Pick<
  SharingStudyRow,
  | 'unreadableObjects'
  | 'incompletePixels'
  | 'conflictingObjects'
  | 'part10'
  | 'unknownSopClasses'
  | 'birthDateFilled'
  | 'sexFilled'
  | 'issuerFilled'
  | 'timeFilled'
  | 'derivedObjects'
  | 'lossyObjects'
  | 'croppedObjects'
>;

/** What objects tell that were read from beginning to end. */
function describeObjects(
  study: GatheredStudy,
  all: readonly GatheredSeries[],
  source: SharingStudyRow['source'],
  unreadableObjects: number,
): ObjectColumns {
  const { without } = study;
  return {
    unreadableObjects,
    incompletePixels: study.incompletePixels,
    conflictingObjects: study.conflictingObjects,
    ...(source !== 'pacs' && { part10: study.notPart10 === 0 }),
    unknownSopClasses: study.unknownSopClasses,
    birthDateFilled: without.birthDate === 0,
    sexFilled: without.sex === 0,
    issuerFilled: without.issuer === 0,
    timeFilled: without.time === 0,
    derivedObjects: study.derivedObjects,
    lossyObjects: study.lossyObjects,
    croppedObjects: countAllOddSizes(all),
  };
}

/**
 * What answers to C-FIND tell. An optional key that comes back empty may be empty in the object, or not supported
 * (PS3.4 C.2.2.1.3): then nothing is said. Study Date and Study Time are required keys (PS3.4 C.6.2.1.2).
 */
function describeAnswers(study: GatheredStudy, all: readonly GatheredSeries[]): ObjectColumns {
  const { objects, told, without } = study;
  const images = objects > 0 && told.imageType === objects;
  return {
    ...(told.sopClass === objects && { unknownSopClasses: study.unknownSopClasses }),
    ...(without.birthDate === 0 && { birthDateFilled: true }),
    ...(without.sex === 0 && { sexFilled: true }),
    ...(without.issuer === 0 && { issuerFilled: true }),
    ...(study.studyTimeMissing > 0
      ? { timeFilled: false }
      : without.time === 0 && { timeFilled: true }),
    ...((images || study.derivedObjects > 0) && { derivedObjects: study.derivedObjects }),
    ...((told.lossy === objects || study.lossyObjects > 0) && { lossyObjects: study.lossyObjects }),
    ...(told.sizes === objects && { croppedObjects: countAllOddSizes(all) }),
  };
}

function describeSeries(series: GatheredSeries, ordinal: number, study: string): SharingSeriesRow {
  const numbered = series.numbers.size > 0 && series.objectsWithoutNumber === 0;
  const stack = series.slices.length === series.objects ? readStack(series.slices) : undefined;
  return {
    study,
    series: ordinal,
    modality: series.modality,
    objects: series.objects,
    ...(numbered && {
      numberGaps: countGaps(series),
      repeatedNumbers: [...series.numbers.values()].filter((times) => times > 1).length,
    }),
    ...(stack !== undefined && { evenSpacing: stack.even, missingSlices: stack.missing }),
  };
}

/** Gaps between the lowest and the highest Instance Number; a series may begin at any number. */
function countGaps(series: GatheredSeries): number {
  const numbers = [...series.numbers.keys()].sort((a, b) => a - b);
  return numbers.slice(1).filter((number, index) => number - (numbers[index] ?? number) > 1).length;
}

function countAllOddSizes(all: readonly GatheredSeries[]): number {
  return all.reduce((sum, one) => sum + countOddSizes(one), 0);
}

/** Images of another size than most of their series; localisers usually are a series of their own. */
function countOddSizes(series: GatheredSeries): number {
  const counts = [...series.sizes.values()];
  if (counts.length < 2) return 0;
  return counts.reduce((sum, one) => sum + one, 0) - Math.max(...counts);
}

/** Counts declared in (0020,1206), (0020,1208) and (0020,1209) against what is there; `undefined` where none is declared. */
function matchCounts(study: GatheredStudy, all: readonly GatheredSeries[]): boolean | undefined {
  const checks: readonly (readonly [ReadonlySet<number>, number])[] = [
    [study.declaredSeries, all.length],
    [study.declaredObjects, study.objects],
    ...all.map((one) => [one.declaredObjects, one.objects] as const),
  ];
  const declared = checks.filter(([said]) => said.size > 0);
  if (declared.length === 0) return undefined;
  return declared.every(([said, seen]) => said.size === 1 && said.has(seen));
}

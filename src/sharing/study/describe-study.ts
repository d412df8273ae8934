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
  readonly source: 'folder' | 'media';
  readonly unreadableObjects: number;
  /** Absent without a DICOMDIR. */
  readonly directoryMatches?: boolean;
  readonly viewerOnMedia?: boolean;
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
      unreadableObjects: around.unreadableObjects,
      incompletePixels: study.incompletePixels,
      conflictingObjects: study.conflictingObjects,
      patients: study.patients.size,
      part10: study.notPart10 === 0,
      unknownSopClasses: study.unknownSopClasses,
      ...((study.namesBeyondAscii > 0 || study.spoiltNames > 0) && {
        charsetRight: study.spoiltNames === 0,
      }),
      nameFilled: without.name === 0,
      birthDateFilled: without.birthDate === 0,
      sexFilled: without.sex === 0,
      patientIdFilled: without.patientId === 0,
      issuerFilled: without.issuer === 0,
      perhapsNationalId: study.perhapsNationalId,
      timeFilled: without.time === 0,
      ...(study.comparedTimes > 0 && { timePlausible: study.implausibleTimes === 0 }),
      ...(study.firstDay !== undefined && {
        ageDays: daysBetween(study.firstDay, checkedOn.replaceAll('-', '')),
      }),
      ...(counted !== undefined && { declaredCountsMatch: counted }),
      ...(around.directoryMatches !== undefined && { directoryMatches: around.directoryMatches }),
      ...(around.viewerOnMedia !== undefined && { viewerOnMedia: around.viewerOnMedia }),
      derivedObjects: study.derivedObjects,
      lossyObjects: study.lossyObjects,
      croppedObjects: all.reduce((sum, one) => sum + countOddSizes(one), 0),
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

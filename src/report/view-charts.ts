import { type EvidenceRecord, type FactRow, isObserved } from '../evidence/evidence.ts';
import { findThreshold } from './find-threshold.ts';
import { pictureWords } from './picture-words.ts';
import { drawRuns, type RunRow } from './pictures/draw-runs.ts';
import { drawStorage } from './pictures/draw-storage.ts';
import type { ViewContext } from './view-context.ts';

const mostCharts = 24;
const mostRuns = 100;
/** A decade of days: beyond it an estimate is no figure any more. */
const decade = 3_650;

/** A group of facts with every run of a throughput measurement, and where the figures asked for are written. */
const measured = [
  {
    group: 'lan.path',
    name: 'path',
    directions: [
      { column: 'up', word: 'sending', required: 'lan.port.linkMbps' },
      { column: 'down', word: 'receiving', required: 'lan.port.linkMbps' },
    ],
    toleranceOf: () => 'lan.path.slowerMedianWireEquivalentMbps',
  },
  {
    group: 'internet.line',
    name: 'test',
    directions: [
      { column: 'down', word: 'download', required: 'isp-contract.downloadMbps' },
      { column: 'up', word: 'upload', required: 'isp-contract.uploadMbps' },
    ],
    toleranceOf: (column: string) => `internet.line.${column}MedianWireEquivalentMbps`,
  },
] as const;

/** Charts of throughput, one for each path and line that was measured. */
export function viewRunCharts(context: ViewContext) {
  const all = context.assessment.evidence
    .filter(isObserved)
    .flatMap((record) =>
      measured.flatMap((kind) =>
        (record.facts[kind.group] ?? []).map((row) => ({ record, kind, row })),
      ),
    );
  return all
    .slice(0, mostCharts)
    .flatMap(({ record, kind, row }, index) => viewRunChart(context, record, kind, row, index));
}

function viewRunChart(
  context: ViewContext,
  record: EvidenceRecord,
  kind: (typeof measured)[number],
  row: FactRow,
  index: number,
) {
  const words = pictureWords(context.language);
  const number = (value: number): string => context.clip(context.count(value), 16);
  const rows = kind.directions.flatMap(({ column, word, required }): RunRow[] => {
    const median = row[`${column}MedianWireEquivalentMbps`];
    const runs = numbersOf(row[`${column}GoodputMbpsRuns`]);
    if (typeof median !== 'number' || runs.length === 0) return [];
    const asked = findThreshold(context.checklist, required);
    const tolerance = findThreshold(context.checklist, kind.toleranceOf(column));
    return [
      {
        name: context.say[word],
        medianWords: words.median(number(median)),
        runs: toWireRates(runs, median),
        median,
        ...(asked !== undefined && { required: asked }),
        ...(tolerance !== undefined && { tolerance }),
      },
    ];
  });
  const [first] = rows;
  if (first === undefined) return [];
  const name = context.clip(String(row[kind.name] ?? record.id), 60);
  const title = kind.group === 'lan.path' ? words.lanTitle(name) : words.lineTitle(name);
  const picture = drawRuns(`picture-runs-${index + 1}`, rows, {
    title,
    description: rows
      .map((one) =>
        words.runsDescription(one.name, one.runs.map(number).join('; '), number(one.median)),
      )
      .join(' '),
    run: words.oneRun,
    median: words.medianOfRuns,
    ...(first.required !== undefined && { required: words.required(number(first.required)) }),
    ...(first.tolerance !== undefined && { tolerance: words.tolerance(number(first.tolerance)) }),
    unit: 'Mb/s',
    number,
  });
  const notes = [
    ...(row.withinOneComputer === true ? [words.notCounted.withinOneComputer] : []),
    ...(row.serverInside === true ? [words.notCounted.serverInside] : []),
    ...(typeof row.failedRuns === 'number' ? [words.failedRuns(number(row.failedRuns))] : []),
    ...(record.simulated === true ? [context.labels.simulatedShort.toLowerCase()] : []),
  ];
  return [{ caption: notes.length === 0 ? title : `${title} (${notes.join('; ')})`, picture }];
}

/** Within one direction goodput and wire rate differ by one factor, that of the frame (see the probe's README). */
function toWireRates(runs: readonly number[], median: number): readonly number[] {
  const sorted = runs.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  const middle = (upper + lower) / 2;
  const factor = middle > 0 && median > 0 ? median / middle : 1;
  return runs.map((run) => Math.round(run * factor * 10) / 10);
}

function numbersOf(value: FactRow[string]): readonly number[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one) => typeof one === 'number').slice(0, mostRuns);
}

/** The days that the storage lasts; none where free space or growth is not known. */
export function viewStorageCharts(context: ViewContext) {
  const { storageForecast: forecast } = context.assessment;
  if (forecast === undefined) return [];
  const words = pictureWords(context.language);
  const { daysLeftAtLeast, daysLeftAtMost } = forecast;
  const number = (value: number): string => context.clip(context.count(value), 16);
  const atLeast =
    daysLeftAtLeast > decade
      ? words.storageAtLeastLong
      : words.storageAtLeast(number(daysLeftAtLeast));
  const atMost =
    daysLeftAtMost > decade ? words.storageAtMostLong : words.storageAtMost(number(daysLeftAtMost));
  const picture = drawStorage(
    { atLeast: daysLeftAtLeast, atMost: daysLeftAtMost },
    {
      title: words.storageTitle,
      description: `${atLeast}; ${atMost}`,
      atLeast,
      atMost,
      number,
      days: (value) => words.days(number(value)),
    },
  );
  return [{ caption: `${words.storageTitle}. ${words.storageShown}`, picture }];
}

import { type EvidenceRecord, type FactRow, isObserved } from '../evidence/evidence.ts';
import { measuringComputer } from './measuring-computer.ts';
import type { ViewContext } from './view-context.ts';

/** Fact groups that keep every run of a throughput measurement, and the columns that hold them. */
const runColumns = [
  { group: 'lan.path', name: 'path', out: 'up', direction: 'sending' },
  { group: 'lan.path', name: 'path', out: 'down', direction: 'receiving' },
  { group: 'internet.line', name: 'test', out: 'up', direction: 'upload' },
  { group: 'internet.line', name: 'test', out: 'down', direction: 'download' },
] as const;

/** Every run of a throughput measurement, which computer sent in which direction, and how it was measured. */
export function viewRuns(context: ViewContext, record: EvidenceRecord) {
  if (!isObserved(record)) return [];
  return runColumns.flatMap(({ group, name, out, direction }) =>
    (record.facts[group] ?? []).flatMap((row) => {
      const runs = row[`${out}GoodputMbpsRuns`];
      if (!Array.isArray(runs)) return [];
      const between = textOf(row, 'between');
      const path = textOf(row, name) ?? record.subjectId;
      return [
        {
          id: record.id,
          path: context.clip(between === undefined ? path : `${path}, ${between}`, 160),
          direction: context.clip(directionOf(context, row, direction), 200),
          runs: runs
            .slice(0, 100)
            .map((run) => (typeof run === 'number' ? context.count(run) : run))
            .join('; '),
          median: numberText(context, row, `${out}MedianWireEquivalentMbps`) ?? '',
          conditions: conditionsOf(context, row),
        },
      ];
    }),
  );
}

/** A note that repeats one run: the table has it, in the report's own way of writing numbers. A run that failed stays a note. */
export function isRunNote(record: EvidenceRecord, note: string): boolean {
  return (
    isObserved(record) &&
    runColumns.some(({ group }) => record.facts[group] !== undefined) &&
    /, (?:lần|run) \d.*: [\d.]+ Mb\/s/.test(note)
  );
}

type Direction = (typeof runColumns)[number]['direction'];

/** Which way the data went, and from which computer to which where the record says so. */
function directionOf(context: ViewContext, row: FactRow, direction: Direction): string {
  const { say, assessment } = context;
  const from = textOf(row, 'measuredFrom');
  const to = textOf(row, 'measuredTo');
  if (from === undefined || to === undefined) return say[direction];
  const { name } = measuringComputer(assessment);
  const own = say.measuringEnd(name ?? '', from);
  const far = say.serverEnd(to);
  return direction === 'sending'
    ? say.fromTo(say.sending, own, far)
    : say.fromTo(say.receiving, far, own);
}

function conditionsOf(context: ViewContext, row: FactRow): string {
  const { say, count } = context;
  const test = context.assessment.facility.internet.tests.find(({ id }) => id === row.test);
  const figure = (column: string, words: (text: string) => string) => {
    const text = numberText(context, row, column);
    return text === undefined ? [] : [words(text)];
  };
  const wire = row.wireBytesPerFrame;
  const payload = row.payloadBytesPerFrame;
  return [
    ...(test ? [say.secondsPerRun(count(test.seconds)), say.streams(count(test.parallel))] : []),
    ...figure('secondsPerRun', say.secondsPerRun),
    ...figure('omitSeconds', say.omitSeconds),
    ...figure('streams', say.streams),
    ...figure('mtuBytes', say.mtu),
    ...(typeof wire === 'number' && typeof payload === 'number'
      ? [say.wireFormula(String(wire), String(payload))]
      : []),
    ...figure('rateCeilingMbps', say.ceiling),
    ...figure('plateauMbps', say.plateau),
    ...figure('spanHours', say.spanHours),
    ...(row.hostLimited === true ? [say.hostLimited] : []),
    ...(row.withinOneComputer === true ? [say.withinOneComputer] : []),
    ...(row.serverInside === true ? [say.serverInside] : []),
  ].join('; ');
}

function textOf(row: FactRow, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
}

function numberText(context: ViewContext, row: FactRow, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'number' ? context.count(value) : undefined;
}

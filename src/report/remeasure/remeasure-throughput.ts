import type { FactRow } from '../../evidence/evidence.ts';
import { parseThroughputServer } from '../../facility/throughput-server.ts';
import {
  nameHostPort,
  numberOf,
  numbersOf,
  present,
  type RemeasureInput,
  type Remeasurement,
  rowsOf,
  textOf,
} from './remeasurement.ts';
import { words as fixed, isSafeUrl, writeCommand } from './write-command.ts';

/** How far the median of as many runs may be off before two measurements disagree: ours, printed as ours. */
const medianTolerancePercent = 10;

/** One path of the local network, both directions, by iperf3. */
export function remeasureLan({ record, facility, words, count }: RemeasureInput): Remeasurement[] {
  const path = facility.lan.paths.find((one) => one.id === record.subjectId);
  const server = path && parseThroughputServer(path.server);
  const [row] = rowsOf(record, 'lan.path');
  if (path === undefined || server === undefined || row === undefined) return [];
  const streams = numberOf(row, 'streams') ?? path.parallel;
  const seconds = numberOf(row, 'secondsPerRun') ?? path.seconds;
  const omit = numberOf(row, 'omitSeconds') ?? 0;
  const ceiling = numberOf(row, 'rateCeilingMbps');
  // iperf3 counts a ceiling for each stream.
  const rate =
    ceiling === undefined ? fixed('') : fixed(`-b ${Math.round((ceiling * 1_000) / streams)}K`);
  const write = (direction: '' | '-R') =>
    writeCommand`iperf3 -c ${server.host} -p ${server.port} -t ${seconds} -O ${omit} -P ${streams} ${rate} ${fixed(direction)}`;
  const runs = numbersOf(row, 'upGoodputMbpsRuns').length;
  const isLimited = row.withinOneComputer === true || row.hostLimited === true;
  return [
    {
      target: words.lanTarget(nameHostPort(server.host, server.port), textOf(row, 'measuredFrom')),
      conditions: [
        words.lanRuns(count(runs), count(seconds), count(omit), count(streams)),
        ...(ceiling === undefined ? [] : [words.ceiling(count(ceiling))]),
        ...formula(row, words.formula),
        words.readReceiver,
      ],
      figures: (['up', 'down'] as const).flatMap((way) => {
        const median = medianOf(numbersOf(row, `${way}GoodputMbpsRuns`));
        const wire = numberOf(row, `${way}MedianWireEquivalentMbps`);
        if (median === undefined || wire === undefined) return [];
        return [words.lanFigure(way, count(median), count(wire))];
      }),
      tolerance: isLimited
        ? words.lanNotComparable
        : words.medianTolerance(count(medianTolerancePercent)),
      commands: present([write(''), write('-R')]),
    },
  ];
}

function formula(row: FactRow, say: (wire: number, payload: number) => string): string[] {
  const wire = numberOf(row, 'wireBytesPerFrame');
  const payload = numberOf(row, 'payloadBytesPerFrame');
  return wire === undefined || payload === undefined ? [] : [say(wire, payload)];
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** The Internet line: a test server is made for browsers, so there is an address and no command. */
export function remeasureInternet(input: RemeasureInput): Remeasurement[] {
  const { record, facility, words, count } = input;
  const test = facility.internet.tests.find((one) => one.id === record.subjectId);
  const [row] = rowsOf(record, 'internet.line');
  if (test === undefined || row === undefined || !isSafeUrl(test.url)) return [];
  return [
    {
      target: test.url,
      conditions: [words.internet(count(test.parallel), count(test.seconds))],
      figures: (['down', 'up'] as const).flatMap((way) => {
        const median = medianOf(numbersOf(row, `${way}GoodputMbpsRuns`));
        return median === undefined ? [] : [words.internetFigure(way, count(median))];
      }),
      tolerance: words.internetTolerance,
      commands: [],
    },
  ];
}

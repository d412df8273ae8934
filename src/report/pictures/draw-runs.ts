import { fitText, measureText } from './fit-text.ts';
import { niceTicks } from './nice-ticks.ts';
import { line, type Mark, type Picture, text } from './picture.ts';

/** All runs of one direction, in Mb/s on the wire. */
export interface RunRow {
  readonly name: string;
  /** The median in words. */
  readonly medianWords: string;
  readonly runs: readonly number[];
  readonly median: number;
  /** The figure of the circular. */
  readonly required?: number;
  /** The figure of this tool that stands for it. */
  readonly tolerance?: number;
}

/** Words of the picture, with their figures. */
export interface RunWords {
  readonly title: string;
  readonly description: string;
  readonly run: string;
  readonly median: string;
  readonly required?: string;
  readonly tolerance?: string;
  readonly unit: string;
  readonly number: (value: number) => string;
}

const width = 490;
const left = 134;
const right = 474;
const top = 8;
const rowHeight = 46;
const small = 11.5;

/** Every run as a dot, the median as a bar, the figures asked for as upright lines; directions one below the other. */
export function drawRuns(id: string, rows: readonly RunRow[], words: RunWords): Picture {
  const figures = rows.flatMap(({ runs, median, required, tolerance }) => [
    ...runs,
    median,
    (required ?? 0) * 1.1,
    tolerance ?? 0,
  ]);
  const ticks = niceTicks(Math.max(0, ...figures.filter(Number.isFinite)), 5);
  const end = ticks.at(-1) ?? 1;
  const xOf = (value: number): number =>
    left + (Math.min(Math.max(Number.isFinite(value) ? value : 0, 0), end) / end) * (right - left);
  const bottom = top + rows.length * rowHeight;
  const legend = drawLegend(bottom + 46, words);
  return {
    id,
    width,
    height: bottom + 46 + legend.height,
    title: words.title,
    description: words.description,
    marks: [
      ...ticks.flatMap((value) => [
        line([xOf(value), top], [xOf(value), bottom + 5], 'light'),
        tickLabel(xOf(value), bottom + 18, words.number(value)),
      ]),
      text(left - 10, bottom + 18, words.unit, small, { anchor: 'end' }),
      line([left, bottom], [right, bottom]),
      ...rows.flatMap((row, index) => drawRow(row, top + index * rowHeight, xOf)),
      ...legend.marks,
    ],
  };
}

/** Under its tick, and never over the edge of the picture. */
function tickLabel(x: number, y: number, words: string): Mark {
  const shown = fitText(words, small, 76);
  const half = measureText(shown, small) / 2;
  return text(Math.min(x, width - half - 1), y, shown, small, { anchor: 'middle' });
}

function drawRow(row: RunRow, y: number, xOf: (value: number) => number): readonly Mark[] {
  const { name, medianWords, runs, median, required, tolerance } = row;
  const middle = y + rowHeight / 2;
  return [
    text(left - 10, middle - 3, fitText(name, 13, left - 16, true), 13, {
      anchor: 'end',
      bold: true,
    }),
    text(left - 10, middle + 12, fitText(medianWords, small, left - 14), small, { anchor: 'end' }),
    line([left, middle], [right, middle], 'light'),
    ...(tolerance === undefined
      ? []
      : [line([xOf(tolerance), y + 2], [xOf(tolerance), y + rowHeight - 2], 'black', 1.4, true)]),
    ...(required === undefined
      ? []
      : [line([xOf(required), y + 1], [xOf(required), y + rowHeight - 1], 'black', 2.4)]),
    ...medianMark(xOf(median), middle),
    // Runs that agree would lie on one another.
    ...runs.map((run, index) => dot(xOf(run), middle + ((index % 3) - 1) * 8)),
  ];
}

function dot(x: number, y: number): Mark {
  return { kind: 'circle', x, y, radius: 3.4, fill: 'white', stroke: 'black' };
}

function medianMark(x: number, y: number): readonly Mark[] {
  const tips = [
    [x, y - 19],
    [x + 4.5, y - 14],
    [x, y - 9],
    [x - 4.5, y - 14],
  ] as const;
  return [
    line([x, y - 14], [x, y], 'alarm', 1.6),
    { kind: 'polygon', points: tips, fill: 'alarm' },
  ];
}

function drawLegend(y: number, { run, median, required, tolerance }: RunWords) {
  const lines: readonly (readonly [words: string, mark: (at: number) => readonly Mark[]])[] = [
    [run, (at) => [dot(14, at - 4)]],
    [
      median,
      (at) => [
        {
          kind: 'polygon',
          points: [
            [14, at - 9],
            [18.5, at - 4],
            [14, at + 1],
            [9.5, at - 4],
          ],
          fill: 'alarm',
        },
      ],
    ],
    ...(required === undefined
      ? []
      : [[required, (at: number) => [line([14, at - 10], [14, at + 1], 'black', 2)]] as const]),
    ...(tolerance === undefined
      ? []
      : [
          [
            tolerance,
            (at: number) => [line([6, at - 4], [24, at - 4], 'black', 1.4, true)],
          ] as const,
        ]),
  ];
  const [firstTwo, others] = [lines.slice(0, 2), lines.slice(2)];
  return {
    height: 8 + 17 * others.length,
    marks: [
      ...firstTwo.flatMap(([words, mark], index) =>
        shift([...mark(y), text(28, y, fitText(words, small, 205), small)], index * 240),
      ),
      ...others.flatMap(([words, mark], index) => {
        const at = y + 17 * (index + 1);
        return [...mark(at), text(28, at, fitText(words, small, width - 34), small)];
      }),
    ],
  };
}

function shift(marks: readonly Mark[], by: number): readonly Mark[] {
  return marks.map((mark) => {
    switch (mark.kind) {
      case 'line':
        return { ...mark, x1: mark.x1 + by, x2: mark.x2 + by };
      case 'polygon':
        return { ...mark, points: mark.points.map(([x, y]) => [x + by, y] as const) };
      case 'strokes':
        return {
          ...mark,
          lines: mark.lines.map(([x1, x2, y]) => [x1 + by, x2 + by, y] as const),
        };
      default:
        return { ...mark, x: mark.x + by };
    }
  });
}

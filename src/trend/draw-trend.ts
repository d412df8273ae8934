import { niceTicks } from '../report/pictures/nice-ticks.ts';
import { line, type Mark, type Picture, text } from '../report/pictures/picture.ts';

const width = 640;
const left = 120;
const right = 620;
const top = 14;
const bottom = 150;
const height = 176;
const labelSize = 11.5;

interface Labels {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** A level in a row of levels, as places on the scale: 0 is the lowest. */
export interface LevelSpan {
  readonly day: string;
  readonly floor: number;
  readonly ceiling: number;
}

/** Proposed levels over time: a dot at the proposed level, a line up to what open items still allow. */
export function drawLevels(
  spans: readonly LevelSpan[],
  names: readonly string[],
  labels: Labels,
): Picture {
  const yOf = (rank: number) => bottom - 12 - (rank * (bottom - top - 24)) / (names.length - 1);
  return frame(labels, [
    ...names.flatMap((name, rank) => [
      text(left - 8, yOf(rank) + 4, name, labelSize, { anchor: 'end' }),
      line([left, yOf(rank)], [right, yOf(rank)], 'light', 0.8),
    ]),
    ...spans.flatMap(({ day, floor, ceiling }, index) => {
      const x = xOf(index, spans.length);
      const dot: Mark = {
        kind: 'circle',
        x,
        y: yOf(floor),
        radius: 5,
        fill: 'dark',
        stroke: 'black',
      };
      return [
        ...(ceiling > floor ? [line([x, yOf(floor)], [x, yOf(ceiling)], 'dark', 2.5, true)] : []),
        dot,
        dayLabel(day, x),
      ];
    }),
  ]);
}

/** One measurement over time; days on which it was not made leave a gap. */
export function drawSeries(
  days: readonly string[],
  values: readonly (number | undefined)[],
  unit: string,
  labels: Labels & { readonly show: (value: number) => string },
): Picture {
  const ticks = niceTicks(Math.max(0, ...values.filter((one) => one !== undefined)), 4);
  const most = ticks.at(-1) ?? 1;
  const yOf = (value: number) => bottom - (value / most) * (bottom - top - 8);
  const points = values.map((value, index) =>
    value === undefined ? undefined : ([xOf(index, days.length), yOf(value)] as const),
  );
  return frame(labels, [
    ...ticks.flatMap((tick) => [
      text(left - 8, yOf(tick) + 4, labels.show(tick), labelSize, { anchor: 'end' }),
      line([left, yOf(tick)], [right, yOf(tick)], 'light', 0.8),
    ]),
    text(8, top + 4, unit, labelSize),
    ...points.flatMap((to, index) => {
      const from = points[index - 1];
      return from === undefined || to === undefined ? [] : [line(from, to, 'dark', 2)];
    }),
    ...points.flatMap((point, index): readonly Mark[] => {
      const value = values[index];
      if (point === undefined || value === undefined) return [];
      const [x, y] = point;
      return [
        { kind: 'circle', x, y, radius: 4, fill: 'white', stroke: 'black' },
        text(x, y - 8, labels.show(value), labelSize, { anchor: 'middle' }),
      ];
    }),
    ...days.map((day, index) => dayLabel(day, xOf(index, days.length))),
  ]);
}

function xOf(index: number, count: number): number {
  return left + ((index + 0.5) * (right - left)) / Math.max(1, count);
}

function dayLabel(day: string, x: number): Mark {
  return text(x, bottom + 18, day, labelSize, { anchor: 'middle' });
}

function frame({ id, title, description }: Labels, marks: readonly Mark[]): Picture {
  const axes = [line([left, top], [left, bottom]), line([left, bottom], [right, bottom])];
  return { id, width, height, title, description, marks: [...marks, ...axes] };
}

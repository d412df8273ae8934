import { niceTicks } from '../report/pictures/nice-ticks.ts';
import { line, type Mark, type Picture, text } from '../report/pictures/picture.ts';

const width = 640;
const left = 120;
const right = 620;
const top = 14;
const bottom = 150;
const height = 176;
const labelSize = 11.5;
/** More days than this would write over each other: every other one stands a line lower. */
const mostInOneLine = 7;
const lineHeight = 15;

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
  /** By another checklist than the one before it. */
  readonly editionChanged: boolean;
}

/** Proposed levels over time: a dot at the proposed level, a line up to what open items still allow. */
export function drawLevels(
  spans: readonly LevelSpan[],
  names: readonly string[],
  labels: Labels,
): Picture {
  const yOf = (rank: number) => bottom - 12 - (rank * (bottom - top - 24)) / (names.length - 1);
  const count = spans.length;
  return frame(labels, count, [
    ...names.flatMap((name, rank) => [
      text(left - 8, yOf(rank) + 4, name, labelSize, { anchor: 'end' }),
      line([left, yOf(rank)], [right, yOf(rank)], 'light', 0.8),
    ]),
    ...spans.flatMap(({ day, floor, ceiling, editionChanged }, index) => {
      const x = xOf(index, count);
      const between = (xOf(index - 1, count) + x) / 2;
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
        ...(editionChanged ? [line([between, top], [between, bottom], 'black', 1.2, true)] : []),
        dayLabel(day, index, count),
      ];
    }),
  ]);
}

/** A figure on one day. */
export interface DrawnFigure {
  readonly value: number;
  /** Comparable with the figure before it, so that a line may join them. */
  readonly joins: boolean;
}

/** One measurement over time; days on which it was not made, and other conditions, leave a gap. */
export function drawSeries(
  days: readonly string[],
  figures: readonly (DrawnFigure | undefined)[],
  unit: string,
  labels: Labels & { readonly show: (value: number) => string },
): Picture {
  const values = figures.map((one) => one?.value);
  const ticks = niceTicks(Math.max(0, ...values.filter((one) => one !== undefined)), 4);
  const most = ticks.at(-1) ?? 1;
  const yOf = (value: number) => bottom - (value / most) * (bottom - top - 8);
  const points = values.map((value, index) =>
    value === undefined ? undefined : ([xOf(index, days.length), yOf(value)] as const),
  );
  return frame(labels, days.length, [
    ...ticks.flatMap((tick) => [
      text(left - 8, yOf(tick) + 4, labels.show(tick), labelSize, { anchor: 'end' }),
      line([left, yOf(tick)], [right, yOf(tick)], 'light', 0.8),
    ]),
    text(8, top + 4, unit, labelSize),
    ...points.flatMap((to, index) => {
      const from = points[index - 1];
      const joins = figures[index]?.joins === true;
      return from === undefined || to === undefined || !joins ? [] : [line(from, to, 'dark', 2)];
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
    ...days.map((day, index) => dayLabel(day, index, days.length)),
  ]);
}

function xOf(index: number, count: number): number {
  return left + ((index + 0.5) * (right - left)) / Math.max(1, count);
}

function dayLabel(day: string, index: number, count: number): Mark {
  const lower = count > mostInOneLine && index % 2 === 1 ? lineHeight : 0;
  return text(xOf(index, count), bottom + 18 + lower, day, labelSize, { anchor: 'middle' });
}

function frame({ id, title, description }: Labels, count: number, marks: readonly Mark[]): Picture {
  const axes = [line([left, top], [left, bottom]), line([left, bottom], [right, bottom])];
  const more = count > mostInOneLine ? lineHeight : 0;
  return {
    id,
    width,
    height: height + more,
    title,
    description,
    marks: [...marks, ...axes],
  };
}

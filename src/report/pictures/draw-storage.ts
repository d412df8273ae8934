import { fitText } from './fit-text.ts';
import { niceTicks } from './nice-ticks.ts';
import { box, line, type Picture, text } from './picture.ts';

/** Words of the picture, with their figures. */
export interface StorageWords {
  readonly title: string;
  readonly description: string;
  readonly atLeast: string;
  readonly atMost: string;
  readonly number: (value: number) => string;
  /** The last figure of the axis, with its unit. */
  readonly days: (value: number) => string;
}

/** Days beyond which no estimate is worth drawing: ten years. */
const mostDays = 3_650;
const width = 490;
const left = 8;
const right = 470;
const barTop = 30;
const barHeight = 24;
const small = 11.5;

/** The days that storage lasts: solid as far as it lasts at the high growth, lined as far as at the low one. */
export function drawStorage(
  days: { readonly atLeast: number; readonly atMost: number },
  words: StorageWords,
): Picture {
  const bounded = (value: number): number => Math.min(Math.max(value, 0), mostDays);
  const atLeast = bounded(days.atLeast);
  const atMost = Math.max(atLeast, bounded(days.atMost));
  const isBeyond = days.atMost > mostDays;
  const ticks = isBeyond ? [0, 730, 1460, 2190, 2920, mostDays] : niceTicks(atMost, 6);
  const end = ticks.at(-1) ?? 1;
  const xOf = (value: number): number => left + (value / end) * (right - left);
  const y = barTop;
  const bottom = y + barHeight + 8;
  return {
    id: 'picture-storage',
    width,
    height: bottom + 28,
    title: words.title,
    description: words.description,
    marks: [
      ...ticks.flatMap((value) => [
        line([xOf(value), bottom], [xOf(value), bottom + 5]),
        text(
          xOf(value),
          bottom + 18,
          fitText((value === end ? words.days : words.number)(value), small, 80),
          small,
          {
            anchor: value === 0 ? 'start' : value === end ? 'end' : 'middle',
          },
        ),
      ]),
      line([left, bottom], [right, bottom]),
      ...box({ x: left, y, width: xOf(atMost) - left, height: barHeight }, 'white', {
        step: 6,
        stroke: 'middle',
      }),
      ...box({ x: left, y, width: xOf(atLeast) - left, height: barHeight }, 'dark'),
      ...(isBeyond
        ? [
            {
              kind: 'polygon' as const,
              points: [
                [right, y - 4],
                [right + 16, y + barHeight / 2],
                [right, y + barHeight + 4],
              ] as const,
              fill: 'black' as const,
            },
          ]
        : []),
      ...box({ x: left, y: 8, width: 16, height: 11 }, 'dark'),
      text(left + 22, 18, fitText(words.atLeast, small, 190), small),
      ...box({ x: left + 226, y: 8, width: 16, height: 11 }, 'white', {
        step: 6,
        stroke: 'middle',
      }),
      text(left + 248, 18, fitText(words.atMost, small, 220), small),
    ],
  };
}

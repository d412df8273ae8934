/**
 * A picture as plain data: nothing but these shapes, in these inks, can ever be drawn. Drawers are pure and give the same
 * picture for the same figures; `write-picture.ts` alone knows SVG.
 */
export interface Picture {
  /** Unique in the document; letters, digits and hyphens. */
  readonly id: string;
  /** Size in units of the picture; it is scaled to the column it stands in. */
  readonly width: number;
  readonly height: number;
  /** What is shown, in one line; the name for who cannot see it. */
  readonly title: string;
  /** The figures of the picture in words. */
  readonly description: string;
  readonly marks: readonly Mark[];
}

/** Inks that stay apart on a printer without colours. */
export type Ink = 'black' | 'dark' | 'alarm' | 'middle' | 'light' | 'white' | 'none';

/** One shape. Coordinates and lengths are in units of the picture. */
export type Mark =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: Ink;
      readonly stroke?: Ink;
    }
  | {
      readonly kind: 'line';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly stroke: Ink;
      readonly thickness: number;
      readonly dashed?: boolean;
    }
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly fill: Ink;
      readonly stroke: Ink;
    }
  | {
      readonly kind: 'polygon';
      readonly points: readonly (readonly [x: number, y: number])[];
      readonly fill: Ink;
    }
  | {
      /** Slanted lines inside a box: a shade that a copier keeps. */
      readonly kind: 'hatch';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      /** Distance of the lines. */
      readonly step: number;
      readonly stroke: Ink;
    }
  | {
      /** Strokes of one thickness as one shape: a pattern of modules without seams between them. */
      readonly kind: 'strokes';
      readonly lines: readonly (readonly [x1: number, x2: number, y: number])[];
      readonly stroke: Ink;
      readonly thickness: number;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the baseline. */
      readonly y: number;
      readonly words: string;
      readonly size: number;
      readonly anchor?: 'start' | 'middle' | 'end';
      readonly bold?: boolean;
      readonly ink?: Ink;
    };

/** A line of text. */
export function text(
  x: number,
  y: number,
  words: string,
  size: number,
  rest: Omit<Extract<Mark, { kind: 'text' }>, 'kind' | 'x' | 'y' | 'words' | 'size'> = {},
): Mark {
  return { kind: 'text', x, y, words, size, ...rest };
}

/** A straight line. */
export function line(
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
  stroke: Ink = 'black',
  thickness = 1,
  dashed = false,
): Mark {
  const [x1, y1] = from;
  const [x2, y2] = to;
  return { kind: 'line', x1, y1, x2, y2, stroke, thickness, ...(dashed && { dashed }) };
}

/** A box with its shade: solid, or hatched on white where `step` is given. */
export function box(
  at: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  },
  fill: Ink,
  hatch?: { readonly step: number; readonly stroke: Ink },
): readonly Mark[] {
  return [
    { kind: 'rect', ...at, fill, stroke: 'black' },
    ...(hatch === undefined ? [] : [{ kind: 'hatch' as const, ...at, ...hatch }]),
  ];
}

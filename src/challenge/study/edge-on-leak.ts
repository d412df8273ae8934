import type { QrMatrix } from './qr-matrix.ts';

/** Part of the payload that nobody may recover without the function that a code is hidden behind. */
export const LEAK_LIMIT = 0.6;

/** How far the share of light modules may be from one half: guessing one class everywhere recovers that much. */
export const MAX_IMBALANCE = 0.015;

/** With so few different values, the best answer for each of them is guessed as well. */
const FEW_VALUES = 8;

/** Values closer together than this are one: they differ by the order of their sums only. */
const RESOLUTION = 0.001;

/** How often a value goes with yes and with no. */
interface ValueCount {
  readonly value: number;
  readonly yes: number;
  readonly no: number;
}

/** Adds up the counts of each value, by rising value. */
function mergeCounts(counts: readonly ValueCount[]): ValueCount[] {
  const merged: ValueCount[] = [];
  for (const count of counts.toSorted((a, b) => a.value - b.value)) {
    const last = merged.at(-1);
    if (last?.value === count.value) {
      merged[merged.length - 1] = {
        value: count.value,
        yes: last.yes + count.yes,
        no: last.no + count.no,
      };
    } else merged.push(count);
  }
  return merged;
}

function bestThreshold(counts: readonly ValueCount[], total: number): number {
  // Below every value, all are taken for yes.
  let right = counts.reduce((sum, { yes }) => sum + yes, 0);
  let best = Math.max(right, total - right);
  for (const { yes, no } of counts) {
    right += no - yes;
    best = Math.max(best, right, total - right);
  }
  return best;
}

/** The value of the one in the middle. */
function middleValue(counts: readonly ValueCount[], total: number): number {
  let passed = 0;
  for (const { value, yes, no } of counts) {
    passed += yes + no;
    if (passed > total >> 1) return value;
  }
  return 0;
}

function bestGuessOf(counts: readonly ValueCount[]): number {
  const total = counts.reduce((sum, { yes, no }) => sum + yes + no, 0);
  if (total === 0) return 1;
  const middle = middleValue(counts, total);
  const distances = mergeCounts(
    counts.map(({ value, yes, no }) => ({ value: Math.abs(value - middle), yes, no })),
  );
  const found = [bestThreshold(counts, total), bestThreshold(distances, total)];
  if (counts.length <= FEW_VALUES) {
    found.push(counts.reduce((sum, { yes, no }) => sum + Math.max(yes, no), 0));
  }
  return Math.max(...found) / total;
}

/**
 * The largest part of yes-or-no answers that the values give away: to the best threshold on them, to the best on
 * their distance from the middle one, or, where few different values occur, to the best answer for each. All are
 * chosen with the answers in hand, which no observer has.
 */
export function bestGuess(values: readonly number[], answers: readonly boolean[]): number {
  const counts = values.map((value, index) => {
    const isYes = answers[index] === true;
    return { value: Math.round(value / RESOLUTION), yes: isYes ? 1 : 0, no: isYes ? 0 : 1 };
  });
  return bestGuessOf(mergeCounts(counts));
}

/** Whether both answers are about as frequent, so that guessing one of them everywhere recovers nothing. */
export function isBalanced(answers: readonly boolean[]): boolean {
  const share = answers.filter(Boolean).length / answers.length;
  return Math.abs(share - 0.5) <= MAX_IMBALANCE;
}

/** A row or a column of a symbol. */
interface Line {
  /** Light modules of the payload, and dark ones. */
  readonly yes: number;
  readonly no: number;
  /** Modules of all that are shown as light, up to and without each position. */
  readonly shownBefore: readonly number[];
}

/** Whether a module is shown as light; in one layer of two, only some of the light ones are. */
export type ShownLight = (row: number, column: number) => boolean;

function listLines(matrix: QrMatrix, isShown: ShownLight, along: 'rows' | 'columns'): Line[] {
  const positions = Array.from({ length: matrix.modules }, (_, index) => index);
  return positions.map((line) => {
    const shownBefore = [0];
    let yes = 0;
    let no = 0;
    for (const position of positions) {
      const [row, column] = along === 'rows' ? [line, position] : [position, line];
      shownBefore.push((shownBefore[position] ?? 0) + (isShown(row, column) ? 1 : 0));
      if (!matrix.isPayload(row, column)) continue;
      if (matrix.isDark(row, column)) no += 1;
      else yes += 1;
    }
    return { yes, no, shownBefore };
  });
}

/** The modules of a line shown as light before a place that may lie within a module. */
function shownUpTo({ shownBefore }: Line, place: number): number {
  const whole = Math.floor(place);
  const before = shownBefore[whole] ?? 0;
  return before + (place - whole) * ((shownBefore[whole + 1] ?? before) - before);
}

/** Voxels that a module takes along the columns and the rows of its symbol: a slab may begin and end at each. */
export interface ModuleVoxels {
  readonly alongColumns: number;
  readonly alongRows: number;
}

/** The worst of all slabs that begin and end at one of so many places of each module. */
function worstSlab(lines: readonly Line[], modules: number, placesPerModule: number): number {
  const places = modules * placesPerModule;
  const shown = lines.map((line) =>
    Array.from({ length: places + 1 }, (_, at) => shownUpTo(line, at / placesPerModule)),
  );
  let worst = 0;
  for (let first = 0; first < places; first += 1) {
    for (let end = first + 1; end <= places; end += 1) {
      const counts = lines.map(({ yes, no }, line) => {
        return { value: (shown[line]?.[end] ?? 0) - (shown[line]?.[first] ?? 0), yes, no };
      });
      worst = Math.max(worst, bestGuessOf(mergeCounts(counts)));
      if (worst > LEAK_LIMIT) return worst;
    }
  }
  return worst;
}

/**
 * The largest part of a symbol's payload that is recovered from a cut or a slab at right angles to it, where a run of
 * its rows or columns is seen as one line. 1 for a symbol with too many modules of one class.
 */
export function measureEdgeOnLeak(
  matrix: QrMatrix,
  voxels: ModuleVoxels,
  isShown: ShownLight = (row, column) => !matrix.isDark(row, column),
): number {
  const rows = listLines(matrix, isShown, 'rows');
  const columns = listLines(matrix, isShown, 'columns');
  const light = rows.reduce((sum, { yes }) => sum + yes, 0);
  const total = rows.reduce((sum, { yes, no }) => sum + yes + no, 0);
  if (Math.abs(light / total - 0.5) > MAX_IMBALANCE) return 1;
  let worst = 0;
  const tries = [
    // Whole modules first: they are few, and most symbols fail there.
    { lines: rows, places: 1 },
    { lines: columns, places: 1 },
    // What is seen of a row is a run of its columns.
    { lines: rows, places: voxels.alongColumns },
    { lines: columns, places: voxels.alongRows },
  ];
  for (const { lines, places } of tries) {
    if (worst > LEAK_LIMIT) return worst;
    worst = Math.max(worst, worstSlab(lines, matrix.modules, places));
  }
  return worst;
}

import type { KnownMeasurement } from '../study/measurement-geometry.ts';

/** What became of a typed code. */
export interface TypedComparison {
  readonly isRight: boolean;
  /** As compared: capital letters without spaces and marks between them. */
  readonly typed: string;
  /** Places with another letter; letters too many or too few count as well. */
  readonly wrongLetters: number;
}

/** Longest text that is looked at. */
const MAX_TYPED_LENGTH = 100;

/** Compares a code that a person typed from the screen. */
export function compareTyped(expected: string, text: string): TypedComparison {
  const typed = text
    .slice(0, MAX_TYPED_LENGTH)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.,;:_-]/g, '');
  const length = Math.max(expected.length, typed.length);
  let wrongLetters = 0;
  for (let at = 0; at < length; at += 1) if (expected[at] !== typed[at]) wrongLetters += 1;
  return { isRight: wrongLetters === 0, typed, wrongLetters };
}

/** A measured value beside the known one, all in the unit of the known one. */
export interface MeasurementComparison {
  readonly measured: number;
  readonly expected: number;
  /** Measured less expected. */
  readonly error: number;
  readonly tolerance: number;
  readonly isWithin: boolean;
}

/** Compares a value that a person measured in a viewer. */
export function compareMeasurement(
  known: KnownMeasurement,
  measured: number,
): MeasurementComparison {
  const { expected, tolerance } = known;
  const error = Math.round((measured - expected) * 100) / 100;
  return { measured, expected, error, tolerance, isWithin: Math.abs(error) <= tolerance };
}

/** How many of the known unit one of a typed unit is; signs and spellings that viewers show. */
const UNITS: Readonly<Record<KnownMeasurement['unit'], Readonly<Record<string, number>>>> = {
  mm: { '': 1, mm: 1, cm: 10 },
  mm2: { '': 1, mm2: 1, 'mm^2': 1, cm2: 100, 'cm^2': 100 },
  deg: { '': 1, '°': 1, deg: 1, độ: 1 },
  HU: { '': 1, hu: 1 },
};

/**
 * Reads a value as a viewer shows it, with a decimal comma or point and a unit, or none: `12,8 cm`, `128.24 mm`,
 * `62°`, `6102 mm²`, `-138 HU`. `undefined` for anything else, and for a unit that does not fit.
 */
export function parseMeasured(text: string, unit: KnownMeasurement['unit']): number | undefined {
  const plain = text.slice(0, MAX_TYPED_LENGTH).normalize('NFKC').trim().toLowerCase();
  const match = /^([-\u2212]?\d{1,9}(?:[.,]\d{1,9})?)\s*(\D.*)?$/.exec(plain);
  if (match === null) return undefined;
  const factor = UNITS[unit][(match[2] ?? '').trim()];
  const value = Number((match[1] ?? '').replace('\u2212', '-').replace(',', '.'));
  const inUnit = factor === undefined ? Number.NaN : value * factor;
  return Number.isFinite(inUnit) ? Math.round(inUnit * 1e6) / 1e6 : undefined;
}

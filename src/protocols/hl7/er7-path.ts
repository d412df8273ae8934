/** Where a value stands inside a segment. All numbers start at 1; an absent one means 1. */
export interface Er7FieldPath {
  readonly field: number;
  readonly repetition?: number;
  readonly component?: number;
  readonly subcomponent?: number;
}

/** Where a value stands inside a message. `occurrence` counts segments of the same identifier from 1. */
export interface Er7Path extends Er7FieldPath {
  readonly segment: string;
  readonly occurrence?: number;
}

const PATH =
  /^([A-Z][A-Z0-9]{2})(?:\[(\d{1,6})\])?-(\d{1,4})(?:\[(\d{1,6})\])?(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?$/;

/**
 * Reads a path written as in HL7 prose: `PID-5.1`, `OBX[3]-5[2].4.1` (third OBX, second repetition).
 *
 * @returns `undefined` when the text is not a path or a number is 0
 */
export function parsePath(text: string): Er7Path | undefined {
  const match = PATH.exec(text);
  const segment = match?.[1];
  if (match === null || segment === undefined) return undefined;
  const numbers = match.slice(2).map((part) => (part === undefined ? undefined : Number(part)));
  if (numbers.some((number) => number === 0)) return undefined;
  const [occurrence, field, repetition, component, subcomponent] = numbers;
  if (field === undefined) return undefined;
  return {
    segment,
    field,
    ...(occurrence === undefined ? {} : { occurrence }),
    ...(repetition === undefined ? {} : { repetition }),
    ...(component === undefined ? {} : { component }),
    ...(subcomponent === undefined ? {} : { subcomponent }),
  };
}

/** Writes a path the way {@link parsePath} reads it, leaving out numbers that are 1 where that is unambiguous. */
export function formatPath(path: Er7Path): string {
  const index = (value: number | undefined): string =>
    value === undefined || value === 1 ? '' : `[${value}]`;
  const component =
    path.component === undefined && path.subcomponent === undefined
      ? ''
      : `.${path.component ?? 1}${path.subcomponent === undefined ? '' : `.${path.subcomponent}`}`;
  return `${path.segment}${index(path.occurrence)}-${path.field}${index(path.repetition)}${component}`;
}

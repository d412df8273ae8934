import type { Er7Delimiters } from './er7-delimiters.ts';
import { decodeEscapes } from './er7-escape.ts';
import type { Er7FieldPath } from './er7-path.ts';

const HEADER_IDS: ReadonlySet<string> = new Set(['MSH', 'FHS', 'BHS']);

/** Whether fields 1 and 2 of this segment are the delimiters themselves (HL7 v2.5.1 2.15.9.1, 2.15.9.2). */
export function isHeaderSegment(id: string): boolean {
  return HEADER_IDS.has(id);
}

/** One segment of a message, read on demand. Numbers start at 1, as in HL7 prose. */
export class Er7Segment {
  /** Segment identifier as sent. */
  readonly id: string;
  /** Position in the message, from 1. */
  readonly position: number;
  /** The segment as sent, without its terminator. */
  readonly raw: string;
  readonly #delimiters: Er7Delimiters;
  readonly #encoding: string;

  constructor(
    id: string,
    position: number,
    raw: string,
    delimiters: Er7Delimiters,
    encoding: string,
  ) {
    this.id = id;
    this.position = position;
    this.raw = raw;
    this.#delimiters = delimiters;
    this.#encoding = encoding;
  }

  /**
   * One decoded leaf value. Numbers left out mean 1, so a composite sent where a simple value was expected gives its
   * first part (HL7 v2.5.1 2.8.2).
   *
   * @returns `undefined` when absent or empty; the HL7 null `""` comes back as those two quotes
   */
  get(path: Er7FieldPath): string | undefined {
    const field = this.rawField(path.field);
    if (field === undefined || field === '') return undefined;
    if (isHeaderSegment(this.id) && path.field <= 2) return field;
    const { repetition, component, subcomponent } = this.#delimiters;
    let value = pickPart(field, repetition, path.repetition ?? 1);
    if (value !== undefined) value = pickPart(value, component, path.component ?? 1);
    if (value !== undefined) value = pickPart(value, subcomponent, path.subcomponent ?? 1);
    return value === undefined || value === '' ? undefined : this.#decode(value);
  }

  /**
   * One repetition of a field as a single text, component separators included, escapes decoded: for free text and
   * links whose sender did not escape them.
   */
  getWhole(field: number, repetition = 1): string | undefined {
    const raw = this.rawField(field);
    if (raw === undefined) return undefined;
    const value = pickPart(raw, this.#delimiters.repetition, repetition);
    return value === undefined || value === '' ? undefined : this.#decode(value);
  }

  /** A field as sent, all repetitions, escapes not decoded; `undefined` past the end of the segment. */
  rawField(field: number): string | undefined {
    if (isHeaderSegment(this.id)) {
      if (field === 1) return this.#delimiters.field;
      return field < 1 ? undefined : pickPart(this.raw, this.#delimiters.field, field);
    }
    return field < 1 ? undefined : pickPart(this.raw, this.#delimiters.field, field + 1);
  }

  /** Number of the last field sent, empty ones included. */
  fieldCount(): number {
    const parts = countParts(this.raw, this.#delimiters.field);
    return isHeaderSegment(this.id) ? parts : parts - 1;
  }

  /** How often a field is repeated; 0 when it is absent or empty. */
  repetitionCount(field: number): number {
    const raw = this.rawField(field);
    if (isHeaderSegment(this.id) && field <= 2) return 1;
    return raw === undefined || raw === '' ? 0 : countParts(raw, this.#delimiters.repetition);
  }

  /** Number of components in one repetition of a field; 0 when it is absent or empty. */
  componentCount(field: number, repetition = 1): number {
    const raw = this.rawField(field);
    if (isHeaderSegment(this.id) && field <= 2) return 1;
    const value =
      raw === undefined ? undefined : pickPart(raw, this.#delimiters.repetition, repetition);
    return value === undefined || value === '' ? 0 : countParts(value, this.#delimiters.component);
  }

  /** Number of subcomponents in one component; 0 when it is absent or empty. */
  subcomponentCount(field: number, repetition = 1, component = 1): number {
    const raw = this.rawField(field);
    if (isHeaderSegment(this.id) && field <= 2) return 1;
    let value =
      raw === undefined ? undefined : pickPart(raw, this.#delimiters.repetition, repetition);
    if (value !== undefined) value = pickPart(value, this.#delimiters.component, component);
    return value === undefined || value === ''
      ? 0
      : countParts(value, this.#delimiters.subcomponent);
  }

  #decode(value: string): string {
    return decodeEscapes(value, this.#delimiters, this.#encoding);
  }
}

/** The n-th part (from 1) of separated text, found without cutting up the rest. */
function pickPart(text: string, separator: string | undefined, number: number): string | undefined {
  if (!(number >= 1)) return undefined;
  if (separator === undefined) return number === 1 ? text : undefined;
  let start = 0;
  for (let part = 1; part < number; part += 1) {
    const next = text.indexOf(separator, start);
    if (next < 0) return undefined;
    start = next + 1;
  }
  const end = text.indexOf(separator, start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}

function countParts(text: string, separator: string | undefined): number {
  if (separator === undefined) return 1;
  let count = 1;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) count += 1;
  return count;
}

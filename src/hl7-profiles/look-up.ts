import type { Er7Message } from '../protocols/hl7/er7.ts';
import { type Er7Path, parsePath } from '../protocols/hl7/er7-path.ts';
import type { Er7Segment } from '../protocols/hl7/er7-segment.ts';
import type { FieldTest } from './schema.ts';

/** The HL7 null: "delete what you have" (HL7 v2.5.1 2.5.3). It is no value. */
export const HL7_NULL_TEXT = '""';

/** Where a rule stands while it looks for other values. */
export interface Standpoint {
  readonly message: Er7Message;
  /** The segment that is judged; absent for rules about segments that may not be there. */
  readonly segment?: Er7Segment;
  /** The field and repetition that are judged. */
  readonly field?: number;
  readonly repetition?: number;
}

const paths = new Map<string, Er7Path>();

/** A path of a profile, read once. Profiles are linted, so that a path that is none is a mistake of ours. */
function readPath(text: string): Er7Path {
  const known = paths.get(text);
  if (known !== undefined) return known;
  const path = parsePath(text);
  if (path === undefined) throw new TypeError(`not an HL7 path: ${text}`);
  paths.set(text, path);
  return path;
}

/**
 * A value from where a rule stands: of the segment itself, else of the nearest one of that name before it, else of
 * the first in the message. A path into the field being judged means the same repetition.
 */
export function lookUp(text: string, from: Standpoint): string | undefined {
  const path = readPath(text);
  const segment = findSegment(path.segment, from);
  if (segment === undefined) return undefined;
  const sameField = segment === from.segment && path.field === from.field;
  const repetition = path.repetition ?? (sameField ? from.repetition : undefined);
  const value = segment.get({ ...path, ...(repetition === undefined ? {} : { repetition }) });
  return value === HL7_NULL_TEXT ? undefined : value;
}

/** Whether all tests hold from where a rule stands. */
export function holds(tests: readonly FieldTest[] | undefined, from: Standpoint): boolean {
  return (tests ?? []).every((test) => {
    const value = lookUp(test.path, from);
    if (test.in !== undefined) return value !== undefined && test.in.includes(value);
    if (test.not_in !== undefined) return value === undefined || !test.not_in.includes(value);
    return (value !== undefined) === test.present;
  });
}

/** Segments of a name stand in the order of the message, so the nearest is found by halving. */
function findSegment(id: string, { message, segment }: Standpoint): Er7Segment | undefined {
  if (segment?.id === id) return segment;
  const all = message.segmentsOf(id);
  if (segment === undefined) return all[0];
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.position ?? 0) < segment.position) low = middle + 1;
    else high = middle;
  }
  return all[low - 1] ?? all[0];
}

import type { RepetitionData } from 'hl7-standard';
import { readMessage } from './er7.ts';
import { encodeEscapes } from './er7-escape.ts';
import { formatPath } from './er7-path.ts';
import type { Er7Segment } from './er7-segment.ts';

/** A component: one value, or its subcomponents. */
export type ComponentInput = string | readonly string[];

/** One repetition: one value, or its components. */
export type RepetitionInput = string | readonly ComponentInput[];

/** A field: one value, the components of its only repetition, or all its repetitions. */
export type FieldInput =
  | string
  | readonly ComponentInput[]
  | { readonly repetitions: readonly RepetitionInput[] };

/** A segment by field number; numbers left out are sent empty. MSH-1 and MSH-2 are ours and must be left out. */
export interface SegmentInput {
  readonly id: string;
  readonly fields: Readonly<Record<number, FieldInput>>;
}

/** The HL7 null value: "delete what you have", as opposed to an empty field (HL7 v2.5.1 2.5.3). */
export const HL7_NULL = '""';

/** The input cannot be written as a message, or what was written did not read back the same. */
export class MessageWriteError extends Error {
  override readonly name = 'MessageWriteError';
}

const ENCODING_CHARACTERS = '^~\\&';
const MAX_FIELD = 999;

type Leaves = readonly (readonly (readonly string[])[])[];

/**
 * Writes a message with standard delimiters in UTF-8, every leaf value escaped, and re-reads it before returning, so
 * that neither a value nor a fault of the writing library can change its structure (HL7 v2.5.1 2.6, 2.7).
 *
 * @param segments in the order sent; the first must be MSH
 * @returns the message bytes, ending in CR, without MLLP framing
 * @throws {MessageWriteError} for an impossible input or a failed self-check
 */
export async function writeMessage(segments: readonly SegmentInput[]): Promise<Buffer> {
  if (segments[0]?.id !== 'MSH') throw new MessageWriteError('the first segment must be MSH');
  const { default: HL7 } = await import('hl7-standard');
  const builder = new HL7('', { lineEndings: '\r' });
  for (const segment of segments) {
    if (!/^[A-Z][A-Z0-9]{2}$/.test(segment.id)) {
      throw new MessageWriteError(`not a segment identifier: ${JSON.stringify(segment.id)}`);
    }
    const data = builder.createSegment(segment.id).data;
    const isHeader = segment.id === 'MSH';
    const last = lastField(segment);
    for (let field = isHeader ? 2 : 1; field <= last; field += 1) {
      const key = `${segment.id}.${field}`;
      const input = segment.fields[field];
      if (isHeader && field === 2) data[key] = ENCODING_CHARACTERS;
      else if (input === undefined) data[key] = '';
      else {
        const repetitions = toLeaves(input).map((components) => toData(key, components));
        const only = repetitions.length === 1 ? repetitions[0] : undefined;
        data[key] = only ?? repetitions;
      }
    }
  }
  // The library ends every segment with one separator more than there are fields.
  const text = builder
    .build()
    .split('\r')
    .map((line) => `${line.slice(0, -1)}\r`)
    .join('');
  const bytes = Buffer.from(text, 'utf8');
  checkWritten(bytes, segments);
  return bytes;
}

function lastField(segment: SegmentInput): number {
  const isHeader = segment.id === 'MSH';
  let last = isHeader ? 2 : 1;
  for (const key of Object.keys(segment.fields)) {
    const field = Number(key);
    if (!Number.isInteger(field) || field < (isHeader ? 3 : 1) || field > MAX_FIELD) {
      throw new MessageWriteError(`not a field that can be written: ${segment.id}-${key}`);
    }
    last = Math.max(last, field);
  }
  return last;
}

/** Repetitions, components and subcomponents written out; nothing is ever an empty list. */
function toLeaves(input: FieldInput): Leaves {
  const orOne = <T>(list: readonly T[], empty: T): readonly T[] =>
    list.length === 0 ? [empty] : list;
  const ofComponent = (component: ComponentInput): readonly string[] =>
    typeof component === 'string' ? [component] : orOne(component, '');
  const ofRepetition = (repetition: RepetitionInput): readonly (readonly string[])[] =>
    typeof repetition === 'string'
      ? [[repetition]]
      : orOne<ComponentInput>(repetition, '').map(ofComponent);
  if (typeof input === 'object' && 'repetitions' in input) {
    return orOne<RepetitionInput>(input.repetitions, '').map(ofRepetition);
  }
  return [ofRepetition(input)];
}

function toData(key: string, components: readonly (readonly string[])[]): RepetitionData {
  const data: RepetitionData = {};
  components.forEach((subcomponents, index) => {
    const escaped = subcomponents.map(encodeEscapes);
    const only = escaped.length === 1 ? escaped[0] : undefined;
    data[`${key}.${index + 1}`] = only ?? escaped;
  });
  return data;
}

/** Reads the bytes back and compares order, counts and every leaf. */
function checkWritten(bytes: Buffer, segments: readonly SegmentInput[]): void {
  const reading = readMessage(bytes, { maxBytes: bytes.length, maxSegments: segments.length });
  const found = reading.kind === 'message' ? reading.message.segments : [];
  const wrong =
    found.length === segments.length
      ? segments
          .map((input, index) => findDifference(input, found[index]))
          .find((place) => place !== undefined)
      : 'the number of segments';
  if (wrong !== undefined) {
    throw new MessageWriteError(`self-check failed: ${wrong} does not read back as given`);
  }
}

function findDifference(input: SegmentInput, read: Er7Segment | undefined): string | undefined {
  if (read?.id !== input.id || read.fieldCount() !== lastField(input)) return input.id;
  for (const [key, value] of Object.entries(input.fields)) {
    const field = Number(key);
    const leaves = toLeaves(value);
    const where = `${input.id}-${field}`;
    // One empty value cannot be told from an absent field, and need not be.
    if (leaves.length > 1 && read.repetitionCount(field) !== leaves.length) return where;
    for (const [r, components] of leaves.entries()) {
      const repetition = r + 1;
      const count = read.componentCount(field, repetition);
      if (components.length > 1 && count !== components.length) return where;
      for (const [c, subcomponents] of components.entries()) {
        for (const [s, leaf] of subcomponents.entries()) {
          const path = { field, repetition, component: c + 1, subcomponent: s + 1 };
          if ((read.get(path) ?? '') !== leaf) return formatPath({ segment: input.id, ...path });
        }
      }
    }
  }
  return undefined;
}

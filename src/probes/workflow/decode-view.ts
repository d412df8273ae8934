import { readMessage } from '../../protocols/hl7/er7.ts';
import { isHeaderSegment } from '../../protocols/hl7/er7-segment.ts';

/** One segment as a person reads it: the fields that hold something, by their number. */
export interface DecodedSegment {
  readonly id: string;
  readonly fields: readonly { readonly field: string; readonly value: string }[];
}

const mostSegments = 200;
const mostFields = 60;
const mostCharacters = 300;

/**
 * A message taken apart for reading: escapes decoded, long values cut. Only for messages about our own patient.
 *
 * @returns `undefined` when the bytes are not a message
 */
export function decodeForView(bytes: Uint8Array): readonly DecodedSegment[] | undefined {
  const reading = readMessage(bytes);
  if (reading.kind !== 'message') return undefined;
  return reading.message.segments.slice(0, mostSegments).map((segment) => {
    const fields: { field: string; value: string }[] = [];
    const last = Math.min(segment.fieldCount(), mostFields);
    // The first two fields of a header are the delimiters themselves.
    for (let field = isHeaderSegment(segment.id) ? 3 : 1; field <= last; field += 1) {
      for (let repetition = 1; repetition <= segment.repetitionCount(field); repetition += 1) {
        const value = segment.getWhole(field, repetition);
        if (value === undefined) continue;
        const suffix = repetition > 1 ? `[${repetition}]` : '';
        fields.push({ field: `${segment.id}-${field}${suffix}`, value: shorten(value) });
      }
    }
    return { id: segment.id, fields };
  });
}

function shorten(value: string): string {
  const characters = [...value.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')];
  if (characters.length <= mostCharacters) return characters.join('');
  return `${characters.slice(0, mostCharacters).join('')}… (${characters.length})`;
}

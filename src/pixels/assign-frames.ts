import { fault, type Read, read } from './fault.ts';
import type { Fragment, Fragments } from './read-fragments.ts';
import type { SyntaxCoding } from './syntax-coding.ts';

function join(fragments: readonly Fragment[]): Buffer {
  const [only] = fragments;
  if (fragments.length === 1 && only !== undefined) return only.bytes;
  return Buffer.concat(fragments.map(({ bytes }) => bytes));
}

/** Whether a fragment begins a codestream: SOI of JPEG and JPEG-LS, SOC of JPEG 2000. */
function beginsCodestream({ bytes }: Fragment, format: SyntaxCoding['format']): boolean {
  if (bytes.length < 3 || bytes[0] !== 0xff) return false;
  return format === 'jpeg2000' ? bytes[1] === 0x4f && bytes[2] === 0xff : bytes[1] === 0xd8;
}

/** Indexes of the first fragment of each frame. */
function findStarts(
  { offsets, fragments }: Fragments,
  frames: number,
  format: SyntaxCoding['format'],
): readonly number[] | undefined {
  if (offsets.length > 0) {
    const indexes = new Map(fragments.map(({ offsetBytes }, index) => [offsetBytes, index]));
    const starts = offsets.map((offset) => indexes.get(offset) ?? -1);
    const ascend = starts.every((start, index) => start > (starts[index - 1] ?? -1));
    return starts.length === frames && starts[0] === 0 && ascend ? starts : undefined;
  }
  // Without a table only the codestreams tell; an RLE frame is always one fragment (PS3.5 A.4.2).
  if (format === 'rle') return undefined;
  const starts = fragments.flatMap((fragment, index) =>
    beginsCodestream(fragment, format) ? [index] : [],
  );
  return starts.length === frames && starts[0] === 0 ? starts : undefined;
}

/**
 * Gives each frame its fragments (PS3.5 A.4). One fragment for each frame needs no table, and an Extended Offset
 * Table (PS3.3 C.7.6.3.1.8) is only allowed with that; more of them need the Basic Offset Table or show by
 * where codestreams begin.
 */
export function assignFrames(
  encapsulated: Fragments,
  frames: number,
  format: SyntaxCoding['format'],
): Read<readonly Buffer[]> {
  const { fragments } = encapsulated;
  const mismatch = `${fragments.length} fragments for ${frames} frames`;
  let assigned: readonly Buffer[];
  if (fragments.length < frames) return fault('bad-encapsulation', mismatch);
  if (frames === 1) {
    if (format === 'rle' && fragments.length > 1) return fault('bad-encapsulation', mismatch);
    assigned = [join(fragments)];
  } else if (fragments.length === frames) {
    assigned = fragments.map(({ bytes }) => bytes);
  } else {
    const starts = findStarts(encapsulated, frames, format);
    if (starts === undefined) return fault('bad-encapsulation', `${mismatch}, and no usable table`);
    assigned = starts.map((start, index) => join(fragments.slice(start, starts[index + 1])));
  }
  const empty = assigned.findIndex((bytes) => bytes.length === 0);
  if (empty === -1) return read(assigned);
  const message = 'a frame without a byte';
  return { ok: false, fault: { kind: 'bad-encapsulation', message, frame: empty } };
}

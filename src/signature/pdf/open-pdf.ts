import { readStream } from './read-stream.ts';
import {
  readArray,
  readDictionary,
  readInteger,
  readReference,
  skipSpace,
  UnreadablePdf,
} from './read-syntax.ts';

/** What an incremental update needs to know of a PDF file (ISO 32000-1 7.5.6). */
export interface OpenPdf {
  /** Number of the first object that is free. */
  readonly size: number;
  /** Where the newest cross-reference section begins, in bytes. */
  readonly startXref: number;
  /** Whether that section is a stream, which an update must then be too. */
  readonly isXrefStream: boolean;
  readonly trailer: ReadonlyMap<string, string>;
  /** The value of an object, as it is written. @throws UnreadablePdf when it is not there. */
  readonly readObject: (number: number) => string;
  /** Where an object lies, as a word to be compared: an update of the file never moves one that it leaves as it is. */
  readonly placeOf: (number: number) => string | undefined;
  /** Whether an object is a stream. */
  readonly isStream: (number: number) => boolean;
}

type Place =
  | { readonly kind: 'at'; readonly offset: number }
  | { readonly kind: 'inside'; readonly stream: number }
  | { readonly kind: 'free' };

const mostSections = 500;
const mostObjects = 2_000_000;

/**
 * Opens a PDF file by its cross-reference sections, tables and streams.
 * @throws UnreadablePdf when it is none, is encrypted, or is damaged.
 */
export function openPdf(bytes: Buffer): OpenPdf {
  const text = bytes.toString('latin1');
  if (!/%PDF-\d\.\d/.test(text.slice(0, 1024))) throw new UnreadablePdf('not a PDF file');
  const tail = text.slice(-2048);
  const startXref = readInteger(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1]);
  const places = new Map<number, Place>();
  const first = readSection({ bytes, text, places }, startXref);
  const { trailer } = first;
  const seen = new Set([startXref]);
  let { previous } = first;
  while (previous !== undefined && !seen.has(previous)) {
    if (seen.size > mostSections) throw new UnreadablePdf('too many updates');
    seen.add(previous);
    previous = readSection({ bytes, text, places }, previous).previous;
  }
  if (trailer.has('Encrypt')) throw new UnreadablePdf('encrypted');
  const size = readInteger(trailer.get('Size'));
  return {
    size,
    startXref,
    isXrefStream: first.isStream,
    trailer,
    readObject: (number) => readValue({ bytes, text, places }, number),
    placeOf: (number) => nameOf(places, number),
    isStream: (number) => {
      const place = places.get(number);
      if (place?.kind !== 'at') return false;
      const at = bodyAt(text, place.offset, number);
      if (!text.startsWith('<<', at)) return false;
      return text.startsWith('stream', skipSpace(text, readDictionary(text, at).end));
    },
  };
}

function nameOf(places: ReadonlyMap<number, Place>, number: number): string | undefined {
  const place = places.get(number);
  if (place?.kind === 'at') return `at ${place.offset}`;
  if (place?.kind !== 'inside') return undefined;
  // The stream that holds it may be replaced as a whole.
  const stream = places.get(place.stream);
  return `in ${place.stream} ${stream?.kind === 'at' ? stream.offset : ''}`;
}

interface Reading {
  readonly bytes: Buffer;
  readonly text: string;
  /** Filled from the newest section to the oldest; the first entry of a number counts. */
  readonly places: Map<number, Place>;
}

interface Section {
  readonly trailer: ReadonlyMap<string, string>;
  readonly isStream: boolean;
  readonly previous?: number;
}

function readSection(reading: Reading, at: number): Section {
  const { text } = reading;
  const section = text.startsWith('xref', at)
    ? readTable(reading, at)
    : readXrefStream(reading, at);
  const previous = section.trailer.get('Prev');
  return { ...section, ...(previous !== undefined && { previous: readInteger(previous) }) };
}

function readTable(reading: Reading, at: number): Section {
  const { text, places } = reading;
  const heading = /(\d+)[ ]+(\d+)\s*/y;
  const entry = /(\d{10})[ ](\d{5})[ ]([nf])\s*/y;
  let next = skipSpace(text, at + 4);
  for (;;) {
    heading.lastIndex = next;
    const match = heading.exec(text);
    if (!match) break;
    next = heading.lastIndex;
    const [from, count] = [Number(match[1]), Number(match[2])];
    if (from + count > mostObjects) throw new UnreadablePdf('too many objects');
    for (let number = from; number < from + count; number += 1) {
      entry.lastIndex = next;
      const one = entry.exec(text);
      if (!one) throw new UnreadablePdf('damaged cross-reference table');
      next = entry.lastIndex;
      if (!places.has(number))
        places.set(
          number,
          one[3] === 'n' ? { kind: 'at', offset: Number(one[1]) } : { kind: 'free' },
        );
    }
  }
  if (!text.startsWith('trailer', next)) throw new UnreadablePdf('no trailer');
  const { entries } = readDictionary(text, skipSpace(text, next + 7));
  const hybrid = entries.get('XRefStm');
  if (hybrid !== undefined) readXrefStream(reading, readInteger(hybrid));
  return { trailer: entries, isStream: false };
}

function readXrefStream({ bytes, text, places }: Reading, at: number): Section {
  const { entries, data } = readStream(bytes, text, bodyAt(text, at));
  if (entries.get('Type') !== '/XRef') throw new UnreadablePdf('no cross-reference section');
  const [a = 0, b = 0, c = 0] = readArray(entries.get('W') ?? '').map(readInteger);
  if (a > 4 || b > 6 || c > 6 || b < 1) throw new UnreadablePdf('field widths');
  const index = entries.has('Index')
    ? readArray(entries.get('Index') ?? '').map(readInteger)
    : [0, readInteger(entries.get('Size'))];
  let row = 0;
  const field = (from: number, width: number): number =>
    width === 0 ? 0 : data.readUIntBE(row + from, width);
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const [from = 0, count = 0] = index.slice(pair, pair + 2);
    if (from + count > mostObjects) throw new UnreadablePdf('too many objects');
    for (let number = from; number < from + count; number += 1, row += a + b + c) {
      if (row + a + b + c > data.length) throw new UnreadablePdf('short cross-reference stream');
      const kind = a === 0 ? 1 : field(0, a);
      const value = field(a, b);
      if (places.has(number)) continue;
      if (kind === 1) places.set(number, { kind: 'at', offset: value });
      else if (kind === 2) places.set(number, { kind: 'inside', stream: value });
      else places.set(number, { kind: 'free' });
    }
  }
  return { trailer: entries, isStream: true };
}

/** Where the value of an object begins whose header (`12 0 obj`) is at an offset. */
function bodyAt(text: string, offset: number, number?: number): number {
  const header = /\s*(\d+)\s+\d+\s+obj/y;
  header.lastIndex = offset;
  const match = header.exec(text);
  if (!match || (number !== undefined && Number(match[1]) !== number))
    throw new UnreadablePdf('damaged cross-reference');
  return skipSpace(text, header.lastIndex);
}

function readValue(reading: Reading, number: number): string {
  const { text, places } = reading;
  const place = places.get(number);
  if (place?.kind === 'at') return valueAt(text, bodyAt(text, place.offset, number));
  if (place?.kind === 'inside') return readInside(reading, place.stream, number);
  throw new UnreadablePdf(`no object ${number}`);
}

function readInside({ bytes, text, places }: Reading, stream: number, number: number): string {
  const place = places.get(stream);
  if (place?.kind !== 'at') throw new UnreadablePdf('no object stream');
  const { entries, data } = readStream(bytes, text, bodyAt(text, place.offset, stream));
  const content = data.toString('latin1');
  const first = readInteger(entries.get('First'));
  const heads = content.slice(0, first).trim().split(/\s+/).map(Number);
  for (let at = 0; at + 1 < heads.length; at += 2) {
    const offset = heads[at + 1];
    if (heads[at] === number && offset !== undefined)
      return valueAt(content, skipSpace(content, first + offset));
  }
  throw new UnreadablePdf(`no object ${number}`);
}

function valueAt(text: string, at: number): string {
  if (text.startsWith('<<', at)) return text.slice(at, readDictionary(text, at).end);
  if (text[at] !== '[') throw new UnreadablePdf('an object of an unexpected kind');
  // An array is as long as its values take.
  const values = readArray(text.slice(at, at + 4 * 1024 * 1024));
  return `[${values.join(' ')}]`;
}

/** A dictionary that is written directly or referred to, with the number it is kept under. */
export function followDictionary(
  pdf: OpenPdf,
  value: string | undefined,
): {
  readonly entries: ReadonlyMap<string, string>;
  readonly number?: number;
  readonly generation: number;
} {
  const reference = readReference(value);
  const text = reference ? pdf.readObject(reference.number) : (value ?? '');
  const { entries } = readDictionary(text, 0);
  return {
    entries,
    generation: reference?.generation ?? 0,
    ...(reference && { number: reference.number }),
  };
}

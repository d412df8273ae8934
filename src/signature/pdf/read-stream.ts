import { inflateSync } from 'node:zlib';
import { readDictionary, readInteger, skipSpace, UnreadablePdf } from './read-syntax.ts';

/** A stream whose length and filter are written directly, decoded. */
export interface ReadStream {
  readonly entries: ReadonlyMap<string, string>;
  readonly data: Buffer;
}

const mostDecodedBytes = 64 * 1024 * 1024;

/**
 * Reads a cross-reference or object stream (ISO 32000-1 7.5.7, 7.5.8): not filtered, or FlateDecode, with or without the
 * PNG predictors.
 * @param at - where its dictionary begins.
 * @throws UnreadablePdf.
 */
export function readStream(bytes: Buffer, text: string, at: number): ReadStream {
  const { entries, end } = readDictionary(text, at);
  const keyword = skipSpace(text, end);
  if (!text.startsWith('stream', keyword)) throw new UnreadablePdf('no stream');
  const from = keyword + 6 + (text.startsWith('\r\n', keyword + 6) ? 2 : 1);
  const raw = bytes.subarray(from, from + readInteger(entries.get('Length')));
  const filter = entries.get('Filter')?.replaceAll(/[[\]\s]/g, '');
  if (filter === undefined || filter === '') return { entries, data: raw };
  if (filter !== '/FlateDecode') throw new UnreadablePdf(`filter ${filter.slice(0, 40)}`);
  return { entries, data: undoPredictor(inflate(raw), entries.get('DecodeParms')) };
}

function inflate(raw: Buffer): Buffer {
  try {
    return inflateSync(raw, { maxOutputLength: mostDecodedBytes });
  } catch (cause) {
    throw new UnreadablePdf('a stream cannot be decompressed', { cause });
  }
}

/** PNG predictors (ISO 32000-1 7.4.4.4; PNG 9.2) on rows of single bytes. */
function undoPredictor(data: Buffer, parameters: string | undefined): Buffer {
  const bare = parameters?.replace(/^\[\s*/, '');
  const told = bare?.startsWith('<<') ? readDictionary(bare, 0).entries : undefined;
  const predictor = readInteger(told?.get('Predictor') ?? '1');
  if (predictor === 1) return data;
  if (predictor < 10) throw new UnreadablePdf('unknown predictor');
  const columns = readInteger(told?.get('Columns') ?? '1');
  if (columns < 1 || columns > 1000) throw new UnreadablePdf('row length');
  const out = Buffer.alloc(Math.floor(data.length / (columns + 1)) * columns);
  for (let row = 0; row * columns < out.length; row += 1) {
    const kind = data[row * (columns + 1)] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      const to = row * columns + column;
      const up = row > 0 ? (out[to - columns] ?? 0) : 0;
      const left = column > 0 ? (out[to - 1] ?? 0) : 0;
      const corner = row > 0 && column > 0 ? (out[to - columns - 1] ?? 0) : 0;
      const value = data[row * (columns + 1) + 1 + column] ?? 0;
      out[to] = value + predict(kind, left, up, corner);
    }
  }
  return out;
}

function predict(kind: number, left: number, up: number, corner: number): number {
  if (kind === 0) return 0;
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return Math.floor((left + up) / 2);
  const base = left + up - corner;
  const [a, b, c] = [Math.abs(base - left), Math.abs(base - up), Math.abs(base - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

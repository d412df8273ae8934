import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Pictures of one document that are looked at. */
const MAX_PICTURES = 20;
const MAX_STREAMS = 20_000;
const MAX_DICTIONARY = 2_000;
const MAX_PIXEL_BYTES = 64 * 1024 * 1024;
const MAX_SIDE = 8_000;

interface ImageDictionary {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly channels: 1 | 3 | undefined;
  readonly filter: string;
  readonly isPredicted: boolean;
}

function readDictionary(text: string): ImageDictionary | undefined {
  if (!/\/Subtype\s*\/Image\b/.test(text)) return undefined;
  const number = (name: string): number =>
    Number(new RegExp(`/${name}\\s+(\\d{1,6})`).exec(text)?.[1]);
  const [width, height] = [number('Width'), number('Height')];
  if (!(width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE)) return undefined;
  const filter = /\/Filter\s*(?:\[\s*\/(\w+)\s*\]|\/(\w+))/.exec(text);
  return {
    width,
    height,
    bits: number('BitsPerComponent') || 8,
    channels: /\/DeviceRGB\b/.test(text) ? 3 : /\/DeviceGray\b/.test(text) ? 1 : undefined,
    // Of several filters after each other, none is undone here.
    filter: filter?.[1] ?? filter?.[2] ?? '',
    isPredicted: /\/Predictor\s+1[0-5]\b/.test(text),
  };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Samples with the row filters of PNG, which are those of PDF's predictors 10 to 15 (ISO 32000-1 7.4.4.4). */
function wrapPng({ width, height, channels }: ImageDictionary, compressed: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(channels === 3 ? 2 : 0, 9);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', compressed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Gives each row the filter byte that PNG has and plain samples do not. */
function addRowFilters(samples: Buffer, rowBytes: number, rows: number): Buffer {
  const filtered = Buffer.alloc((rowBytes + 1) * rows);
  for (let row = 0; row < rows; row += 1) {
    samples.copy(filtered, row * (rowBytes + 1) + 1, row * rowBytes, (row + 1) * rowBytes);
  }
  return filtered;
}

function toPicture(image: ImageDictionary, data: Buffer): Buffer | undefined {
  if (image.filter === 'DCTDecode') return data;
  const { width, height, channels, bits, filter } = image;
  if (filter !== 'FlateDecode' || channels === undefined || bits !== 8) return undefined;
  const rowBytes = width * channels;
  const bound = (rowBytes + 1) * height;
  if (bound > MAX_PIXEL_BYTES) return undefined;
  let samples: Buffer;
  try {
    samples = inflateSync(data, { maxOutputLength: bound + 1024 });
  } catch (error) {
    // Damaged, or longer than it says: no picture.
    if (error instanceof Error) return undefined;
    throw error;
  }
  const rows = image.isPredicted ? samples : addRowFilters(samples, rowBytes, height);
  return wrapPng(image, deflateSync(rows, { level: 1 }));
}

/**
 * The pictures that a PDF document has as such (ISO 32000-1 8.9.5), as JPEG or PNG files: a page that was scanned or
 * captured is one. Nothing of the document is run or drawn; pictures in other codings are left out.
 */
export function listPdfPictures(pdf: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  for (let streams = 0; streams < MAX_STREAMS && found.length < MAX_PICTURES; streams += 1) {
    const word = pdf.indexOf('stream', at, 'latin1');
    if (word < 0) break;
    at = word + 6;
    const first = pdf[at] === 0x0d ? at + 1 : at;
    if (pdf[first] !== 0x0a) continue;
    const before = pdf.toString('latin1', Math.max(0, word - MAX_DICTIONARY), word);
    const image = readDictionary(before.slice(before.lastIndexOf(' obj') + 1));
    if (image === undefined) continue;
    const end = pdf.indexOf('endstream', first + 1, 'latin1');
    if (end < 0) break;
    at = end + 9;
    const picture = toPicture(image, pdf.subarray(first + 1, end));
    if (picture !== undefined) found.push(picture);
  }
  return found;
}

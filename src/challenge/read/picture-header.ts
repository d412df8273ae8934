/** Kinds of picture files that are read. */
export type PictureFormat = 'png' | 'jpeg';

/** What a file is that is no picture of ours to read. */
export type OtherContent =
  | 'empty'
  | 'pdf'
  | 'html'
  | 'svg'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'tiff'
  | 'heic'
  | 'dicom'
  | 'zip'
  | 'unknown';

/** What the first bytes of a file say, before anything is decoded. */
export type PictureHeader =
  | {
      readonly kind: 'picture';
      readonly format: PictureFormat;
      readonly width: number;
      readonly height: number;
    }
  /** It begins like a picture, but says no size. */
  | { readonly kind: 'damaged'; readonly format: PictureFormat }
  | { readonly kind: 'other'; readonly content: OtherContent };

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Markers that a JPEG may have before its size; cameras write a few dozen. */
const MAX_JPEG_SEGMENTS = 1000;

function startsWith(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

function asText(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.subarray(start, start + length)).toString('latin1');
}

function readUint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function readUint32(bytes: Uint8Array, at: number): number {
  return readUint16(bytes, at) * 0x10000 + readUint16(bytes, at + 2);
}

/** The image header is the first chunk (PNG, third edition, 11.2.1). */
function readPngHeader(bytes: Uint8Array): PictureHeader {
  const width = readUint32(bytes, 16);
  const height = readUint32(bytes, 20);
  const isHeader = readUint32(bytes, 8) === 13 && asText(bytes, 12, 4) === 'IHDR';
  if (!isHeader || bytes.length < 33 || width === 0 || height === 0) {
    return { kind: 'damaged', format: 'png' };
  }
  return { kind: 'picture', format: 'png', width, height };
}

/** Start of frame, any of its kinds; 0xC4, 0xC8 and 0xCC are something else (ITU-T T.81, table B.1). */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Segments follow each other, each with its length, up to the frame header (ITU-T T.81, B.1.1.4, B.2.2). */
function readJpegHeader(bytes: Uint8Array): PictureHeader {
  const damaged: PictureHeader = { kind: 'damaged', format: 'jpeg' };
  let at = 2;
  for (let segment = 0; segment < MAX_JPEG_SEGMENTS; segment += 1) {
    if (bytes[at] !== 0xff) return damaged;
    // Any number of fill bytes may come before a marker.
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? 0;
    const isScan = marker === 0xda || marker === 0xd9;
    if (isScan || at + 9 > bytes.length) return damaged;
    if (isStartOfFrame(marker)) {
      const height = readUint16(bytes, at + 5);
      const width = readUint16(bytes, at + 7);
      return width === 0 || height === 0
        ? damaged
        : { kind: 'picture', format: 'jpeg', width, height };
    }
    const length = readUint16(bytes, at + 2);
    if (length < 2) return damaged;
    at += 2 + length;
  }
  return damaged;
}

function nameContent(bytes: Uint8Array): OtherContent {
  if (bytes.length === 0) return 'empty';
  const start = asText(bytes, 0, 1024);
  if (start.startsWith('%PDF-')) return 'pdf';
  if (start.startsWith('GIF8')) return 'gif';
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'webp';
  if (start.startsWith('BM')) return 'bmp';
  if (start.startsWith('II*\0') || start.startsWith('MM\0*')) return 'tiff';
  if (start.slice(4, 8) === 'ftyp') return 'heic';
  if (start.slice(128, 132) === 'DICM') return 'dicom';
  if (start.startsWith('PK\x03\x04')) return 'zip';
  if (/<svg[\s>]/i.test(start)) return 'svg';
  if (/<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]/i.test(start)) return 'html';
  return 'unknown';
}

/** Says what a file is, by its content and not by its name, and how large its picture would be. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  if (startsWith(bytes, PNG_SIGNATURE)) return readPngHeader(bytes);
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpegHeader(bytes);
  return { kind: 'other', content: nameContent(bytes) };
}

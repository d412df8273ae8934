import { readJpegHeader } from '../../pixels/read-jpeg-header.ts';

/** A picture that came in a message. */
export interface DecodedPicture {
  readonly bytes: number;
  /** Begins with SOI, has a frame of some size, and ends with EOI (ITU-T T.81 B.1.1.3). */
  readonly isComplete: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

const longestBase64 = 32 * 1024 * 1024;

/**
 * Decodes base64 as messages carry it, line breaks inside allowed (RFC 2045 6.8).
 *
 * @returns `undefined` for text that is not base64
 */
export function decodeBase64(text: string): Buffer | undefined {
  if (text.length > longestBase64) return undefined;
  const bare = text.replace(/\s+/g, '');
  if (bare === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return undefined;
  // One character too many can be the end of nothing.
  return bare.replace(/=+$/, '').length % 4 === 1 ? undefined : Buffer.from(bare, 'base64');
}

/** Whether bytes begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** Looks at a JPEG without decoding its pixels. */
export function readJpeg(bytes: Buffer): DecodedPicture {
  const header = readJpegHeader(bytes);
  if (!header.ok) return { bytes: bytes.length, isComplete: false };
  const { columns, rows, complete } = header.value;
  return {
    bytes: bytes.length,
    isComplete: complete && columns > 0 && rows > 0,
    columns,
    rows,
  };
}

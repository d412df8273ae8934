import type { Codestream } from './codestream.ts';
import { fault, type Read, read } from './fault.ts';
import type { ImageLayout } from './image-layout.ts';
import type { SyntaxCoding } from './syntax-coding.ts';

/** How pixels differ from what their transfer syntax says. */
export type CodingDefect =
  /** Native pixels in a transfer syntax of compressed ones. */
  | 'not-encapsulated'
  /** Encapsulated pixels in a native transfer syntax. */
  | 'encapsulated'
  /** No codestream of the format that the syntax is for. */
  | 'other-format'
  /** Of the format, but another process than the syntax allows. */
  | 'other-process'
  /** A lossy codestream in a syntax for lossless ones only. */
  | 'lossy-process';

/** Whether pixels are coded as their transfer syntax says. */
export type PixelCoding =
  | { readonly asDeclared: true }
  | { readonly asDeclared: false; readonly defect: CodingDefect; readonly message: string };

/** Pixels that are coded as they should be. */
export const AS_DECLARED: PixelCoding = { asDeclared: true };

/** Pixels that are not. */
export function departs(defect: CodingDefect, message: string): PixelCoding {
  return { asDeclared: false, defect, message };
}

/** Lays a codestream beside its transfer syntax (PS3.5 A.4). */
export function checkCoding(coding: SyntaxCoding, stream: Codestream): PixelCoding {
  if (coding.format === 'jpeg' && stream.format === 'jpeg') {
    const marker = `Start Of Frame FF${stream.startOfFrame.toString(16).toUpperCase()}`;
    if (coding.lossless && !stream.lossless) return departs('lossy-process', marker);
    if (!coding.startOfFrame.includes(stream.startOfFrame)) return departs('other-process', marker);
    const { predictor } = coding;
    if (predictor !== undefined && stream.predictor !== predictor) {
      return departs('other-process', `Selection Value ${stream.predictor}`);
    }
    return AS_DECLARED;
  }
  if (coding.format === 'jpeg-ls' && stream.format === 'jpeg-ls') {
    return coding.lossless && stream.near > 0
      ? departs('lossy-process', `NEAR ${stream.near}`)
      : AS_DECLARED;
  }
  if (coding.format === 'jpeg2000' && stream.format === 'jpeg2000') {
    const { highThroughput, progression } = coding;
    if (highThroughput !== stream.highThroughput) {
      const coder = stream.highThroughput ? 'high-throughput' : 'JPEG 2000 part 1';
      return departs('other-process', `${coder} code-blocks`);
    }
    if (coding.lossless && !stream.reversible) {
      return departs('lossy-process', 'the irreversible 9/7 wavelet');
    }
    if (progression !== undefined && stream.progression !== progression) {
      return departs('other-process', `progression order ${stream.progression}`);
    }
    return AS_DECLARED;
  }
  return coding.format === stream.format
    ? AS_DECLARED
    : departs('other-format', `${stream.format} instead of ${coding.format}`);
}

/**
 * Checks that a codestream has the size that its data set declares, before memory is given to it. A codec would decode
 * what the codestream says.
 */
export function checkShape(stream: Codestream, layout: ImageLayout): Read<Codestream> {
  const { columns, rows, components, precision } = stream;
  if (columns !== layout.columns || rows !== layout.rows) {
    const words = `${columns} by ${rows} instead of ${layout.columns} by ${layout.rows}`;
    return fault('bad-codestream', `a codestream of ${words}`);
  }
  if (components !== layout.samplesPerPixel) {
    const words = `${components} components instead of ${layout.samplesPerPixel}`;
    return fault('bad-codestream', `a codestream of ${words}`);
  }
  if (precision < 2 || precision > layout.bitsAllocated) {
    return fault('bad-codestream', `${precision} bits in ${layout.bitsAllocated} allocated`);
  }
  if (stream.format === 'jpeg2000' && stream.subsampled) {
    return fault('unsupported-image', 'JPEG 2000 components of different sizes or depths');
  }
  if (components === 3 && precision > 8 && stream.format !== 'rle') {
    return fault('unsupported-image', `${precision} bits of three components`);
  }
  return stream.complete ? read(stream) : fault('truncated', 'the codestream has no end marker');
}

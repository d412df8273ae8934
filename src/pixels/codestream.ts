/** What a codestream says of itself before its data begin. */
interface StreamShape {
  readonly columns: number;
  readonly rows: number;
  readonly components: number;
  /** Bits of a sample. */
  readonly precision: number;
  readonly signed: boolean;
  /** Components follow each other as planes once decoded. */
  readonly planar: boolean;
  /** Some component has fewer samples than another. */
  readonly subsampled: boolean;
  /** Whether its end marker is there. */
  readonly complete: boolean;
}

/** JPEG (ITU-T T.81). */
export interface JpegStream extends StreamShape {
  readonly format: 'jpeg';
  /** Second byte of the Start Of Frame marker. */
  readonly startOfFrame: number;
  readonly lossless: boolean;
  /** Selection Value of a lossless process; 0 otherwise. */
  readonly predictor: number;
}

/** JPEG-LS (ITU-T T.87). */
export interface JpegLsStream extends StreamShape {
  readonly format: 'jpeg-ls';
  /** Largest difference of a decoded sample (NEAR); 0 is lossless. */
  readonly near: number;
}

/** JPEG 2000 (ISO/IEC 15444-1), also with the block coder of part 15. */
export interface Jpeg2000Stream extends StreamShape {
  readonly format: 'jpeg2000';
  readonly highThroughput: boolean;
  /** The 5/3 wavelet; lossless unless its layers were cut. */
  readonly reversible: boolean;
  readonly progression: number;
  /** The colour transform of the codestream, which its decoder undoes. */
  readonly colourTransform: boolean;
}

/** DICOM's run lengths (PS3.5 G). */
export interface RleStream extends StreamShape {
  readonly format: 'rle';
}

export type Codestream = JpegStream | JpegLsStream | Jpeg2000Stream | RleStream;

/**
 * Whether an image codestream ends with its marker, padding aside. PS3.5 A.4 pads with one byte of zero; some pad with
 * more of them, and DCMTK 3.6.7 pads JPEG-LS with a byte of anything.
 */
export function endsWithMarker(bytes: Buffer, marker: number): boolean {
  let end = bytes.length;
  while (end > 2 && bytes[end - 1] === 0) end -= 1;
  const isAt = (at: number): boolean => at >= 2 && bytes.readUInt16BE(at - 2) === marker;
  return isAt(end) || isAt(end - 1);
}

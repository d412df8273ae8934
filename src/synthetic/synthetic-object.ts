import type { AttributeValues, TextForm } from './to-elements.ts';

/** The Pixel Data of an object, made while it is written, so that a large object needs the memory of one frame. */
export interface PixelSource {
  readonly vr: 'OB' | 'OW';
  /** Without the padding byte. */
  readonly lengthBytes: number;
  /** Frame after frame; each buffer is good only until the next is asked for. */
  frames(): Iterable<Buffer>;
}

/** One SOP instance of a synthetic study. */
export interface SyntheticObject {
  /** Unique within the study, fit for a file name: `ct-0001`. */
  readonly name: string;
  readonly modality: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly textForm: TextForm;
  /** Everything but Pixel Data. */
  readonly attributes: AttributeValues;
  readonly pixels?: PixelSource;
}

/** The pixels of DICOM objects: what they are coded in, decoded within bounds, encoded for tests, and compared. */
export type { CodingDefect, PixelCoding } from './check-coding.ts';
export type { Loss } from './codec-task.ts';
export { compareImages, type ImageComparison } from './compare-images.ts';
export type { CompressedDataset, CompressOptions } from './compress-dataset.ts';
export { encapsulate } from './encapsulate.ts';
export type { PixelFault, PixelFaultKind, Read } from './fault.ts';
export type { ImageLayout } from './image-layout.ts';
export { DEFAULT_PIXEL_LIMITS, type PixelLimits } from './limits.ts';
export { type ElementExtent, locatePixelData, type PixelDataPlace } from './locate-pixel-data.ts';
export {
  type DecodedImage,
  type DecodeOptions,
  decodeFrames,
  PixelCodecs,
  type PixelDecoding,
} from './pixel-codecs.ts';
export { type EncodedObject, type ImageHead, readHead } from './read-head.ts';
export { type Changes, rewriteHead } from './rewrite-head.ts';
export { codingOf, type SyntaxCoding } from './syntax-coding.ts';

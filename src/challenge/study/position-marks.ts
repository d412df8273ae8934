import { CT_VOLUME } from './ct-layout.ts';
import type { Lots } from './draw-lots.ts';

/** The axial MR, registered with the CT. */
export const MR_AXIAL = {
  images: 12,
  matrix: 256,
  pixelSpacingMm: 1.6,
  sliceSpacingMm: 12,
} as const;

/** The coronal MR, registered with the CT: the reference line of an axial image crosses its ladder. */
export const MR_CORONAL = {
  images: 5,
  matrix: 256,
  pixelSpacingMm: 0.8,
  sliceSpacingMm: 20,
  rungs: 20,
  /** As long as the CT. */
  rungMm: 8,
} as const;

/**
 * CT images with the same mark. The number divides the distance of MR images, and the shift puts each MR image in
 * the middle of a band, so that rounding to either neighbour shows the same mark.
 */
const BAND = { images: 6, shift: 1 } as const;
const MARK_LENGTH = 2;

/** Letters that tell positions apart, different for each of them. */
export interface PositionMarks {
  /** Of the bands of the CT, from the feet. */
  readonly ctBands: readonly string[];
  /** Of the images of the axial MR, from the feet. */
  readonly mrAxial: readonly string[];
  /** Of the rungs of the coronal MR, from the head. */
  readonly rungs: readonly string[];
}

function drawDifferent(lots: Lots, count: number): string[] {
  const marks = new Set<string>();
  while (marks.size < count) marks.add(lots.text(MARK_LENGTH));
  return [...marks];
}

/** The band that a CT image is in, from 0; the index of the image counts from 0. */
export function ctBand(imageIndex: number): number {
  return Math.floor((imageIndex + BAND.shift) / BAND.images);
}

/** Draws the marks of a study. */
export function drawPositionMarks(lots: Lots): PositionMarks {
  return {
    ctBands: drawDifferent(lots, ctBand(CT_VOLUME.slices - 1) + 1),
    mrAxial: drawDifferent(lots, MR_AXIAL.images),
    rungs: drawDifferent(lots, MR_CORONAL.rungs),
  };
}

/** Position along the patient of a CT image, in millimetres towards the head; the index counts from 0. */
export function ctPositionMm(imageIndex: number): number {
  return (imageIndex - (CT_VOLUME.slices - 1) / 2) * CT_VOLUME.sliceSpacingMm;
}

/** Position along the patient of an image of the axial MR; the index counts from 0. */
export function mrAxialPositionMm(imageIndex: number): number {
  return (imageIndex - (MR_AXIAL.images - 1) / 2) * MR_AXIAL.sliceSpacingMm;
}

/** CT images, by index from 0, that are as near to a position as a linked viewer may show. */
export function ctImagesAt(positionMm: number): number[] {
  const images = Array.from({ length: CT_VOLUME.slices }, (_, index) => index);
  return images.filter((index) => Math.abs(ctPositionMm(index) - positionMm) <= 1);
}

/** The rung of the coronal MR that a position along the patient is on, from the head. */
export function rungAt(positionMm: number): number {
  const top = (MR_CORONAL.rungs * MR_CORONAL.rungMm) / 2;
  return Math.floor((top - positionMm) / MR_CORONAL.rungMm);
}

/** How far a position is from the nearer end of its rung, in millimetres. */
export function rungMarginMm(positionMm: number): number {
  const top = (MR_CORONAL.rungs * MR_CORONAL.rungMm) / 2;
  const within = (top - positionMm) % MR_CORONAL.rungMm;
  return Math.min(within, MR_CORONAL.rungMm - within);
}

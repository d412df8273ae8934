import type { SymbolPlace } from './paint.ts';
import { countModules, QUIET_MODULES } from './qr-matrix.ts';

/** The CT volume; stored value is Hounsfield units + 1024, in 16 bits. */
export const CT_VOLUME = {
  columns: 512,
  rows: 512,
  slices: 160,
  /** With slices of 1 mm, 5 pixels are as long as 4 slices: square modules in a coronal plane. */
  pixelSpacingMm: 0.8,
  sliceSpacingMm: 1,
  /** Pixels of air around the body, on each side. */
  marginPx: 10,
} as const;

/** The PET volume over the CT: a voxel of it is 2 by 2 by 2 voxels of the CT, with the same centre of all. */
export const PET_VOLUME = {
  columns: 256,
  rows: 256,
  slices: 80,
  pixelSpacingMm: 1.6,
  sliceSpacingMm: 2,
  marginPx: 5,
  /** CT voxels along each edge of a PET voxel. */
  ctVoxels: 2,
} as const;

/** Hounsfield units of what is not a code. */
export const CT_VALUES = { air: -1024, body: 0, letters: 1000 } as const;

/**
 * The QR of every image. Its light modules are far brighter than anything else, so that a window fitted to the values
 * of the picture is too wide for the narrow-window code.
 */
export const CT_NONCE = {
  place: { left: 20, top: 20, modulePx: 6 },
  dark: -1000,
  light: 30_000,
} as const;

/** Over a part of the CT that is white in usual windows, or a fused picture would have no readable QR. */
export const PET_NONCE = {
  place: { left: 15, top: 130, modulePx: 3 },
  darkSuv: 0,
  lightSuv: 6,
} as const;

/**
 * Both values are above 3072 HU, beyond every preset and the whole range of 12 bits, and within one of 255 or 256 grey
 * levels from -1024 to 30000 HU: only a window of about 200 HU or less, near them, tells them apart.
 */
export const WINDOW_CODE = {
  place: { left: 30, top: 260, modulePx: 6 },
  dark: 3240,
  light: 3274,
  /** What the examiner is asked to set. */
  window: { center: 3257, width: 100 },
} as const;

/** A symbol standing upright across the slices: an axial image meets one row of it. */
export const MPR_CODE = {
  left: 30,
  /** First pixel row; the symbol is this many rows thick. */
  top: 470,
  thicknessPx: 5,
  modulePx: 5,
  slicesPerModule: 4,
  /** Lowest slice, of the quiet zone. */
  firstSlice: 22,
  dark: -150,
  light: 230,
} as const;

/** Bright modules spread over the slices of a slab; see mip-groups.ts. */
export const MIP_CODE = {
  place: { left: 300, top: 30, modulePx: 6 },
  firstSlice: 60,
  slices: 40,
  base: -300,
  /** Hounsfield units of one half step of a group. */
  halfStep: 250,
  window: { center: 40, width: 400 },
} as const;

/** Half of the light modules are in the CT, the other half in the PET. */
export const FUSION_CODE = {
  place: { left: 300, top: 250, modulePx: 6 },
  firstSlice: 20,
  slices: 40,
  darkHu: -100,
  lightHu: 200,
  backgroundSuv: 0.3,
  lightSuv: 8,
} as const;

/** Burned-in test marking, clear of every code. */
export const CT_MARKING = { left: 24, top: 222, scale: 2 } as const;

/** Two letters that tell where along the patient an image is; see position-marks.ts. */
export const CT_BAND_MARK = { left: 224, top: 60, scale: 6 } as const;

/** Names beside the codes, so that the examiner finds them. */
export const CT_LABELS = [
  { text: 'MIP', left: 300, top: 208 },
  { text: 'FUSION', left: 300, top: 428 },
  { text: 'WINDOW', left: 30, top: 438 },
  { text: '- MPR', left: 182, top: 466 },
] as const;

/** Highest slice of the coronal symbol, quiet zone included, plus one. */
export function mprEndSlice(): number {
  const modules = countModules('hidden') + 2 * QUIET_MODULES;
  return MPR_CODE.firstSlice + modules * MPR_CODE.slicesPerModule;
}

/** The row of the coronal symbol that a slice meets, from `-QUIET_MODULES`; `undefined` outside of it. */
export function mprRow(slice: number): number | undefined {
  if (slice < MPR_CODE.firstSlice || slice >= mprEndSlice()) return undefined;
  // The head, hence the first row, is at the last slice.
  return Math.floor((mprEndSlice() - 1 - slice) / MPR_CODE.slicesPerModule) - QUIET_MODULES;
}

/** The place of a symbol of the CT in the PET. */
export function toPetPlace(place: SymbolPlace): SymbolPlace {
  const { ctVoxels } = PET_VOLUME;
  return {
    left: place.left / ctVoxels,
    top: place.top / ctVoxels,
    modulePx: place.modulePx / ctVoxels,
  };
}

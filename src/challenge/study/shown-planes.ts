import {
  CT_NONCE,
  CT_VOLUME,
  FUSION_CODE,
  MIP_CODE,
  MPR_CODE,
  mprEndSlice,
  PET_NONCE,
  PET_VOLUME,
  WINDOW_CODE,
} from './ct-layout.ts';
import { CR_IMAGE, US_CLIP } from './flat-images.ts';
import type { HiddenFunction } from './hidden-codes.ts';
import { MEASUREMENT_SERIES } from './measurement-geometry.ts';
import { MR_IMAGE, MR_NONCE } from './mr-series.ts';
import type { SeriesKey } from './nonce.ts';
import type { Box, SymbolPlace } from './paint.ts';
import { countModules, type QrKind, QUIET_MODULES } from './qr-matrix.ts';
import { SURFACE_VOLUME } from './surface-letters.ts';
import { SURFACE_NONCE } from './surface-series.ts';

/**
 * What a viewer shows around a symbol, in pixels of the image, or in millimetres of a reformatted plane: enough to find
 * the edges of the image in a screenshot.
 */
export interface ShownPlane {
  readonly width: number;
  readonly height: number;
  /** The symbol without its quiet zone. */
  readonly symbol: Box;
  /** What may be kept of a screenshot: nearly all of the plane, so that what lies beside it is left out for certain. */
  readonly kept: Box;
  /** Narrow boxes of one value along the edges of the plane. */
  readonly outside: readonly Box[];
  /** Narrow boxes of another value beside them. */
  readonly inside: readonly Box[];
}

function symbolIn({ left, top, modulePx }: SymbolPlace, kind: QrKind): Box {
  const quiet = QUIET_MODULES * modulePx;
  const side = countModules(kind) * modulePx;
  return { left: left + quiet, top: top + quiet, width: side, height: side };
}

function inset({ left, top, width, height }: Box, by: number): Box {
  return { left: left + by, top: top + by, width: width - 2 * by, height: height - 2 * by };
}

/** Four boxes around a plane, a distance from its edges. */
function frame(width: number, height: number, inset: number, thickness: number): Box[] {
  const across = { left: inset, width: width - 2 * inset, height: thickness };
  const down = { top: inset, height: height - 2 * inset, width: thickness };
  return [
    { ...across, top: inset },
    { ...across, top: height - inset - thickness },
    { ...down, left: inset },
    { ...down, left: width - inset - thickness },
  ];
}

function framedImage(
  size: { readonly columns: number; readonly rows: number; readonly marginPx: number },
  place: SymbolPlace,
  kind: QrKind,
): ShownPlane {
  const { columns, rows, marginPx } = size;
  return {
    width: columns,
    height: rows,
    symbol: symbolIn(place, kind),
    kept: inset({ left: 0, top: 0, width: columns, height: rows }, 0.4 * marginPx),
    outside: frame(columns, rows, 0.3 * marginPx, 0.4 * marginPx),
    inside: frame(columns, rows, 1.3 * marginPx, 0.4 * marginPx),
  };
}

const MR_PLANE = framedImage(MR_IMAGE, MR_NONCE.place, 'nonce');
const CR_PLANE = framedImage(CR_IMAGE, CR_IMAGE.nonce, 'nonce');

/** Where the QR of an image is. */
const IMAGE_PLANES: Readonly<Record<SeriesKey, ShownPlane>> = {
  ct: framedImage(CT_VOLUME, CT_NONCE.place, 'nonce'),
  pet: framedImage(PET_VOLUME, PET_NONCE.place, 'nonce'),
  surface: {
    width: SURFACE_VOLUME.columns,
    height: SURFACE_VOLUME.rows,
    symbol: symbolIn(SURFACE_NONCE.place, 'nonce'),
    kept: symbolIn(SURFACE_NONCE.place, 'nonce'),
    outside: [],
    inside: [],
  },
  measurement: framedImage(
    { ...MEASUREMENT_SERIES, marginPx: CT_VOLUME.marginPx },
    CT_NONCE.place,
    'nonce',
  ),
  'mr-axial': MR_PLANE,
  'mr-coronal': MR_PLANE,
  'cr-pa': CR_PLANE,
  'cr-ll': CR_PLANE,
  us: framedImage(US_CLIP, US_CLIP.nonce, 'nonce'),
};

/** The coronal plane of the CT that the MPR code lies in, in millimetres. */
function coronalPlane(): ShownPlane {
  const { pixelSpacingMm, sliceSpacingMm, columns, slices, marginPx } = CT_VOLUME;
  const width = columns * pixelSpacingMm;
  const height = slices * sliceSpacingMm;
  const { left, modulePx, slicesPerModule } = MPR_CODE;
  const modules = countModules('hidden');
  const symbol = {
    left: (left + QUIET_MODULES * modulePx) * pixelSpacingMm,
    top: (slices - mprEndSlice() + QUIET_MODULES * slicesPerModule) * sliceSpacingMm,
    width: modules * modulePx * pixelSpacingMm,
    height: modules * slicesPerModule * sliceSpacingMm,
  };
  const margin = marginPx * pixelSpacingMm;
  const side = { top: 0.3 * margin, height: height - 0.6 * margin, width: 0.4 * margin };
  return {
    width,
    height,
    symbol,
    kept: {
      left: 0.4 * margin,
      top: 0.2 * margin,
      width: width - 0.8 * margin,
      height: height - 0.4 * margin,
    },
    // The body reaches both ends of the volume.
    outside: [
      { ...side, left: 0.3 * margin },
      { ...side, left: width - 0.7 * margin },
    ],
    inside: [
      { ...side, left: 1.3 * margin },
      { ...side, left: width - 1.7 * margin },
      { left: 1.3 * margin, top: 0.1 * margin, width: width - 2.6 * margin, height: 0.3 * margin },
      {
        left: 1.3 * margin,
        top: height - 0.4 * margin,
        width: width - 2.6 * margin,
        height: 0.3 * margin,
      },
    ],
  };
}

/** The plane that an image's QR is in. */
export function planeOfImage(series: SeriesKey): ShownPlane {
  return IMAGE_PLANES[series];
}

/** The plane that a hidden code is in. */
export function planeOfCode(name: HiddenFunction): ShownPlane {
  switch (name) {
    case 'window':
      return framedImage(CT_VOLUME, WINDOW_CODE.place, 'hidden');
    case 'mip':
      return framedImage(CT_VOLUME, MIP_CODE.place, 'hidden');
    case 'fusion':
      return framedImage(CT_VOLUME, FUSION_CODE.place, 'hidden');
    case 'mpr':
      return coronalPlane();
  }
}

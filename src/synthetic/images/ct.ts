import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { drawMarking } from '../pixels/draw-marking.ts';
import { drawPhantom, makeNoise, type Phantom } from '../pixels/draw-phantom.ts';
import { countPixelBytes, makeRaster, type Raster, toPixelBytes } from '../pixels/raster.ts';
import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import {
  assertCount,
  describeAxialPlane,
  describeFrameOfReference,
  describeGreyPixels,
  describeImage,
  describeWindow,
  type SeriesOptions,
  type SliceGeometry,
} from './describe-image.ts';

/** Size of a CT series. */
export interface CtSeriesOptions extends SeriesOptions {
  /** Default 3. */
  readonly slices?: number;
  /** Default 512. */
  readonly rows?: number;
  /** Default 512. */
  readonly columns?: number;
  /** Default: 400 mm over all columns. */
  readonly pixelSpacingMm?: number;
  /** Default 1.25 mm, the slice thickness as well. */
  readonly sliceSpacingMm?: number;
  /** Default 12: -1024 to 3071 HU; 16 bits reach 64511 HU. */
  readonly bitsStored?: 12 | 16;
  /** Name within the study; default `scanner`, which PET shares. */
  readonly frameOfReference?: string;
}

/** Stored value = Hounsfield units + 1024. */
export const CT_RESCALE_INTERCEPT = -1024;
const FIELD_OF_VIEW_MM = 400;
const SLICE_SPACING_MM = 1.25;

function store(hounsfieldUnits: number): number {
  return hounsfieldUnits - CT_RESCALE_INTERCEPT;
}

/** A chest of ellipses that narrows towards both ends; `height` from -1 to 1 along the patient. */
function makeChest(height: number): Phantom {
  const size = Math.sqrt(1 - 0.35 * height * height);
  const lung = { y: -0.05, radiusX: 0.26 * size, radiusY: 0.38 * size, value: store(-850) };
  return {
    background: store(-1000),
    ellipses: [
      { x: 0, y: 0, radiusX: 0.85 * size, radiusY: 0.6 * size, value: store(-90) },
      { x: 0, y: 0, radiusX: 0.8 * size, radiusY: 0.55 * size, value: store(40) },
      { x: -0.4 * size, ...lung },
      { x: 0.4 * size, ...lung },
      { x: 0.08, y: -0.05, radiusX: 0.14 * size, radiusY: 0.18 * size, value: store(55) },
      { x: 0, y: 0.4 * size, radiusX: 0.1, radiusY: 0.1, value: store(700) },
    ],
  };
}

/**
 * A CT series (PS3.3 A.3): contiguous axial slices, Hounsfield units by rescale. The
 * pixels are drawn when they are asked for, so that a long series costs the memory of one slice; objects may be written
 * at the same time.
 * @throws RangeError for sizes that DICOM or the marking cannot have
 */
export function makeCtSeries(
  study: SyntheticStudy,
  options: CtSeriesOptions = {},
): SyntheticObject[] {
  const { slices = 3, rows = 512, columns = 512, key = 'ct', seriesNumber = 1, content } = options;
  const { sliceSpacingMm = SLICE_SPACING_MM } = options;
  assertCount('slices', slices);
  const lengthBytes = countPixelBytes({ rows, columns }, 2);
  const noise = makeNoise(study.seed, 4);
  // A slice's memory is drawn into again once it was written; slices written at the same time have their own.
  const idle: Raster[] = [];
  const geometry: SliceGeometry = {
    rows,
    columns,
    pixelSpacingMm: options.pixelSpacingMm ?? FIELD_OF_VIEW_MM / columns,
    sliceSpacingMm,
    firstZMm: -((slices - 1) / 2) * sliceSpacingMm,
  };
  const series: SeriesPlan = {
    key,
    number: seriesNumber,
    modality: 'CT',
    description: content?.description ?? 'CT ngực kiểm thử',
    attributes: {
      ...describeFrameOfReference(study, options.frameOfReference ?? 'scanner'),
      PatientPosition: 'HFS',
      BodyPartExamined: 'CHEST',
      ProtocolName: 'KIỂM THỬ',
    },
  };
  function* drawSlice(index: number): Generator<Buffer> {
    const raster = idle.pop() ?? makeRaster({ rows, columns }, 16);
    if (content === undefined) {
      const height = slices === 1 ? 0 : (2 * index) / (slices - 1) - 1;
      drawPhantom(raster, makeChest(height), noise, index);
      const marking = { ink: [store(1500)], paper: [store(-1000)] };
      drawMarking(raster, `CT ${index + 1}/${slices}`, marking);
    } else content.draw(raster, index);
    yield toPixelBytes(raster);
    idle.push(raster);
  }
  return Array.from({ length: slices }, (_, index) =>
    buildObject(study, series, {
      sopClassUid: STORAGE_SOP_CLASSES.computedTomography.uid,
      index,
      attributes: {
        ...describeImage(study, 'ORIGINAL\\PRIMARY\\AXIAL'),
        ...describeGreyPixels(rows, columns, options.bitsStored ?? 12),
        ...describeAxialPlane(geometry, index),
        AcquisitionNumber: 1,
        KVP: 120,
        RescaleIntercept: CT_RESCALE_INTERCEPT,
        RescaleSlope: 1,
        RescaleType: 'HU',
        ...describeWindow(content, 40, 400),
      },
      pixels: { vr: 'OW', lengthBytes, frames: () => drawSlice(index) },
    }),
  );
}

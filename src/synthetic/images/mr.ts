import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { drawMarking } from '../pixels/draw-marking.ts';
import { drawPhantom, makeNoise, type Phantom } from '../pixels/draw-phantom.ts';
import { countPixelBytes, makeRaster, toPixelBytes } from '../pixels/raster.ts';
import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import {
  assertCount,
  describeAxialPlane,
  describeCoronalPlane,
  describeFrameOfReference,
  describeGreyPixels,
  describeImage,
  describeWindow,
  type SeriesOptions,
} from './describe-image.ts';

/** Size of an MR series. */
export interface MrSeriesOptions extends SeriesOptions {
  /** Default 2. */
  readonly slices?: number;
  /** Rows and columns; default 256. */
  readonly matrix?: number;
  /** Default `axial`. */
  readonly plane?: 'axial' | 'coronal';
  /** Default: 230 mm over all columns. */
  readonly pixelSpacingMm?: number;
  /** Default 5 mm, the slice thickness as well. */
  readonly sliceSpacingMm?: number;
  /** Name within the study; default `magnet`. `scanner` is that of CT and PET, as if registered. */
  readonly frameOfReference?: string;
}

const FIELD_OF_VIEW_MM = 230;
const SLICE_SPACING_MM = 5;

const HEAD: Phantom = {
  background: 10,
  ellipses: [
    { x: 0, y: 0.05, radiusX: 0.62, radiusY: 0.8, value: 900 },
    { x: 0, y: 0.05, radiusX: 0.57, radiusY: 0.74, value: 120 },
    { x: 0, y: 0.05, radiusX: 0.53, radiusY: 0.7, value: 560 },
    { x: -0.13, y: 0.05, radiusX: 0.08, radiusY: 0.24, value: 200 },
    { x: 0.13, y: 0.05, radiusX: 0.08, radiusY: 0.24, value: 200 },
  ],
};

/**
 * A T1-weighted MR series (PS3.3 A.4), spin echo, 12 bits.
 * @throws RangeError for sizes that DICOM or the marking cannot have
 */
export function makeMrSeries(
  study: SyntheticStudy,
  options: MrSeriesOptions = {},
): SyntheticObject[] {
  const { slices = 2, matrix = 256, key = 'mr', seriesNumber = 2, content } = options;
  const { sliceSpacingMm = SLICE_SPACING_MM } = options;
  const size = { rows: matrix, columns: matrix };
  assertCount('slices', slices);
  const lengthBytes = countPixelBytes(size, 2);
  const noise = makeNoise(study.seed, 5);
  const geometry = {
    ...size,
    pixelSpacingMm: options.pixelSpacingMm ?? FIELD_OF_VIEW_MM / matrix,
    sliceSpacingMm,
  };
  const firstMm = -((slices - 1) / 2) * sliceSpacingMm;
  const describePlane = (index: number) =>
    options.plane === 'coronal'
      ? describeCoronalPlane({ ...geometry, firstYMm: firstMm }, index)
      : describeAxialPlane({ ...geometry, firstZMm: firstMm }, index);
  const series: SeriesPlan = {
    key,
    number: seriesNumber,
    modality: 'MR',
    description: content?.description ?? 'MR sọ não kiểm thử T1',
    attributes: {
      ...describeFrameOfReference(study, options.frameOfReference ?? 'magnet'),
      PatientPosition: 'HFS',
      BodyPartExamined: 'HEAD',
      ProtocolName: 'KIỂM THỬ',
    },
  };
  function* drawSlice(index: number): Generator<Buffer> {
    const raster = makeRaster(size, 16);
    if (content === undefined) {
      drawPhantom(raster, HEAD, noise, index);
      drawMarking(raster, `MR ${index + 1}/${slices}`, { ink: [1400], paper: [0] });
    } else content.draw(raster, index);
    yield toPixelBytes(raster);
  }
  return Array.from({ length: slices }, (_, index) =>
    buildObject(study, series, {
      sopClassUid: STORAGE_SOP_CLASSES.magneticResonance.uid,
      index,
      attributes: {
        ...describeImage(study, 'ORIGINAL\\PRIMARY\\OTHER'),
        ...describeGreyPixels(matrix, matrix, 12),
        ...describePlane(index),
        AcquisitionNumber: 1,
        ScanningSequence: 'SE',
        SequenceVariant: 'NONE',
        ScanOptions: '',
        MRAcquisitionType: '2D',
        RepetitionTime: 500,
        EchoTime: 15,
        EchoTrainLength: 1,
        MagneticFieldStrength: 1.5,
        SpacingBetweenSlices: sliceSpacingMm,
        ...describeWindow(content, 500, 1000),
      },
      pixels: { vr: 'OW', lengthBytes, frames: () => drawSlice(index) },
    }),
  );
}

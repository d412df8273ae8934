import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { CODES } from '../coded-terms.ts';
import { drawMarking } from '../pixels/draw-marking.ts';
import { drawPhantom, makeNoise, type Phantom } from '../pixels/draw-phantom.ts';
import { countPixelBytes, makeRaster, toPixelBytes } from '../pixels/raster.ts';
import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import type { AttributeValues } from '../to-elements.ts';
import {
  assertCount,
  describeAxialPlane,
  describeFrameOfReference,
  describeGreyPixels,
  describeImage,
  describeWindow,
  type SeriesOptions,
} from './describe-image.ts';

/** Size of a PET series. */
export interface PetSeriesOptions extends SeriesOptions {
  /** Default 2. */
  readonly slices?: number;
  /** Rows and columns; default 200. */
  readonly matrix?: number;
  /** Default: 400 mm over all columns. */
  readonly pixelSpacingMm?: number;
  /** Default 2.5 mm, the slice thickness as well. */
  readonly sliceSpacingMm?: number;
}

const FIELD_OF_VIEW_MM = 400;
const SLICE_SPACING_MM = 2.5;
/** Injected at the series time, so that no decay stands between dose and image. */
const DOSE_BQ = 350_000_000;
/** Becquerel per millilitre and stored value. */
const RESCALE_SLOPE = 10;
/** Stored value of a standardised uptake value of 1 g/ml: 350 MBq in 70 kg are 5000 Bq/ml. */
export const PET_STORED_PER_SUV = 500;
const FRAME_DURATION_MS = 120_000;

const CHEST: Phantom = {
  background: 5,
  ellipses: [
    { x: 0, y: 0, radiusX: 0.8, radiusY: 0.55, value: 400 },
    { x: 0.1, y: -0.05, radiusX: 0.12, radiusY: 0.15, value: 1500 },
    { x: -0.4, y: 0.05, radiusX: 0.06, radiusY: 0.06, value: 4000 },
  ],
};

/** PET Isotope module (PS3.3 C.8.9.2). */
function describeIsotope({ performed }: SyntheticStudy): AttributeValues {
  return {
    RadiopharmaceuticalInformationSequence: [
      {
        Radiopharmaceutical: 'Fluorodeoxyglucose',
        RadiopharmaceuticalStartTime: performed.time,
        RadiopharmaceuticalStartDateTime: `${performed.date}${performed.time}`,
        RadionuclideTotalDose: DOSE_BQ,
        RadionuclideHalfLife: 6586.2,
        RadionuclidePositronFraction: 0.967,
        RadionuclideCodeSequence: [CODES.fluorine18],
        RadiopharmaceuticalCodeSequence: [CODES.fluorodeoxyglucose],
      },
    ],
  };
}

/** PET Series and NM/PET Patient Orientation modules (PS3.3 C.8.9.1, C.8.4.6). */
function describePetSeries(study: SyntheticStudy, slices: number): AttributeValues {
  return {
    ...describeFrameOfReference(study, 'scanner'),
    ...describeIsotope(study),
    BodyPartExamined: 'CHEST',
    Units: 'BQML',
    CountsSource: 'EMISSION',
    SeriesType: 'STATIC\\IMAGE',
    NumberOfSlices: slices,
    CorrectedImage: 'DECY\\ATTN',
    RandomsCorrectionMethod: 'NONE',
    AttenuationCorrectionMethod: 'KIEM THU',
    DecayCorrection: 'START',
    CollimatorType: 'NONE',
    PatientOrientationCodeSequence: [
      { ...CODES.recumbent, PatientOrientationModifierCodeSequence: [CODES.supine] },
    ],
    PatientGantryRelationshipCodeSequence: [CODES.headFirst],
  };
}

/**
 * A static PET series (PS3.3 A.21) in the frame of reference of the CT series, with what an SUV needs.
 * @throws RangeError for sizes that DICOM or the marking cannot have
 */
export function makePetSeries(
  study: SyntheticStudy,
  options: PetSeriesOptions = {},
): SyntheticObject[] {
  const { slices = 2, matrix = 200, key = 'pt', seriesNumber = 8, content } = options;
  const { sliceSpacingMm = SLICE_SPACING_MM } = options;
  const size = { rows: matrix, columns: matrix };
  assertCount('slices', slices);
  const lengthBytes = countPixelBytes(size, 2);
  const noise = makeNoise(study.seed, 5);
  const geometry = {
    ...size,
    pixelSpacingMm: options.pixelSpacingMm ?? FIELD_OF_VIEW_MM / matrix,
    sliceSpacingMm,
    firstZMm: -((slices - 1) / 2) * sliceSpacingMm,
  };
  const series: SeriesPlan = {
    key,
    number: seriesNumber,
    modality: 'PT',
    description: content?.description ?? 'PET kiểm thử',
    attributes: describePetSeries(study, slices),
  };
  function* drawSlice(index: number): Generator<Buffer> {
    const raster = makeRaster(size, 16);
    if (content === undefined) {
      drawPhantom(raster, CHEST, noise, index);
      drawMarking(raster, `PET ${index + 1}/${slices}`, { ink: [4000], paper: [0] });
    } else content.draw(raster, index);
    yield toPixelBytes(raster);
  }
  return Array.from({ length: slices }, (_, index) =>
    buildObject(study, series, {
      sopClassUid: STORAGE_SOP_CLASSES.positronEmissionTomography.uid,
      index,
      attributes: {
        ...describeImage(study, 'ORIGINAL\\PRIMARY'),
        ...describeGreyPixels(matrix, matrix, 16),
        ...describeAxialPlane(geometry, index),
        AcquisitionNumber: 1,
        RescaleIntercept: 0,
        RescaleSlope: RESCALE_SLOPE,
        FrameReferenceTime: 0,
        ActualFrameDuration: FRAME_DURATION_MS,
        DecayFactor: 1,
        ImageIndex: index + 1,
        ...describeWindow(content, 12_500, 25_000),
      },
      pixels: { vr: 'OW', lengthBytes, frames: () => drawSlice(index) },
    }),
  );
}

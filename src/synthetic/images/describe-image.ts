import type { Raster } from '../pixels/raster.ts';
import { describeContentTime, type SyntheticStudy } from '../study.ts';
import type { AttributeValues } from '../to-elements.ts';

/** Pictures in place of the built-in phantom. */
export interface SeriesContent {
  /** Series Description. */
  readonly description: string;
  /**
   * Draws image (or frame) `index`, from 0, as stored values. The raster still holds an earlier image: every pixel has
   * to be written, and a marking that shows a test as such belongs to the drawing.
   */
  readonly draw: (raster: Raster, index: number) => void;
  /** VOI window (PS3.3 C.11.2.1.2), in output units. */
  readonly window?: { readonly center: number; readonly width: number };
}

/** What a series of images can be asked for; several series of one modality in a study need different keys. */
export interface SeriesOptions {
  /** Part of the UIDs and of the file names: small letters, digits, hyphens. */
  readonly key?: string;
  readonly seriesNumber?: number;
  readonly content?: SeriesContent;
}

/** The VOI window of a series: that of its content when it has one. */
export function describeWindow(
  content: SeriesContent | undefined,
  center: number,
  width: number,
): AttributeValues {
  const window = content?.window ?? { center, width };
  return { WindowCenter: window.center, WindowWidth: window.width };
}

/** More images than any series has; a guard against slips, not a limit of DICOM. */
const MAX_OBJECTS = 100_000;

/**
 * Refuses a series without images, or of an absurd length.
 * @throws RangeError
 */
export function assertCount(what: string, count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MAX_OBJECTS) {
    throw new RangeError(`${count} ${what}`);
  }
}

/** How the pixels of a grey image are stored (PS3.3 C.7.6.3). */
export function describeGreyPixels(
  rows: number,
  columns: number,
  bitsStored: 8 | 12 | 16,
): AttributeValues {
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: bitsStored === 8 ? 8 : 16,
    BitsStored: bitsStored,
    HighBit: bitsStored - 1,
    PixelRepresentation: 0,
  };
}

/** General Image module (PS3.3 C.7.6.1): every image says that it is a test and shows it. */
export function describeImage(study: SyntheticStudy, imageType: string): AttributeValues {
  return {
    ImageType: imageType,
    ...describeContentTime(study),
    AcquisitionDate: study.performed.date,
    AcquisitionTime: study.performed.time,
    ImageComments: 'Ảnh kiểm thử RISPACS, không dùng để chẩn đoán. Synthetic, not for diagnosis.',
    QualityControlImage: 'YES',
    BurnedInAnnotation: 'YES',
    RecognizableVisualFeatures: 'NO',
    LossyImageCompression: '00',
  };
}

/** Position of a slice in the patient (PS3.3 C.7.6.2): supine, head first, slices towards the head. */
export interface SliceGeometry {
  readonly rows: number;
  readonly columns: number;
  readonly pixelSpacingMm: number;
  readonly sliceSpacingMm: number;
  /** Of the first slice. */
  readonly firstZMm: number;
}

/** Position of a coronal slice in the patient. */
export interface CoronalGeometry extends Omit<SliceGeometry, 'firstZMm'> {
  /** Of the first slice; y grows towards the back. */
  readonly firstYMm: number;
}

/** Image Plane module of an axial slice centred on the patient's axis (PS3.3 C.7.6.2). */
export function describeAxialPlane(geometry: SliceGeometry, index: number): AttributeValues {
  const { rows, columns, pixelSpacingMm, sliceSpacingMm } = geometry;
  const zMm = geometry.firstZMm + index * sliceSpacingMm;
  // The position is that of the centre of the first pixel.
  const xMm = (-(columns - 1) / 2) * pixelSpacingMm;
  const yMm = (-(rows - 1) / 2) * pixelSpacingMm;
  return {
    PixelSpacing: [pixelSpacingMm, pixelSpacingMm],
    SliceThickness: sliceSpacingMm,
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [xMm, yMm, zMm],
    SliceLocation: zMm,
  };
}

/**
 * Image Plane module of a coronal slice centred on the patient's axis (PS3.3 C.7.6.2): rows towards the left,
 * columns towards the feet, the head on top; slices follow each other towards the back.
 */
export function describeCoronalPlane(geometry: CoronalGeometry, index: number): AttributeValues {
  const { rows, columns, pixelSpacingMm, sliceSpacingMm } = geometry;
  const yMm = geometry.firstYMm + index * sliceSpacingMm;
  const xMm = (-(columns - 1) / 2) * pixelSpacingMm;
  const zMm = ((rows - 1) / 2) * pixelSpacingMm;
  return {
    PixelSpacing: [pixelSpacingMm, pixelSpacingMm],
    SliceThickness: sliceSpacingMm,
    ImageOrientationPatient: [1, 0, 0, 0, 0, -1],
    ImagePositionPatient: [xMm, yMm, zMm],
    SliceLocation: yMm,
  };
}

/** Frame of Reference module (PS3.3 C.7.4.1). */
export function describeFrameOfReference(study: SyntheticStudy, name: string): AttributeValues {
  return {
    FrameOfReferenceUID: study.uid(`frame-of-reference/${name}`),
    PositionReferenceIndicator: '',
  };
}

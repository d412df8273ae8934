import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { drawMarking } from '../pixels/draw-marking.ts';
import { drawPhantom, makeNoise } from '../pixels/draw-phantom.ts';
import { countPixelBytes, makeRaster, toPixelBytes } from '../pixels/raster.ts';
import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import type { AttributeValues } from '../to-elements.ts';
import { describeGreyPixels, describeImage, type SeriesOptions } from './describe-image.ts';

/** Size and colours of a secondary capture. */
export interface SecondaryCaptureOptions extends SeriesOptions {
  readonly colours: 'grey' | 'rgb';
  /** Default 480. */
  readonly rows?: number;
  /** Default 640. */
  readonly columns?: number;
}

function describeColours(options: SecondaryCaptureOptions, rows: number, columns: number) {
  const grey = describeGreyPixels(rows, columns, 8);
  if (options.colours === 'grey') return grey;
  const rgb: AttributeValues = {
    ...grey,
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
  };
  return rgb;
}

/**
 * One Secondary Capture image (PS3.3 A.8.1), grey or RGB, 8 bits. An odd number of pixels gives Pixel Data
 * that has to be padded.
 * @throws RangeError for sizes that DICOM or the marking cannot have
 */
export function makeSecondaryCapture(
  study: SyntheticStudy,
  options: SecondaryCaptureOptions,
): SyntheticObject {
  const { colours, rows = 480, columns = 640, key = `sc-${colours}` } = options;
  const samplesPerPixel = colours === 'grey' ? 1 : 3;
  const lengthBytes = countPixelBytes({ rows, columns }, samplesPerPixel);
  const series: SeriesPlan = {
    key,
    number: options.seriesNumber ?? (colours === 'grey' ? 5 : 6),
    modality: 'OT',
    description: colours === 'grey' ? 'Ảnh chụp lại kiểm thử' : 'Ảnh màu kiểm thử',
    attributes: { BodyPartExamined: 'CHEST' },
  };
  function* draw(): Generator<Buffer> {
    const raster = makeRaster({ rows, columns }, 8, samplesPerPixel);
    drawPhantom(
      raster,
      {
        background: 24,
        ellipses: [{ x: 0, y: 0.2, radiusX: 0.5, radiusY: 0.6, value: 150 }],
      },
      makeNoise(study.seed, 3),
      0,
    );
    // Yellow on blue: a viewer that swaps or drops a colour shows something else.
    const marking =
      colours === 'grey' ? { ink: [255], paper: [0] } : { ink: [255, 230, 0], paper: [0, 40, 160] };
    drawMarking(raster, `SC ${colours.toUpperCase()}`, marking);
    yield toPixelBytes(raster);
  }
  return buildObject(study, series, {
    sopClassUid: STORAGE_SOP_CLASSES.secondaryCapture.uid,
    index: 0,
    attributes: {
      ...describeImage(study, 'DERIVED\\SECONDARY'),
      ...describeColours(options, rows, columns),
      ConversionType: 'SYN',
      PatientOrientation: '',
    },
    pixels: { vr: 'OB', lengthBytes, frames: draw },
  });
}

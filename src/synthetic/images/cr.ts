import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { drawMarking } from '../pixels/draw-marking.ts';
import { drawPhantom, makeNoise, type Phantom } from '../pixels/draw-phantom.ts';
import {
  countPixelBytes,
  makeRaster,
  type Raster,
  type RasterSize,
  toPixelBytes,
} from '../pixels/raster.ts';
import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import { describeGreyPixels, describeImage, type SeriesContent } from './describe-image.ts';

/** Size and content of the radiographs. */
export interface CrViewsOptions {
  /** Default 1024. */
  readonly rows?: number;
  /** Default 840. */
  readonly columns?: number;
  /** Draws image 0, postero-anterior, and image 1, left lateral; the views keep their descriptions. */
  readonly draw?: SeriesContent['draw'];
}

interface View {
  readonly key: string;
  readonly seriesNumber: number;
  /** PS3.3 C.8.1.1, View Position. */
  readonly position: string;
  /** PS3.3 C.7.6.1.1.1: towards what the rows and the columns run. */
  readonly orientation: string;
  readonly description: string;
  readonly phantom: Phantom;
}

const PLATE_WIDTH_MM = 350;

const VIEWS: readonly View[] = [
  {
    key: 'cr-pa',
    seriesNumber: 3,
    position: 'PA',
    orientation: 'L\\F',
    description: 'X-quang ngực thẳng kiểm thử',
    phantom: {
      background: 2600,
      ellipses: [
        { x: -0.4, y: 0, radiusX: 0.3, radiusY: 0.6, value: 900 },
        { x: 0.4, y: 0, radiusX: 0.3, radiusY: 0.6, value: 900 },
        { x: 0.15, y: 0.3, radiusX: 0.28, radiusY: 0.3, value: 2900 },
      ],
    },
  },
  {
    key: 'cr-ll',
    seriesNumber: 4,
    position: 'LL',
    orientation: 'A\\F',
    description: 'X-quang ngực nghiêng kiểm thử',
    phantom: {
      background: 2600,
      ellipses: [
        { x: 0, y: 0, radiusX: 0.55, radiusY: 0.65, value: 1100 },
        { x: 0.25, y: 0.3, radiusX: 0.25, radiusY: 0.3, value: 2800 },
        { x: -0.5, y: 0, radiusX: 0.12, radiusY: 0.9, value: 3200 },
      ],
    },
  },
];

/** One radiograph; the view is an attribute of the series, hence a series of its own (PS3.3 C.8.1.1). */
function makeView(
  study: SyntheticStudy,
  view: View,
  size: RasterSize,
  drawContent: ((raster: Raster) => void) | undefined,
): SyntheticObject {
  const spacingMm = PLATE_WIDTH_MM / size.columns;
  const series: SeriesPlan = {
    key: view.key,
    number: view.seriesNumber,
    modality: 'CR',
    description: view.description,
    attributes: { BodyPartExamined: 'CHEST', ViewPosition: view.position },
  };
  function* draw(): Generator<Buffer> {
    const raster = makeRaster(size, 16);
    if (drawContent === undefined) {
      drawPhantom(raster, view.phantom, makeNoise(study.seed, 5), view.seriesNumber);
      drawMarking(raster, `CR ${view.position}`, { ink: [4000], paper: [0] });
    } else drawContent(raster);
    yield toPixelBytes(raster);
  }
  return buildObject(study, series, {
    sopClassUid: STORAGE_SOP_CLASSES.computedRadiography.uid,
    index: 0,
    attributes: {
      ...describeImage(study, 'ORIGINAL\\PRIMARY'),
      ...describeGreyPixels(size.rows, size.columns, 12),
      AcquisitionNumber: 1,
      PatientOrientation: view.orientation,
      KVP: 110,
      ImagerPixelSpacing: [spacingMm, spacingMm],
      WindowCenter: 2048,
      WindowWidth: 4096,
    },
    pixels: { vr: 'OW', lengthBytes: countPixelBytes(size, 2), frames: draw },
  });
}

/**
 * Two CR images of a chest (PS3.3 A.2), postero-anterior and left lateral, 12 bits.
 * @throws RangeError for sizes that DICOM or the marking cannot have
 */
export function makeCrViews(
  study: SyntheticStudy,
  { rows = 1024, columns = 840, draw }: CrViewsOptions = {},
): SyntheticObject[] {
  return VIEWS.map((view, index) =>
    makeView(study, view, { rows, columns }, draw && ((raster) => draw(raster, index))),
  );
}

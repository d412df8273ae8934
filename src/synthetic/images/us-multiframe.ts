import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { ATTRIBUTES } from '../attributes.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { drawMarking } from '../pixels/draw-marking.ts';
import { drawPhantom, makeNoise, type Phantom } from '../pixels/draw-phantom.ts';
import { countPixelBytes, makeRaster, toPixelBytes } from '../pixels/raster.ts';
import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import {
  assertCount,
  describeGreyPixels,
  describeImage,
  type SeriesOptions,
} from './describe-image.ts';

/** Size of ultrasound loops. */
export interface UsMultiframeOptions extends SeriesOptions {
  /** Loops in the series; default 1. */
  readonly objects?: number;
  /** Frames of each loop; default 8. 100 frames of 512 by 1024 are 50 MiB. */
  readonly frames?: number;
  /** Default 480. */
  readonly rows?: number;
  /** Default 640. */
  readonly columns?: number;
}

const FRAME_TIME_MS = 40;
const FRAMES_PER_BEAT = 20;

/** A cavity that beats; frame after frame of it. */
function makeBeat(frame: number): Phantom {
  const beat = Math.sin((2 * Math.PI * frame) / FRAMES_PER_BEAT);
  return {
    background: 12,
    ellipses: [
      { x: 0, y: 0.15, radiusX: 0.7, radiusY: 0.75, value: 90 },
      { x: 0.05, y: 0.2, radiusX: 0.32 + 0.06 * beat, radiusY: 0.42 + 0.05 * beat, value: 20 },
    ],
  };
}

/**
 * Ultrasound multi-frame loops (PS3.3 A.7), grey, 8 bits, 25 frames a second. One frame is in memory at a time.
 * @throws RangeError for sizes that DICOM or the marking cannot have
 */
export function makeUsMultiframe(
  study: SyntheticStudy,
  options: UsMultiframeOptions = {},
): SyntheticObject[] {
  const { objects = 1, frames = 8, rows = 480, columns = 640, key = 'us', content } = options;
  assertCount('loops', objects);
  const lengthBytes = countPixelBytes({ rows, columns }, 1, frames);
  const noise = makeNoise(study.seed, 5);
  const series: SeriesPlan = {
    key,
    number: options.seriesNumber ?? 7,
    modality: 'US',
    description: content?.description ?? 'Siêu âm tim kiểm thử',
    attributes: { BodyPartExamined: 'HEART' },
  };
  function* drawFrames(object: number): Generator<Buffer> {
    const raster = makeRaster({ rows, columns }, 8);
    for (let frame = 0; frame < frames; frame += 1) {
      if (content === undefined) {
        drawPhantom(raster, makeBeat(frame), noise, object * frames + frame);
        const marking = { ink: [240], paper: [0] };
        drawMarking(raster, `US ${object + 1} ${frame + 1}/${frames}`, marking);
      } else content.draw(raster, object * frames + frame);
      yield toPixelBytes(raster);
    }
  }
  return Array.from({ length: objects }, (_, index) =>
    buildObject(study, series, {
      sopClassUid: STORAGE_SOP_CLASSES.ultrasoundMultiframe.uid,
      index,
      attributes: {
        ...describeImage(study, 'ORIGINAL\\PRIMARY'),
        ...describeGreyPixels(rows, columns, 8),
        PatientOrientation: '',
        NumberOfFrames: frames,
        FrameIncrementPointer: ATTRIBUTES.FrameTime[0],
        FrameTime: FRAME_TIME_MS,
        UltrasoundColorDataPresent: 0,
      },
      pixels: { vr: 'OB', lengthBytes, frames: () => drawFrames(index) },
    }),
  );
}

import {
  type Challenge,
  cropPicture,
  judgePicture,
  readPicture,
  type ShownImage,
} from '../../challenge/index.ts';
import { planeOfImage } from '../../challenge/study/shown-planes.ts';
import type { Box } from './survey.ts';

/** What a screenshot showed of the challenge study. */
export type ScreenReading =
  | {
      readonly kind: 'ours';
      readonly image: ShownImage;
      /** Shorter side of the image on the screen, in CSS pixels. */
      readonly imagePx: number;
      /** The images of ours, everything else black. */
      readonly crop: () => Promise<Buffer>;
    }
  | { readonly kind: 'other-run' }
  | { readonly kind: 'none' };

/** How a screenshot is read. */
export interface ScreenReadOptions {
  readonly challenge: Challenge;
  /** Picture pixels of a CSS pixel. */
  readonly scale: number;
  /** Whether an image of ours is the one that is looked for: thumbnails are found first. */
  readonly isEnough: (imagePx: number) => boolean;
  /** What is found by then counts. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Reads a screenshot. @throws the signal's reason when it aborts */
export async function readScreen(
  png: Uint8Array,
  { challenge, scale, isEnough, limitMs, signal }: ScreenReadOptions,
): Promise<ScreenReading> {
  const reading = await readPicture(png, {
    isEnough: (soFar) => {
      const found = judgePicture(soFar, challenge);
      const images = found.kind === 'evidence' ? found.images : [];
      return images.some((image) => isEnough(sidePx(image, scale)));
    },
    limitMs,
    signal,
  });
  if (reading.kind !== 'read') return { kind: 'none' };
  const verdict = judgePicture(reading, challenge);
  if (verdict.kind === 'rejected') {
    const { reason } = verdict.rejection;
    return { kind: reason === 'other-run' || reason === 'forged' ? 'other-run' : 'none' };
  }
  const [image] = [...verdict.images].sort((a, b) => sidePx(b, scale) - sidePx(a, scale));
  if (image === undefined) return { kind: 'none' };
  return {
    kind: 'ours',
    image,
    imagePx: Math.round(sidePx(image, scale)),
    crop: async () => (await cropPicture(reading.pixels, verdict)).png,
  };
}

/** The size of an image follows from that of its symbol, also when its edges are out of sight. */
function sidePx({ series, symbol }: ShownImage, scale: number): number {
  const plane = planeOfImage(series);
  const { topLeft, topRight } = symbol.corners;
  const symbolPx = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y);
  return ((symbolPx / plane.symbol.width) * Math.min(plane.width, plane.height)) / scale;
}

/** Levels that a plain area may differ by: dithering. */
const plainLevels = 1.5;

/** Whether a part of a screenshot, or all of it, has one colour. */
export async function isPlain(png: Uint8Array, scale: number, box?: Box): Promise<boolean> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(png).removeAlpha();
  const { width, height } = await picture.metadata();
  const left = Math.max(0, Math.ceil((box?.left ?? 0) * scale));
  const top = Math.max(0, Math.ceil((box?.top ?? 0) * scale));
  const area = {
    left,
    top,
    width: Math.min(width - left, Math.floor((box?.width ?? width) * scale)),
    height: Math.min(height - top, Math.floor((box?.height ?? height) * scale)),
  };
  if (area.width < 1 || area.height < 1) return true;
  // The statistics ignore what was asked of the pipeline, so the part is cut out first.
  const { data, info } = await picture.extract(area).raw().toBuffer({ resolveWithObject: true });
  const { channels } = await sharp(data, { raw: info }).stats();
  return channels.every(({ stdev }) => stdev <= plainLevels);
}

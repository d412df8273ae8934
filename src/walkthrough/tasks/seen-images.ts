import type { PictureVerdict, Pixels } from '../../challenge/index.ts';
import { nameImage, planeOfImage, type ShownImage } from '../../challenge/index.ts';
import type { BilingualText } from '../../locale/language.ts';
import type { SeenImage, SeenPicture } from '../log-events.ts';

/** A thumbnail beside the image that is looked at is narrower than this part of it. */
const thumbnailShare = 0.4;

function describeImage(image: ShownImage): SeenImage {
  const { series, imageNumber, turnDegrees, isMirrored, tiltDegrees, isInverted } = image;
  const { topLeft, topRight, bottomRight, bottomLeft } = image.symbol.corners;
  const corners = [topLeft, topRight, bottomRight, bottomLeft];
  const mean = (pick: (corner: typeof topLeft) => number): number =>
    round(corners.reduce((sum, corner) => sum + pick(corner), 0) / corners.length);
  const { width, symbol } = planeOfImage(series);
  const sidePx = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y);
  return {
    series,
    imageNumber,
    turnDegrees,
    isMirrored,
    tiltDegrees,
    isInverted,
    modulePx: round(image.modulePx),
    x: mean(({ x }) => x),
    y: mean(({ y }) => y),
    shownWidthPx: round((sidePx * width) / symbol.width),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What is kept of what a picture shows. */
export function describeSeen(
  { width, height }: Pick<Pixels, 'width' | 'height'>,
  { images, codes }: Extract<PictureVerdict, { kind: 'evidence' }>,
): SeenPicture {
  return {
    width,
    height,
    images: images.slice(0, 100).map(describeImage),
    codes: codes.slice(0, 100).map((code) => code.function),
  };
}

/** Images without the thumbnails beside them. */
export function mainImages({ images }: SeenPicture): readonly SeenImage[] {
  const widest = Math.max(0, ...images.map(({ shownWidthPx }) => shownWidthPx));
  return images.filter(({ shownWidthPx }) => shownWidthPx >= thumbnailShare * widest);
}

/** The image as facts name it: `ct:75`. */
export function refOf({ series, imageNumber }: SeenImage): string {
  return `${series}:${imageNumber}`;
}

/** An image by name in both languages. */
export function nameSeen(image: Pick<SeenImage, 'series' | 'imageNumber'>): BilingualText {
  return { vi: nameImage(image, 'vi'), en: nameImage(image, 'en') };
}

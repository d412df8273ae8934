import { cropTo, type Demo, objectsOf, showCt, showImage } from './demo.ts';
import { placeOnScreen, resize } from './encode.ts';
import type { ScreenPicture } from './grey-levels.ts';
import type { Uncovered } from './uncovered.ts';

/** Screen of a reading workstation, with thumbnails on the left and panes beside each other. */
export interface Workstation {
  readonly width: number;
  readonly height: number;
  /** Width of a thumbnail; each shows an image of the study with its QR. */
  readonly thumbnailPx: number;
  /** What each pane shows, its code in the middle, at so many screen pixels per module. */
  readonly panes: readonly { readonly shown: Uncovered; readonly pixelsPerModule: number }[];
}

const GAP = 16;

function firstOf(demo: Demo, key: Parameters<typeof objectsOf>[1]): ScreenPicture {
  const objects = objectsOf(demo.challenge, key);
  const middle = objects[objects.length >> 1];
  if (middle === undefined) throw new Error(`no image in ${key}`);
  return showImage(middle);
}

/** The part of an uncovered picture around its code, as a pane of a size shows it. */
async function zoomTo(
  { picture, box, modules }: Uncovered,
  pixelsPerModule: number,
  pane: { readonly width: number; readonly height: number },
): Promise<ScreenPicture> {
  const side = (modules + 8) * pixelsPerModule;
  const scale = { x: side / box.width, y: side / box.height };
  const zoomed = await resize(
    picture,
    Math.round(picture.width * scale.x),
    Math.round(picture.height * scale.y),
  );
  const width = Math.min(zoomed.width, pane.width);
  const height = Math.min(zoomed.height, pane.height);
  const start = (middle: number, shown: number, whole: number): number =>
    Math.max(0, Math.min(whole - shown, Math.round(middle - shown / 2)));
  return cropTo(zoomed, {
    left: start((box.left + box.width / 2) * scale.x, width, zoomed.width),
    top: start((box.top + box.height / 2) * scale.y, height, zoomed.height),
    width,
    height,
  });
}

/** A screenshot of a workstation: thumbnails with the QR of their images, and panes that show what functions uncover. */
export async function showWorkstation(demo: Demo, screen: Workstation): Promise<ScreenPicture> {
  const { thumbnailPx, width, height, panes } = screen;
  const thumbnails = [
    showCt(demo.challenge, 80),
    firstOf(demo, 'pet'),
    firstOf(demo, 'mr-axial'),
    firstOf(demo, 'mr-coronal'),
    firstOf(demo, 'cr-pa'),
  ];
  const placed: { picture: ScreenPicture; left: number; top: number }[] = [];
  let top = GAP;
  for (const one of thumbnails) {
    const tall = Math.round((thumbnailPx * one.height) / one.width);
    placed.push({ picture: await resize(one, thumbnailPx, tall), left: GAP, top });
    top += tall + GAP;
  }
  const left = thumbnailPx + 3 * GAP;
  const paneWidth = Math.floor((width - left) / panes.length) - GAP;
  for (const [index, { shown, pixelsPerModule }] of panes.entries()) {
    const size = { width: paneWidth, height: height - 2 * GAP };
    const picture = await zoomTo(shown, pixelsPerModule, size);
    placed.push({ picture, left: left + index * (paneWidth + GAP), top: GAP });
  }
  return placeOnScreen({ width, height, level: 24 }, placed);
}

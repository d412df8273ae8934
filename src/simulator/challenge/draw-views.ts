import { type Challenge, WINDOW_CODE } from '../../challenge/index.ts';
import { drawCoronal, drawImage, drawPetOver, drawSlab } from './draw-planes.ts';
import {
  applyWindow,
  flip,
  fuse,
  invert,
  type PlacedPicture,
  takeScreenshot,
  turn,
} from './draw-screen.ts';

/** What is on the screen of the simulated viewer. */
export type View =
  | 'plain'
  | 'zoom-before'
  | 'zoom-after'
  | 'pan-before'
  | 'pan-after'
  | 'cine-before'
  | 'cine-after'
  | 'rotate'
  | 'flip'
  | 'invert'
  | 'series-layout'
  | 'image-layout'
  | 'linked-series'
  | 'copy-paste'
  | 'window'
  | 'mip'
  | 'mpr'
  | 'fusion';

interface Shown {
  readonly challenge: Challenge;
  /** The image that the task asks for, from 1. */
  readonly imageNumber: number;
}

/** Wide and soft, with every code but the hidden ones. */
const usualWindow = { center: 40, width: 400 };
const middle = { left: 250, top: 20, width: 840 };
const left = { left: 20, top: 50, width: 660 };
const right = { left: 710, top: 50, width: 660 };
const fusedImage = 41;
const windowedImage = 111;

/** Screenshots of views, one after the other. */
export async function drawViews(views: readonly View[], shown: Shown): Promise<Buffer[]> {
  const pictures: Buffer[] = [];
  for (const view of views) pictures.push(await takeScreenshot(placeView(view, shown)));
  return pictures;
}

function placeView(view: View, { challenge, imageNumber }: Shown): readonly PlacedPicture[] {
  const ct = (image: number) => applyWindow(drawImage(challenge, 'ct', image), usualWindow);
  const own = (series: 'mr-axial' | 'us', image: number) =>
    applyWindow(drawImage(challenge, series, image));
  switch (view) {
    case 'plain':
      return [{ picture: ct(90), ...middle }];
    case 'zoom-before':
      return [{ picture: ct(30), left: 100, top: 50, width: 500 }];
    case 'zoom-after':
      return [{ picture: ct(30), left: 100, top: 50, width: 800 }];
    case 'pan-before':
      return [{ picture: ct(31), left: 300, top: 150, width: 520 }];
    case 'pan-after':
      return [{ picture: ct(31), left: 500, top: 250, width: 520 }];
    case 'cine-before':
      return [{ picture: own('us', 4), ...middle }];
    case 'cine-after':
      return [{ picture: own('us', 13), ...middle }];
    case 'rotate':
      return [{ picture: turn(ct(20)), ...middle }];
    case 'flip':
      return [{ picture: flip(ct(21)), ...middle }];
    case 'invert':
      return [{ picture: invert(ct(22)), ...middle }];
    case 'series-layout':
      return [
        { picture: ct(40), ...left },
        { picture: own('mr-axial', 5), ...right },
      ];
    case 'image-layout':
      return [
        { picture: ct(50), ...left },
        { picture: ct(51), ...right },
      ];
    case 'linked-series': {
      const { mrImage, ctImages } = challenge.key.linked;
      return [
        { picture: ct(ctImages[0] ?? 1), ...left },
        { picture: own('mr-axial', mrImage), ...right },
      ];
    }
    case 'copy-paste':
      return [{ picture: ct(imageNumber), left: 300, top: 200, width: 420 }];
    case 'window': {
      const plane = drawImage(challenge, 'ct', windowedImage);
      return [{ picture: applyWindow(plane, WINDOW_CODE.window), ...middle }];
    }
    case 'mip':
      return [{ picture: applyWindow(drawSlab(challenge), usualWindow), ...middle }];
    case 'mpr':
      return [{ picture: applyWindow(drawCoronal(challenge)), left: 50, top: 100, width: 1300 }];
    case 'fusion': {
      const hot = applyWindow(drawPetOver(challenge, fusedImage));
      return [{ picture: fuse(ct(fusedImage), hot), ...middle }];
    }
  }
}

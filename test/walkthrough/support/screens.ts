import { encode, placeOnScreen, resize } from '../../challenge/support/encode.ts';
import type { ScreenPicture } from '../../challenge/support/grey-levels.ts';

/** An image in a window of a screen. */
export interface Placed {
  readonly picture: ScreenPicture;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** A PNG screenshot of a viewer with images in its windows. */
export async function shoot(
  placed: readonly Placed[],
  screen = { width: 1400, height: 900, level: 30 },
): Promise<Buffer> {
  const scaled = await Promise.all(
    placed.map(async ({ picture, left, top, width }) => {
      const height = Math.round((width * picture.height) / picture.width);
      return { picture: await resize(picture, width, height), left, top };
    }),
  );
  return encode(placeOnScreen(screen, scaled), { format: 'png' });
}

/** One image on the screen. */
export function shootOne(picture: ScreenPicture, left = 100, top = 50, width = 700) {
  return shoot([{ picture, left, top, width }]);
}

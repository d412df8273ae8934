import type { Plane } from './draw-planes.ts';

/** A picture on a screen. */
export interface ScreenPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
  /** Of one pixel, width over height. */
  readonly pixelAspect: number;
}

/** An image in a window of the screen; its height follows. */
export interface PlacedPicture {
  readonly picture: ScreenPicture;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

const screen = { width: 1400, height: 900, level: 30 } as const;

/** Grey levels by a window (PS3.3 C.11.2.1.2.1), the image's own unless given. */
export function applyWindow(plane: Plane, window = plane.window): ScreenPicture {
  const { width, height, pixelAspect } = plane;
  const data = new Uint8Array(plane.values.length);
  for (const [at, value] of plane.values.entries()) {
    const level = ((value - (window.center - 0.5)) / (window.width - 1) + 0.5) * 255;
    data[at] = Math.round(Math.min(255, Math.max(0, level)));
  }
  return { width, height, channels: 1, data, pixelAspect };
}

/** A layer in hot colours over a grey one of the same size, half of each. */
export function fuse(grey: ScreenPicture, colours: ScreenPicture): ScreenPicture {
  const data = new Uint8Array(grey.data.length * 3);
  for (const [pixel, level] of grey.data.entries()) {
    const heat = ((colours.data[pixel] ?? 0) / 255) * 3;
    for (let channel = 0; channel < 3; channel += 1) {
      const colour = Math.min(1, Math.max(0, heat - channel)) * 255;
      data[pixel * 3 + channel] = Math.round((level + colour) / 2);
    }
  }
  return { ...grey, channels: 3, data };
}

/** A grey picture turned clockwise by a quarter. */
export function turn({ width, height, data, ...rest }: ScreenPicture): ScreenPicture {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      turned[x * height + height - 1 - y] = data[y * width + x] ?? 0;
  return { ...rest, width: height, height: width, data: turned };
}

/** A grey picture mirrored left to right. */
export function flip({ width, height, data, ...rest }: ScreenPicture): ScreenPicture {
  const flipped = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      flipped[y * width + width - 1 - x] = data[y * width + x] ?? 0;
  return { ...rest, width, height, data: flipped };
}

/** A picture as its negative. */
export function invert(picture: ScreenPicture): ScreenPicture {
  return { ...picture, data: picture.data.map((level) => 255 - level) };
}

/** A PNG screenshot of a viewer with images in its windows. */
export async function takeScreenshot(placed: readonly PlacedPicture[]): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const layers = await Promise.all(
    placed.map(async ({ picture, left, top, width }) => {
      const { data, channels, pixelAspect } = picture;
      const height = Math.round((width * picture.height) / picture.width / pixelAspect);
      const raw = { width: picture.width, height: picture.height, channels };
      const resized = await sharp(data, { raw })
        .resize(width, height, { fit: 'fill', kernel: 'cubic' })
        .toColourspace('srgb')
        .png()
        .toBuffer();
      return { input: resized, left, top };
    }),
  );
  const { width, height, level } = screen;
  const background = { r: level, g: level, b: level };
  return sharp({ create: { width, height, channels: 3, background } })
    .composite(layers)
    .png()
    .toBuffer();
}

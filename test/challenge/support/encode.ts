import sharp from 'sharp';
import type { Picture } from './cuts.ts';
import type { ScreenPicture } from './grey-levels.ts';

/** A file as a viewer, a screenshot or a camera would write it. */
export interface Encoding {
  readonly format: 'png' | 'jpeg';
  /** Of JPEG, 1 to 100. */
  readonly quality?: number;
}

function open({ data, width, height, channels }: ScreenPicture) {
  return sharp(Buffer.from(data.buffer, data.byteOffset, data.length), {
    raw: { width, height, channels },
  });
}

/** Writes a picture file. */
export async function encode(picture: ScreenPicture, encoding: Encoding): Promise<Buffer> {
  const image = open(picture);
  return encoding.format === 'png'
    ? image.png().toBuffer()
    : image.jpeg({ quality: encoding.quality ?? 90 }).toBuffer();
}

/** A grey picture as it comes back from a JPEG file. */
export async function throughJpeg(picture: ScreenPicture, quality: number): Promise<ScreenPicture> {
  const file = await encode(picture, { format: 'jpeg', quality });
  const data = await sharp(file).greyscale().raw().toBuffer();
  return { width: picture.width, height: picture.height, channels: 1, data: new Uint8Array(data) };
}

/** A picture at another size, as viewers interpolate it. */
export async function resize(
  picture: ScreenPicture,
  width: number,
  height: number,
): Promise<ScreenPicture> {
  const image = open(picture).resize(width, height, { fit: 'fill', kernel: 'cubic' });
  const data = await image.raw().toBuffer();
  const channels = data.length === width * height ? 1 : 3;
  return { width, height, channels, data: new Uint8Array(data) };
}

/** The picture in its true proportions, at so many screen pixels per millimetre. */
export async function scaleToMm(
  shown: ScreenPicture,
  { pixelWidthMm, pixelHeightMm }: Picture,
  pixelsPerMm: number,
): Promise<ScreenPicture> {
  const width = Math.round(shown.width * pixelWidthMm * pixelsPerMm);
  const height = Math.round(shown.height * pixelHeightMm * pixelsPerMm);
  return resize(shown, width, height);
}

/** Puts pictures on a screen of a grey level. */
export function placeOnScreen(
  screen: { readonly width: number; readonly height: number; readonly level: number },
  placed: readonly {
    readonly picture: ScreenPicture;
    readonly left: number;
    readonly top: number;
  }[],
): ScreenPicture {
  const data = new Uint8Array(screen.width * screen.height * 3).fill(screen.level);
  for (const { picture, left, top } of placed) {
    for (let y = 0; y < picture.height; y += 1) {
      for (let x = 0; x < picture.width; x += 1) {
        const to = ((y + top) * screen.width + x + left) * 3;
        const from = (y * picture.width + x) * picture.channels;
        if (y + top >= screen.height || x + left >= screen.width || y + top < 0 || x + left < 0)
          continue;
        for (let channel = 0; channel < 3; channel += 1) {
          data[to + channel] = picture.data[from + (picture.channels === 3 ? channel : 0)] ?? 0;
        }
      }
    }
  }
  return { width: screen.width, height: screen.height, channels: 3, data };
}

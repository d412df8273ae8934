import type { StoredObject } from '../dicom/services.ts';
import { encodePng } from '../papers/write-png.ts';
import { drawFrame, type GreyScale, type ScreenImage, type Window } from './draw-frame.ts';
import { encodeJpeg } from './encode-jpeg.ts';
import type { ImageService } from './image-service.ts';
import { openObject } from './open-object.ts';
import { type Page, plainPage } from './page.ts';

/** What is asked of a picture (PS3.18 8.3.5.1, 9.5). */
export interface RenderingRequest {
  /** Media types that are taken; empty for any. */
  readonly accept: string;
  /** From 1; the first unless given. */
  readonly frame?: number;
  readonly window?: Window;
}

/** Renders a frame of an object as JPEG, or as PNG where only that is taken (PS3.18 8.7.4). */
export async function renderObject(
  object: StoredObject | undefined,
  { accept, frame = 1, window }: RenderingRequest,
  { behaviour, codecs }: Pick<ImageService, 'behaviour' | 'codecs'>,
): Promise<Page> {
  const takesJpeg = accept === '' || /image\/(jpeg|\*)|\*\/\*/.test(accept);
  if (!takesJpeg && !accept.includes('image/png')) return plainPage(406, 'not acceptable');
  if (object === undefined) return plainPage(404, 'not found');
  if (behaviour.rendering === 'web-page') return viewerPage;
  const drawn = await drawObject(object, frame, window, codecs);
  if (drawn === undefined) return plainPage(406, 'not an image');
  return takesJpeg
    ? { status: 200, type: 'image/jpeg', body: await encodeJpeg(drawn, await codecs.use()) }
    : { status: 200, type: 'image/png', body: encodePng(drawn) };
}

const viewerPage: Page = {
  status: 200,
  type: 'text/html; charset=utf-8',
  body: '<!doctype html>\n<html lang="vi"><title>Xem ảnh</title><p>Hãy mở trình xem ảnh.</p></html>\n',
};

/** One frame on a screen, from 1; `undefined` for what has no such frame. */
export async function drawObject(
  object: StoredObject,
  frame: number,
  window: Window | undefined,
  codecs: ImageService['codecs'],
): Promise<ScreenImage | undefined> {
  const opened = openObject(object);
  if (opened?.layout === undefined) return undefined;
  const { attributes } = opened;
  const read = (tag: number): number | undefined => {
    const value = Number(attributes.text(tag)?.split('\\')[0]?.trim() || Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const center = read(0x00281050);
  const width = read(0x00281051);
  const own = center === undefined || width === undefined ? undefined : { center, width };
  const chosen = window ?? own;
  const scale: GreyScale = {
    slope: read(0x00281053) ?? 1,
    intercept: read(0x00281052) ?? 0,
    ...(chosen !== undefined && { window: chosen }),
  };
  const decoding = await (await codecs.use()).decode({
    transferSyntaxUid: object.transferSyntax,
    dataset: object.bytes,
  });
  return decoding.ok ? drawFrame(decoding.image, frame - 1, scale) : undefined;
}

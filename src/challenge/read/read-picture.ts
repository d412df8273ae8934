import { setImmediate } from 'node:timers/promises';
import { claimedFunction } from '../study/hidden-codes.ts';
import { parseNonce } from '../study/nonce.ts';
import type { Corners } from './corners.ts';
import {
  decodePicture,
  type Fingerprint,
  type PictureProblem,
  type Pixels,
} from './decode-picture.ts';
import {
  brightness,
  doublePlane,
  type GreyPlane,
  hasColours,
  liftedShadows,
  shrinkPlane,
  singleColour,
  strongestColour,
} from './grey-planes.ts';
import {
  type FoundSymbol,
  loadSymbolReader,
  type SearchOptions,
  type SymbolReader,
} from './read-symbols.ts';

/** What a picture shows as far as it was read. */
export interface ReadPicture {
  readonly kind: 'read';
  readonly pixels: Pixels;
  readonly fingerprint: Fingerprint;
  /** Every symbol that could be read, ours or not, the largest first. */
  readonly symbols: readonly FoundSymbol[];
}

/** What a picture file shows, not yet compared with any run. */
export type PictureReading =
  | ReadPicture
  | { readonly kind: 'refused'; readonly problem: PictureProblem };

/**
 * How a picture is read. The usual ways are always tried; harder ones until what was found is enough. A thumbnail beside
 * the image that matters is read first, so whoever looks for one thing has to say so.
 */
export interface ReadOptions {
  /** One symbol with such a text is enough. Default: any text that a challenge study, of whatever run, writes. */
  readonly isWanted?: (text: string) => boolean;
  /** In place of `isWanted`, where more than one text decides. */
  readonly isEnough?: (soFar: ReadPicture) => boolean;
  /** No harder way is begun when so much time has gone by since the picture was decoded. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

/** A picture that what is wanted is not found in is given up after this long. */
const SEARCH_LIMIT_MS = 8000;

/** Pictures up to this width or height are also looked at in twice their size. */
const SMALL_PX = 1400;

interface Attempt extends SearchOptions {
  readonly plane: () => GreyPlane;
  /** Picture pixels per pixel of the plane. */
  readonly scale: number;
}

const LOCAL: SearchOptions = { threshold: 'local', denoise: false };

/** What a screenshot or a rendering needs. */
function* listPlainAttempts(pixels: Pixels): Generator<Attempt> {
  yield { ...LOCAL, plane: () => brightness(pixels), scale: 1 };
  if (!hasColours(pixels)) return;
  yield { ...LOCAL, plane: () => strongestColour(pixels), scale: 1 };
  yield { ...LOCAL, plane: () => liftedShadows(pixels), scale: 1 };
}

/** What small pictures, odd colour maps and photos of a monitor may need. */
function* listHarderAttempts(pixels: Pixels): Generator<Attempt> {
  const grey = brightness(pixels);
  if (hasColours(pixels)) {
    for (const colour of [0, 1, 2] as const) {
      yield { ...LOCAL, plane: () => singleColour(pixels, colour), scale: 1 };
    }
  }
  if (Math.max(pixels.width, pixels.height) <= SMALL_PX) {
    yield { ...LOCAL, plane: () => doublePlane(grey), scale: 0.5 };
  }
  for (const factor of [2, 3, 4]) {
    yield { ...LOCAL, plane: () => shrinkPlane(grey, factor), scale: factor };
  }
  yield { threshold: 'global', denoise: false, plane: () => grey, scale: 1 };
  yield { threshold: 'local', denoise: true, plane: () => grey, scale: 1 };
  yield { threshold: 'global', denoise: false, plane: () => shrinkPlane(grey, 2), scale: 2 };
  yield { threshold: 'local', denoise: true, plane: () => shrinkPlane(grey, 2), scale: 2 };
}

function scaleCorners(
  { topLeft, topRight, bottomRight, bottomLeft }: Corners,
  scale: number,
): Corners {
  const move = ({ x, y }: Corners['topLeft']) => ({ x: x * scale, y: y * scale });
  return {
    topLeft: move(topLeft),
    topRight: move(topRight),
    bottomRight: move(bottomRight),
    bottomLeft: move(bottomLeft),
  };
}

/** Whether two findings are one symbol; the same text elsewhere in the picture is another view of the image. */
function isSameSymbol(a: FoundSymbol, b: FoundSymbol): boolean {
  if (a.text !== b.text) return false;
  const apart = Math.hypot(
    a.corners.topLeft.x - b.corners.topLeft.x,
    a.corners.topLeft.y - b.corners.topLeft.y,
  );
  return apart < 4 * Math.max(a.modulePx, b.modulePx);
}

async function search(
  attempts: Iterable<Attempt>,
  found: FoundSymbol[],
  read: SymbolReader,
  isOver: () => boolean,
): Promise<void> {
  for (const { plane, scale, ...options } of attempts) {
    // A decode takes up to a second without a pause; others, and the signal, have their turn in between.
    await setImmediate();
    if (isOver()) return;
    for (const symbol of await read(plane(), options)) {
      const moved = {
        ...symbol,
        corners: scaleCorners(symbol.corners, scale),
        modulePx: symbol.modulePx * scale,
      };
      if (!found.some((other) => isSameSymbol(other, moved))) found.push(moved);
    }
  }
}

/** Whether a challenge study, of whatever run, writes such texts. */
export function isChallengeText(text: string): boolean {
  return parseNonce(text) !== undefined || claimedFunction(text) !== undefined;
}

/**
 * Reads the QR symbols of a picture file: a screenshot, an exported JPEG, a rendering, a photo of a monitor.
 * @throws the signal's reason when it aborts; nothing for a file that cannot be read
 */
export async function readPicture(
  bytes: Uint8Array,
  { isWanted = isChallengeText, isEnough, limitMs = SEARCH_LIMIT_MS, signal }: ReadOptions = {},
): Promise<PictureReading> {
  signal?.throwIfAborted();
  const decoded = await decodePicture(bytes);
  if (decoded.kind === 'refused') return decoded;
  const { pixels, fingerprint } = decoded;
  const read = await loadSymbolReader();
  const found: FoundSymbol[] = [];
  const endsAt = performance.now() + limitMs;
  const isAborted = (): boolean => signal?.aborted === true;
  const soFar = (): ReadPicture => {
    const symbols = found.toSorted((a, b) => b.modulePx - a.modulePx);
    return { kind: 'read', pixels, fingerprint, symbols };
  };
  const hasWanted = ({ symbols }: ReadPicture): boolean =>
    symbols.some(({ text }) => isWanted(text));
  await search(listPlainAttempts(pixels), found, read, isAborted);
  await search(
    listHarderAttempts(pixels),
    found,
    read,
    () => isAborted() || (isEnough ?? hasWanted)(soFar()) || performance.now() > endsAt,
  );
  signal?.throwIfAborted();
  return soFar();
}

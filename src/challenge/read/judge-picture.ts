import { claimedFunction, HIDDEN_FUNCTIONS, type HiddenFunction } from '../study/hidden-codes.ts';
import { isGenuine, type Nonce, parseNonce, type SeriesKey } from '../study/nonce.ts';
import { type Challenge, STUDY } from '../study/plan-challenge.ts';
import { findPose, type Pose } from './corners.ts';
import type { Fingerprint, PictureProblem } from './decode-picture.ts';
import type { PictureReading } from './read-picture.ts';
import type { FoundSymbol } from './read-symbols.ts';

/** How a symbol stands in the picture. */
interface Appearance extends Pose {
  readonly isInverted: boolean;
  /** Picture pixels of a module: what is only a thumbnail has one or two. */
  readonly modulePx: number;
  readonly symbol: FoundSymbol;
}

/** An image of the run that a picture shows. */
export interface ShownImage extends Appearance {
  readonly series: SeriesKey;
  /** From 1; of a loop, the frame. */
  readonly imageNumber: number;
  readonly sopInstanceUid: string;
}

/** A hidden code of the run that a picture shows: its function was performed. */
export interface ShownCode extends Appearance {
  readonly function: HiddenFunction;
}

/** Why a picture is no evidence. */
export type Rejection =
  | PictureProblem
  /** No symbol that a challenge study writes; `otherSymbols` are someone else's QR codes. */
  | { readonly reason: 'no-code'; readonly otherSymbols: number }
  /** Genuine or not, its codes are not of this run; without a run code, only hidden codes were seen. */
  | { readonly reason: 'other-run'; readonly runCode?: string }
  /** The run's code with a wrong checksum, or an image that the study does not have. */
  | { readonly reason: 'forged' }
  /** A picture that was handed in before. */
  | { readonly reason: 'reused' };

/** What a picture proves. */
export type PictureVerdict =
  | {
      readonly kind: 'evidence';
      readonly fingerprint: Fingerprint;
      /** The largest first. */
      readonly images: readonly ShownImage[];
      readonly codes: readonly ShownCode[];
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

function describeAppearance(symbol: FoundSymbol): Appearance {
  const { isInverted, modulePx, corners } = symbol;
  return { ...findPose(corners), isInverted, modulePx, symbol };
}

/** The object that carries an image; `undefined` for one that the study does not have. */
function findInstance(
  challenge: Challenge,
  { series, imageNumber, study }: Nonce,
): string | undefined {
  const objects = challenge.series.find(({ key }) => key === series)?.objects ?? [];
  if (study !== STUDY) return undefined;
  const [first] = objects;
  // The frames of a loop are one object.
  const frames = Number(first?.attributes.NumberOfFrames ?? 0);
  const object = frames > 0 ? first : objects[imageNumber - 1];
  return frames > 0 && imageNumber > frames ? undefined : object?.sopInstanceUid;
}

function findImages(challenge: Challenge, symbols: readonly FoundSymbol[]): ShownImage[] {
  return symbols.flatMap((symbol) => {
    const nonce = parseNonce(symbol.text);
    if (nonce === undefined || nonce.runCode !== challenge.runCode) return [];
    const sopInstanceUid = findInstance(challenge, nonce);
    if (sopInstanceUid === undefined || !isGenuine(challenge.recipe.seed, nonce)) return [];
    const { series, imageNumber } = nonce;
    return [{ series, imageNumber, sopInstanceUid, ...describeAppearance(symbol) }];
  });
}

function findCodes({ key }: Challenge, symbols: readonly FoundSymbol[]): ShownCode[] {
  return symbols.flatMap((symbol) => {
    const name = HIDDEN_FUNCTIONS.find((candidate) => key.hidden[candidate] === symbol.text);
    return name === undefined ? [] : [{ function: name, ...describeAppearance(symbol) }];
  });
}

function explainAbsence(challenge: Challenge, symbols: readonly FoundSymbol[]): Rejection {
  const nonces = symbols.map(({ text }) => parseNonce(text)).filter((nonce) => nonce !== undefined);
  if (nonces.some(({ runCode }) => runCode === challenge.runCode)) return { reason: 'forged' };
  const [nonce] = nonces;
  if (nonce !== undefined) return { reason: 'other-run', runCode: nonce.runCode };
  if (symbols.some(({ text }) => claimedFunction(text) !== undefined))
    return { reason: 'other-run' };
  return { reason: 'no-code', otherSymbols: symbols.length };
}

/** Whether a text is one that the run writes: into an image, or behind a function. What claims to be so counts. */
export function isTextOf(challenge: Challenge, text: string): boolean {
  return (
    parseNonce(text)?.runCode === challenge.runCode ||
    HIDDEN_FUNCTIONS.some((name) => challenge.key.hidden[name] === text)
  );
}

/**
 * Compares what a picture shows with a run.
 * @param earlier fingerprints of pictures that were handed in before, of file or pixels
 */
export function judgePicture(
  reading: PictureReading,
  challenge: Challenge,
  earlier: ReadonlySet<string> = new Set(),
): PictureVerdict {
  if (reading.kind === 'refused') return { kind: 'rejected', rejection: reading.problem };
  const { fingerprint, symbols } = reading;
  if (earlier.has(fingerprint.fileSha256) || earlier.has(fingerprint.pixelsSha256)) {
    return { kind: 'rejected', rejection: { reason: 'reused' } };
  }
  const images = findImages(challenge, symbols);
  const codes = findCodes(challenge, symbols);
  if (images.length === 0 && codes.length === 0) {
    return { kind: 'rejected', rejection: explainAbsence(challenge, symbols) };
  }
  return { kind: 'evidence', fingerprint, images, codes };
}

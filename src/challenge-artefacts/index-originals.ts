import {
  type Challenge,
  type ExpectedObject,
  listObjects,
  regenerateStudy,
} from '../challenge/index.ts';
import type { PixelSize } from '../structured-report/index.ts';

/** The objects that a recipe makes, to be recognised wherever they come back. */
export interface Originals {
  readonly challenge: Challenge;
  readonly objects: readonly ExpectedObject[];
  readonly byUid: ReadonlyMap<string, ExpectedObject>;
  /** Every image has a QR of its own, hence pixels that no other object has. */
  readonly byPixels: ReadonlyMap<string, ExpectedObject>;
  /** How large the pixels of an original are; `undefined` for images without a scale. */
  readonly pixelSize: (original: ExpectedObject) => PixelSize | undefined;
}

/** The study indexed last: the probes of one run ask about the same one. */
let latest: { readonly recipe: string; readonly originals: Originals } | undefined;

/**
 * Makes the study again, about two seconds of work, and indexes it. The same study asked for again is not made again.
 * @throws the signal's reason when it aborts
 */
export async function indexOriginals(
  challenge: Challenge,
  signal: AbortSignal,
): Promise<Originals> {
  const recipe = JSON.stringify(challenge.recipe);
  if (latest?.recipe === recipe) return latest.originals;
  const originals = await indexAfresh(challenge, signal);
  latest = { recipe, originals };
  return originals;
}

async function indexAfresh(challenge: Challenge, signal: AbortSignal): Promise<Originals> {
  const objects: ExpectedObject[] = [];
  for await (const object of regenerateStudy(challenge, signal)) objects.push(object);
  const sizes = new Map(
    listObjects(challenge).map(({ sopInstanceUid, attributes }) => {
      const { PixelSpacing: spacing } = attributes;
      const [rowMm, columnMm] = Array.isArray(spacing) ? spacing : [];
      return [
        sopInstanceUid,
        typeof rowMm === 'number' && typeof columnMm === 'number' ? { rowMm, columnMm } : undefined,
      ];
    }),
  );
  return {
    challenge,
    objects,
    byUid: new Map(objects.map((one) => [one.sopInstanceUid, one])),
    byPixels: new Map(objects.map((one) => [one.pixelsSha256, one])),
    pixelSize: ({ sopInstanceUid }) => sizes.get(sopInstanceUid),
  };
}

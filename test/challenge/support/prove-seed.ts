import { readPicture } from '../../../src/challenge/index.ts';
import { makeDemo } from './demo.ts';
import { encode, throughJpeg } from './encode.ts';
import { loadHidden } from './hidden-volumes.ts';
import { listExceeded, measureInterpolated } from './interpolated-leaks.ts';
import { measureLeaks } from './leaks.ts';
import { readLetters } from './read-letters.ts';
import { shadeSurface } from './shade-surface.ts';
import { listUncovered, photographCode } from './uncovered.ts';

/** What was seen of a seed's study. */
export interface SeedProof {
  readonly seed: string;
  /** Pictures without the function that give away more than they may. */
  readonly leaks: readonly string[];
  /** Pictures with the function that could not be read at 3 pixels per module. */
  readonly unread: readonly string[];
  /** What pictures off the volume's grid give away beyond their limits. */
  readonly interpolated: readonly string[];
  /** The largest part that any picture without the function gave away, by code. */
  readonly worst: Readonly<Record<string, number>>;
}

const PIXELS_PER_MODULE = 3;
const SURFACE_PIXELS_PER_MM = 1.5;

/** Looks at a study in every way but the right one, then in the right ways. */
export async function proveSeed(seed: string): Promise<SeedProof> {
  const { challenge, context } = await makeDemo(seed);
  const hidden = loadHidden(challenge, context);
  const leaks = measureLeaks(hidden);
  const worst: Record<string, number> = {};
  for (const { what, recovered } of leaks) {
    const code = what.slice(0, what.indexOf(':'));
    worst[code] = Math.max(worst[code] ?? 0, recovered);
  }
  const unread: string[] = [];
  for (const one of listUncovered(hidden, context)) {
    const quality = one.needsPng
      ? ({ format: 'png' } as const)
      : ({ format: 'jpeg', quality: 40 } as const);
    const file = await encode(await photographCode(one, PIXELS_PER_MODULE), quality);
    const reading = await readPicture(file, { isWanted: (text) => text === one.expected });
    const isRead =
      reading.kind === 'read' && reading.symbols.some(({ text }) => text === one.expected);
    if (!isRead) unread.push(one.name);
  }
  const view = { threshold: 200, light: { x: 0, y: 1, z: 0 }, pixelsPerMm: SURFACE_PIXELS_PER_MM };
  const shaded = await throughJpeg(shadeSurface(hidden.surface, view), 40);
  const letters = readLetters({ ...shaded, values: shaded.data }, SURFACE_PIXELS_PER_MM);
  if (letters !== challenge.key.surface) unread.push(`letters ${letters}`);
  return {
    seed,
    leaks: leaks
      .filter(({ recovered, limit }) => recovered > limit)
      .map(({ what, recovered }) => `${what} ${recovered.toFixed(3)}`),
    unread,
    interpolated: listExceeded(measureInterpolated(hidden)),
    worst,
  };
}

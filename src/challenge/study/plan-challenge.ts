import { planStudy, type SyntheticObject, type SyntheticStudy } from '../../synthetic/index.ts';
import { type ChallengeKey, writeKey } from './challenge-key.ts';
import type { ChallengeRecipe } from './challenge-recipe.ts';
import { makeChallengeCt } from './ct-series.ts';
import type { DrawContext } from './draw-context.ts';
import { drawLots } from './draw-lots.ts';
import { drawSurface } from './draw-surface.ts';
import { makeChallengeCr, makeChallengeUs } from './flat-images.ts';
import { shareFusionHalves } from './fusion-halves.ts';
import { drawHiddenCodes } from './hidden-codes.ts';
import { drawGeometry } from './measurement-geometry.ts';
import { makeMeasurementSeries } from './measurement-series.ts';
import { spreadMipGroups } from './mip-groups.ts';
import { makeAxialMr, makeCoronalMr } from './mr-series.ts';
import { RUN_CODE_LENGTH, type SeriesKey, writeNonce } from './nonce.ts';
import { makeChallengePet } from './pet-series.ts';
import { drawPositionMarks } from './position-marks.ts';
import { loadQrWriter } from './qr-matrix.ts';
import { makeSurfaceSeries } from './surface-series.ts';

/** Studies of one run count from 1; there is one. */
export const STUDY = 1;
const MASKS = 8;

/** One series of a challenge study; its images are drawn when their pixels are asked for. */
export interface ChallengeSeries {
  readonly key: SeriesKey;
  readonly objects: readonly SyntheticObject[];
}

/** A challenge study: what is sent to a PACS, and the answers to what it asks. */
export interface Challenge {
  readonly recipe: ChallengeRecipe;
  /** Names the run in every QR. */
  readonly runCode: string;
  readonly study: SyntheticStudy;
  readonly series: readonly ChallengeSeries[];
  readonly key: ChallengeKey;
}

/** All objects of a challenge study. */
export function listObjects({ series }: Challenge): SyntheticObject[] {
  return series.flatMap(({ objects }) => objects);
}

/** The code of the run of a seed. */
export function runCodeOf(seed: string): string {
  return drawLots(seed, 'run').text(RUN_CODE_LENGTH);
}

function describeStudy(recipe: ChallengeRecipe): SyntheticStudy {
  const { generator: _generator, seedIssuedBy: _seedIssuedBy, performedAt, ...rest } = recipe;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return planStudy({ ...given, performedAt: new Date(performedAt) });
}

/**
 * Draws by lot what is hidden where; the same recipe gives the same.
 * @param study of the objects, in place of the one that the recipe describes
 */
export async function drawChallenge(
  recipe: ChallengeRecipe,
  study: SyntheticStudy = describeStudy(recipe),
): Promise<DrawContext> {
  const write = await loadQrWriter();
  const { seed } = recipe;
  const runCode = runCodeOf(seed);
  const codes = drawHiddenCodes(seed, write);
  return {
    study,
    codes,
    mipGroups: spreadMipGroups(codes.mip, drawLots(seed, 'mip-groups')),
    fusionHalves: shareFusionHalves(codes.fusion, drawLots(seed, 'fusion-halves')),
    marks: drawPositionMarks(drawLots(seed, 'marks')),
    surface: drawSurface(drawLots(seed, 'surface')),
    geometry: drawGeometry(drawLots(seed, 'geometry')),
    nonce: (series, imageNumber) => {
      const text = writeNonce(seed, { runCode, study: STUDY, series, imageNumber });
      return write('nonce', text, imageNumber % MASKS);
    },
  };
}

/** The study of what was drawn for a recipe. */
export function assembleChallenge(recipe: ChallengeRecipe, context: DrawContext): Challenge {
  const [pa, ll] = makeChallengeCr(context);
  if (pa === undefined || ll === undefined) throw new Error('a radiograph is missing');
  return {
    recipe,
    runCode: runCodeOf(recipe.seed),
    study: context.study,
    series: [
      { key: 'ct', objects: makeChallengeCt(context) },
      { key: 'pet', objects: makeChallengePet(context) },
      { key: 'cr-pa', objects: [pa] },
      { key: 'cr-ll', objects: [ll] },
      { key: 'mr-axial', objects: makeAxialMr(context) },
      { key: 'mr-coronal', objects: makeCoronalMr(context) },
      { key: 'us', objects: makeChallengeUs(context) },
      { key: 'surface', objects: makeSurfaceSeries(context) },
      { key: 'measurement', objects: makeMeasurementSeries(context) },
    ],
    key: writeKey(context, drawLots(recipe.seed, 'tasks')),
  };
}

/**
 * Plans a challenge study; the same recipe gives the same bytes and the same key. Takes half a second.
 * @param study of the objects, in place of the one that the recipe describes: for images that answer an order
 */
export async function planChallenge(
  recipe: ChallengeRecipe,
  study?: SyntheticStudy,
): Promise<Challenge> {
  return assembleChallenge(recipe, await drawChallenge(recipe, study));
}

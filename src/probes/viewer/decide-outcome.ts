import type { ViewOutcome } from './facts.ts';
import type { Survey } from './survey.ts';

/** What was seen of a link until it was decided. */
export interface Sighting {
  /** Of our study: shorter side of the image in CSS pixels, and of the screen. */
  readonly ours?: { readonly imagePx: number; readonly screenPx: number };
  readonly isOtherRun: boolean;
  /** The link was a file to be saved. */
  readonly isDownload: boolean;
  /** It led to a host that is not declared, or to another program. */
  readonly isElsewhere: boolean;
  /** The page could not be fetched. */
  readonly hasFailed: boolean;
  readonly httpStatus?: number;
  readonly survey: Survey;
  /** The picture, or a page without one, has a single colour. */
  readonly isPlain: boolean;
  /** Requests without an answer yet. */
  readonly pending: number;
}

/**
 * Smallest image that counts as viewed, in CSS pixels of its shorter side, and as a part of the screen's shorter side.
 * Ours: a thumbnail of a study list has 100 to 150, the smallest phones are 320 wide.
 */
export const smallestImagePx = 200;
export const smallestShare = 1 / 3;

const coveredShare = 0.02;

/** Whether an image is large enough to be called viewed. */
export function isLargeEnough({ imagePx, screenPx }: NonNullable<Sighting['ours']>): boolean {
  return imagePx >= smallestImagePx && imagePx >= screenPx * smallestShare;
}

/**
 * What a link came to. Only the code of the study makes it `rendered`: a canvas with contrast in it may be an error box,
 * a tour, or another patient.
 */
export function decideOutcome(seen: Sighting): ViewOutcome {
  const { ours, survey } = seen;
  if (ours !== undefined && isLargeEnough(ours)) return 'rendered';
  if (seen.isDownload) return 'download';
  if (seen.isElsewhere) return 'elsewhere';
  if (ours !== undefined) return survey.hasDialog ? 'covered' : 'too-small';
  if (seen.isOtherRun) return 'another-study';
  if (survey.hasPassword || seen.httpStatus === 401) return 'login-needed';
  if (seen.hasFailed || (seen.httpStatus ?? 200) >= 400) return 'error-page';
  if (survey.tellsError) return 'error-page';
  if (survey.hasDialog) return 'covered';
  if (survey.isBusy || seen.pending > 0) return 'timeout';
  if (survey.picture !== undefined && survey.coveredShare >= coveredShare) return 'covered';
  return seen.isPlain ? 'blank' : 'no-image';
}

/** Outcomes that waiting does not change; the others may only be slow. */
export function isFinal(seen: Sighting): boolean {
  return (
    (seen.ours !== undefined && isLargeEnough(seen.ours)) ||
    seen.isDownload ||
    seen.isElsewhere ||
    seen.hasFailed
  );
}

/** Outcomes that are believed when they have stayed for a while. */
export function isSettling(outcome: ViewOutcome, { httpStatus = 200 }: Sighting): boolean {
  const isRefused = outcome === 'error-page' && httpStatus >= 400;
  return outcome === 'login-needed' || outcome === 'another-study' || isRefused;
}

import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import type { Challenge, ShownImage } from '../../challenge/index.ts';
import {
  decideOutcome,
  isFinal,
  isLargeEnough,
  isSettling,
  type Sighting,
} from './decide-outcome.ts';
import { dismissOverlays } from './dismiss-overlays.ts';
import type { ViewOutcome } from './facts.ts';
import type { ViewerPattern } from './patterns.ts';
import type { Screen } from './profiles.ts';
import { isPlain, readScreen, type ScreenReading } from './read-screen.ts';
import { surveyPage } from './survey.ts';
import type { ViewerLimits } from './target.ts';
import type { PageWatch } from './watch-page.ts';
import { withDeadline } from './with-deadline.ts';

/** How a page is watched until its outcome is known. */
export interface OutcomeOptions {
  readonly challenge: Challenge;
  readonly screen: Screen;
  readonly pattern: Pick<ViewerPattern, 'errors' | 'busy'>;
  readonly dismiss: readonly string[];
  readonly watch: PageWatch;
  readonly hasFailed: boolean;
  /** When the link was opened, by `performance.now()`. */
  readonly startedAt: number;
  readonly waitMs: number;
  readonly limits: ViewerLimits;
  readonly signal: AbortSignal;
}

/** What the page came to. */
export interface Looked {
  readonly outcome: ViewOutcome;
  readonly image?: ShownImage;
  readonly imagePx?: number;
  readonly firstImageMs?: number;
  /** The image of ours, cropped; PNG. */
  readonly crop?: Buffer;
}

/**
 * Looks at the page again and again: closes what lies in front, takes a screenshot, reads it, until the outcome is sure or
 * the time is over.
 * @throws the signal's reason when it aborts
 */
export async function awaitOutcome(page: Page, options: OutcomeOptions): Promise<Looked> {
  const { watch, limits, signal, startedAt } = options;
  const endsAt = startedAt + options.waitMs;
  const screenPx = Math.min(options.screen.widthPx, options.screen.heightPx);
  let settling: { readonly outcome: ViewOutcome; readonly since: number } | undefined;
  let lastScreen: string | undefined;
  let reading: ScreenReading = { kind: 'none' };
  for (;;) {
    signal.throwIfAborted();
    if (!options.hasFailed) await dismissOverlays(page, options.dismiss, limits.answerMs);
    const takenAt = performance.now();
    const isLast = options.hasFailed || takenAt >= endsAt;
    const png = await takeScreenshot(page, limits.answerMs);
    const hash = png && createHash('sha256').update(png).digest('hex');
    // What has not changed reads the same; only the last look tries harder.
    if (png !== undefined && (hash !== lastScreen || isLast)) {
      reading = await readScreen(png, {
        challenge: options.challenge,
        scale: options.screen.scale,
        isEnough: (imagePx) => isLargeEnough({ imagePx, screenPx }),
        limitMs: isLast ? limits.lastReadMs : limits.readMs,
        signal,
      });
      lastScreen = hash;
    }
    const survey = await surveyPage(page, options.pattern, limits.answerMs);
    const httpStatus = watch.document()?.httpStatus;
    const sighting: Sighting = {
      ...(reading.kind === 'ours' ? { ours: { imagePx: reading.imagePx, screenPx } } : {}),
      isOtherRun: reading.kind === 'other-run',
      isDownload: watch.isDownload(),
      isElsewhere: watch.elsewhere() !== undefined,
      hasFailed: options.hasFailed,
      ...(httpStatus === undefined ? {} : { httpStatus }),
      survey,
      isPlain: png === undefined || (await isPlain(png, options.screen.scale, survey.picture)),
      pending: watch.pending(),
    };
    const outcome = decideOutcome(sighting);
    if (isLast || isFinal(sighting)) return describe(outcome, reading, takenAt - startedAt);
    if (isSettling(outcome, sighting)) {
      settling = settling?.outcome === outcome ? settling : { outcome, since: takenAt };
      if (takenAt - settling.since >= limits.settleMs) return describe(outcome, reading, 0);
    } else settling = undefined;
    await delay(Math.max(1, Math.min(limits.pauseMs, endsAt - performance.now())), undefined, {
      signal,
    });
  }
}

async function describe(
  outcome: ViewOutcome,
  reading: ScreenReading,
  sinceOpenedMs: number,
): Promise<Looked> {
  if (reading.kind !== 'ours') return { outcome };
  const { image, imagePx } = reading;
  const crop = await reading.crop();
  return {
    outcome,
    image,
    imagePx,
    crop,
    ...(outcome === 'rendered' ? { firstImageMs: Math.round(sinceOpenedMs) } : {}),
  };
}

async function takeScreenshot(page: Page, answerMs: number): Promise<Uint8Array | undefined> {
  return withDeadline(
    page.screenshot({ type: 'png', captureBeyondViewport: false, optimizeForSpeed: true }),
    answerMs,
  );
}

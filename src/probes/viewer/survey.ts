import type { Page } from 'puppeteer';
import { z } from 'zod';
import type { ViewerPattern } from './patterns.ts';
import { surveyScript } from './survey-script.ts';
import { withDeadline } from './with-deadline.ts';

const boxSchema = z.object({
  left: z.number(),
  top: z.number(),
  width: z.number(),
  height: z.number(),
});

const frameSchema = z.object({
  password: z.boolean(),
  failed: z.boolean(),
  busy: z.boolean(),
  dialog: z.boolean(),
  coveredShare: z.number(),
  picture: boxSchema.optional(),
  hasText: z.boolean(),
});

/** What stands on a page, without its texts. */
export interface Survey {
  /** A field for a password is in view. */
  readonly hasPassword: boolean;
  /** It speaks of an error, where errors are told. */
  readonly tellsError: boolean;
  readonly isBusy: boolean;
  /** A dialog lies over the largest picture. */
  readonly hasDialog: boolean;
  /** Part of the largest picture that something else lies on, 0 to 1. */
  readonly coveredShare: number;
  /** Of the largest canvas, image or video of the main frame, in CSS pixels. */
  readonly picture?: Box;
  readonly hasText: boolean;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const maxFrames = 10;

const nothing: Survey = {
  hasPassword: false,
  tellsError: false,
  isBusy: false,
  hasDialog: false,
  coveredShare: 0,
  hasText: false,
};

/** Looks at a page and its frames. A frame that does not answer is left out. */
export async function surveyPage(
  page: Page,
  pattern: Pick<ViewerPattern, 'errors' | 'busy'>,
  answerMs: number,
): Promise<Survey> {
  const script = surveyScript(pattern);
  const main = page.mainFrame();
  const frames = [main, ...page.frames().filter((one) => one !== main)].slice(0, maxFrames);
  let survey = nothing;
  for (const frame of frames) {
    const answer: unknown = await withDeadline(frame.evaluate(script), answerMs);
    const parsed = frameSchema.safeParse(answer);
    if (!parsed.success) continue;
    const one = parsed.data;
    const isMain = frame === main;
    const picture = isMain ? one.picture : survey.picture;
    survey = {
      hasPassword: survey.hasPassword || one.password,
      tellsError: survey.tellsError || one.failed,
      isBusy: survey.isBusy || one.busy,
      hasDialog: survey.hasDialog || one.dialog,
      coveredShare: Math.max(survey.coveredShare, one.coveredShare),
      hasText: survey.hasText || one.hasText,
      ...(picture === undefined ? {} : { picture }),
    };
  }
  return survey;
}

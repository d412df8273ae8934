import { describe, expect, it } from 'vitest';
import { decideOutcome, type Sighting } from '../../../src/probes/viewer/decide-outcome.ts';

const survey = {
  hasPassword: false,
  tellsError: false,
  isBusy: false,
  hasDialog: false,
  coveredShare: 0,
  hasText: true,
} as const;
const nothing: Sighting = {
  isOtherRun: false,
  isDownload: false,
  isElsewhere: false,
  hasFailed: false,
  survey,
  isPlain: false,
  pending: 0,
};
const picture = { left: 0, top: 0, width: 800, height: 800 };

describe('the outcome of a link', () => {
  it.each<readonly [string, Partial<Sighting>]>([
    ['rendered', { ours: { imagePx: 300, screenPx: 900 } }],
    ['rendered', { ours: { imagePx: 300, screenPx: 900 }, survey: { ...survey, hasDialog: true } }],
    ['too-small', { ours: { imagePx: 290, screenPx: 900 } }],
    ['too-small', { ours: { imagePx: 190, screenPx: 390 } }],
    ['covered', { ours: { imagePx: 100, screenPx: 900 }, survey: { ...survey, hasDialog: true } }],
    ['another-study', { isOtherRun: true, survey: { ...survey, hasDialog: true } }],
    ['login-needed', { httpStatus: 401 }],
    ['error-page', { httpStatus: 503, survey: { ...survey, picture } }],
    ['error-page', { survey: { ...survey, picture, tellsError: true, hasDialog: true } }],
    ['covered', { survey: { ...survey, picture, hasDialog: true, isBusy: true } }],
    ['timeout', { survey: { ...survey, picture, isBusy: true }, isPlain: true }],
    ['timeout', { pending: 1 }],
    ['covered', { survey: { ...survey, picture, coveredShare: 0.1 } }],
    ['blank', { survey: { ...survey, picture }, isPlain: true }],
    ['no-image', { survey: { ...survey, picture } }],
    ['no-image', {}],
  ])('is %s', (outcome, seen) => {
    expect(decideOutcome({ ...nothing, ...seen })).toBe(outcome);
  });

  it('is never rendered without the code of the study, whatever else is seen', () => {
    for (const isPlain of [true, false]) {
      for (const coveredShare of [0, 0.5]) {
        for (const pending of [0, 3]) {
          const seen = {
            ...nothing,
            isPlain,
            pending,
            survey: { ...survey, picture, coveredShare },
          };
          expect(decideOutcome(seen)).not.toBe('rendered');
        }
      }
    }
  });
});

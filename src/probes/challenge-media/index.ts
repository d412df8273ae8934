import type { Facility, Medium } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { challengeMediaMessages } from './messages.ts';

/** A medium, and where the recipe of the study is. */
export interface ChallengeMediaTarget {
  readonly medium: Medium;
  readonly folder: string;
}

/** Above the time that reading a medium gives itself. */
const deadlineMs = 420_000;

function planSteps(
  { challenge, media }: Facility,
  language: Language,
): readonly PlannedStep<ChallengeMediaTarget>[] {
  if (challenge === undefined) return [];
  return media.map((medium) => ({
    probe: 'challenge-media',
    subjectId: medium.id,
    subject: `${medium.id} challenge (${medium.path})`,
    risk: 'observe',
    contacts: [],
    sends: challengeMediaMessages(language).sends,
    deadlineMs,
    target: { medium, folder: challenge.folder },
  }));
}

/** Looks for the challenge study on what the hospital exported, and compares every object with the original. */
export const probe: Probe<ChallengeMediaTarget> = {
  name: 'challenge-media',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectChallengeMedia } = await import('./collect.ts');
    return collectChallengeMedia(target, context);
  },
};

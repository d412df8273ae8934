import type { Facility, Medium } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { mediaMessages } from './messages.ts';

/** Above the time that reading a medium gives itself, so that a slow drive does not lose what was counted. */
const deadlineMs = 330_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<Medium>[] {
  return facility.media.map((medium) => ({
    probe: 'media',
    subjectId: medium.id,
    subject: `${medium.id} (${medium.path})`,
    risk: 'observe',
    contacts: [],
    sends: mediaMessages(language).sends,
    deadlineMs,
    target: medium,
  }));
}

/** Reads a disc, USB stick or ISO image that the PACS exported, and checks it against its DICOMDIR. Local, reads only. */
export const probe: Probe<Medium> = {
  name: 'media',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectMedia } = await import('./collect.ts');
    return collectMedia(target, context);
  },
};

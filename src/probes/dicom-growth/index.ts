import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { growthMessages } from './messages.ts';
import { type GrowthTarget, USUAL_PATIENCE } from './target.ts';

/** Above the sum of what the queries may take. */
const deadlineMs = 240_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<GrowthTarget>[] {
  return facility.dicom.nodes
    .filter(({ role }) => role === 'pacs' || role === 'archive')
    .map((node) => {
      const callingAe = node.callingAe ?? facility.dicom.callingAe;
      return {
        probe: 'dicom-growth',
        subjectId: node.id,
        subject: `${node.id} (dicom://${node.host}:${node.port}/${node.calledAe})`,
        risk: 'observe',
        contacts: [
          { host: node.host, port: node.port, protocol: node.tls ? 'dicom-tls' : 'dicom' },
        ],
        sends: growthMessages(language).sends(callingAe, USUAL_PATIENCE),
        deadlineMs,
        target: { node, callingAe },
      };
    });
}

/** Counts how many studies a PACS or archive takes in each day, and whether it keeps them longer than a year. Reads only. */
export const probe: Probe<GrowthTarget> = {
  name: 'dicom-growth',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectGrowth } = await import('./collect.ts');
    return collectGrowth(target, context);
  },
};

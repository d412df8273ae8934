import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { dicomMessages } from './messages.ts';
import type { DicomTarget } from './target.ts';

/** Above the sum of what each association and query may take, so that a slow node does not lose what it did answer. */
const deadlineMs = 300_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<DicomTarget>[] {
  return facility.dicom.nodes.map((node) => {
    const callingAe = node.callingAe ?? facility.dicom.callingAe;
    return {
      probe: 'dicom',
      subjectId: node.id,
      subject: `${node.id} (dicom://${node.host}:${node.port}/${node.calledAe})`,
      risk: 'observe',
      contacts: [{ host: node.host, port: node.port, protocol: node.tls ? 'dicom-tls' : 'dicom' }],
      sends: dicomMessages(language).sends(callingAe, node.role),
      deadlineMs,
      target: { node, callingAe },
    };
  });
}

/** Asks a DICOM node what it is, what it accepts, whether it answers queries and whom it lets in. Reads only. */
export const probe: Probe<DicomTarget> = {
  name: 'dicom',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectDicom } = await import('./collect.ts');
    return collectDicom(target, context);
  },
};

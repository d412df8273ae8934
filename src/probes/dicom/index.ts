import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { dicomMessages } from './messages.ts';
import { planPorts } from './plan-ports.ts';
import type { DicomTarget } from './target.ts';

/** Above the sum of what each association and query may take, so that a slow node does not lose what it did answer. */
const deadlineMs = 300_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<DicomTarget>[] {
  const { nodes } = facility.dicom;
  const planned = planPorts(nodes);
  return nodes.map((node) => {
    const callingAe = node.callingAe ?? facility.dicom.callingAe;
    const ports = planned.get(node.id) ?? { plain: [], tls: [] };
    const { host } = node;
    return {
      probe: 'dicom',
      subjectId: node.id,
      subject: `${node.id} (dicom://${node.host}:${node.port}/${node.calledAe})`,
      risk: 'observe',
      contacts: [
        { host, port: node.port, protocol: node.tls ? 'dicom-tls' : 'dicom' },
        ...ports.plain.map(({ port }) => ({ host, port, protocol: 'dicom' })),
        ...ports.tls.map((port) => ({ host, port, protocol: 'dicom-tls' })),
      ],
      sends: dicomMessages(language).sends(callingAe, node.role, ports),
      deadlineMs,
      target: { node, callingAe, ports },
    };
  });
}

/**
 * Asks a DICOM node what it is, what it accepts beside what its maker claims, whether it answers queries, whom it lets in
 * and whether its connections are encrypted. Reads only.
 */
export const probe: Probe<DicomTarget> = {
  name: 'dicom',
  version: 2,
  planSteps,
  collect: async (target, context) => {
    const { collectDicom } = await import('./collect.ts');
    return collectDicom(target, context);
  },
};

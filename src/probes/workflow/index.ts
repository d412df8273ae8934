import type { DicomwebEndpoint, Facility, Hl7Endpoint } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { addressOf, protocolOf } from '../shared/hl7-address.ts';
import { workflowMessages } from './messages.ts';
import { isUnfinished } from './resume.ts';
import { makeTarget, type ReachableNode, type WorkflowTarget } from './target.ts';

/** Bounded; what was seen until then is kept. */
const deadlineMs = 900_000;

type Contact = PlannedStep['contacts'][number];

function planSteps(facility: Facility, language: Language): readonly PlannedStep<WorkflowTarget>[] {
  return facility.hl7.endpoints
    .filter(({ send, role }) => send === 'workflow' && (role === 'ris' || role === 'engine'))
    .map((endpoint) => planStep(facility, endpoint, language));
}

function planStep(
  facility: Facility,
  endpoint: Hl7Endpoint,
  language: Language,
): PlannedStep<WorkflowTarget> {
  const target = makeTarget(facility, endpoint);
  const address = addressOf(endpoint);
  const { receive } = target;
  return {
    probe: 'workflow',
    subjectId: `${endpoint.id}-workflow`,
    subject: `${endpoint.id} workflow (${address})`,
    risk: 'active',
    contacts: listContacts(target),
    ...(receive && {
      listens: [
        {
          host: receive.host,
          port: receive.port,
          protocol: protocolOf(receive),
          from: [endpoint.id],
        },
      ],
    }),
    sends: workflowMessages(language).sends(target),
    deadlineMs,
    target,
  };
}

function listContacts({ endpoint, worklist, mpps, pacs }: WorkflowTarget): Contact[] {
  const hl7 = { host: endpoint.host, port: endpoint.port, protocol: protocolOf(endpoint) };
  const places = [worklist, mpps, pacs].flatMap((one) => one ?? []);
  const contacts = [
    hl7,
    ...places.map(contactNode),
    ...places.flatMap(({ dicomweb }) => (dicomweb ? [contactEndpoint(dicomweb)] : [])),
  ];
  return [...new Map(contacts.map((one) => [`${one.host} ${one.port}`, one])).values()];
}

function contactNode({ node }: ReachableNode): Contact {
  return { host: node.host, port: node.port, protocol: node.tls ? 'dicom-tls' : 'dicom' };
}

function contactEndpoint({ url }: DicomwebEndpoint): Contact {
  const { protocol, hostname, port } = new URL(url);
  const isTls = protocol === 'https:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    protocol: isTls ? 'https' : 'http',
  };
}

/**
 * One order of a test patient, followed through RIS, worklist, modality, PACS and back to the HIS as a report, and
 * cancelled again.
 */
export const probe: Probe<WorkflowTarget> = {
  name: 'workflow',
  version: 1,
  planSteps,
  isUnfinished,
  collect: async (target, context) => {
    const { collectWorkflow } = await import('./collect.ts');
    return collectWorkflow(target, context);
  },
};

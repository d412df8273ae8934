import type { DicomNode, DicomwebEndpoint, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { compressionMessages } from './messages.ts';
import type { CompressionTarget } from './target.ts';

/** Above what storing, asking and decoding may take; what was answered by then is kept. */
const deadlineMs = 600_000;

type Contact = PlannedStep['contacts'][number];

function planSteps(
  facility: Facility,
  language: Language,
): readonly PlannedStep<CompressionTarget>[] {
  return facility.dicom.nodes
    .filter(({ role, send }) => send === 'test-study' && (role === 'pacs' || role === 'archive'))
    .map((node) => planStep(facility, node, language));
}

function planStep(
  facility: Facility,
  node: DicomNode,
  language: Language,
): PlannedStep<CompressionTarget> {
  const { receive, callingAe: usualAe } = facility.dicom;
  const callingAe = node.callingAe ?? usualAe;
  const dicomweb = facility.dicomweb.endpoints.find(({ id }) => id === node.dicomweb);
  return {
    probe: 'dicom-compression',
    subjectId: node.id,
    subject: `${node.id} compression (dicom://${node.host}:${node.port}/${node.calledAe})`,
    risk: 'active',
    contacts: [
      { host: node.host, port: node.port, protocol: node.tls ? 'dicom-tls' : 'dicom' },
      ...(dicomweb ? [contactEndpoint(dicomweb)] : []),
    ],
    ...(receive && {
      listens: [
        {
          host: receive.host,
          port: receive.port,
          protocol: receive.tls ? 'dicom-tls' : 'dicom',
          from: [node.id],
        },
      ],
    }),
    sends: compressionMessages(language).sends(
      callingAe,
      receive !== undefined,
      dicomweb !== undefined,
    ),
    deadlineMs,
    target: {
      node,
      callingAe,
      ...(dicomweb && { dicomweb }),
      ...(receive && { receive }),
      // An active step runs only where the facility file says how test data is removed.
      removal: facility.testData?.removal ?? 'administrator',
      autoForward: facility.testData?.autoForward ?? [],
    },
  };
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
 * Whether an archive really compresses: accepting a transfer syntax is a promise, so images are fetched in it, decoded
 * and compared with what was stored. Everything is removed again.
 */
export const probe: Probe<CompressionTarget> = {
  name: 'dicom-compression',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectCompression } = await import('./collect.ts');
    return collectCompression(target, context);
  },
};

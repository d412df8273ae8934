import type { FactTables } from '../../evidence/evidence.ts';
import type { DicomwebEndpoint, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { archiveMessages } from './messages.ts';
import type { ArchiveTarget } from './target.ts';

/** Another step may hold the port that a C-MOVE needs; then the study is fetched. */
const deadlineMs = 900_000;

type Contact = PlannedStep['contacts'][number];

function planSteps(facility: Facility, language: Language): readonly PlannedStep<ArchiveTarget>[] {
  return listTargets(facility).map((target) => ({
    probe: 'challenge-archive',
    subjectId: target.id,
    subject: `${target.id} challenge (${addressOf(target)})`,
    risk: 'observe',
    contacts: listContacts(target),
    ...(target.node &&
      target.receive && {
        listens: [
          {
            host: target.receive.host,
            port: target.receive.port,
            protocol: target.receive.tls ? 'dicom-tls' : 'dicom',
            from: [target.id],
          },
        ],
      }),
    sends: archiveMessages(language).sends,
    deadlineMs,
    target,
  }));
}

/** Archives of the facility file, then DICOMweb services that belong to none of them. */
function listTargets({ challenge, dicom, dicomweb }: Facility): readonly ArchiveTarget[] {
  if (challenge === undefined) return [];
  const { folder } = challenge;
  const { callingAe, receive } = dicom;
  const nodes = dicom.nodes.filter(({ role }) => role === 'pacs' || role === 'archive');
  const named = new Set(nodes.map((node) => node.dicomweb));
  return [
    ...nodes.map((node): ArchiveTarget => {
      const endpoint = dicomweb.endpoints.find(({ id }) => id === node.dicomweb);
      return {
        id: node.id,
        folder,
        node,
        callingAe: node.callingAe ?? callingAe,
        ...(endpoint && { endpoint }),
        ...(receive && { receive }),
      };
    }),
    ...dicomweb.endpoints
      .filter(({ id }) => !named.has(id))
      .map((endpoint): ArchiveTarget => ({ id: endpoint.id, folder, callingAe, endpoint })),
  ];
}

function addressOf({ node, endpoint }: ArchiveTarget): string {
  return node ? `dicom://${node.host}:${node.port}/${node.calledAe}` : (endpoint?.url ?? '');
}

function listContacts({ node, endpoint }: ArchiveTarget): readonly Contact[] {
  return [
    ...(node
      ? [{ host: node.host, port: node.port, protocol: node.tls ? 'dicom-tls' : 'dicom' }]
      : []),
    ...(endpoint ? [contactEndpoint(endpoint)] : []),
  ];
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
 * Whether a person may still do something: nothing was measured or edited yet, or an edit has not been taken back. A
 * resumed run then looks again.
 */
export function isUnfinished(facts: FactTables): boolean {
  const edits = facts['challenge.edit'] ?? [];
  const artefacts = facts['challenge.artefact'] ?? [];
  return (
    !artefacts.some(({ within }) => within !== undefined) ||
    edits.some(({ kind, stillInPlace }) => kind === 'none' || stillInPlace === true)
  );
}

/**
 * The challenge study as it lies in the archive after people worked on it: whether the originals are unchanged, what
 * measurements, annotations, key images and captures were saved, and how it was edited.
 */
export const probe: Probe<ArchiveTarget> = {
  name: 'challenge-archive',
  version: 1,
  planSteps,
  isUnfinished,
  collect: async (target, context) => {
    const { collectArchive } = await import('./collect.ts');
    return collectArchive(target, context);
  },
};

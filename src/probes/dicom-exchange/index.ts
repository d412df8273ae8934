import type { DicomNode, DicomwebEndpoint, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { type ExchangeWords, exchangeMessages } from './messages.ts';
import type { ExchangeTarget, ReachableNode, StepTarget, StudyTarget } from './target.ts';

/** Bounded, and above what an archive takes that answers; what it did answer by then is kept. */
const studyDeadlineMs = 600_000;
const stepDeadlineMs = 120_000;

type Contact = PlannedStep['contacts'][number];

function planSteps(facility: Facility, language: Language): readonly PlannedStep<ExchangeTarget>[] {
  const words = exchangeMessages(language);
  return facility.dicom.nodes.flatMap((node) => [
    ...(node.send === 'test-study' && (node.role === 'pacs' || node.role === 'archive')
      ? [planStudyStep(facility, node, words)]
      : []),
    ...(node.mpps ? [planMppsStep(facility, node, words)] : []),
  ]);
}

function planStudyStep(
  facility: Facility,
  node: DicomNode,
  words: ExchangeWords,
): PlannedStep<StudyTarget> {
  const { receive, nodes } = facility.dicom;
  const target: StudyTarget = {
    kind: 'study',
    ...reach(facility, node),
    ...(receive && { receive }),
    forwardTo: (node.forwardTo ?? []).flatMap((id) => {
      const found = nodes.find((one) => one.id === id);
      return found ? [reach(facility, found)] : [];
    }),
    // An active step runs only where the facility file says how test data is removed.
    removal: facility.testData?.removal ?? 'administrator',
    autoForward: facility.testData?.autoForward ?? [],
  };
  const places = [target, ...target.forwardTo];
  const endpoints = places.flatMap(({ dicomweb }) => dicomweb ?? []);
  return {
    probe: 'dicom-exchange',
    subjectId: node.id,
    subject: `${node.id} test-study (${addressOf(node)})`,
    risk: 'active',
    contacts: [
      ...places.map((place) => contactNode(place.node)),
      ...endpoints.map(contactEndpoint),
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
    sends: words.sendsStudy(target),
    deadlineMs: studyDeadlineMs,
    target,
  };
}

function planMppsStep(
  facility: Facility,
  node: DicomNode,
  words: ExchangeWords,
): PlannedStep<StepTarget> {
  const target: StepTarget = { kind: 'mpps', ...reach(facility, node) };
  return {
    probe: 'dicom-exchange',
    subjectId: `${node.id}-mpps`,
    subject: `${node.id} mpps (${addressOf(node)})`,
    risk: 'active',
    contacts: [contactNode(node)],
    sends: words.sendsMpps(target.callingAe),
    deadlineMs: stepDeadlineMs,
    target,
  };
}

function reach({ dicom, dicomweb }: Facility, node: DicomNode): ReachableNode {
  const endpoint = dicomweb.endpoints.find(({ id }) => id === node.dicomweb);
  return {
    node,
    callingAe: node.callingAe ?? dicom.callingAe,
    ...(endpoint && { dicomweb: endpoint }),
  };
}

function addressOf({ host, port, calledAe }: DicomNode): string {
  return `dicom://${host}:${port}/${calledAe}`;
}

function contactNode({ host, port, tls }: DicomNode): Contact {
  return { host, port, protocol: tls ? 'dicom-tls' : 'dicom' };
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
 * What an archive really does with a study: stores, finds, hands back, forwards and commits to one of ours, and whether
 * what comes back is what was sent. Everything is removed again.
 */
export const probe: Probe<ExchangeTarget> = {
  name: 'dicom-exchange',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    if (target.kind === 'mpps') {
      const { collectStep } = await import('./perform-step.ts');
      return collectStep(target, context);
    }
    const { collectStudy } = await import('./collect.ts');
    return collectStudy(target, context);
  },
};

import type { FactTables } from '../../evidence/evidence.ts';
import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { receiveMessages } from './messages.ts';
import type { ReceiveTarget } from './target.ts';

/** Another step may hold the port first. */
const deadlineMs = 900_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<ReceiveTarget>[] {
  const { challenge, dicom } = facility;
  const { receive, callingAe: calledAe } = dicom;
  if (challenge === undefined || receive === undefined) return [];
  const nodes = dicom.nodes.map(({ id, calledAe: title }) => ({ id, calledAe: title }));
  return [
    {
      probe: 'challenge-receive',
      subjectId: 'challenge-receive',
      subject: `challenge (dicom://${receive.host}:${receive.port}/${calledAe})`,
      risk: 'observe',
      contacts: [],
      listens: [
        {
          host: receive.host,
          port: receive.port,
          protocol: receive.tls ? 'dicom-tls' : 'dicom',
          from: dicom.nodes
            .filter(({ role }) => role === 'pacs' || role === 'archive')
            .map(({ id }) => id),
        },
      ],
      sends: receiveMessages(language).sends(`${receive.host}:${receive.port}`, calledAe),
      deadlineMs,
      target: { folder: challenge.folder, receive, calledAe, nodes },
    },
  ];
}

/** Whether nothing was sent yet, so that a resumed run waits again. */
export function isUnfinished(facts: FactTables): boolean {
  return (facts['challenge.receive'] ?? []).some(({ outcome }) => outcome === 'awaiting-person');
}

/** Waits while a person sends the challenge study, or series of it, to this computer, and compares what arrives. */
export const probe: Probe<ReceiveTarget> = {
  name: 'challenge-receive',
  version: 1,
  planSteps,
  isUnfinished,
  collect: async (target, context) => {
    const { collectReceived } = await import('./collect.ts');
    return collectReceived(target, context);
  },
};

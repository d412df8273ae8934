import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import type { DocumentsTarget } from './collect.ts';
import { documentsMessages } from './messages.ts';

// Room for 2 GiB of attached files on a slow share.
const deadlineMs = 10 * 60_000;

function planSteps(
  facility: Facility,
  language: Language,
): readonly PlannedStep<DocumentsTarget>[] {
  const messages = documentsMessages(language);
  return [...new Set(facility.statements)].map((file) => ({
    probe: 'documents',
    subjectId: makeSubjectId(file),
    subject: messages.subject(file),
    risk: 'observe',
    contacts: [],
    sends: messages.sends(file),
    deadlineMs,
    target: { file, simulated: facility.simulated === true },
  }));
}

/** A statements file has no id of its own: a readable part of its name, then a hash of its whole path. */
function makeSubjectId(file: string): string {
  const base = posix.basename(file.replaceAll('\\', '/')).replace(/\.ya?ml$/i, '');
  const slug = base
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replaceAll(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(file).digest('hex').slice(0, 8);
  return slug === '' ? `statements-${hash}` : `${slug}-${hash}`;
}

/** Reads what people put their name to: attestations, documents, declarations of absence and refusals. */
export const probe: Probe<DocumentsTarget> = {
  name: 'documents',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectDocuments } = await import('./collect.ts');
    return collectDocuments(target, context);
  },
};

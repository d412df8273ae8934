import type { Backup, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { backupMessages } from './messages.ts';

const deadlineMs = 30_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<Backup>[] {
  const words = backupMessages(language);
  return facility.backups.map((backup) => ({
    probe: 'backup',
    subjectId: backup.id,
    subject: `${backup.id} (${backup.kind}, ${backup.file})`,
    risk: 'observe',
    contacts: [],
    sends: words.sends,
    deadlineMs,
    target: backup,
  }));
}

/** Reads the records of backup software that a person carried here. */
export const probe: Probe<Backup> = {
  name: 'backup',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectBackup } = await import('./collect.ts');
    return collectBackup(target, context);
  },
};

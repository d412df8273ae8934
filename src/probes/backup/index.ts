import type { Backup, DicomNode, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { type BackupMessages, backupMessages } from './messages.ts';
import type { BackupTarget } from './target.ts';

const deadlineMs = 30_000;

/** For each study an association of its own, at most. */
const perStudyMs = 40_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<BackupTarget>[] {
  const words = backupMessages(language);
  return facility.backups.flatMap((backup) => [
    planRecords(backup, words),
    ...planRestored(backup, facility, words),
  ]);
}

function planRecords(backup: Backup, words: BackupMessages): PlannedStep<BackupTarget> {
  return {
    probe: 'backup',
    subjectId: backup.id,
    subject: `${backup.id} (${backup.kind}, ${backup.file})`,
    risk: 'observe',
    contacts: [],
    sends: words.sends,
    deadlineMs,
    target: { look: 'records', backup },
  };
}

function planRestored(
  backup: Backup,
  { dicom }: Facility,
  words: BackupMessages,
): readonly PlannedStep<BackupTarget>[] {
  const { restored, id } = backup;
  if (restored === undefined) return [];
  const { host, port, calledAe, tls, studies } = restored;
  const node: DicomNode = {
    id,
    role: 'archive',
    host,
    port,
    calledAe,
    ...(tls && { tls }),
  };
  const live = dicom.nodes.find(
    (one) => one.host.toLowerCase() === host.toLowerCase() && one.port === port,
  );
  return [
    {
      probe: 'backup',
      subjectId: `${id}-restored`,
      subject: `${id} (dicom://${host}:${port}/${calledAe})`,
      risk: 'observe',
      contacts: [{ host, port, protocol: 'dicom' }],
      sends: words.sendsRestored(studies.length),
      deadlineMs: perStudyMs * studies.length + 10_000,
      target: {
        look: 'restored',
        backup,
        node,
        callingAe: restored.callingAe ?? dicom.callingAe,
        studies,
        ...(live && { liveNode: live.id }),
      },
    },
  ];
}

/** Reads the records of backup software that a person carried here, and looks whether a restored copy has our study. */
export const probe: Probe<BackupTarget> = {
  name: 'backup',
  version: 2,
  planSteps,
  collect: async (target, context) => {
    if (target.look === 'restored') {
      const { collectRestored } = await import('./collect-restored.ts');
      return collectRestored(target, context);
    }
    const { collectBackup } = await import('./collect.ts');
    return collectBackup(target.backup, context);
  },
};

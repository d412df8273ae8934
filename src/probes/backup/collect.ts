import type { Backup } from '../../facility/schema.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { collectedMessages } from '../shared/collected/messages.ts';
import { attachCollected, readCollected } from '../shared/collected/read-collected.ts';
import { writeMoment } from '../shared/collected/read-time.ts';
import type { BackupReading } from './backup-reading.ts';
import type { BackupJobRow } from './facts.ts';
import { backupMessages } from './messages.ts';
import { readBorg } from './read-borg.ts';
import { readPgbackrest } from './read-pgbackrest.ts';
import { readRestic } from './read-restic.ts';
import { readVeeam } from './read-veeam.ts';
import { readWindowsBackup } from './read-windows-backup.ts';

const hourMs = 60 * 60 * 1000;
const readers: Readonly<Record<Backup['kind'], (text: string) => BackupReading>> = {
  pgbackrest: readPgbackrest,
  restic: readRestic,
  borg: readBorg,
  veeam: readVeeam,
  'windows-backup': readWindowsBackup,
};

/**
 * Reads one file of backup records.
 *
 * @param now - the time of collection, which ages are counted from: a file that was carried late makes its backups older,
 * never younger.
 */
export async function collectBackup(
  target: Backup,
  context: ProbeContext,
  now = new Date(),
): Promise<Observation> {
  const words = backupMessages(context.language);
  const collected = await readCollected([target.file], context);
  if (collected.kind === 'failed') return collected.observation;
  const [file] = collected.files;
  const reading = file ? readers[target.kind](file.text) : { kind: 'foreign' as const };
  if (!file || reading.kind === 'foreign') {
    const message = words.foreign(target.file, target.kind);
    return { state: 'protocol-error', reason: { code: 'other-format', message } };
  }
  const isAhead = reading.jobs.some(
    (job) => job.lastSuccess && now.getTime() - job.lastSuccess.getTime() < -hourMs,
  );
  return {
    state: 'observed',
    facts: {
      'backup.job': reading.jobs.map((said): BackupJobRow => {
        const { lastSuccess, ...rest } = said;
        const age = lastSuccess && countHours(lastSuccess, now);
        return {
          job: target.id,
          of: target.of,
          kind: target.kind,
          ...rest,
          ...(lastSuccess && { lastSuccess: writeMoment(lastSuccess) }),
          ...(age !== undefined && { ageHours: age }),
        };
      }),
    },
    notes: [
      collectedMessages(context.language).carried(file.name, writeMoment(file.modified)),
      words.notRestored,
      ...(isAhead ? [words.clockAhead] : []),
    ],
    attachments: [await attachCollected(file, context)],
  };
}

/** Hours with one decimal; a little ahead is a clock that is a little off, more is not known. */
function countHours(moment: Date, now: Date): number | undefined {
  const hours = (now.getTime() - moment.getTime()) / hourMs;
  return hours < -1 ? undefined : Math.max(0, Math.round(hours * 10) / 10);
}

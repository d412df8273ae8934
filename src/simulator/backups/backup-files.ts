import { formatLocalTimestamp } from '../../locale/local-time.ts';
import type { CollectedText } from '../redundancy/cluster-files.ts';

/** How the backups of the simulated hospital stand, by the records of the backup software. */
export interface BackupBehaviour {
  /** `none`: the facility file names no backup job. */
  readonly state: 'told' | 'none';
  /** Of the database, by pgBackRest. */
  readonly databaseHoursAgo: number;
  readonly lastDatabaseRun: 'success' | 'failed';
  /** Of the images, by restic. */
  readonly imagesHoursAgo: number;
}

/** Backups in order: both made last night. */
export const SOUND_BACKUPS: BackupBehaviour = {
  state: 'told',
  databaseHoursAgo: 9,
  lastDatabaseRun: 'success',
  imagesHoursAgo: 7,
};

const hourMs = 3_600_000;
const keptDays = 7;

/** `pgbackrest info --output=json` and `restic snapshots --json`. */
export function makeBackupFiles(behaviour: BackupBehaviour, now: Date): readonly CollectedText[] {
  if (behaviour.state === 'none') return [];
  return [
    { name: 'sao-luu-csdl.json', text: writePgbackrest(behaviour, now) },
    { name: 'sao-luu-anh.json', text: writeRestic(behaviour, now) },
  ];
}

/** Moments of one backup a day, the latest last. */
function listMoments(hoursAgo: number, now: Date): readonly Date[] {
  return Array.from(
    { length: keptDays },
    (_, index) => new Date(now.getTime() - (hoursAgo + 24 * (keptDays - 1 - index)) * hourMs),
  );
}

function writePgbackrest(
  { databaseHoursAgo, lastDatabaseRun }: BackupBehaviour,
  now: Date,
): string {
  const backup = listMoments(databaseHoursAgo, now).map((at) => {
    const stop = Math.floor(at.getTime() / 1000);
    return {
      backrest: { format: 5, version: '2.45' },
      error: false,
      label: `${stop}F`,
      timestamp: { start: stop - 1_800, stop },
      type: 'full',
    };
  });
  const status =
    lastDatabaseRun === 'success'
      ? { code: 0, message: 'ok' }
      : { code: 99, message: 'other: the repository could not be read (RISPACS_SIM)' };
  return `${JSON.stringify([{ backup, name: 'RISPACS_SIM', status }], null, 2)}\n`;
}

function writeRestic({ imagesHoursAgo }: BackupBehaviour, now: Date): string {
  const snapshots = listMoments(imagesHoursAgo, now).map((at, index) => ({
    time: formatLocalTimestamp(at),
    tree: String(index).padStart(64, '0'),
    paths: ['/kho-anh'],
    hostname: 'pacs-01',
    username: 'RISPACS_SIM',
    id: String(index).padStart(64, '1'),
    short_id: String(index).padStart(8, '1'),
  }));
  return `${JSON.stringify(snapshots, null, 2)}\n`;
}

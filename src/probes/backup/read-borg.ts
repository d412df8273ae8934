import { asRecord, asRecords, textOf } from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { readMoment } from '../shared/collected/read-time.ts';
import { type BackupReading, latestOf } from './backup-reading.ts';

/**
 * Reads `borg list --json REPO` (1.x; times are local and without an offset) and `borg repo-list --json` (2.x). A
 * checkpoint is what an interrupted run left, not a backup.
 */
export function readBorg(text: string): BackupReading {
  const listing = asRecord(parseBoundedJson(text)?.value);
  const repository = asRecord(listing?.get('repository'));
  const listed = listing?.get('archives');
  if (!repository || !Array.isArray(listed)) return { kind: 'foreign' };
  const archives = asRecords(listed);
  const whole = archives.filter((one) => !/\.checkpoint(\.\d+)?$/.test(textOf(one, 'name') ?? ''));
  const lastSuccess = latestOf(
    whole.map((one) => readMoment(one.get('time')) ?? readMoment(one.get('start'))),
  );
  const name = textOf(repository, 'location')?.replace(/\/\/[^/@]*@/, '//');
  return {
    kind: 'jobs',
    jobs: [
      {
        ...(name !== undefined && { name }),
        ...(lastSuccess && { lastSuccess }),
        copies: whole.length,
        errors: archives.length - whole.length,
      },
    ],
  };
}

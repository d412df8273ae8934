import { asRecord, numberOf, textOf } from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { readMoment } from '../shared/collected/read-time.ts';
import type { BackupReading } from './backup-reading.ts';

/**
 * Reads `Get-WBSummary | ConvertTo-Json` of Windows Server Backup. A result of 0 is S_OK; a computer that was never backed
 * up has the year 1 as its time.
 */
export function readWindowsBackup(text: string): BackupReading {
  const summary = asRecord(parseBoundedJson(text)?.value);
  if (!summary?.has('lastsuccessfulbackuptime')) return { kind: 'foreign' };
  const lastSuccess = readMoment(summary.get('lastsuccessfulbackuptime'));
  const hasRun = readMoment(summary.get('lastbackuptime')) !== undefined;
  const code = hasRun ? numberOf(summary, 'lastbackupresulthr') : undefined;
  const copies = numberOf(summary, 'numberofversions');
  const message = textOf(summary, 'detailedmessage');
  return {
    kind: 'jobs',
    jobs: [
      {
        ...(lastSuccess && { lastSuccess }),
        ...(code !== undefined && {
          lastResult: code === 0 ? 'success' : 'failed',
          errors: code === 0 ? 0 : 1,
        }),
        ...(copies !== undefined && Number.isInteger(copies) && { copies }),
        ...(message !== undefined && { message }),
      },
    ],
  };
}

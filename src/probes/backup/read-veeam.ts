import { asRecord, asRecords, type LooseRecord, textOf } from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { readMoment } from '../shared/collected/read-time.ts';
import { type BackupReading, groupBy, type JobSaid, latestOf } from './backup-reading.ts';

/** VBRSessionResult as a word; None is a run that has not ended. */
const results: Readonly<Record<string, NonNullable<JobSaid['lastResult']>>> = {
  success: 'success',
  warning: 'warning',
  failed: 'failed',
};

/**
 * Reads job sessions of Veeam Backup & Replication: `Get-VBRBackupSession … | ConvertTo-Json` with the states as words, or
 * the REST API's `GET /api/v1/sessions`. A warning is no success here, and is shown.
 */
export function readVeeam(text: string): BackupReading {
  const value = parseBoundedJson(text)?.value;
  if (value === undefined) return { kind: 'foreign' };
  const sessions = asRecords(asRecord(value)?.get('data') ?? value).filter(
    (one) => one.has('result') && one.has('endtime') && nameOf(one) !== undefined,
  );
  if (sessions.length === 0) return { kind: 'foreign' };
  const jobs = [...groupBy(sessions, (one) => nameOf(one) ?? '?')].map(([name, group]) =>
    describeJob(name, group),
  );
  return { kind: 'jobs', jobs };
}

function describeJob(name: string, sessions: readonly LooseRecord[]): JobSaid {
  const endOf = (one: LooseRecord) => readMoment(one.get('endtime'));
  const startOf = (one: LooseRecord) => readMoment(one.get('creationtime')) ?? endOf(one);
  const lastSuccess = latestOf(
    sessions.filter((one) => resultOf(one) === 'success').map((one) => endOf(one)),
  );
  const newest = sessions.toSorted(
    (a, b) => (startOf(b)?.getTime() ?? 0) - (startOf(a)?.getTime() ?? 0),
  )[0];
  const lastResult = newest && (resultOf(newest) ?? (isRunning(newest) ? 'running' : undefined));
  return {
    name,
    ...(lastSuccess && { lastSuccess }),
    ...(lastResult && { lastResult }),
    errors: sessions.filter((one) => resultOf(one) === 'failed').length,
  };
}

function resultOf(session: LooseRecord): JobSaid['lastResult'] {
  const word = textOf(session, 'result') ?? textOf(asRecord(session.get('result')), 'result');
  return results[word?.toLowerCase() ?? ''];
}

function isRunning(session: LooseRecord): boolean {
  return /^(working|starting|postprocessing|stopping|idle)$/i.test(textOf(session, 'state') ?? '');
}

/** PowerShell has the job's name; the REST API has the session's, which is the job's. */
function nameOf(session: LooseRecord): string | undefined {
  return textOf(session, 'jobname') ?? textOf(session, 'name');
}

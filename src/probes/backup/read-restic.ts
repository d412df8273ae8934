import { asRecords, type LooseRecord, textOf } from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { readMoment } from '../shared/collected/read-time.ts';
import { type BackupReading, groupBy, latestOf } from './backup-reading.ts';

/**
 * Reads `restic snapshots --json`: one job per computer and set of folders. restic writes a snapshot when a run has ended,
 * also when single files could not be read, and keeps no record of runs that failed: `lastResult` stays open.
 */
export function readRestic(text: string): BackupReading {
  const listed = parseBoundedJson(text)?.value;
  if (!Array.isArray(listed)) return { kind: 'foreign' };
  if (listed.length === 0) return { kind: 'jobs', jobs: [{ copies: 0 }] };
  const snapshots = asRecords(listed).filter(
    (one) => one.has('tree') && one.has('paths') && readMoment(one.get('time')),
  );
  if (snapshots.length === 0) return { kind: 'foreign' };
  const jobs = [...groupBy(snapshots, nameOf)].map(([name, group]) => {
    const lastSuccess = latestOf(group.map((one) => readMoment(one.get('time'))));
    return { name, ...(lastSuccess && { lastSuccess }), copies: group.length };
  });
  return { kind: 'jobs', jobs };
}

function nameOf(snapshot: LooseRecord): string {
  const listed = snapshot.get('paths');
  const paths = Array.isArray(listed)
    ? listed.filter((one): one is string => typeof one === 'string').slice(0, 20)
    : [];
  const record = new Map<string, unknown>([['paths', paths.toSorted().join(' ')]]);
  return `${textOf(snapshot, 'hostname') ?? '?'}: ${textOf(record, 'paths') ?? '?'}`;
}

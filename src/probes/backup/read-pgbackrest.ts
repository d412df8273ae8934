import {
  asRecord,
  asRecords,
  flagOf,
  type LooseRecord,
  numberOf,
  textOf,
} from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { readMoment } from '../shared/collected/read-time.ts';
import { type BackupReading, type JobSaid, latestOf, mostJobs } from './backup-reading.ts';

/**
 * Reads `pgbackrest info --output=json`: one job per stanza. A backup whose pages failed their checksums (`error`) is no
 * success. Status codes: 0 is good, everything else is told in the message (pgBackRest user guide, command reference).
 */
export function readPgbackrest(text: string): BackupReading {
  const listed = parseBoundedJson(text)?.value;
  if (!Array.isArray(listed)) return { kind: 'foreign' };
  if (listed.length === 0) return { kind: 'jobs', jobs: [{ copies: 0 }] };
  const stanzas = asRecords(listed).filter((one) => one.has('backup') && one.has('status'));
  if (stanzas.length === 0) return { kind: 'foreign' };
  return { kind: 'jobs', jobs: stanzas.slice(0, mostJobs).map(describeStanza) };
}

function describeStanza(stanza: LooseRecord): JobSaid {
  const listed = stanza.get('backup');
  const backups = Array.isArray(listed) ? asRecords(listed) : [];
  const isFaulty = (backup: LooseRecord) => flagOf(backup, 'error') === true;
  const status = asRecord(stanza.get('status'));
  const code = numberOf(status, 'code');
  const message = textOf(status, 'message');
  const name = textOf(stanza, 'name');
  const lastSuccess = latestOf(
    backups
      .filter((one) => !isFaulty(one))
      .map((one) => readMoment(asRecord(one.get('timestamp'))?.get('stop'))),
  );
  return {
    ...(name !== undefined && { name }),
    ...(lastSuccess && { lastSuccess }),
    ...(code !== undefined && { lastResult: code === 0 ? 'success' : 'failed' }),
    copies: backups.length,
    errors: backups.filter(isFaulty).length,
    ...(message !== undefined && code !== 0 && { message }),
  };
}

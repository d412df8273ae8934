import { createHash } from 'node:crypto';

/** Id of a probe's record: the same step always has the same id, so a repeated step replaces its own record. */
export function probeRecordId(probe: string, subjectId: string): string {
  const safe = subjectId
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (safe === subjectId && safe.length > 0 && safe.length <= 60) return `${probe}.${safe}`;
  // Two subjects that differ only in what was replaced must not share a file.
  const hash = createHash('sha256').update(subjectId).digest('hex').slice(0, 8);
  return `${probe}.${safe.slice(0, 60) || 'x'}-${hash}`;
}

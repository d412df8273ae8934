import type { BackupJobRow } from './facts.ts';

/** What one job's records say, before they are attributed to an entry of the facility file. */
export type JobSaid = Omit<BackupJobRow, 'job' | 'of' | 'kind' | 'lastSuccess' | 'ageHours'> & {
  readonly lastSuccess?: Date;
};

/** `foreign`: not the output that is expected. */
export type BackupReading =
  | { readonly kind: 'jobs'; readonly jobs: readonly JobSaid[] }
  | { readonly kind: 'foreign' };

/** Jobs of one file that are told apart. */
export const mostJobs = 200;

/** The latest of some moments. */
export function latestOf(moments: readonly (Date | undefined)[]): Date | undefined {
  return moments
    .filter((one) => one !== undefined)
    .reduce<Date | undefined>((best, one) => (best && best >= one ? best : one), undefined);
}

/** Items by a key, in the order in which the keys first appear. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else if (groups.size < mostJobs) groups.set(key, [item]);
  }
  return groups;
}

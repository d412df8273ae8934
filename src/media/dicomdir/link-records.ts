import type { DirectoryRecord, DirectoryRecords } from './read-records.ts';

/** A record that refers to a file, and the level it was found at. */
export interface FileReference {
  readonly record: DirectoryRecord & { readonly fileId: readonly string[] };
  /** Whether it lies below a series, as images and documents do. */
  readonly inSeries: boolean;
}

/** What is wrong with the links, counted. */
export interface LinkFaults {
  /** Offsets at which no record begins. */
  readonly dangling: number;
  /** Records that are reached a second time: a circle, or two ways to one record. */
  readonly repeated: number;
  /** Records that no offset leads to. */
  readonly unlinked: number;
  /** PATIENT, STUDY, SERIES or image records under the wrong kind of record (PS3.3 F.4). */
  readonly misplaced: number;
  /** Records below a series that refer to no file. */
  readonly withoutFile: number;
}

/** The tree that the offsets describe. */
export interface LinkedDirectory {
  readonly patients: number;
  readonly studies: number;
  readonly series: number;
  /** Records below a series that refer to a file: images, and documents such as reports. */
  readonly images: number;
  readonly references: readonly FileReference[];
  readonly faults: LinkFaults;
  /** Whether every PATIENT record can belong to test data only; `undefined` when there is none. */
  readonly onlyTestPatients?: boolean;
}

/** Where the three upper levels belong; `undefined` is the root (PS3.3 F.4). */
const PARENTS: ReadonlyMap<string, string | undefined> = new Map([
  ['PATIENT', undefined],
  ['STUDY', 'PATIENT'],
  ['SERIES', 'STUDY'],
  ['IMAGE', 'SERIES'],
]);

interface Visit {
  readonly offset: number;
  readonly parent: string | undefined;
  readonly inSeries: boolean;
}

/** Follows the offsets from the first record (PS3.3 F.2.2.2). Every record is visited once, so that circles end. */
export function linkRecords(directory: DirectoryRecords): LinkedDirectory {
  const byOffset = new Map(directory.records.map((record) => [record.offset, record]));
  const visited = new Set<number>();
  const references: FileReference[] = [];
  const counts = { PATIENT: 0, STUDY: 0, SERIES: 0, images: 0 };
  const faults = { dangling: 0, repeated: 0, unlinked: 0, misplaced: 0, withoutFile: 0 };
  let onlyTestPatients: boolean | undefined;
  const toVisit: Visit[] = [];
  const plan = (visit: Visit): void => {
    if (visit.offset !== 0) toVisit.push(visit);
  };
  plan({ offset: directory.firstOffset, parent: undefined, inSeries: false });
  for (let visit = toVisit.pop(); visit !== undefined; visit = toVisit.pop()) {
    const record = byOffset.get(visit.offset);
    if (record === undefined) {
      faults.dangling += 1;
      continue;
    }
    if (visited.has(record.offset)) {
      faults.repeated += 1;
      continue;
    }
    visited.add(record.offset);
    const { parent, inSeries } = visit;
    const { type, fileId } = record;
    plan({ offset: record.nextOffset, parent, inSeries });
    if (!record.inUse) continue;
    if (PARENTS.has(type) && PARENTS.get(type) !== parent) faults.misplaced += 1;
    if (type === 'PATIENT') onlyTestPatients = (onlyTestPatients ?? true) && record.isTestPatient;
    if (type === 'PATIENT' || type === 'STUDY' || type === 'SERIES') counts[type] += 1;
    else if (inSeries && fileId === undefined) faults.withoutFile += 1;
    if (fileId !== undefined) {
      references.push({ record: { ...record, fileId }, inSeries });
      if (inSeries) counts.images += 1;
    }
    plan({
      offset: record.lowerOffset,
      parent: type,
      inSeries: inSeries || type === 'SERIES',
    });
  }
  faults.unlinked = directory.records.filter(
    (record) => record.inUse && !visited.has(record.offset),
  ).length;
  return {
    patients: counts.PATIENT,
    studies: counts.STUDY,
    series: counts.SERIES,
    images: counts.images,
    references,
    faults,
    ...(onlyTestPatients !== undefined && { onlyTestPatients }),
  };
}

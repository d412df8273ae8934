import type { OpenedMedium } from '../../media/read-media.ts';
import type { MediaVolumeRow } from './facts.ts';
import type { FileTally } from './tally-files.ts';

/** The row of a medium whose files have been counted. What was not looked at has no column. */
export function describeMedium(id: string, medium: OpenedMedium, tally: FileTally): MediaVolumeRow {
  const { directory, boundsMet, viewer } = medium;
  const isRead = directory.kind === 'read';
  // A file that was not listed is not missing.
  const allListed = !boundsMet.has('entries') && !boundsMet.has('depth');
  const { test, other, unknown } = tally.owners;
  const anyFile = test + other + unknown > 0;
  const ours = isOurs(medium, tally);
  const consistent = isConsistent(medium, tally);
  return {
    medium: id,
    kind: medium.kind,
    dicomdirFound: directory.kind !== 'absent',
    ...(directory.kind !== 'absent' && {
      dicomdirReadable: isRead && !directory.records.brokenOff,
    }),
    ...(isRead && {
      patients: directory.linked.patients,
      studies: directory.linked.studies,
      series: directory.linked.series,
      images: directory.linked.images,
      recordProblems: countRecordProblems(directory),
      ...(allListed && { missingFiles: tally.missing }),
      unreadableFiles: tally.unreadable,
      mismatchedFiles: tally.mismatched,
      illegalFileIds: tally.illegalFileIds,
    }),
    ...(!boundsMet.has('time') && { unreferencedFiles: tally.unreferenced }),
    ...(anyFile && {
      outsideProfileFiles: tally.outsideProfiles,
      transferSyntaxes: [...tally.transferSyntaxes].sort(),
    }),
    viewerFound: viewer.signs.length > 0,
    viewerKinds: [...viewer.signs],
    ...(consistent !== undefined && { consistent }),
    ...(ours !== undefined && { ours }),
    capped: boundsMet.size > 0,
  };
}

/**
 * Whether another system could read all of it: a directory without faults, and behind each entry the right object,
 * whole. Unknown when a bound or an unknown transfer syntax kept a file from being read, and nothing else was wrong.
 */
function isConsistent(
  { directory, boundsMet }: OpenedMedium,
  tally: FileTally,
): boolean | undefined {
  // True whatever was left out: these files were read, and are wrong.
  if (tally.unreadable + tally.mismatched > 0) return false;
  if (boundsMet.size > 0) return undefined;
  if (directory.kind !== 'read' || directory.records.brokenOff) return false;
  if (directory.linked.images === 0 || countRecordProblems(directory) + tally.missing > 0)
    return false;
  return tally.notReadThrough === 0 ? true : undefined;
}

function countRecordProblems({
  records,
  linked,
}: Extract<OpenedMedium['directory'], { kind: 'read' }>): number {
  const faults = Object.values(linked.faults).reduce((sum, one) => sum + one, 0);
  return records.unreadableRecords + faults;
}

/** False once anything of another patient was seen; true only when everything was read and is of the test patient. */
function isOurs(
  { directory, boundsMet }: OpenedMedium,
  { owners }: FileTally,
): boolean | undefined {
  const listsOthers = directory.kind === 'read' && directory.linked.onlyTestPatients === false;
  if (owners.other > 0 || listsOthers) return false;
  return owners.unknown === 0 && owners.test > 0 && boundsMet.size === 0 ? true : undefined;
}

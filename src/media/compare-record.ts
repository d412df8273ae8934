import type { FileReading } from './check-file.ts';
import type { DirectoryRecord } from './dicomdir/read-records.ts';

/** In what a directory record and the file it refers to contradict each other (PS3.3 F.3.2.2, PS3.10 7.1). */
export type RecordDifference =
  | 'sop-class'
  | 'sop-instance'
  | 'transfer-syntax'
  /** The file's own meta information and data set disagree; the record may agree with either. */
  | 'meta-and-data-set';

/** Compares a record with its file. A key that the record or the data set leaves out contradicts nothing. */
export function compareRecord(
  record: DirectoryRecord,
  { head, object }: Extract<FileReading, { kind: 'dicom' }>,
): RecordDifference[] {
  const differ = (said: string | undefined, is: string | undefined): boolean =>
    said !== undefined && is !== undefined && said !== is;
  const differences: RecordDifference[] = [];
  if (differ(record.sopClassUid, head.sopClassUid)) differences.push('sop-class');
  if (differ(record.sopInstanceUid, head.sopInstanceUid)) differences.push('sop-instance');
  if (differ(record.transferSyntaxUid, head.transferSyntaxUid)) differences.push('transfer-syntax');
  if (
    differ(object.sopClassUid, head.sopClassUid) ||
    differ(object.sopInstanceUid, head.sopInstanceUid)
  )
    differences.push('meta-and-data-set');
  return differences;
}

import type { Backup, DicomNode } from '../../facility/schema.ts';

/** What is looked at of one entry of `backups`. */
export type BackupTarget =
  /** The records of the backup software, in a carried file. */
  | { readonly look: 'records'; readonly backup: Backup }
  /** A copy that was restored somewhere else: is our own test study in it? */
  | {
      readonly look: 'restored';
      readonly backup: Backup;
      readonly node: DicomNode;
      readonly callingAe: string;
      /** Own test studies that were in the archive when it was backed up. */
      readonly studies: readonly string[];
      /** Id of a node of the facility file that is at the same address: then nothing was restored. */
      readonly liveNode?: string;
    };

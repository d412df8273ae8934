/** Bounds of one reading of a medium; ours, far above what a patient's disc holds. */
export interface MediaLimits {
  /** Files and folders listed. */
  readonly maxEntries: number;
  /** Folders within each other; PS3.10 8.2 needs eight. */
  readonly maxDepth: number;
  /** Length of the DICOMDIR. */
  readonly maxDirectoryBytes: number;
  /** Records of the DICOMDIR. */
  readonly maxRecords: number;
  /** Read from the medium in all; beyond it only the beginning of each file is looked at. */
  readonly maxBytes: number;
  /** Whole reading; what is left unread then is told. */
  readonly maxMs: number;
}

/** Enough for a full Blu-ray disc at the speed of a USB drive. */
export const DEFAULT_MEDIA_LIMITS: MediaLimits = {
  maxEntries: 50_000,
  maxDepth: 16,
  maxDirectoryBytes: 64 * 1024 * 1024,
  maxRecords: 100_000,
  maxBytes: 64 * 1024 * 1024 * 1024,
  maxMs: 300_000,
};

/** A bound that was reached: what was counted is then a part of what is there. */
export type MediaBound = 'entries' | 'depth' | 'directory-bytes' | 'records' | 'bytes' | 'time';

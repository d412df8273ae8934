/** Why a medium cannot be read at all. */
export type MediaProblem =
  | { readonly code: 'missing' }
  /** Neither a folder nor a regular file. */
  | { readonly code: 'not-a-medium' }
  /** The file has a UDF file system and no ISO 9660 one (ECMA-167). */
  | { readonly code: 'udf-only' }
  /** A raw image with sectors of 2352 bytes (ECMA-130), such as a `.bin`. */
  | { readonly code: 'raw-sectors' }
  /** No ISO 9660 volume descriptor where ECMA-119 6.7.1 puts it. */
  | { readonly code: 'not-iso' }
  /** A volume descriptor that contradicts itself. */
  | { readonly code: 'iso-damaged' }
  /** The time of the reading was used up before the DICOMDIR was read. */
  | { readonly code: 'out-of-time' }
  /** The operating system's code: EACCES, EIO, … */
  | { readonly code: 'system'; readonly systemCode: string };

/** Thrown inside the reading of one file or folder; callers turn it into an outcome. */
export class MediaReadError extends Error {
  override readonly name = 'MediaReadError';
  readonly reason: MediaReadReason;
  readonly systemCode?: string;

  constructor(reason: MediaReadReason, systemCode?: string) {
    super(systemCode ?? reason);
    this.reason = reason;
    if (systemCode !== undefined) this.systemCode = systemCode;
  }
}

/** Why bytes that should be there could not be read. */
export type MediaReadReason =
  /** The operating system refused or the drive failed. */
  | 'system'
  /** A link, pipe or device stands where a file was. */
  | 'not-a-file'
  /** The image ends before the file does, or the file lies outside it. */
  | 'outside-image'
  /** ISO 9660 interleaved recording (ECMA-119 6.4.3), which no disc for images uses. */
  | 'interleaved';

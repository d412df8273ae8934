/** Where the names of a tree come from. */
export type NameSpace =
  /** The folder's own file system. */
  | 'file-system'
  /** ISO 9660 (ECMA-119 7.5). */
  | 'iso9660'
  /** Rock Ridge alternate names (RRIP 1.12, NM). */
  | 'rock-ridge'
  /** The Joliet supplementary tree. */
  | 'joliet';

/** Bytes that can be read from any position, bounded and cancellable through the medium's budget. */
export interface ByteSource {
  readonly sizeBytes: number;
  /**
   * Reads into the whole of `target` from a position; how many bytes there were.
   * @throws MediaReadError, OutOfTimeError, or the signal's reason
   */
  read(target: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}

/** One file of a medium. */
export interface MediaFile {
  /** Names from the root down, without the version number of ISO 9660. May hold a patient's name: never printed. */
  readonly path: readonly string[];
  readonly sizeBytes: number;
  /** @throws MediaReadError, OutOfTimeError, or the signal's reason */
  open(): Promise<ByteSource>;
}

/** Everything found on a medium under one set of names. */
export interface MediaTree {
  readonly nameSpace: NameSpace;
  readonly files: readonly MediaFile[];
  /** Folders by their names from the root down. */
  readonly folders: readonly (readonly string[])[];
}

/** A medium that was listed, and must be closed. */
export interface ListedMedium {
  readonly kind: 'folder' | 'iso';
  /** One for each set of names, the plainest first. */
  readonly trees: readonly [MediaTree, ...MediaTree[]];
  /** Symbolic links, pipes, sockets and devices: not followed, not opened. */
  readonly specialEntries: number;
  /** Directories that could not be read, or that contain themselves. */
  readonly damagedFolders: number;
  /** The image is shorter than its volume descriptor says. */
  readonly truncated: boolean;
  close(): Promise<void>;
}

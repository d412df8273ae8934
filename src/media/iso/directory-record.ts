import type { VolumeDescriptor } from './volume-descriptors.ts';

const NAME_AT = 33;
const FLAG_DIRECTORY = 0x02;
const FLAG_MULTI_EXTENT = 0x80;

/** A run of bytes in the image. */
export interface Extent {
  readonly position: number;
  readonly lengthBytes: number;
}

/** One directory record (ECMA-119 9.1). */
export interface DirectoryRecord {
  /** `self` and `parent` are the first two records of every directory. */
  readonly kind: 'self' | 'parent' | 'folder' | 'file';
  /** Without version number; empty for `self` and `parent`. */
  readonly name: string;
  readonly extent: Extent;
  /** The file goes on in the next record (ECMA-119 9.1.6). */
  readonly continues: boolean;
  readonly interleaved: boolean;
  /** System Use field, where Rock Ridge lives. */
  readonly systemUse: Buffer;
  /** Whole length in the directory. */
  readonly recordBytes: number;
}

/** Reads the record at a position; `undefined` when its lengths contradict each other. */
export function readDirectoryRecord(
  bytes: Buffer,
  at: number,
  { blockBytes, names }: Pick<VolumeDescriptor, 'blockBytes' | 'names'>,
): DirectoryRecord | undefined {
  if (at + NAME_AT > bytes.length) return undefined;
  const recordBytes = bytes.readUInt8(at);
  const nameBytes = bytes.readUInt8(at + 32);
  const nameEnd = at + NAME_AT + nameBytes;
  if (recordBytes < NAME_AT + 1 || nameBytes === 0) return undefined;
  if (nameEnd > at + recordBytes || at + recordBytes > bytes.length) return undefined;
  const flags = bytes.readUInt8(at + 25);
  const rawName = bytes.subarray(at + NAME_AT, nameEnd);
  // Numbers are recorded in both byte orders; the little-endian one stands first (ECMA-119 7.3.3).
  const extendedAttributeBlocks = bytes.readUInt8(at + 1);
  const firstBlock = bytes.readUInt32LE(at + 2) + extendedAttributeBlocks;
  const isFolder = (flags & FLAG_DIRECTORY) !== 0;
  const only = nameBytes === 1 ? rawName.readUInt8(0) : undefined;
  const kind = only === 0 ? 'self' : only === 1 ? 'parent' : isFolder ? 'folder' : 'file';
  // A padding byte keeps the System Use field at an even position (ECMA-119 9.1.12).
  const systemUseAt = Math.min(nameEnd + (nameBytes % 2 === 0 ? 1 : 0), at + recordBytes);
  return {
    kind,
    name: kind === 'self' || kind === 'parent' ? '' : decodeName(rawName, names),
    extent: { position: firstBlock * blockBytes, lengthBytes: bytes.readUInt32LE(at + 10) },
    continues: (flags & FLAG_MULTI_EXTENT) !== 0,
    interleaved: bytes.readUInt8(at + 26) !== 0 || bytes.readUInt8(at + 27) !== 0,
    systemUse: bytes.subarray(systemUseAt, at + recordBytes),
    recordBytes,
  };
}

/** Without the version number, and without the dot that ends a name that has no extension (ECMA-119 7.5.1). */
function decodeName(raw: Buffer, names: VolumeDescriptor['names']): string {
  const text =
    names === 'joliet'
      ? Buffer.from(raw.subarray(0, raw.length - (raw.length % 2)))
          .swap16()
          .toString('utf16le')
      : raw.toString('latin1');
  return text.replace(/;\d+$/, '').replace(/\.$/, '');
}

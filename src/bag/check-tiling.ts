import type { Entry, LocalFileHeader } from 'yauzl';

/** An entry, and where its data begins in the file. */
export interface EntryPlace {
  readonly entry: Entry;
  readonly dataStart: number;
}

const hasDescriptor = 0x08;
/** Records of the end, by bytes: the usual one, and the two of ZIP64 (APPNOTE 4.3.14 to 4.3.16). */
const [endBytes, zip64EndBytes] = [22, 76];
/** CRC and sizes after the data, with or without their signature, in 4 or 8 bytes each (APPNOTE 4.3.9). */
const descriptorBytes = [12, 16, 20, 24];

/**
 * Whether the header before the data says what the directory at the end says. Programs that read a ZIP file from its
 * beginning go by the one, most by the other; a file made so shows each of them something else.
 */
export function isSameHeader(entry: Entry, header: LocalFileHeader): boolean {
  // Bits 1 and 2 tell how hard the data was packed, and are often left out of one of the two.
  const flags = (one: number): number => one & ~0x06;
  if (
    header.compressionMethod !== entry.compressionMethod ||
    flags(header.generalPurposeBitFlag) !== flags(entry.generalPurposeBitFlag)
  )
    return false;
  const isLater = (entry.generalPurposeBitFlag & hasDescriptor) !== 0;
  const agrees = (local: number, central: number): boolean =>
    local === central || (isLater && local === 0) || local === 0xffffffff;
  return (
    agrees(header.crc32, entry.crc32) &&
    agrees(header.compressedSize, entry.compressedSize) &&
    agrees(header.uncompressedSize, entry.uncompressedSize)
  );
}

/**
 * Whether the entries lie one after the other from the first byte of the file to its directory: nothing before, between,
 * behind or over one another, where a program could find what is not in the directory.
 * @returns what is wrong; `undefined` when nothing is.
 */
export function checkTiling(
  file: { readonly fileSize: number; readonly comment: string | Uint8Array },
  places: readonly EntryPlace[],
): string | undefined {
  const inOrder = places.toSorted(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  );
  /** Where the next entry may begin. */
  let ends = [0];
  for (const { entry, dataStart } of inOrder) {
    if (!ends.includes(entry.relativeOffsetOfLocalHeader))
      return 'bytes between the entries, or entries over one another';
    const end = dataStart + entry.compressedSize;
    const isLater = (entry.generalPurposeBitFlag & hasDescriptor) !== 0;
    ends = isLater ? descriptorBytes.map((bytes) => end + bytes) : [end];
    // Some programs announce a descriptor for a folder and write none.
    if (isLater && entry.compressedSize === 0) ends.push(end);
  }
  const directoryBytes = places.reduce(
    (sum, { entry }) =>
      sum +
      46 +
      entry.fileNameRaw.length +
      entry.extraFieldRaw.length +
      entry.fileCommentRaw.length,
    0,
  );
  const left = file.fileSize - file.comment.length - directoryBytes - endBytes;
  if (ends.includes(left) || ends.includes(left - zip64EndBytes)) return undefined;
  return 'bytes that are not in its directory';
}

import type { ReadBudget } from '../budget.ts';
import { MediaReadError } from '../problem.ts';
import type { ByteSource, MediaFile, MediaTree } from '../tree.ts';
import { type DirectoryRecord, type Extent, readDirectoryRecord } from './directory-record.ts';
import { openExtents } from './extent-source.ts';
import { readRockRidgeName, readSuspSkip } from './rock-ridge.ts';
import { SECTOR_BYTES, type VolumeDescriptor } from './volume-descriptors.ts';

/** Longest directory that is read; 100,000 records of 8.3 names take 5 MiB. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const MAX_EXTENTS = 1024;

/** One tree of an image, and its twin under Rock Ridge names where there are any. */
export interface IsoTrees {
  readonly tree: MediaTree;
  readonly rockRidge?: MediaTree;
  readonly damagedFolders: number;
}

interface Growing {
  readonly files: MediaFile[];
  readonly folders: string[][];
}

interface OpenFolder {
  readonly extent: Extent;
  readonly plain: readonly string[];
  readonly long: readonly string[];
}

/**
 * Lists every file below the root of a volume. A directory is read once: one that contains itself counts as damaged.
 * @throws OutOfTimeError, or the signal's reason
 */
export async function listIsoTree(
  image: ByteSource,
  volume: VolumeDescriptor,
  budget: ReadBudget,
): Promise<IsoTrees> {
  const plain: Growing = { files: [], folders: [] };
  const long: Growing = { files: [], folders: [] };
  const seen = new Set<number>();
  let damagedFolders = 0;
  let suspSkip: number | undefined;
  let anyLongName = false;
  const root = readDirectoryRecord(volume.rootRecord, 0, volume);
  const open: OpenFolder[] = root ? [{ extent: root.extent, plain: [], long: [] }] : [];
  if (root === undefined) damagedFolders += 1;
  for (let folder = open.pop(); folder !== undefined && budget.hasTime(); folder = open.pop()) {
    if (seen.has(folder.extent.position)) {
      damagedFolders += 1;
      continue;
    }
    seen.add(folder.extent.position);
    const { records, whole } = await readFolder(image, folder.extent, volume, budget);
    if (!whole) damagedFolders += 1;
    if (folder.plain.length === 0 && volume.names === 'iso9660') {
      suspSkip = records[0]?.kind === 'self' ? readSuspSkip(records[0].systemUse) : undefined;
    }
    for (const group of groupExtents(records)) {
      const { first } = group;
      if (plain.files.length + plain.folders.length >= budget.limits.maxEntries) {
        budget.meet('entries');
        open.length = 0;
        break;
      }
      const longName =
        suspSkip === undefined
          ? undefined
          : await readRockRidgeName(first.systemUse, suspSkip, image, volume.blockBytes);
      anyLongName ||= longName !== undefined;
      const plainPath = [...folder.plain, first.name];
      const longPath = [...folder.long, longName ?? first.name];
      if (first.kind === 'folder') {
        plain.folders.push(plainPath);
        long.folders.push(longPath);
        if (plainPath.length < budget.limits.maxDepth)
          open.push({ extent: first.extent, plain: plainPath, long: longPath });
        else budget.meet('depth');
      } else {
        plain.files.push(makeFile(plainPath, group.extents, first.interleaved, image));
        long.files.push(makeFile(longPath, group.extents, first.interleaved, image));
      }
    }
  }
  return {
    tree: { nameSpace: volume.names, ...plain },
    ...(anyLongName && { rockRidge: { nameSpace: 'rock-ridge', ...long } }),
    damagedFolders,
  };
}

function makeFile(
  path: readonly string[],
  extents: readonly Extent[],
  interleaved: boolean,
  image: ByteSource,
): MediaFile {
  return {
    path,
    sizeBytes: extents.reduce((sum, one) => sum + one.lengthBytes, 0),
    open: async () => {
      if (interleaved) throw new MediaReadError('interleaved');
      // A length that only claims to be gigabytes is found out before anything is read.
      const outside = extents.some(
        ({ position, lengthBytes }) => position + lengthBytes > image.sizeBytes,
      );
      if (outside) throw new MediaReadError('outside-image');
      return openExtents(image, extents);
    },
  };
}

/** Records of one directory up to the first that makes no sense; `whole` when there was none. */
async function readFolder(
  image: ByteSource,
  extent: Extent,
  volume: VolumeDescriptor,
  budget: ReadBudget,
): Promise<{ readonly records: readonly DirectoryRecord[]; readonly whole: boolean }> {
  const lengthBytes = Math.min(extent.lengthBytes, MAX_DIRECTORY_BYTES);
  if (extent.position + lengthBytes > image.sizeBytes || !budget.take(lengthBytes)) {
    return { records: [], whole: false };
  }
  const bytes = Buffer.alloc(lengthBytes);
  try {
    if ((await image.read(bytes, extent.position)) < lengthBytes)
      return { records: [], whole: false };
  } catch (error) {
    if (error instanceof MediaReadError) return { records: [], whole: false };
    throw error;
  }
  const records: DirectoryRecord[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes.readUInt8(at) === 0) {
      // Records do not cross a sector; zeros fill it up (ECMA-119 6.8.1.1).
      at = (Math.floor(at / SECTOR_BYTES) + 1) * SECTOR_BYTES;
      continue;
    }
    const record = readDirectoryRecord(bytes, at, volume);
    if (record === undefined) return { records, whole: false };
    records.push(record);
    at += record.recordBytes;
  }
  return { records, whole: extent.lengthBytes <= MAX_DIRECTORY_BYTES };
}

interface ExtentGroup {
  readonly first: DirectoryRecord;
  readonly extents: readonly Extent[];
}

/** Joins the records of a file that is recorded in several extents (ECMA-119 6.5.1). */
function* groupExtents(records: readonly DirectoryRecord[]): Generator<ExtentGroup> {
  let first: DirectoryRecord | undefined;
  let extents: Extent[] = [];
  for (const record of records) {
    if (record.kind === 'self' || record.kind === 'parent') continue;
    first ??= record;
    if (extents.length < MAX_EXTENTS) extents.push(record.extent);
    if (record.continues && record.kind === 'file') continue;
    yield { first, extents };
    first = undefined;
    extents = [];
  }
}

import type { ByteSource } from '../tree.ts';

/** A logical sector (ECMA-119 6.1.2). */
export const SECTOR_BYTES = 2048;
/** Sectors before the volume descriptor set (ECMA-119 6.2.1). */
const SYSTEM_AREA_SECTORS = 16;
/** A set has a handful of descriptors; an endless one is an attack. */
const MAX_DESCRIPTORS = 64;

/** Where the root directory of one tree lies. */
export interface VolumeDescriptor {
  readonly names: 'iso9660' | 'joliet';
  /** Logical block size (ECMA-119 6.2.2): 512, 1024 or 2048 bytes. */
  readonly blockBytes: number;
  /** Size of the volume by its own account, in bytes. */
  readonly volumeBytes: number;
  /** Directory record of the root, 34 bytes (ECMA-119 8.4.18). */
  readonly rootRecord: Buffer;
}

/** Descriptors of an image, or why it has none that can be used. */
export type VolumeDescriptorSet =
  | {
      readonly ok: true;
      readonly primary: VolumeDescriptor;
      readonly joliet?: VolumeDescriptor;
    }
  | {
      readonly ok: false;
      readonly problem: 'not-iso' | 'udf-only' | 'raw-sectors' | 'iso-damaged';
    };

/** Escape sequences of the three levels of Joliet: UCS-2 in big endian order. */
const JOLIET_ESCAPES = ['%/@', '%/C', '%/E'];

/**
 * Reads the volume descriptor set (ECMA-119 8).
 * @throws MediaReadError, OutOfTimeError, or the signal's reason
 */
export async function readVolumeDescriptors(image: ByteSource): Promise<VolumeDescriptorSet> {
  let primary: VolumeDescriptor | undefined;
  let joliet: VolumeDescriptor | undefined;
  let udf = false;
  let damaged = false;
  const sector = Buffer.alloc(SECTOR_BYTES);
  for (let index = 0; index < MAX_DESCRIPTORS; index += 1) {
    const read = await image.read(sector, (SYSTEM_AREA_SECTORS + index) * SECTOR_BYTES);
    if (read < SECTOR_BYTES) break;
    const identifier = sector.toString('latin1', 1, 6);
    // ECMA-167 part 2: a UDF file system announces itself in the same sectors.
    if (/^NSR0[23]$/.test(identifier)) udf = true;
    if (identifier !== 'CD001') {
      if (/^(BEA01|NSR0[23]|TEA01|BOOT2|CDW02)$/.test(identifier)) continue;
      break;
    }
    const type = sector.readUInt8(0);
    if (type === 255 && primary === undefined) damaged = true;
    if (type === 1 || type === 2) {
      const isJoliet = JOLIET_ESCAPES.includes(sector.toString('latin1', 88, 91));
      if (type === 2 && !isJoliet) continue;
      const descriptor = parseDescriptor(sector, type === 1 ? 'iso9660' : 'joliet');
      if (descriptor === undefined) damaged ||= type === 1;
      else if (type === 1) primary ??= descriptor;
      else joliet ??= descriptor;
    }
  }
  if (primary !== undefined) return { ok: true, primary, ...(joliet && { joliet }) };
  if (damaged) return { ok: false, problem: 'iso-damaged' };
  if (udf) return { ok: false, problem: 'udf-only' };
  return { ok: false, problem: (await hasRawSectors(image)) ? 'raw-sectors' : 'not-iso' };
}

function parseDescriptor(
  sector: Buffer,
  names: VolumeDescriptor['names'],
): VolumeDescriptor | undefined {
  const blockBytes = sector.readUInt16LE(128);
  if (blockBytes !== 512 && blockBytes !== 1024 && blockBytes !== SECTOR_BYTES) return undefined;
  return {
    names,
    blockBytes,
    volumeBytes: sector.readUInt32LE(80) * blockBytes,
    rootRecord: Buffer.from(sector.subarray(156, 190)),
  };
}

/** A raw sector starts with a synchronisation pattern (ECMA-130 14.1). */
async function hasRawSectors(image: ByteSource): Promise<boolean> {
  const start = Buffer.alloc(12);
  await image.read(start, 0);
  return start.toString('hex') === '00ffffffffffffffffffff00';
}

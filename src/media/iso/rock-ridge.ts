import type { ByteSource } from '../tree.ts';
import { SECTOR_BYTES } from './volume-descriptors.ts';

/** Continuation areas of one record; SUSP sets no bound, a chain of them could be a circle. */
const MAX_CONTINUATIONS = 16;
const MAX_NAME_BYTES = 1024;
const NM_CONTINUES = 0x01;
/** Names of the current and the parent directory carry no text. */
const NM_SPECIAL = 0x06;

/** How many bytes of every System Use field to skip; `undefined` when the image has no SUSP (SUSP 1.12, 5.3). */
export function readSuspSkip(systemUse: Buffer): number | undefined {
  const present =
    systemUse.length >= 7 &&
    systemUse.toString('latin1', 0, 2) === 'SP' &&
    systemUse.readUInt16BE(4) === 0xbeef;
  return present ? systemUse.readUInt8(6) : undefined;
}

/**
 * The Rock Ridge alternate name of a directory record (RRIP 1.12, 4.1.4); `undefined` when it has none.
 * @throws MediaReadError, OutOfTimeError, or the signal's reason
 */
export async function readRockRidgeName(
  systemUse: Buffer,
  skipBytes: number,
  image: ByteSource,
  blockBytes: number,
): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let area = systemUse.subarray(skipBytes);
  for (let hop = 0; hop <= MAX_CONTINUATIONS; hop += 1) {
    const { names, complete, next } = readArea(area);
    parts.push(...names);
    const total = parts.reduce((sum, part) => sum + part.length, 0);
    if (complete || total > MAX_NAME_BYTES || next === undefined) break;
    area = Buffer.alloc(next.lengthBytes);
    const read = await image.read(area, next.block * blockBytes + next.offset);
    area = area.subarray(0, read);
  }
  const name = Buffer.concat(parts).subarray(0, MAX_NAME_BYTES).toString('utf8');
  return name === '' ? undefined : name;
}

interface Area {
  readonly names: readonly Buffer[];
  /** The name has ended, or there is none. */
  readonly complete: boolean;
  readonly next?: { readonly block: number; readonly offset: number; readonly lengthBytes: number };
}

function readArea(area: Buffer): Area {
  const names: Buffer[] = [];
  let next: Area['next'];
  let complete = false;
  for (let at = 0; at + 4 <= area.length; ) {
    const signature = area.toString('latin1', at, at + 2);
    const length = area.readUInt8(at + 2);
    if (length < 4 || at + length > area.length || signature === 'ST') break;
    if (signature === 'NM' && length >= 5) {
      const flags = area.readUInt8(at + 4);
      if ((flags & NM_SPECIAL) === 0) names.push(area.subarray(at + 5, at + length));
      if ((flags & NM_CONTINUES) === 0) complete = true;
    }
    if (signature === 'CE' && length >= 28) {
      next = {
        block: area.readUInt32LE(at + 4),
        offset: area.readUInt32LE(at + 12),
        lengthBytes: Math.min(area.readUInt32LE(at + 20), SECTOR_BYTES),
      };
    }
    at += length;
  }
  return { names, complete, ...(next && { next }) };
}

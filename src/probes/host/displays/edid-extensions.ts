import type { Pixels } from './edid.ts';

/** First byte of an extension block that holds DisplayID data. */
const displayIdTag = 0x70;
const sectionHeaderBytes = 5;
/** Tag, revision and length in front of each data block. */
const blockHeaderBytes = 3;
/** Tags of DisplayID 1.3 and, beside them, of DisplayID 2.0 and later. */
const parameterTags: ReadonlySet<number> = new Set([0x01, 0x21]);
const tiledTags: ReadonlySet<number> = new Set([0x12, 0x28]);
const timingTags: ReadonlySet<number> = new Set([0x03, 0x22]);
const timingBytes = 20;

/** What the extension blocks add: an EDID timing cannot say more than 4,095 pixels. */
export interface ExtensionReading {
  /** Native pixels of what this input shows. */
  readonly panel?: Pixels;
  /** Pixels of the whole panel when it is shown in tiles, each by an input of its own. */
  readonly tiled?: Pixels;
}

/** Reads blocks whose checksum is right. */
export function readExtensions(blocks: readonly Buffer[]): ExtensionReading {
  let native: Pixels | undefined;
  let preferred: Pixels | undefined;
  let tiled: Pixels | undefined;
  for (const block of blocks) {
    for (const { tag, payload } of listDataBlocks(block)) {
      if (parameterTags.has(tag)) native ??= readParameters(payload);
      else if (timingTags.has(tag)) preferred ??= readPreferred(payload);
      else if (tiledTags.has(tag)) tiled ??= readTiles(payload);
    }
  }
  const panel = native ?? preferred;
  return { ...(panel && { panel }), ...(tiled && { tiled }) };
}

interface DataBlock {
  readonly tag: number;
  readonly payload: Buffer;
}

/** Data blocks of a DisplayID section; ends at the first that does not fit. */
function listDataBlocks(block: Buffer): DataBlock[] {
  if (block[0] !== displayIdTag) return [];
  // The section's length does not count its own header and checksum.
  const end = Math.min(sectionHeaderBytes + (block[2] ?? 0), block.length - 1);
  const found: DataBlock[] = [];
  let at = sectionHeaderBytes;
  while (at + blockHeaderBytes <= end) {
    const tag = block[at] ?? 0;
    const length = block[at + 2] ?? 0;
    const from = at + blockHeaderBytes;
    // Padding: a section is filled up with zeros.
    if (tag === 0 && length === 0) break;
    if (from + length > end) break;
    found.push({ tag, payload: block.subarray(from, from + length) });
    at = from + length;
  }
  return found;
}

/** Display parameters: size in tenths of a millimetre, then native pixels. */
function readParameters(payload: Buffer): Pixels | undefined {
  return payload.length < 8 ? undefined : known(payload.readUInt16LE(4), payload.readUInt16LE(6));
}

/** The first timing that is marked as preferred; both kinds count active pixels from one less. */
function readPreferred(payload: Buffer): Pixels | undefined {
  for (let at = 0; at + timingBytes <= payload.length; at += timingBytes) {
    const isPreferred = ((payload[at + 3] ?? 0) & 0x80) !== 0;
    if (isPreferred)
      return known(payload.readUInt16LE(at + 4) + 1, payload.readUInt16LE(at + 12) + 1);
  }
  return undefined;
}

/** Tiled display topology: how many tiles each way, and the pixels of one. */
function readTiles(payload: Buffer): Pixels | undefined {
  if (payload.length < 8) return undefined;
  const [, low = 0, , high = 0] = payload;
  const across = ((low >> 4) | ((high >> 2) & 0x30)) + 1;
  const down = ((low & 0x0f) | (high & 0x30)) + 1;
  return known(across * (payload.readUInt16LE(4) + 1), down * (payload.readUInt16LE(6) + 1));
}

function known(wide: number, high: number): Pixels | undefined {
  return wide > 0 && high > 0 ? { wide, high } : undefined;
}

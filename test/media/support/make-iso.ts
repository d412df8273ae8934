const SECTOR = 2048;

/** A file or folder of an image to be made. */
export type IsoNode =
  | {
      readonly name: string;
      readonly bytes: Buffer;
      /** Lie about where or how long it is. */
      readonly extent?: number;
      readonly length?: number;
      readonly interleaved?: boolean;
      /** Recorded as several extents of this many bytes, a multiple of 2048. */
      readonly extentBytes?: number;
      /** System Use field, e.g. of Rock Ridge. */
      readonly systemUse?: Buffer;
    }
  | {
      readonly name: string;
      readonly children: readonly IsoNode[];
      readonly extent?: number;
      readonly systemUse?: Buffer;
    };

export interface IsoSpec {
  readonly root: readonly IsoNode[];
  /** A second tree under Joliet names; files are written again. */
  readonly joliet?: readonly IsoNode[];
  /** System Use field of the root's own record. */
  readonly rootSystemUse?: Buffer;
  readonly volumeBlocks?: number;
}

interface Layout {
  readonly sectors: Buffer[];
}

function bothOrders(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

function record(
  name: Buffer,
  extent: number,
  length: number,
  flags: number,
  options: { readonly interleaved?: boolean; readonly systemUse?: Buffer } = {},
): Buffer {
  const padding = name.length % 2 === 0 ? 1 : 0;
  const use = options.systemUse ?? Buffer.alloc(0);
  const size = 33 + name.length + padding + use.length;
  const bytes = Buffer.alloc(size + (size % 2));
  bytes.writeUInt8(bytes.length, 0);
  bothOrders(extent).copy(bytes, 2);
  bothOrders(length).copy(bytes, 10);
  bytes.writeUInt8(flags, 25);
  if (options.interleaved) bytes.writeUInt8(1, 26);
  bytes.writeUInt8(name.length, 32);
  name.copy(bytes, 33);
  use.copy(bytes, 33 + name.length + padding);
  return bytes;
}

function append(layout: Layout, bytes: Buffer): number {
  const at = layout.sectors.length;
  const count = Math.max(1, Math.ceil(bytes.length / SECTOR));
  const padded = Buffer.alloc(count * SECTOR);
  bytes.copy(padded);
  for (let index = 0; index < count; index += 1)
    layout.sectors.push(padded.subarray(index * SECTOR, (index + 1) * SECTOR));
  return at;
}

function packRecords(records: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let used = 0;
  for (const one of records) {
    if (used + one.length > SECTOR) {
      parts.push(Buffer.alloc(SECTOR - used));
      used = 0;
    }
    parts.push(one);
    used = (used + one.length) % SECTOR;
  }
  const all = Buffer.concat(parts);
  return Buffer.concat([all, Buffer.alloc((SECTOR - (all.length % SECTOR)) % SECTOR)]);
}

function writeFolder(
  layout: Layout,
  nodes: readonly IsoNode[],
  encodeName: (name: string) => Buffer,
  rootSystemUse?: Buffer,
): { readonly extent: number; readonly length: number } {
  const records: Buffer[] = [];
  for (const node of nodes) {
    const name = encodeName(node.name);
    const use = node.systemUse === undefined ? {} : { systemUse: node.systemUse };
    if ('children' in node) {
      const below = writeFolder(layout, node.children, encodeName);
      records.push(record(name, node.extent ?? below.extent, below.length, 2, use));
      continue;
    }
    const step = node.extentBytes ?? Math.max(1, node.bytes.length);
    for (let from = 0; from === 0 || from < node.bytes.length; from += step) {
      const piece = node.bytes.subarray(from, from + step);
      const more = from + step < node.bytes.length ? 0x80 : 0;
      const extent = node.extent ?? append(layout, piece);
      records.push(
        record(name, extent, node.length ?? piece.length, more, {
          ...use,
          interleaved: node.interleaved === true,
        }),
      );
    }
  }
  const own = (length: number, extent: number): Buffer[] => [
    record(Buffer.from([0]), extent, length, 2, rootSystemUse ? { systemUse: rootSystemUse } : {}),
    record(Buffer.from([1]), extent, length, 2),
  ];
  const { length } = packRecords([...own(0, 0), ...records]);
  const extent = layout.sectors.length;
  append(layout, packRecords([...own(length, extent), ...records]));
  return { extent, length };
}

function descriptor(
  type: number,
  root: { readonly extent: number; readonly length: number },
  blocks: number,
): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  bytes.writeUInt8(type, 0);
  bytes.write('CD001\x01', 1, 'latin1');
  bothOrders(blocks).copy(bytes, 80);
  if (type === 2) bytes.write('%/E', 88, 'latin1');
  bytes.writeUInt16LE(SECTOR, 128);
  bytes.writeUInt16BE(SECTOR, 130);
  record(Buffer.from([0]), root.extent, root.length, 2).copy(bytes, 156);
  return bytes;
}

/** Encodes an ISO 9660 image (ECMA-119), honest or not. Names are written as given, `;1` and all. */
export function makeIso(spec: IsoSpec): Buffer {
  const layout: Layout = { sectors: [] };
  for (let index = 0; index < 16 + 3; index += 1) layout.sectors.push(Buffer.alloc(SECTOR));
  const plain = writeFolder(
    layout,
    spec.root,
    (name) => Buffer.from(name, 'latin1'),
    spec.rootSystemUse,
  );
  const joliet =
    spec.joliet &&
    writeFolder(layout, spec.joliet, (name) => Buffer.from(name, 'utf16le').swap16());
  const blocks = spec.volumeBlocks ?? layout.sectors.length;
  layout.sectors[16] = descriptor(1, plain, blocks);
  const end = Buffer.alloc(SECTOR);
  end.writeUInt8(255, 0);
  end.write('CD001\x01', 1, 'latin1');
  layout.sectors[17] = joliet ? descriptor(2, joliet, blocks) : end;
  if (joliet) layout.sectors[18] = end;
  return Buffer.concat(layout.sectors);
}

/** A System Use entry (SUSP 1.12, 4.1). */
export function susp(signature: string, data: Buffer): Buffer {
  const head = Buffer.from([0, 0, 4 + data.length, 1]);
  head.write(signature, 0, 'latin1');
  return Buffer.concat([head, data]);
}

/** Rock Ridge's alternate name. */
export function nmEntry(name: string, flags = 0): Buffer {
  return susp('NM', Buffer.concat([Buffer.from([flags]), Buffer.from(name, 'utf8')]));
}

/** Says that System Use fields follow the protocol; belongs into the root's own record. */
export function spEntry(): Buffer {
  return susp('SP', Buffer.from([0xbe, 0xef, 0]));
}

/** Leads to a continuation area. */
export function ceEntry(block: number, offset: number, length: number): Buffer {
  return susp('CE', Buffer.concat([bothOrders(block), bothOrders(offset), bothOrders(length)]));
}

import { crc32, deflateRawSync } from 'node:zlib';

/** An entry as a hostile program may write it. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Name before the data, where it differs from the one in the directory. */
  readonly localName?: string;
  /** Unix mode with file type. */
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  /** Sizes and checksum to claim instead of the true ones. */
  readonly claimedBytes?: number;
  readonly claimedCrc?: number;
}

/** Writes a ZIP file (APPNOTE 4.3) without a single check. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const one of entries) {
    const content = Buffer.from(one.content ?? 'x');
    const method = one.method ?? 8;
    const data = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(one.name);
    const localName = Buffer.from(one.localName ?? name);
    const common = Buffer.alloc(22);
    common.writeUInt16LE(one.flags ?? 0x800, 0);
    common.writeUInt16LE(method, 2);
    common.writeUInt32LE(one.claimedCrc ?? crc32(content), 8);
    common.writeUInt32LE(data.length, 12);
    common.writeUInt32LE(one.claimedBytes ?? content.length, 16);
    common.writeUInt16LE(localName.length, 20);
    const local = Buffer.concat([
      Buffer.from('504b03041400', 'hex'),
      common,
      Buffer.alloc(2),
      localName,
      data,
    ]);
    common.writeUInt16LE(name.length, 20);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(((one.mode ?? 0o100644) << 16) >>> 0, 8);
    tail.writeUInt32LE(offset, 12);
    directory.push(Buffer.concat([Buffer.from('504b010214031400', 'hex'), common, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

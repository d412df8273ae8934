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
  /** Method and unpacked size before the data, where they differ from the ones in the directory. */
  readonly localMethod?: number;
  readonly localBytes?: number;
  /** Nothing is written for the entry; the directory says that it lies here. */
  readonly liesAt?: number;
  /** Left out of the directory. */
  readonly unlisted?: true;
}

/** What is written around the entries. */
export interface RawFrame {
  readonly prefix?: Buffer;
  /** After the data of the last entry. */
  readonly gap?: Buffer;
  readonly comment?: Buffer;
  readonly suffix?: Buffer;
  readonly claimedEntries?: number;
}

/** Writes a ZIP file (APPNOTE 4.3) without a single check. */
export function rawZip(entries: readonly RawEntry[], frame: RawFrame = {}): Buffer {
  const { prefix = Buffer.alloc(0), gap = Buffer.alloc(0), comment = Buffer.alloc(0) } = frame;
  const locals: Buffer[] = [prefix];
  const directory: Buffer[] = [];
  let offset = prefix.length;
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
    const head = Buffer.from(common);
    if (one.localMethod !== undefined) head.writeUInt16LE(one.localMethod, 2);
    if (one.localBytes !== undefined) head.writeUInt32LE(one.localBytes, 16);
    const local = Buffer.concat([
      Buffer.from('504b03041400', 'hex'),
      head,
      Buffer.alloc(2),
      localName,
      data,
    ]);
    common.writeUInt16LE(name.length, 20);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(((one.mode ?? 0o100644) << 16) >>> 0, 8);
    tail.writeUInt32LE(one.liesAt ?? offset, 12);
    if (!one.unlisted)
      directory.push(Buffer.concat([Buffer.from('504b010214031400', 'hex'), common, tail, name]));
    if (one.liesAt !== undefined) continue;
    locals.push(local);
    offset += local.length;
  }
  locals.push(gap);
  offset += gap.length;
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  const count = frame.claimedEntries ?? directory.length;
  end.writeUInt16LE(count % 0x1_0000, 8);
  end.writeUInt16LE(count % 0x1_0000, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, central, end, comment, frame.suffix ?? Buffer.alloc(0)]);
}

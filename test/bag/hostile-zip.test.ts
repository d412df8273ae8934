import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { checkEntry } from '../../src/bag/check-entry.ts';
import { unpackBag, unpackLimits } from '../../src/bag/unpack-bag.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { type RawEntry, rawZip } from './support/raw-zip.ts';

const declaration = { name: 'ho-so/bagit.txt', content: 'BagIt-Version: 1.0\n' };

async function unpack(bytes: Buffer, limits = unpackLimits): Promise<UserError> {
  const folder = await makeTempFolder();
  const file = path.join(folder, 'x.zip');
  await writeFile(file, bytes);
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const error = await unpackBag(file, {
    language: 'en',
    signal: AbortSignal.timeout(20_000),
    limits,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  vi.unstubAllEnvs();
  expect(await readdir(temporary)).toEqual([]);
  expect((await readdir(folder)).sort()).toEqual(['tmp', 'x.zip']);
  if (error instanceof UserError) return error;
  throw new Error('not refused', { cause: error });
}

const hostile: readonly (readonly [string, readonly RawEntry[], RegExp])[] = [
  ['a way up', [{ name: 'ho-so/../../etc/passwd' }], /has "\.\."/],
  ['an absolute path', [{ name: '/etc/passwd' }], /absolute path/],
  ['a backslash', [{ name: 'ho-so\\..\\x' }], /backslash/],
  ['a drive letter', [{ name: 'C:/windows/x' }], /drive letter/],
  ['a stream of another file', [{ name: 'ho-so/a.txt:x' }], /Windows reserves/],
  ['a device of Windows', [{ name: 'ho-so/data/NUL.json' }], /Windows reserves/],
  ['a name that Windows cuts', [{ name: 'ho-so/data/a.json.' }], /Windows reserves/],
  ['a name with NUL', [{ name: 'ho-so/a\0.txt' }], /control characters/],
  ['a name written from right to left', [{ name: 'ho-so/a\u202etxt.exe' }], /control characters/],
  ['a name that is no UTF-8', [{ name: Buffer.from([0x61, 0x2f, 0xff, 0xfe]) }], /not UTF-8/],
  ['a name without end', [{ name: `ho-so/${'a'.repeat(2000)}` }], /too long/],
  ['an endless depth', [{ name: `ho-so/${'a/'.repeat(100)}x` }], /too deep/],
  [
    'a symbolic link',
    [{ name: 'ho-so/a', content: '/etc/passwd', mode: 0o120777 }],
    /symbolic link/,
  ],
  ['a device', [{ name: 'ho-so/a', mode: 0o020666 }], /not a regular file/],
  ['one name twice', [{ name: 'ho-so/a' }, { name: 'ho-so/a' }], /is there twice/],
  ['names that differ in case', [{ name: 'ho-so/a' }, { name: 'ho-so/A' }], /only in case/],
  [
    'folders that differ in case',
    [{ name: 'ho-so/data/a' }, { name: 'ho-so/Data/b' }],
    /only in case/,
  ],
  [
    'names that differ in normalisation',
    [{ name: 'ho-so/ả'.normalize('NFC') }, { name: 'ho-so/ả'.normalize('NFD') }],
    /Unicode normalisation/,
  ],
  [
    'a file that is a folder',
    [{ name: 'ho-so/a' }, { name: 'ho-so/a/b' }],
    /both a file and a folder/,
  ],
  ['a second folder', [{ name: 'khac/a' }], /outside of the one folder/],
  ['a file beside the folder', [{ name: 'a.txt' }], /outside of the one folder/],
  ['an encrypted entry', [{ name: 'ho-so/a', flags: 0x801 }], /is encrypted/],
  ['an unusual compression', [{ name: 'ho-so/a', method: 12 }], /compressed in a way/],
  [
    'more data than it says',
    [{ name: 'ho-so/a', content: 'xxxx', claimedBytes: 1 }],
    /sizes written in it/,
  ],
  [
    'less data than it says',
    [{ name: 'ho-so/a', content: 'x', claimedBytes: 9 }],
    /sizes written in it/,
  ],
  [
    'two different names for one entry',
    [{ name: 'ho-so/a', localName: 'ho-so/b' }],
    /two different names/,
  ],
];

/** How a file stands in an archive, header and data, to be hidden somewhere. */
const hiddenFile = (): Buffer => {
  const whole = rawZip([{ name: 'ho-so/data/assessment.json', content: 'khác', method: 0 }]);
  return whole.subarray(0, whole.indexOf('PK\x01\x02'));
};

const framed: readonly (readonly [string, () => Buffer, RegExp])[] = [
  [
    'a program before the entries',
    () => rawZip([declaration], { prefix: Buffer.from('MZ chương trình') }),
    /bytes between the entries/,
  ],
  [
    'a file that is not in the directory, between the others',
    () => rawZip([declaration, { name: 'ho-so/b', unlisted: true }, { name: 'ho-so/c' }]),
    /bytes between the entries/,
  ],
  [
    'a file that is not in the directory, after the others',
    () => rawZip([declaration], { gap: hiddenFile() }),
    /bytes that are not in its directory/,
  ],
  [
    'a directory that goes on after its end',
    () => rawZip([declaration, { name: 'ho-so/b' }], { claimedEntries: 1 }),
    /bytes that are not in its directory/,
  ],
  [
    'an entry inside of another',
    () => {
      const at = rawZip([declaration]).indexOf('PK\x01\x02') + 30 + 'ho-so/data/ngoai'.length;
      return rawZip([
        declaration,
        { name: 'ho-so/data/ngoai', content: hiddenFile(), method: 0 },
        { name: 'ho-so/data/assessment.json', content: 'khác', method: 0, liesAt: at },
      ]);
    },
    /entries over one another/,
  ],
  [
    'one entry listed twice under two names',
    () => rawZip([declaration, { name: 'ho-so/b', liesAt: 0 }]),
    /two different names/,
  ],
  [
    'another method before the data',
    () => rawZip([declaration, { name: 'ho-so/b', localMethod: 0 }]),
    /two different headers/,
  ],
  [
    'another size before the data',
    () => rawZip([declaration, { name: 'ho-so/b', localBytes: 500 }]),
    /two different headers/,
  ],
  [
    'a folder with data',
    () => rawZip([declaration, { name: 'ho-so/b/', content: 'ẩn', mode: 0o040755 }]),
    /a folder with data/,
  ],
];

describe('a ZIP file that two programs read in two ways', () => {
  it.each(framed)('%s: one sentence, code 5, nothing written', async (_name, bytes, found) => {
    const error = await unpack(bytes());
    expect(error.message).toMatch(found);
    expect(error.message.trim()).not.toContain('\n');
    expect(error.exitCode).toBe(5);
  });

  it.each([
    ['a second end in the comment', { comment: rawZip([]) }],
    ['bytes after the end', { suffix: Buffer.from('thêm') }],
    ['another archive after the end', { suffix: rawZip([declaration]) }],
  ])('%s: one sentence, nothing written', async (_name, frame) => {
    const error = await unpack(rawZip([declaration], frame));
    expect([2, 5]).toContain(error.exitCode);
    expect(error.message.trim()).not.toContain('\n');
  });

  it('with more entries than any dossier is refused before they are looked at', async () => {
    const many = rawZip([declaration], { claimedEntries: 60_000 });
    expect((await unpack(many)).message).toMatch(/more files/);
    const claimed = rawZip([declaration]);
    const locator = Buffer.alloc(76);
    locator.write('504b0606', 0, 'hex');
    locator.writeBigUInt64LE(2n ** 40n, 32);
    locator.write('504b0607', 56, 'hex');
    const at = claimed.length - 22;
    locator.writeBigUInt64LE(BigInt(at), 64);
    const zip64 = Buffer.concat([claimed.subarray(0, at), locator, claimed.subarray(at)]);
    expect((await unpack(zip64)).message).toMatch(/more files/);
  });

  it('with the longest and deepest names that are taken stays within little memory', async () => {
    const deep = Array.from({ length: 7 }, (_, index) => `${index}`.padEnd(60, 'a')).join('/');
    const entries: RawEntry[] = Array.from({ length: 19_000 }, (_, index) => ({
      name: `ho-so/${index}/${deep}`,
      content: '',
    }));
    const before = process.memoryUsage().heapUsed;
    const error = await unpack(rawZip([...entries, { name: 'ho-so/a', flags: 0x801 }]));
    expect(error.message).toMatch(/is encrypted/);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400 * 1024 * 1024);
  });
});

describe('a ZIP file that is made to do harm', () => {
  it.each(hostile)('%s: one sentence, code 5, nothing written', async (_name, entries, found) => {
    const error = await unpack(rawZip([declaration, ...entries]));
    expect(error.message).toMatch(found);
    expect(error.message.trim()).not.toContain('\n');
    expect(error.exitCode).toBe(5);
  });

  it('that swells: refused by what it claims and by what it holds', async () => {
    const zeros = Buffer.alloc(20 * 1024 * 1024);
    const bomb = await unpack(rawZip([declaration, { name: 'ho-so/0', content: zeros }]));
    expect(bomb.message).toMatch(/grows too large/);
    const limits = { ...unpackLimits, totalBytes: 1000 };
    const many = await unpack(
      rawZip([declaration, { name: 'ho-so/0', content: zeros.subarray(0, 5000) }]),
      limits,
    );
    expect(many.message).toMatch(/more files, or more data/);
    const liar = await unpack(
      rawZip([declaration, { name: 'ho-so/0', content: zeros, claimedBytes: 10 }]),
    );
    expect(liar.message).toMatch(/sizes written in it/);
  });

  it('with too many entries is refused', async () => {
    const entries = Array.from({ length: 30 }, (_, index) => ({ name: `ho-so/${index}` }));
    const error = await unpack(rawZip(entries), { ...unpackLimits, entries: 20 });
    expect(error.message).toMatch(/more files/);
    expect(error.exitCode).toBe(5);
  });

  it.each([
    ['no ZIP file', Buffer.from('%PDF-1.4'), /not a ZIP file/],
    ['a ZIP file cut short', rawZip([declaration]).subarray(0, 60), /not a ZIP file/],
    ['an empty ZIP file', rawZip([]), /not a packed dossier/],
    ['a ZIP file of something else', rawZip([{ name: 'anh/1.jpg' }]), /not a packed dossier/],
  ])('%s: one sentence, code 2', async (_name, bytes, found) => {
    const error = await unpack(bytes);
    expect(error.message).toMatch(found);
    expect(error.exitCode).toBe(2);
  });

  it('never crashes on damaged bytes', async () => {
    const whole = rawZip([declaration, { name: 'ho-so/data/a', content: 'x'.repeat(500) }]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          const folder = await makeTempFolder();
          const file = path.join(folder, 'x.zip');
          await writeFile(file, bytes);
          const signal = AbortSignal.timeout(20_000);
          try {
            await (await unpackBag(file, { language: 'vi', signal })).remove();
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
          }
        },
      ),
      { numRuns: 60, seed: 20261122 },
    );
  });

  it('an entry that is let through stays inside of the folder, whatever its name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const safe = checkEntry({
          rawName: Buffer.from(name),
          flags: 0x800,
          compression: 8,
          madeBy: 0x314,
          externalAttributes: 0,
          bytes: 1,
        });
        if (typeof safe === 'string') return;
        const target = path.resolve('/home/x', ...safe.parts);
        expect(target.startsWith('/home/x/')).toBe(true);
      }),
      { seed: 20261122 },
    );
  });
});

import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { packBag } from '../../src/bag/pack-bag.ts';
import { unpackBag } from '../../src/bag/unpack-bag.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { hashFile, writeManifest } from '../../src/evidence/manifest.ts';
import { describeVerification } from '../../src/verification/describe-verification.ts';
import { verifyGiven } from '../../src/verification/verify-packed.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { makeReportedDossier, newKey, signBoth } from '../signature/support/reported-dossier.ts';

const signal = AbortSignal.timeout(60_000);
let home: string;
let dossier: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-pack-'));
  dossier = await makeReportedDossier(home);
  await signBoth(dossier, newKey(), newKey());
});
afterAll(() => rm(home, { recursive: true, force: true }));

const pack = (folder: string, out: string) => packBag({ folder, out, language: 'en', signal });
const verify = async (file: string, sha256?: string) => {
  const verification = await verifyGiven({
    path: file,
    language: 'en',
    signal,
    options: sha256 === undefined ? {} : { expected: { sha256, fingerprints: [] } },
  });
  return { ok: verification.ok, text: describeVerification(verification, 'en').join('\n') };
};

/** Changes an unpacked bag and zips it as other programs do. */
async function rezip(change: (bag: string) => Promise<unknown>): Promise<string> {
  const folder = await makeTempFolder();
  const out = path.join(folder, 'goc.zip');
  await pack(dossier, out);
  const unpacked = await unpackBag(out, { language: 'en', signal });
  try {
    await change(unpacked.bag);
    const zip = new ZipFile();
    const names = await readdir(unpacked.bag, { recursive: true, withFileTypes: true });
    for (const one of names) {
      const file = path.join(one.parentPath, one.name);
      const name = `doi-ten/${path.relative(unpacked.bag, file)}`;
      if (one.isDirectory()) zip.addEmptyDirectory(name);
      else zip.addBuffer(await readFile(file), name, { compress: false });
    }
    zip.end();
    const again = path.join(folder, 'nen-lai.zip');
    await writeFile(again, zip.outputStream);
    return again;
  } finally {
    await unpacked.remove();
  }
}

describe('a packed dossier', () => {
  it('is the same bytes every time, and verifies with its signatures', async () => {
    const folder = await makeTempFolder();
    const first = await pack(dossier, path.join(folder, 'a.zip'));
    const second = await pack(dossier, path.join(folder, 'b.zip'));
    expect(second.zipSha256).toBe(first.zipSha256);
    const { ok, text } = await verify(first.file, first.zipSha256);
    expect(text).toMatch(/BagIt folder is intact/);
    expect(text).toMatch(/Signature of the council is right/);
    expect(text).toMatch(/Matches the expected SHA-256: this ZIP file/);
    expect(ok).toBe(true);
    expect((await verify(first.file, first.manifestSha256)).text).toMatch(/the manifest/);
    expect((await verify(first.file, '0'.repeat(64))).ok).toBe(false);
  });

  it('has a read-me that Notepad shows rightly, and names the hashes', async () => {
    const out = path.join(await makeTempFolder(), 'a.zip');
    const packed = await pack(dossier, out);
    const unpacked = await unpackBag(out, { language: 'en', signal });
    try {
      const bytes = await readFile(path.join(unpacked.bag, 'DOC-TOI.txt'));
      expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
      const text = bytes.toString('utf8');
      expect(text).toBe(text.normalize('NFC'));
      expect(text).toContain('Cơ sở: Bệnh viện Kiểm thử\r\n');
      expect(text).toContain(packed.manifestSha256);
    } finally {
      await unpacked.remove();
    }
  });

  it('zipped again by another program is fine, with another folder name and folder entries', async () => {
    const again = await rezip(async () => undefined);
    expect((await verify(again)).ok).toBe(true);
  });

  it.each([
    ['a changed file', 'data/log.ndjson', /bag: content differs: data\/log\.ndjson/],
    ['a changed read-me', 'DOC-TOI.txt', /bag: content differs: DOC-TOI\.txt/],
    ['a changed bag description', 'bag-info.txt', /bag: content differs: bag-info\.txt/],
    ['another declaration', 'bagit.txt', /bag: malformed: bagit\.txt/],
    ['a damaged manifest', 'manifest-sha256.txt', /bag: malformed: manifest-sha256\.txt: x/],
  ])('with %s is found', async (_name, file, found) => {
    const again = await rezip((bag) => appendFile(path.join(bag, file), 'x'));
    const { ok, text } = await verify(again);
    expect(text).toMatch(found);
    expect(ok).toBe(false);
  });

  it('with a file more, a file less, or a tag file more is found', async () => {
    const more = await verify(await rezip((bag) => writeFile(path.join(bag, 'data/them'), 'x')));
    expect(more.text).toMatch(/bag: not listed: data\/them/);
    const less = await verify(await rezip((bag) => rm(path.join(bag, 'data/report.html'))));
    expect(less.text).toMatch(/bag: missing: data\/report\.html/);
    const tag = await verify(await rezip((bag) => writeFile(path.join(bag, 'setup.exe'), 'x')));
    expect(tag.text).toMatch(/bag: not listed: setup\.exe/);
    expect([more.ok, less.ok, tag.ok]).toEqual([false, false, false]);
  });

  /** Hashes all of a bag anew, as whoever packs it again can. */
  const forgeBag = (change: (bag: string) => Promise<unknown>) =>
    rezip(async (bag) => {
      await change(bag);
      const tags = ['manifest-sha256.txt', 'tagmanifest-sha256.txt'];
      const files = (await readdir(bag, { recursive: true, withFileTypes: true }))
        .filter((one) => one.isFile())
        .map((one) => path.relative(bag, path.join(one.parentPath, one.name)))
        .filter((file) => !tags.includes(file));
      const line = async (file: string) => `${await hashFile(path.join(bag, file))}  ${file}\n`;
      const own = (isPayload: boolean) =>
        Promise.all(files.filter((file) => file.startsWith('data/') === isPayload).map(line));
      await writeFile(path.join(bag, tags[0] ?? ''), (await own(true)).join(''));
      const lines = [...(await own(false)), await line(tags[0] ?? '')];
      await writeFile(path.join(bag, tags[1] ?? ''), lines.join(''));
    });
  const edit = (file: string, from: string | RegExp, to: string) => async (bag: string) => {
    const text = await readFile(path.join(bag, file), 'utf8');
    expect(text.replace(from, to)).not.toBe(text);
    await writeFile(path.join(bag, file), text.replace(from, to));
  };

  it('whose bag was hashed anew without a change is fine', async () => {
    expect((await verify(await forgeBag(async () => undefined))).ok).toBe(true);
  });

  it.each<readonly [string, (bag: string) => Promise<unknown>, RegExp]>([
    [
      'a false size of its payload',
      edit('bag-info.txt', /Payload-Oxum: \d+/, 'Payload-Oxum: 1'),
      /bag: malformed: bag-info\.txt: Payload-Oxum/,
    ],
    [
      'the hash of another result in its description',
      edit('bag-info.txt', /External-Identifier: .{4}/, 'External-Identifier: dead'),
      /bag: malformed: bag-info\.txt: SHA-256/,
    ],
    [
      'a false hash in its read-me',
      edit('DOC-TOI.txt', /assessment\.json: +.{4}/, 'assessment.json:     dead'),
      /bag: malformed: DOC-TOI\.txt: SHA-256/,
    ],
    [
      'files to be fetched',
      (bag) => writeFile(path.join(bag, 'fetch.txt'), 'http://127.0.0.1:9/x 1 data/x\n'),
      /bag: malformed: fetch\.txt/,
    ],
    [
      'a dossier inside of the dossier',
      (bag) => cp(path.join(bag, 'bagit.txt'), path.join(bag, 'data/ho-so/bagit.txt')),
      /not listed: ho-so\/bagit\.txt/,
    ],
    [
      'a hidden file that looks left over',
      (bag) => writeFile(path.join(bag, 'data/evidence/.x.0123456789ab.tmp'), 'x'),
      /odd: evidence\/\.x\.0123456789ab\.tmp .*outside of the manifest/,
    ],
  ])('with %s, and its hashes made anew, is found', async (_name, change, found) => {
    const { ok, text } = await verify(await forgeBag(change));
    expect(text).toMatch(found);
    expect(ok).toBe(false);
  });

  it.each<readonly [string, string, (text: string) => string, RegExp]>([
    [
      'line ends of Windows',
      'manifest-sha256.txt',
      (text) => text.replaceAll('\n', '\r\n'),
      /bag: malformed: manifest-sha256\.txt: [0-9a-f]{64}/,
    ],
    [
      'hashes in capitals',
      'manifest-sha256.txt',
      (text) => text.toUpperCase(),
      /bag: malformed: manifest-sha256\.txt: [0-9A-F]{64}/,
    ],
    [
      'a line twice',
      'manifest-sha256.txt',
      (text) => `${text}${text.split('\n')[0]}\n`,
      /bag: malformed: manifest-sha256\.txt: [0-9a-f]{64}/,
    ],
    [
      'escaped names',
      'manifest-sha256.txt',
      (text) => `\\${text}`,
      /bag: malformed: manifest-sha256\.txt: \\/,
    ],
    [
      'a name that leads out',
      'manifest-sha256.txt',
      (text) => `${text}${'0'.repeat(64)}  data/../../x\n`,
      /bag: missing: data\/\.\.\/\.\.\/x/,
    ],
    [
      'a line missing',
      'manifest-sha256.txt',
      (text) => text.replace(/^.*report\.html\n/m, ''),
      /bag: not listed: data\/report\.html/,
    ],
    [
      'words of a stranger',
      'manifest-sha256.txt',
      (text) => `${text}${'0'.repeat(64)}  data/\u001b[2J\u202e\n`,
      /bag: missing: data\/\ufffd\[2J\ufffd/,
    ],
  ])('whose manifest has %s is found', async (_name, file, change, found) => {
    const again = await rezip(async (bag) => {
      const name = path.join(bag, file);
      await writeFile(name, change(await readFile(name, 'utf8')));
    });
    const { ok, text } = await verify(again);
    expect(text).toMatch(found);
    expect(text).toMatch(/bag: content differs: manifest-sha256\.txt/);
    expect(ok).toBe(false);
  });

  it('whose manifest is a folder is found, and one whose payload is a file is no dossier', async () => {
    const again = await rezip(async (bag) => {
      await rm(path.join(bag, 'manifest-sha256.txt'));
      await mkdir(path.join(bag, 'manifest-sha256.txt'));
    });
    expect((await verify(again)).text).toMatch(/bag: malformed: manifest-sha256\.txt/);
    const file = await rezip(async (bag) => {
      await rm(path.join(bag, 'data'), { recursive: true });
      await writeFile(path.join(bag, 'data'), 'x');
    });
    await expect(verify(file)).rejects.toMatchObject({ name: 'UserError', exitCode: 2 });
  });

  it('never replaces a file', async () => {
    const out = path.join(await makeTempFolder(), 'a.zip');
    await writeFile(out, 'của tôi');
    await expect(pack(dossier, out)).rejects.toThrow(/exists/);
    expect(await readFile(out, 'utf8')).toBe('của tôi');
  });

  it('is not made of a dossier that was changed, or whose signature does not fit', async () => {
    const folder = path.join(await makeTempFolder(), 'ho-so');
    const filter = (file: string) => !file.endsWith('.rispacs.lock');
    await cp(dossier, folder, { recursive: true, filter });
    await appendFile(path.join(folder, 'log.ndjson'), '{}\n');
    const out = path.join(folder, '..', 'a.zip');
    const refused = await pack(folder, out).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ exitCode: 5, details: ['log.ndjson'] });
    await writeManifest(folder);
    await expect(pack(folder, out)).rejects.toMatchObject({ exitCode: 5 });
  });
});

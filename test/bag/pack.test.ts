import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { packBag } from '../../src/bag/pack-bag.ts';
import { unpackBag } from '../../src/bag/unpack-bag.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { writeManifest } from '../../src/evidence/manifest.ts';
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
    const { readdir } = await import('node:fs/promises');
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

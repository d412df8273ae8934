import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeDemo, showCt, turnPicture } from '../../challenge/support/demo.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';
import { runCli } from '../../support/run-cli.ts';
import { writeRecipeFolder } from '../../walkthrough/support/open-test-walk.ts';
import { shootOne } from '../../walkthrough/support/screens.ts';

async function hashFolder(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort())
    hashes[name] = createHash('sha256')
      .update(await readFile(path.join(folder, name)))
      .digest('hex');
  return hashes;
}

/** A PNG of a few kilobytes that says it has 60,000 by 60,000 pixels. */
async function makeBomb(): Promise<Buffer> {
  const small = await sharp({
    create: { width: 8, height: 8, channels: 3, background: 'black' },
  })
    .png()
    .toBuffer();
  const bomb = Buffer.concat([small, deflateSync(Buffer.alloc(100_000))]);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  return bomb;
}

describe('rispacs challenge make', () => {
  it('makes the same bytes of the same seed, and of its recipe; refuses a folder of something else', async () => {
    const home = await makeTempFolder();
    const make = (...args: string[]) => runCli(['challenge', 'make', ...args], { cwd: home });
    const seed = ['--seed', 'test seed 0001'];
    const first = await make('--out', 'a', ...seed, '--json');
    expect(first.code, first.stderr).toBe(0);
    const made = JSON.parse(first.stdout);
    expect(made.peakMemoryBytes).toBeLessThan(600e6);
    const hashes = await hashFolder(path.join(home, 'a', 'dicom'));
    expect(Object.keys(hashes).length).toBe(made.objects);
    const readme = await readFile(path.join(home, 'a', 'README.txt'), 'utf8');
    expect(readme).toContain(made.runCode);
    expect(readme).not.toContain('test seed 0001');

    // As if it had been stopped, then gone on with.
    await rm(path.join(home, 'a', 'README.txt'));
    const [someFile = ''] = Object.keys(hashes);
    await writeFile(path.join(home, 'a', 'dicom', someFile), 'cut');
    expect((await make('--out', 'a')).code).toBe(0);
    expect(await hashFolder(path.join(home, 'a', 'dicom'))).toEqual(hashes);

    const again = await make('--out', 'b', '--recipe', path.join('a', 'recipe.json'));
    expect(again.code, again.stderr).toBe(0);
    expect(await hashFolder(path.join(home, 'b', 'dicom'))).toEqual(hashes);

    for (const args of [
      ['--out', 'a'],
      ['--out', 'a', '--seed', 'another seed'],
      ['--out', 'c', '--seed', 'short'],
      ['--out', 'c', '--issued-by', 'council'],
      ['--out', 'c', '--date', '2026-02-31'],
    ]) {
      const refused = await make(...args);
      expect(refused.code, args.join(' ')).toBe(2);
      expect(refused.stderr.trim()).toMatch(/^[^\n]+\.?$/);
    }
    await mkdir(path.join(home, 'd'));
    await writeFile(path.join(home, 'd', 'bao-cao.docx'), 'x');
    expect((await make('--out', 'd')).code).toBe(2);
    expect(await readdir(path.join(home, 'd'))).toEqual(['bao-cao.docx']);
    expect(await readdir(home)).not.toContain('c');
  }, 90_000);
});

describe('rispacs challenge check', () => {
  it('says in one sentence what each file shows, and ends with 3 when one is rejected', async () => {
    const home = await makeTempFolder();
    const folder = await writeRecipeFolder(home, 'demo-seed-0001');
    const { challenge } = await makeDemo();
    const other = await makeDemo('another-seed-0001');
    const good = await shootOne(
      turnPicture(showCt(challenge, 20), { isMirrored: true, turnDegrees: 90 }),
    );
    const files: Record<string, Buffer> = {
      'good.png': good,
      'same.png': good,
      'again.jpg': await sharp(good).jpeg({ quality: 60 }).toBuffer(),
      'other-run.png': await shootOne(showCt(other.challenge, 20)),
      'cut.png': await sharp(good).extract({ left: 0, top: 0, width: 90, height: 800 }).toBuffer(),
      'pdf.png': Buffer.from('%PDF-1.7\n'),
      'page.jpg': Buffer.from('<!DOCTYPE html><html>'),
      'bomb.png': await makeBomb(),
      'half.png': good.subarray(0, 5000),
      'none.png': Buffer.alloc(0),
    };
    for (const [name, bytes] of Object.entries(files))
      await writeFile(path.join(home, name), bytes);
    const check = (...args: string[]) =>
      runCli(['challenge', 'check', ...args, '--challenge', folder], { cwd: home });
    const run = await check(...Object.keys(files), '--json');
    expect(run.code).toBe(3);
    const report = JSON.parse(run.stdout);
    expect(report.runCode).toBe(challenge.runCode);
    const byFile = new Map<string, { accepted: boolean; reason?: string; sentence: string }>(
      report.pictures.map((one: { file: string }) => [one.file, one]),
    );
    expect(byFile.get('good.png')).toMatchObject({
      accepted: true,
      images: [{ series: 'ct', imageNumber: 20, turnDegrees: 90, isMirrored: true }],
      sentence: 'Ảnh cho thấy: CT, ảnh 20 (xoay 90°, lật gương).',
    });
    const reasons: Record<string, string> = {
      'same.png': 'reused',
      'again.jpg': 'reused',
      'other-run.png': 'other-run',
      'cut.png': 'no-code',
      'pdf.png': 'not-a-picture',
      'page.jpg': 'not-a-picture',
      'bomb.png': 'too-many-pixels',
      'half.png': 'damaged',
      'none.png': 'not-a-picture',
    };
    for (const [file, reason] of Object.entries(reasons)) {
      const found = byFile.get(file);
      expect(found, file).toMatchObject({ accepted: false, reason });
      expect(found?.sentence).toMatch(/^\p{Lu}[^\n]+\.$/u);
    }
    const table = await check('good.png');
    expect(table.code).toBe(0);
    expect(table.stdout).toContain(challenge.runCode);
    expect(table.stdout).toContain('good.png: Ảnh cho thấy: CT, ảnh 20');
    expect((await check('not-there.png')).code).toBe(2);
    const nowhere = await runCli(['challenge', 'check', 'good.png'], { cwd: home });
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('--dossier');
  }, 90_000);
});

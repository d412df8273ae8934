import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { checkManifest } from '../../src/evidence/manifest.ts';
import { openWalk } from '../../src/walkthrough/index.ts';
import { type Demo, makeDemo, showCt, turnPicture } from '../challenge/support/demo.ts';
import {
  examiner,
  hand,
  handPicture,
  makeWalkPlace,
  openTestWalk,
  stateOf,
  writeRecipeFolder,
} from './support/open-test-walk.ts';
import { shootOne } from './support/screens.ts';

// Each opening draws a whole study: half a second, more on a busy computer.
vi.setConfig({ testTimeout: 90_000 });

let demo: Demo;
let rotated: Buffer;
let flipped: Buffer;
beforeAll(async () => {
  demo = await makeDemo();
  const turned = (isMirrored: boolean, turnDegrees: number) =>
    shootOne(turnPicture(showCt(demo.challenge, 20), { isMirrored, turnDegrees }));
  [rotated, flipped] = [await turned(false, 90), await turned(true, 0)];
});

async function openWithRotation() {
  const opened = await openTestWalk();
  await handPicture(opened.walk, 'pacs-09.rotate', rotated);
  const log = path.join(opened.folder, 'challenge', `${opened.walk.runCode}.ndjson`);
  const record = path.join(
    opened.folder,
    'evidence',
    `challenge.walk-${opened.walk.runCode.toLowerCase()}.json`,
  );
  return { ...opened, log, record };
}

describe('a walk that is gone on with', () => {
  it('knows who was there and what was taken', async () => {
    const { walk, reopen } = await openWithRotation();
    const again = await reopen();
    expect(await again.progress()).toEqual(await walk.progress());
    expect(await stateOf(again, 'pacs-09.rotate')).toBe('demonstrated');
    expect((await again.progress()).examiner).toEqual(examiner);
    expect(await handPicture(again, 'pacs-09.flip', flipped)).toMatchObject({ accepted: true });
  });

  it('lost nothing that was acknowledged when the power went, at whatever byte', async () => {
    const { log, folder, reopen, record } = await openWithRotation();
    const before = await readFile(log);
    const walk = await reopen();
    await hand(walk, 'pacs-15.surface', { kind: 'code', text: demo.challenge.key.surface });
    const whole = await readFile(log);
    const oldRecord = await readFile(record);
    for (const cut of [1, 40, whole.length - before.length - 1]) {
      await writeFile(log, whole.subarray(0, before.length + cut));
      // The record was written after the line, so it is not there either.
      await rm(record);
      const later = await reopen();
      const isWhole = cut === whole.length - before.length - 1;
      expect(await stateOf(later, 'pacs-15.surface')).toBe(isWhole ? 'demonstrated' : 'open');
      expect(await stateOf(later, 'pacs-09.rotate')).toBe('demonstrated');
      if (!isWhole) {
        const typed = { kind: 'code', text: demo.challenge.key.surface } as const;
        expect(await hand(later, 'pacs-15.surface', typed)).toMatchObject({ accepted: true });
      }
      // What was torn stays in the log, and the walk is read past it.
      expect(await stateOf(await reopen(), 'pacs-15.surface')).toBe('demonstrated');
      expect((await readdir(path.join(folder, 'evidence'))).length).toBe(1);
    }
    expect(oldRecord.length).toBeGreaterThan(0);
  });

  it('brings a record up to a log that is ahead of it', async () => {
    const { reopen, record } = await openWithRotation();
    const early = await readFile(record);
    const walk = await reopen();
    await hand(walk, 'pacs-15.surface', { kind: 'code', text: demo.challenge.key.surface });
    const late = await readFile(record, 'utf8');
    await writeFile(record, early);
    await reopen();
    expect(await readFile(record, 'utf8')).toBe(late);
  });

  it('is judged and listed when it is left', async () => {
    const { walk, folder } = await openWithRotation();
    await walk.finish();
    expect((await checkManifest(folder)).state).toBe('intact');
    const assessment: unknown = JSON.parse(
      await readFile(path.join(folder, 'assessment.json'), 'utf8'),
    );
    expect(JSON.stringify(assessment)).toContain('challenge.walk-');
  });
});

describe('a walk that somebody edited', () => {
  it('is refused: a line of the log, its end, the record, a picture', async () => {
    const { log, record, folder, reopen } = await openWithRotation();
    const whole = await readFile(log, 'utf8');
    const refused = () => expect(reopen()).rejects.toMatchObject({ exitCode: 5 });

    await writeFile(log, whole.replace('Trần Thị Hà', 'Trần Thị Hạ'));
    await refused();
    const lines = whole.trimEnd().split('\n');
    await writeFile(log, `${lines.slice(1).join('\n')}\n`);
    await refused();
    // The end is cut: the chain holds, but the record was made from a line that is gone.
    await writeFile(log, `${lines.slice(0, -1).join('\n')}\n`);
    await refused();
    await appendFile(log, '{"seq":9}\n');
    await refused();
    await writeFile(log, whole);
    await reopen();

    const text = await readFile(record, 'utf8');
    await writeFile(record, text.replace('"witnesses": 2', '"witnesses": 5'));
    await refused();
    await writeFile(record, text);
    await reopen();

    const pictures = (await readdir(path.join(folder, 'attachments'))).filter((one) =>
      one.endsWith('.png'),
    );
    await truncate(path.join(folder, 'attachments', pictures[0] ?? ''), 100);
    await refused();
  });

  it('is found out between two steps as well', async () => {
    const { log, walk } = await openWithRotation();
    await appendFile(log, '{}\n');
    await expect(handPicture(walk, 'pacs-09.flip', flipped)).rejects.toMatchObject({ exitCode: 5 });
  });
});

describe('pictures that were handed in before', () => {
  it('are refused for another step, also when saved again smaller or worse, or taken from the dossier', async () => {
    const { walk, folder } = await openWithRotation();
    const { width = 0 } = await sharp(rotated).metadata();
    const [kept = ''] = (await readdir(path.join(folder, 'attachments'))).filter((one) =>
      one.endsWith('.png'),
    );
    const copies = [
      rotated,
      await sharp(rotated).png({ compressionLevel: 1 }).toBuffer(),
      await sharp(rotated).jpeg({ quality: 50 }).toBuffer(),
      await sharp(rotated)
        .resize(Math.round(width * 0.7))
        .jpeg({ quality: 80 })
        .toBuffer(),
      await readFile(path.join(folder, 'attachments', kept)),
      await sharp(path.join(folder, 'attachments', kept))
        .jpeg({ quality: 85 })
        .toBuffer(),
    ];
    for (const copy of copies)
      expect(await handPicture(walk, 'pacs-10.series-layout', copy)).toMatchObject({
        accepted: false,
        sentence: { vi: expect.stringContaining('đã được nộp') },
      });
    // A new screenshot of the next image is no copy.
    const next = await shootOne(
      turnPicture(showCt(demo.challenge, 21), { isMirrored: true, turnDegrees: 90 }),
    );
    expect(await handPicture(walk, 'pacs-09.flip', next)).toMatchObject({ accepted: true });
  });

  it('leave nothing behind when they are refused', async () => {
    const { walk, folder, log } = await openWithRotation();
    const before = [await readdir(path.join(folder, 'attachments')), await readFile(log, 'utf8')];
    const plain = await shootOne(showCt(demo.challenge, 20));
    for (const bytes of [rotated, plain, Buffer.from('%PDF-1.7'), Buffer.alloc(0)])
      await handPicture(walk, 'pacs-09.flip', bytes);
    expect([await readdir(path.join(folder, 'attachments')), await readFile(log, 'utf8')]).toEqual(
      before,
    );
  });

  it('stop when the signal fires', async () => {
    const { walk, log } = await openWithRotation();
    const before = await readFile(log, 'utf8');
    const reason = new Error('enough');
    await expect(
      walk.submit('pacs-09.flip', { kind: 'picture', bytes: flipped }, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
    expect(await readFile(log, 'utf8')).toBe(before);
    expect(await handPicture(walk, 'pacs-09.flip', flipped)).toMatchObject({ accepted: true });
  });
});

describe('the run of a walk', () => {
  it('is that of the folder named, of the last walk otherwise, and refused when there is none', async () => {
    const { folder, parent, challengeFolder } = await makeWalkPlace();
    await expect(openWalk(folder, { language: 'vi' })).rejects.toThrow('challenge make');
    const empty = path.join(parent, 'bệnh viện');
    await expect(openWalk(folder, { language: 'vi', challengeFolder: empty })).rejects.toThrow(
      'recipe.json',
    );
    const first = await openWalk(folder, { language: 'vi', challengeFolder });
    expect((await openWalk(folder, { language: 'vi' })).runCode).toBe(first.runCode);
    const other = await writeRecipeFolder(parent, 'another-seed-0001');
    const second = await openWalk(folder, { language: 'vi', challengeFolder: other });
    expect(second.runCode).not.toBe(first.runCode);
    expect((await openWalk(folder, { language: 'vi' })).runCode).toBe(second.runCode);
  });

  it('refuses pictures of another run, and what another walk of the dossier took', async () => {
    const { folder, parent, walk } = await openTestWalk();
    const other = await makeDemo('another-seed-0001');
    const theirs = await shootOne(
      turnPicture(showCt(other.challenge, 20), { isMirrored: false, turnDegrees: 90 }),
    );
    expect(await handPicture(walk, 'pacs-09.rotate', theirs)).toMatchObject({
      accepted: false,
      sentence: { vi: expect.stringContaining(other.challenge.runCode) },
    });
    const challengeFolder = await writeRecipeFolder(parent, 'another-seed-0001');
    const second = await openWalk(folder, { language: 'vi', challengeFolder });
    await second.setPeople(examiner, []);
    expect(await handPicture(second, 'pacs-09.rotate', theirs)).toMatchObject({ accepted: true });
    expect(await handPicture(second, 'pacs-09.rotate', rotated)).toMatchObject({ accepted: false });
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isObserved } from '../../src/evidence/evidence.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { checkPictures } from '../../src/walkthrough/check-pictures.ts';
import {
  type Demo,
  invertPicture,
  makeDemo,
  objectsOf,
  showCt,
  showImage,
  turnPicture,
} from '../challenge/support/demo.ts';
import { encode } from '../challenge/support/encode.ts';
import { loadHidden } from '../challenge/support/hidden-volumes.ts';
import { listUncovered } from '../challenge/support/uncovered.ts';
import { showWorkstation } from '../challenge/support/workstation.ts';
import { shootHidden } from './support/hidden-pictures.ts';
import { hand, handPicture, openTestWalk, stateOf } from './support/open-test-walk.ts';
import { shoot, shootOne } from './support/screens.ts';

// Each opening draws a whole study: half a second, more on a busy computer.
vi.setConfig({ testTimeout: 90_000 });

let demo: Demo;
beforeAll(async () => {
  demo = await makeDemo();
});

const rotated = (image = 20, turnDegrees = 90) =>
  shootOne(turnPicture(showCt(demo.challenge, image), { isMirrored: false, turnDegrees }));

function objectOf(key: Parameters<typeof objectsOf>[1], index: number) {
  const object = objectsOf(demo.challenge, key)[index];
  if (object === undefined) throw new Error(`no image ${index} of ${key}`);
  return object;
}

describe('pictures of what a viewer can do', () => {
  it('are checked: rotate, flip, invert', async () => {
    const { walk } = await openTestWalk();
    const plain = await shootOne(showCt(demo.challenge, 20));
    for (const task of ['pacs-09.rotate', 'pacs-09.flip', 'pacs-14.invert'])
      expect(await handPicture(walk, task, plain)).toMatchObject({ accepted: false });
    expect(await handPicture(walk, 'pacs-09.rotate', await rotated())).toMatchObject({
      accepted: true,
      basis: 'demonstrated',
      sentence: { vi: 'Đạt: CT, ảnh 20 đã xoay 90°.' },
    });
    const flipped = turnPicture(showCt(demo.challenge, 20), { isMirrored: true, turnDegrees: 180 });
    expect(await handPicture(walk, 'pacs-09.flip', await shootOne(flipped))).toMatchObject({
      accepted: true,
    });
    const inverted = await shootOne(invertPicture(showCt(demo.challenge, 21)));
    expect(await handPicture(walk, 'pacs-14.invert', inverted)).toMatchObject({ accepted: true });
    for (const task of ['pacs-09.rotate', 'pacs-09.flip', 'pacs-14.invert'])
      expect(await stateOf(walk, task)).toBe('demonstrated');
  });

  it('a half turn is no rotation, since two flips look the same', async () => {
    const { walk } = await openTestWalk();
    const result = await handPicture(walk, 'pacs-09.rotate', await rotated(20, 180));
    expect(result).toMatchObject({ accepted: false });
  });

  it('are compared with each other: zoom and pan', async () => {
    const { walk } = await openTestWalk();
    const image = showCt(demo.challenge, 30);
    const before = await shootOne(image, 100, 50, 500);
    expect(await handPicture(walk, 'pacs-09.zoom', before)).toMatchObject({ accepted: true });
    expect(await stateOf(walk, 'pacs-09.zoom')).toBe('partly');
    const same = await shootOne(image, 130, 60, 510);
    expect(await handPicture(walk, 'pacs-09.zoom', same)).toMatchObject({ accepted: false });
    const larger = await shootOne(image, 100, 50, 800);
    expect(await handPicture(walk, 'pacs-09.zoom', larger)).toMatchObject({
      accepted: true,
      sentence: { en: expect.stringContaining('160 %') },
    });
    expect(await stateOf(walk, 'pacs-09.zoom')).toBe('demonstrated');
    const start = await shootOne(image, 300, 150, 520);
    expect(await handPicture(walk, 'pacs-09.pan', start)).toMatchObject({ accepted: true });
    const near = await shootOne(image, 310, 155, 520);
    expect(await handPicture(walk, 'pacs-09.pan', near)).toMatchObject({ accepted: false });
    const moved = await shootOne(image, 500, 250, 520);
    expect(await handPicture(walk, 'pacs-09.pan', moved)).toMatchObject({ accepted: true });
  });

  it('tell layouts from thumbnails', async () => {
    const { walk } = await openTestWalk();
    const ct = showCt(demo.challenge, 40);
    const mr = showImage(objectOf('mr-axial', 4));
    const beside = (width: number) =>
      shoot([
        { picture: ct, left: 20, top: 50, width: 600 },
        { picture: mr, left: 680, top: 50, width },
      ]);
    expect(await handPicture(walk, 'pacs-10.series-layout', await beside(200))).toMatchObject({
      accepted: false,
    });
    expect(await handPicture(walk, 'pacs-10.series-layout', await beside(600))).toMatchObject({
      accepted: true,
    });
    const tiles = await shoot([
      { picture: ct, left: 20, top: 50, width: 600 },
      { picture: showCt(demo.challenge, 41), left: 680, top: 50, width: 600 },
    ]);
    expect(await handPicture(walk, 'pacs-10.image-layout', tiles)).toMatchObject({
      accepted: true,
    });
  });

  it('tell linked series by the images that were drawn by lot', async () => {
    const { walk } = await openTestWalk();
    const { mrImage, ctImages } = demo.challenge.key.linked;
    const both = (ct: number) =>
      shoot([
        { picture: showCt(demo.challenge, ct), left: 20, top: 50, width: 600 },
        { picture: showImage(objectOf('mr-axial', mrImage - 1)), left: 680, top: 50, width: 600 },
      ]);
    const [right = 1] = ctImages;
    const wrong = await handPicture(walk, 'pacs-11.linked-series', await both(right + 9));
    expect(wrong).toMatchObject({ accepted: false });
    expect(wrong.sentence.vi).toContain(`ảnh ${right + 9}`);
    expect(await handPicture(walk, 'pacs-11.linked-series', await both(right))).toMatchObject({
      accepted: true,
    });
  });

  it('tell a clip that runs, and a pasted image', async () => {
    const { walk } = await openTestWalk();
    const clip = objectOf('us', 0);
    const frame = async (index: number) => shootOne(showImage(clip, index));
    expect(await handPicture(walk, 'pacs-11.cine', await frame(3))).toMatchObject({
      accepted: true,
    });
    expect(await handPicture(walk, 'pacs-11.cine', await frame(4))).toMatchObject({
      accepted: false,
    });
    expect(await handPicture(walk, 'pacs-11.cine', await frame(12))).toMatchObject({
      accepted: true,
    });
    const task = walk.tasks.find(({ id }) => id === 'pacs-13.copy-paste');
    const wanted = Number(/ảnh (\d+)/.exec(task?.act.vi ?? '')?.[1]);
    const pasted = (image: number) => shootOne(showCt(demo.challenge, image), 300, 200, 420);
    expect(await handPicture(walk, 'pacs-13.copy-paste', await pasted(wanted + 1))).toMatchObject({
      accepted: false,
    });
    expect(await handPicture(walk, 'pacs-13.copy-paste', await pasted(wanted))).toMatchObject({
      accepted: true,
    });
  });

  it('are stored cropped, in a record whose rows fit the facts', async () => {
    const { walk, dossier } = await openTestWalk();
    await handPicture(walk, 'pacs-09.rotate', await rotated());
    const records = await dossier.readRecords('vi');
    const [record] = records;
    if (record === undefined || !isObserved(record) || records.length > 1)
      throw new Error('not one record');
    expect(record.probe).toBe('challenge');
    const rows = record.facts['challenge.task'] ?? [];
    for (const row of rows)
      expect(factRegistry().get('challenge.task')?.row.safeParse(row).error).toBeUndefined();
    expect(rows).toMatchObject([
      {
        task: 'pacs-09.rotate',
        criterion: 'pacs-09',
        function: 'rotate',
        result: 'shown',
        kind: 'picture',
        runCode: walk.runCode,
        imageRef: 'ct:20',
        examiner: 'Trần Thị Hà, Trưởng phòng CNTT',
        witnesses: 2,
        seedIssuedBy: 'facility',
      },
    ]);
    const picture = record.attachments.find(({ mediaType }) => mediaType === 'image/png');
    expect(picture?.sha256).toBe(rows[0]?.pictureSha256);
    const size = await sharp(
      await readFile(path.join(dossier.folder, picture?.path ?? '')),
    ).metadata();
    // The window was 700 pixels wide on a screen of 1400.
    expect(size.width).toBeLessThan(700);
    expect(size.width).toBeGreaterThan(600);
  });

  it('are taken one at a time, also when they come together', async () => {
    const { walk } = await openTestWalk();
    const picture = await rotated();
    const results = await Promise.all([
      handPicture(walk, 'pacs-09.rotate', picture),
      handPicture(walk, 'pacs-09.rotate', picture),
      hand(walk, 'pacs-09.flip', { kind: 'cannot-show', reason: 'chưa có chức năng' }),
    ]);
    expect(results.map(({ accepted }) => accepted)).toEqual([true, false, true]);
  });
});

describe('codes that only a function brings out', () => {
  it('are read from pictures', async () => {
    const { walk } = await openTestWalk();
    const plain = await shootOne(showCt(demo.challenge, 50));
    for (const name of ['window', 'mip', 'mpr', 'fusion'] as const) {
      const task = name === 'window' ? 'pacs-14.window' : `pacs-16.${name}`;
      expect(await handPicture(walk, task, plain), task).toMatchObject({ accepted: false });
      const picture = await shootHidden(demo, name);
      expect(await handPicture(walk, task, picture), task).toMatchObject({ accepted: true });
      expect(await stateOf(walk, task)).toBe('demonstrated');
    }
  });

  it('are looked for beside thumbnails, by the walk and by challenge check', async () => {
    const { walk, challengeFolder, parent } = await openTestWalk();
    const shown = listUncovered(loadHidden(demo.challenge, demo.context), demo.context).find(
      ({ name }) => name === 'fusion, hot',
    );
    if (shown === undefined) throw new Error('nothing uncovers the fusion code');
    // Small and in a poor JPEG: the thumbnails are read in the usual way, the code is not.
    const panes = [{ shown, pixelsPerModule: 1.7 }];
    const size = { width: 1920, height: 1080, thumbnailPx: 180 };
    const screen = await showWorkstation(demo, { ...size, panes });
    const picture = await encode(screen, { format: 'jpeg', quality: 40 });
    expect(await handPicture(walk, 'pacs-16.fusion', picture)).toMatchObject({ accepted: true });
    const file = path.join(parent, 'ba-khung.jpg');
    await writeFile(file, picture);
    const report = await checkPictures({
      files: [file],
      challengeFolder,
      language: 'vi',
      signal: new AbortController().signal,
    });
    expect(report.pictures).toMatchObject([{ accepted: true, codes: ['fusion'] }]);
    expect(report.pictures[0]?.images.length).toBeGreaterThan(0);
  });
});

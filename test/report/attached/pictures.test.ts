import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '../../../src/evidence/evidence.ts';
import { encodePicture } from '../../../src/report/attached/encode-picture.ts';
import { listPictures } from '../../../src/report/attached/list-pictures.ts';
import { readAttachmentsOf } from '../../../src/report/attached/read-attachment.ts';
import { mostPictures, readPictures } from '../../../src/report/attached/read-pictures.ts';
import {
  makeScreenshot,
  type StoredFile,
  storedFile,
  storeFiles,
  taskRow,
  viewerRecord,
  walkRecord,
} from '../fixtures/walk-records.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-pictures-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const secret = 'NGUYEN VAN A 1960';

/** A PNG that says a size; its pixels are one byte each, all black. */
function makePng(width: number, height: number): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    // A decoder that trusts the header allocates before it looks at this sum.
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a picture made anew for print', () => {
  it('keeps what is seen and nothing else of the file', async () => {
    const shot = await makeScreenshot(1, 1600, 1000);
    const file = Buffer.concat([
      await sharp(shot)
        .withMetadata({ exif: { IFD0: { Copyright: secret, ImageDescription: secret } } })
        .jpeg()
        .toBuffer(),
      Buffer.from(`<script>alert(1)</script>${secret}`),
    ]);
    expect(file.includes(secret)).toBe(true);
    const encoded = await encodePicture(file);
    if (!encoded.ok) throw new Error(encoded.problem);
    expect(encoded).toMatchObject({ width: 1280, height: 800, readWidth: 1600, readHeight: 1000 });
    expect(encoded.jpeg.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(encoded.jpeg.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    for (const left of [secret, '<script', 'Exif', 'ICC_PROFILE', 'http'])
      expect(encoded.jpeg.includes(left), left).toBe(false);
    const { exif, icc, xmp } = await sharp(encoded.jpeg).metadata();
    expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined]);
  });

  it('is the same bytes each time', async () => {
    const shot = await makeScreenshot(2);
    const [one, two] = await Promise.all([encodePicture(shot), encodePicture(shot)]);
    expect(one.ok && two.ok && one.jpeg.equals(two.jpeg)).toBe(true);
  });

  it.each([
    ['an SVG with the name of a PNG', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
    ['an HTML page', '<!doctype html><script>alert(1)</script>'],
    ['a PDF', '%PDF-1.7 1 0 obj'],
    ['a GIF', 'GIF89a\u0001\u0000\u0001\u0000'],
    ['nothing', ''],
  ])('does not come from %s', async (_name, text) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(await encodePicture(bytes)).toEqual({ ok: false, problem: 'unreadable' });
  });

  it('does not come from a file that is cut short, or that unfolds to gigabytes', async () => {
    const shot = await makeScreenshot(3);
    expect(await encodePicture(shot.subarray(0, shot.length / 2))).toEqual({
      ...{ ok: false, problem: 'unreadable' },
    });
    const before = process.memoryUsage().rss;
    expect(await encodePicture(makePng(30_000, 30_000))).toEqual({
      ...{ ok: false, problem: 'too-large' },
    });
    expect(await encodePicture(makePng(0x7fff_ffff, 1))).toMatchObject({ ok: false });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
});

const read = (evidence: readonly EvidenceRecord[], signal?: AbortSignal) =>
  readPictures(evidence, readAttachmentsOf(folder), signal);

/** A walk that rotated an image, with this file as its picture. */
function rotated(file: StoredFile): EvidenceRecord {
  const row = taskRow('pacs-09.rotate', { pictureSha256: file.attachment.sha256 });
  return walkRecord([row], [file]);
}

describe('the pictures of a dossier', () => {
  it('are those that a step was shown by, those before it, and those of viewers', async () => {
    const [before, after, partly, web] = await Promise.all(
      [1, 2, 3, 4].map((index) => makeScreenshot(index, 64, 48)),
    );
    const files = [
      storedFile(before as Buffer, 'pacs-09.zoom.png'),
      storedFile(after as Buffer, 'pacs-09.zoom.png'),
      // Of a step that was not finished: no fact names it.
      storedFile(partly as Buffer, 'pacs-09.pan.png'),
    ] as const;
    const seen = storedFile(web as Buffer, 'viewer-xem-anh-phone.png');
    await storeFiles(folder, [...files, seen]);
    const zoom = taskRow('pacs-09.zoom', { pictureSha256: files[1].attachment.sha256 });
    const evidence = [walkRecord([zoom], files), viewerRecord(seen)];
    expect(
      listPictures(evidence).map(({ sha256, origin }) => [
        sha256,
        origin.kind === 'walk' ? `${origin.place}/${origin.total}` : origin.row.profile,
      ]),
    ).toEqual([
      [files[0].attachment.sha256, '1/2'],
      [files[1].attachment.sha256, '2/2'],
      [seen.attachment.sha256, 'phone'],
    ]);
    const pictures = await read(evidence);
    expect([...pictures.values()].map(({ ok }) => ok)).toEqual([true, true, true]);
  });

  it('are never files of attestations, whatever a walk says of them', async () => {
    const file = storedFile(await makeScreenshot(5, 64, 48), 'man-hinh.png');
    await storeFiles(folder, [file]);
    const attestation: EvidenceRecord = {
      kind: 'attestation',
      id: 'attestation-1',
      for: ['pacs-01'],
      statement: 'Đã xem.',
      by: { name: 'Trần Thị Hà', role: 'Trưởng khoa' },
      date: '2026-11-22',
      witnesses: [],
      source: 'attest:challenge',
      attachments: [file.attachment],
    };
    expect(listPictures([attestation])).toEqual([]);
    const evidence = [rotated(file), attestation];
    expect([...(await read(evidence)).values()]).toEqual([{ ok: false, problem: 'of-statement' }]);
  });

  it('are not those of other probes', async () => {
    const file = storedFile(await makeScreenshot(6, 64, 48), 'pacs-09.rotate.png');
    expect(listPictures([{ ...rotated(file), probe: 'web' } as EvidenceRecord])).toEqual([]);
  });

  it('are told apart when missing, changed, a link, not attached, or no picture', async () => {
    const file = storedFile(await makeScreenshot(7, 64, 48), 'pacs-09.rotate.png');
    const tell = async (record: EvidenceRecord) => [...(await read([record])).values()];
    const inside = path.join(folder, file.attachment.path);
    await storeFiles(folder, []);
    expect(await tell(rotated(file))).toEqual([{ ok: false, problem: 'missing' }]);
    await writeFile(inside, await makeScreenshot(8, 64, 48));
    expect(await tell(rotated(file))).toEqual([{ ok: false, problem: 'damaged' }]);
    await rm(inside);
    await writeFile(path.join(folder, 'elsewhere'), file.bytes);
    await symlink('../elsewhere', inside);
    expect(await tell(rotated(file))).toEqual([{ ok: false, problem: 'missing' }]);
    expect(await tell({ ...rotated(file), attachments: [] })).toEqual([
      { ok: false, problem: 'unnamed' },
    ]);
    const svg = storedFile(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.png');
    await storeFiles(folder, [svg]);
    expect(await tell(rotated(svg))).toEqual([{ ok: false, problem: 'unreadable' }]);
    const outside = {
      ...file,
      attachment: { ...file.attachment, path: `attachments/../${'ab'.repeat(32)}.png` },
    };
    expect(await tell(rotated(outside))).toEqual([{ ok: false, problem: 'missing' }]);
    const odd = taskRow('pacs-09.rotate', { pictureSha256: '<b>'.repeat(5_000) });
    expect(await tell(walkRecord([odd]))).toEqual([]);
  });

  it('are at most sixty, and reading them stops when asked to', async () => {
    const shots = await Promise.all(
      Array.from({ length: mostPictures + 5 }, (_, index) => makeScreenshot(index, 16, 16)),
    );
    const files = shots.map((bytes, index) => storedFile(bytes, `s-${index}.png`));
    await storeFiles(folder, files);
    const rows = files.map(({ attachment }, index) =>
      taskRow(`s-${index}`, { pictureSha256: attachment.sha256, kind: 'picture' }),
    );
    const record = walkRecord(rows, files);
    expect(new Set(files.map(({ attachment }) => attachment.sha256)).size).toBe(files.length);
    expect(listPictures([record])).toHaveLength(files.length);
    expect((await read([record])).size).toBe(mostPictures);
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(read([record], stop)).rejects.toThrow('stopped');
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MEDIA_LIMITS } from '../../src/media/limits.ts';
import { readMedia } from '../../src/media/read-media.ts';
import { listImages, makeDicomdir } from './support/make-dicomdir.ts';
import { makeIso } from './support/make-iso.ts';
import { goodDisc, makeImage, readAll, words, writeMedium } from './support/make-medium.ts';

const signal = new AbortController().signal;

describe('a good disc', () => {
  it('in a folder has every file as its DICOMDIR says', async () => {
    const { medium, files } = await readAll(await writeMedium(goodDisc(2)));
    expect(medium.directory).toMatchObject({ kind: 'read', linked: { images: 2 } });
    expect(words(files)).toEqual(['referenced dicom', 'referenced dicom']);
    expect(files.every((file) => file.kind === 'referenced' && !file.lenientName)).toBe(true);
    expect(medium.boundsMet.size).toBe(0);
  });

  it('as an image is read under the plainest names that have a DICOMDIR', async () => {
    const disc = goodDisc(1);
    const image = Buffer.from(disc['IMAGES/IM1'] ?? '');
    const directory = Buffer.from(disc.DICOMDIR ?? '');
    const tree = (name: string) => [
      { name, bytes: directory },
      { name: 'IMAGES', children: [{ name: 'IM1;1', bytes: image }] },
    ];
    const folder = await writeMedium({
      'plain.iso': makeIso({ root: tree('DICOMDIR;1'), joliet: tree('DICOMDIR;1') }),
      'joliet.iso': makeIso({ root: tree('DICOMD_1;1'), joliet: tree('DICOMDIR;1') }),
    });
    const plain = await readAll(join(folder, 'plain.iso'));
    expect([plain.medium.nameSpace, ...words(plain.files)]).toEqual([
      'iso9660',
      'referenced dicom',
    ]);
    const joliet = await readAll(join(folder, 'joliet.iso'));
    expect([joliet.medium.nameSpace, ...words(joliet.files)]).toEqual([
      'joliet',
      'referenced dicom',
    ]);
  });

  it('mounted in lower case, or with version numbers, is found all the same', async () => {
    const { DICOMDIR = '', ...rest } = goodDisc(2);
    const { files } = await readAll(
      await writeMedium({
        dicomdir: DICOMDIR,
        'images/im1': rest['IMAGES/IM1'] ?? '',
        'images/IM2;1': rest['IMAGES/IM2'] ?? '',
      }),
    );
    // Two folders named alike cannot both be there on every system; one lower-case folder is enough.
    expect(words(files)).toEqual(['referenced dicom', 'referenced dicom']);
    expect(files.every((file) => file.kind === 'referenced' && file.lenientName)).toBe(true);
  });
});

describe('a disc that contradicts its DICOMDIR', () => {
  const image = makeImage(1);
  const one = (change: object, files: Record<string, Buffer | string> = { IM1: image.file }) =>
    writeMedium({
      DICOMDIR: makeDicomdir({
        records: listImages([{ fileId: 'IM1', ...image.record, ...change }]),
      }),
      ...files,
    });

  it.each([
    ['another SOP instance', { sopInstanceUid: '2.25.9' }, ['referenced dicom sop-instance']],
    [
      'another SOP class',
      { sopClassUid: '1.2.840.10008.5.1.4.1.1.2' },
      ['referenced dicom sop-class'],
    ],
    [
      'another transfer syntax',
      { transferSyntaxUid: '1.2.840.10008.1.2' },
      ['referenced dicom transfer-syntax'],
    ],
    ['a file that is not there', { fileId: 'IM2' }, ['missing', 'unreferenced dicom']],
  ])('by %s is seen', async (_name, change, expected) => {
    expect(words((await readAll(await one(change))).files)).toEqual(expected);
  });

  it('by nothing, when a record leaves its optional keys out', async () => {
    const bare = {
      sopClassUid: undefined,
      sopInstanceUid: undefined,
      transferSyntaxUid: undefined,
    };
    expect(words((await readAll(await one(bare))).files)).toEqual(['referenced dicom']);
  });

  it.each([
    ['cut short', image.file.subarray(0, image.file.length - 100), 'referenced broken'],
    ['cut in its meta information', image.file.subarray(0, 200), 'referenced broken'],
    ['not DICOM', Buffer.from('hello'), 'referenced not-dicom'],
    ['empty', Buffer.alloc(0), 'referenced not-dicom'],
  ])('by a file that is %s is seen', async (_name, bytes, expected) => {
    expect(words((await readAll(await one({}, { IM1: bytes }))).files)).toEqual([expected]);
  });

  it('reads one file once, however many records refer to it', async () => {
    const records = listImages(Array.from({ length: 50 }, () => ({ fileId: 'IM1' })));
    const folder = await writeMedium({ DICOMDIR: makeDicomdir({ records }), IM1: image.file });
    const { files } = await readAll(folder, { maxBytes: image.file.length + 60_000 });
    expect(new Set(words(files))).toEqual(new Set(['referenced dicom']));
    expect(files).toHaveLength(50);
  });
});

describe('a DICOMDIR', () => {
  it('in a folder below the root is not found, and said to be there', async () => {
    const folder = await writeMedium(
      Object.fromEntries(
        Object.entries(goodDisc(1)).map(([name, bytes]) => [`EXPORT/${name}`, bytes]),
      ),
    );
    const { medium, files } = await readAll(folder);
    expect(medium.directory).toEqual({ kind: 'absent', elsewhere: true });
    // The DICOMDIR below the root is itself a DICOM file that nothing refers to.
    expect(words(files)).toEqual(['unreferenced dicom', 'unreferenced dicom']);
  });

  it('that is too large is not read', async () => {
    const { medium } = await readAll(await writeMedium(goodDisc(1)), { maxDirectoryBytes: 100 });
    expect(medium.directory).toEqual({ kind: 'unreadable', fault: 'too-large' });
    expect([...medium.boundsMet]).toEqual(['directory-bytes']);
  });
});

describe('a hostile medium', () => {
  it('cannot make us read outside it: .., absolute paths, links', async () => {
    const secret = makeImage(7);
    const outside = await writeMedium({ SECRET: secret.file });
    const disc = join(outside, 'disc');
    await mkdir(disc);
    const ids = ['..\\SECRET', `${outside}/SECRET`, '\\SECRET', 'LINK', 'LINKDIR\\SECRET'];
    const records = listImages(ids.map((fileId) => ({ fileId, ...secret.record })));
    await writeFile(join(disc, 'DICOMDIR'), makeDicomdir({ records }));
    await symlink(join(outside, 'SECRET'), join(disc, 'LINK'));
    await symlink(outside, join(disc, 'LINKDIR'));
    const { medium, files } = await readAll(disc);
    expect(words(files)).toEqual([
      'missing leads-outside',
      'missing leads-outside',
      'missing leads-outside',
      'missing',
      'missing',
    ]);
    expect(medium.specialEntries).toBe(2);
  });

  it('may itself be named through a link', async () => {
    const folder = await writeMedium(goodDisc(1));
    const link = join(await writeMedium({}), 'disc');
    await symlink(folder, link);
    expect(words((await readAll(link)).files)).toEqual(['referenced dicom']);
  });

  it.skipIf(!existsSync('/usr/bin/mkfifo'))('does not wait for a pipe', async () => {
    const folder = await writeMedium(goodDisc(1));
    execFileSync('/usr/bin/mkfifo', [join(folder, 'PIPE')]);
    const { medium, files } = await readAll(folder);
    expect(medium.specialEntries).toBe(1);
    expect(words(files)).toEqual(['referenced dicom']);
    const outcome = await readMedia(join(folder, 'PIPE'), DEFAULT_MEDIA_LIMITS, signal);
    expect(outcome).toEqual({ ok: false, problem: { code: 'not-a-medium' } });
  });

  it('that swaps a file for a link after the listing does not lead out', async () => {
    const folder = await writeMedium(goodDisc(1));
    const outcome = await readMedia(folder, DEFAULT_MEDIA_LIMITS, signal);
    if (!outcome.ok) throw new Error(outcome.problem.code);
    const place = join(folder, 'IMAGES', 'IM1');
    await rename(place, join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), place);
    const { value } = await outcome.medium.files().next();
    expect(value).toMatchObject({ reading: { kind: 'unreadable', reason: 'not-a-file' } });
    await outcome.medium.close();
  });

  it('with a file of a terabyte of nothing costs no more than its bound', async () => {
    const image = makeImage(1);
    const folder = await writeMedium(goodDisc(1, { 'IMAGES/BOMB': image.file }));
    await truncate(join(folder, 'IMAGES', 'BOMB'), 1024 ** 4);
    const { medium, files } = await readAll(folder);
    expect(words(files)).toEqual(['referenced dicom', 'unreferenced dicom']);
    expect(files[1]).toMatchObject({ reading: { structure: 'not-read' } });
    expect([...medium.boundsMet]).toEqual(['bytes']);
  });

  it('stops at the bounds on entries and on depth', async () => {
    const wide = await readAll(await writeMedium(goodDisc(9)), { maxEntries: 4 });
    expect([...wide.medium.boundsMet]).toEqual(['entries']);
    const deep = await readAll(await writeMedium(goodDisc(1, { 'A/B/C/D': 'x' })), { maxDepth: 2 });
    expect([...deep.medium.boundsMet]).toEqual(['depth']);
    expect(words(deep.files)).toEqual(['referenced dicom']);
  });
});

describe('reading', () => {
  it('that takes too long ends with what is known', async () => {
    const folder = await writeMedium(goodDisc(3));
    const outcome = await readMedia(folder, { ...DEFAULT_MEDIA_LIMITS, maxMs: 150 }, signal);
    if (!outcome.ok) throw new Error(outcome.problem.code);
    const seen: string[] = [];
    for await (const file of outcome.medium.files()) {
      seen.push(file.kind);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await outcome.medium.close();
    expect(seen).toEqual(['referenced']);
    expect([...outcome.medium.boundsMet]).toEqual(['time']);
  });

  it('without any time says so', async () => {
    const folder = await writeMedium(goodDisc(1));
    const outcome = await readMedia(folder, { ...DEFAULT_MEDIA_LIMITS, maxMs: 0 }, signal);
    expect(outcome).toEqual({ ok: false, problem: { code: 'out-of-time' } });
  });

  it('stops when it is told to', async () => {
    const folder = await writeMedium(goodDisc(3));
    const stop = new AbortController();
    const outcome = await readMedia(folder, DEFAULT_MEDIA_LIMITS, stop.signal);
    if (!outcome.ok) throw new Error(outcome.problem.code);
    const files = outcome.medium.files();
    await files.next();
    stop.abort(new Error('stopped'));
    await expect(files.next()).rejects.toThrow('stopped');
    await outcome.medium.close();
    await expect(readMedia(folder, DEFAULT_MEDIA_LIMITS, stop.signal)).rejects.toThrow('stopped');
  });

  it('of what is not there says so', async () => {
    const folder = await writeMedium({ FILE: 'x' });
    for (const name of ['NOTHING', 'FILE/BELOW'])
      expect(await readMedia(join(folder, name), DEFAULT_MEDIA_LIMITS, signal)).toEqual({
        ok: false,
        problem: { code: 'missing' },
      });
  });
});

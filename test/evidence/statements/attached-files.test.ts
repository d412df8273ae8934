import { execFile } from 'node:child_process';
import { mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeFileAttacher,
  maxAttachedFileBytes,
} from '../../../src/evidence/statements/attach-files.ts';
import { detectMediaType } from '../../../src/evidence/statements/detect-media-type.ts';
import { splitAttachedName } from '../../../src/evidence/statements/resolve-attached-file.ts';
import { makeProbeContext } from '../../probes/support/probe-context.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';

const pdf = Buffer.from('%PDF-1.7\n…');
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]);

async function setUp(maxTotalBytes?: number) {
  const outer = await makeTempFolder();
  const folder = join(outer, 'ho-so');
  await mkdir(join(folder, 'con'), { recursive: true });
  await writeFile(join(outer, 'secret.pdf'), pdf);
  const { context, attached } = makeProbeContext();
  const attach = makeFileAttacher({
    folder,
    store: context.attach,
    signal: context.signal,
    ...(maxTotalBytes === undefined ? {} : { maxTotalBytes }),
  });
  return { outer, folder, attach, attached };
}

describe('attaching a file', () => {
  it('accepts PDF, PNG, JPEG and UTF-8 text by content, whatever they are called', async () => {
    const { folder, attach } = await setUp();
    await writeFile(join(folder, 'a.txt'), pdf);
    await writeFile(join(folder, 'b'), png);
    await writeFile(join(folder, 'c.jpeg'), jpeg);
    await writeFile(join(folder, 'con', 'd.log'), 'Biên bản nghiệm thu\n');
    const types = [];
    for (const name of ['a.txt', './b', 'c.jpeg', 'con\\d.log']) {
      const outcome = await attach(name);
      types.push(
        outcome.ok ? [outcome.mediaType, outcome.attachment.originalName] : outcome.problem,
      );
    }
    expect(types).toEqual([
      ['application/pdf', 'a.txt'],
      ['image/png', 'b'],
      ['image/jpeg', 'c.jpeg'],
      ['text/plain', 'd.log'],
    ]);
  });

  it.each([
    '../secret.pdf',
    'con/../../secret.pdf',
    '..\\secret.pdf',
    'con\\..\\..\\secret.pdf',
    '/etc/hostname',
    '\\\\server\\share\\x.pdf',
    'C:\\Users\\x.pdf',
    'c:x.pdf',
    'a\0.pdf',
    '.',
    '..',
    '',
    './',
  ])('never leaves the folder for %j', async (name) => {
    const { attach, attached } = await setUp();
    expect(await attach(name)).toEqual({ ok: false, problem: { code: 'not-inside' } });
    expect(attached.size).toBe(0);
  });

  it('refuses a link that leads out, also through a folder, and follows one that stays inside', async () => {
    const { outer, folder, attach } = await setUp();
    await writeFile(join(folder, 'real.pdf'), pdf);
    await symlink(join(outer, 'secret.pdf'), join(folder, 'out.pdf'));
    await symlink(outer, join(folder, 'up'));
    await symlink('real.pdf', join(folder, 'in.pdf'));
    await symlink('loop.pdf', join(folder, 'loop.pdf'));
    expect(await attach('out.pdf')).toMatchObject({ problem: { code: 'not-inside' } });
    expect(await attach('up/secret.pdf')).toMatchObject({ problem: { code: 'not-inside' } });
    expect(await attach('loop.pdf')).toMatchObject({ problem: { code: 'not-a-file' } });
    expect((await attach('in.pdf')).ok).toBe(true);
  });

  it('finds a name whose accents are encoded in the other normalisation, both ways', async () => {
    const { folder, attach } = await setUp();
    await writeFile(join(folder, 'hợp đồng.pdf'.normalize('NFD')), pdf);
    await writeFile(join(folder, 'giấy phép.pdf'.normalize('NFC')), Buffer.concat([pdf, pdf]));
    const first = await attach('hợp đồng.pdf'.normalize('NFC'));
    const second = await attach('giấy phép.pdf'.normalize('NFD'));
    expect(first.ok && first.attachment.originalName).toBe('hợp đồng.pdf'.normalize('NFC'));
    expect(second.ok).toBe(true);
  });

  it('refuses what is missing, empty, a folder, a pipe, too large or of another type', async () => {
    const { folder, attach } = await setUp();
    await writeFile(join(folder, 'empty.pdf'), '');
    await writeFile(join(folder, 'zip.pdf'), Buffer.from('PK\u0003\u0004\0\0'));
    await writeFile(join(folder, 'huge.pdf'), pdf);
    await truncate(join(folder, 'huge.pdf'), maxAttachedFileBytes + 1);
    await promisify(execFile)('mkfifo', [join(folder, 'pipe.pdf')]);
    expect(await attach('missing.pdf')).toMatchObject({ problem: { code: 'missing' } });
    expect(await attach('empty.pdf')).toMatchObject({ problem: { code: 'empty' } });
    expect(await attach('con')).toMatchObject({ problem: { code: 'not-a-file' } });
    expect(await attach('pipe.pdf')).toMatchObject({ problem: { code: 'not-a-file' } });
    expect(await attach('huge.pdf')).toMatchObject({ problem: { code: 'too-large' } });
    expect(await attach('zip.pdf')).toMatchObject({ problem: { code: 'wrong-type' } });
  });

  it('stores a file named twice once, and stops at the total', async () => {
    const { folder, attach, attached } = await setUp(20);
    await writeFile(join(folder, 'a.pdf'), pdf);
    await writeFile(join(folder, 'b.pdf'), Buffer.concat([pdf, pdf]));
    const first = await attach('a.pdf');
    expect(await attach('./a.pdf')).toBe(first);
    expect(await attach('b.pdf')).toMatchObject({ problem: { code: 'total-too-large' } });
    expect(attached.size).toBe(1);
    await rename(join(folder, 'a.pdf'), join(folder, 'c.pdf'));
  });
});

describe('splitAttachedName', () => {
  it('gives no segment that could climb, for any name', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', '\0', 'ế', ' '))
          .map((p) => p.join('')),
        (name) => {
          const segments = splitAttachedName(name) ?? [];
          return segments.every((part) => part !== '..' && !/[\\/\0]/.test(part));
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('detectMediaType', () => {
  it('refuses control characters, broken UTF-8 and a cut-off signature', () => {
    expect(detectMediaType(Buffer.from('a\0b'))).toBeUndefined();
    expect(detectMediaType(Buffer.from([0x61, 0xc3]))).toBeUndefined();
    expect(detectMediaType(png.subarray(0, 7))).toBeUndefined();
    expect(detectMediaType(new Uint8Array())).toBeUndefined();
  });

  it('reads text whose letters straddle the reading steps', () => {
    expect(detectMediaType(Buffer.from(`a${'ế'.repeat(100_000)}`))?.extension).toBe('txt');
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ReadBudget } from '../../../src/media/budget.ts';
import { listIso } from '../../../src/media/iso/list-iso.ts';
import { DEFAULT_MEDIA_LIMITS } from '../../../src/media/limits.ts';
import { MediaReadError } from '../../../src/media/problem.ts';
import type { MediaFile } from '../../../src/media/tree.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';
import {
  ceEntry,
  type IsoNode,
  type IsoSpec,
  makeIso,
  nmEntry,
  spEntry,
} from '../support/make-iso.ts';

async function listBytes(bytes: Buffer, limits = {}) {
  const path = join(await makeTempFolder(), 'disc.iso');
  await writeFile(path, bytes);
  const budget = new ReadBudget(
    { ...DEFAULT_MEDIA_LIMITS, ...limits },
    new AbortController().signal,
  );
  const outcome = await listIso(path, budget);
  if (outcome.ok) onTestFinished(() => outcome.medium.close());
  return { outcome, budget };
}

async function list(spec: IsoSpec, limits = {}) {
  const { outcome, budget } = await listBytes(makeIso(spec), limits);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  const { medium } = outcome;
  return {
    medium,
    budget,
    names: medium.trees.map((tree) => [
      tree.nameSpace,
      tree.files.map((file) => file.path.join('/')).sort(),
    ]),
    read: async (name: string) => readFile(medium.trees[0].files, name),
  };
}

async function readFile(files: readonly MediaFile[], name: string): Promise<Buffer> {
  const file = files.find(({ path }) => path.join('/') === name);
  if (file === undefined) throw new Error(`no ${name}`);
  const source = await file.open();
  const bytes = Buffer.alloc(source.sizeBytes);
  return bytes.subarray(0, await source.read(bytes, 0));
}

const file = (name: string, text = name): IsoNode => ({ name, bytes: Buffer.from(text) });

describe('an ISO 9660 image', () => {
  it('gives its files without version numbers and final dots', async () => {
    const { names, read, medium } = await list({
      root: [file('DICOMDIR.;1'), { name: 'IMAGES', children: [file('IM1;1'), file('IM2')] }],
    });
    expect(names).toEqual([['iso9660', ['DICOMDIR', 'IMAGES/IM1', 'IMAGES/IM2']]]);
    expect((await read('IMAGES/IM1')).toString()).toBe('IM1;1');
    expect(medium).toMatchObject({ truncated: false, damagedFolders: 0 });
  });

  it('gives Joliet names as a tree of their own', async () => {
    const { names } = await list({
      root: [file('DICOMDIR;1')],
      joliet: [file('DICOMDIR;1'), file('Kết quả chụp.html;1')],
    });
    expect(names[1]).toEqual(['joliet', ['DICOMDIR', 'Kết quả chụp.html']]);
  });

  it('gives Rock Ridge names, also those that go on elsewhere', async () => {
    const area = nmEntry('-rest.html');
    // The continuation lies at the beginning of the first file.
    const { names } = await list({
      rootSystemUse: spEntry(),
      root: [
        { name: 'A', bytes: area },
        {
          name: 'INDEX.HTM;1',
          bytes: Buffer.from('x'),
          systemUse: Buffer.concat([nmEntry('index', 1), ceEntry(19, 0, area.length)]),
        },
      ],
    });
    expect(names).toEqual([
      ['iso9660', ['A', 'INDEX.HTM']],
      ['rock-ridge', ['A', 'index-rest.html']],
    ]);
  });

  it('ends where a continuation leads to itself', async () => {
    const circle = ceEntry(19, 0, 28);
    const { names } = await list({
      rootSystemUse: spEntry(),
      root: [
        { name: 'A', bytes: circle },
        { name: 'B', bytes: Buffer.from('x'), systemUse: circle },
      ],
    });
    expect(names[0]).toEqual(['iso9660', ['A', 'B']]);
  });

  it('joins a file that lies in several extents', async () => {
    const bytes = Buffer.alloc(5000, 'abc');
    const { read, names } = await list({ root: [{ name: 'BIG', bytes, extentBytes: 2048 }] });
    expect(names).toEqual([['iso9660', ['BIG']]]);
    expect((await read('BIG')).equals(bytes)).toBe(true);
  });

  it('that contains itself is listed once', async () => {
    const inner: IsoNode = { name: 'LOOP', children: [file('X')], extent: 0 };
    // The folder's record leads back to the root directory.
    const probe = makeIso({ root: [inner, file('A')] });
    const rootBlock = probe.readUInt32LE(16 * 2048 + 158);
    const { names, medium } = await list({ root: [{ ...inner, extent: rootBlock }, file('A')] });
    expect(names).toEqual([['iso9660', ['A']]]);
    expect(medium.damagedFolders).toBe(1);
  });

  it('with a folder outside the image says that it is damaged', async () => {
    const { names, medium } = await list({
      root: [{ name: 'FAR', children: [], extent: 0xfffffff0 }, file('A')],
    });
    expect(names).toEqual([['iso9660', ['A']]]);
    expect(medium.damagedFolders).toBe(1);
  });

  it.each([
    ['lies outside the image', { extent: 0x7fffffff }, 'outside-image'],
    ['is longer than the image', { length: 0xfffffff0 }, 'outside-image'],
    ['is interleaved', { interleaved: true }, 'interleaved'],
  ])(
    'refuses a file that %s, without taking its length for granted',
    async (_name, lie, reason) => {
      const { medium } = await list({ root: [{ name: 'LIAR', bytes: Buffer.from('x'), ...lie }] });
      const liar = medium.trees[0].files[0];
      const reading = (async () => {
        const source = await liar?.open();
        await source?.read(Buffer.alloc(4096), 0);
      })();
      await expect(reading).rejects.toThrow(MediaReadError);
      await expect(reading).rejects.toMatchObject({ reason });
    },
  );

  it('cut short is listed as far as it goes, and said to be cut', async () => {
    const bytes = makeIso({ root: [file('A'), file('B', 'b'.repeat(9000))] });
    const { outcome } = await listBytes(bytes.subarray(0, bytes.length - 2048));
    expect(outcome).toMatchObject({ ok: true, medium: { truncated: true, damagedFolders: 1 } });
  });

  it('stops at the bounds on entries and on depth', async () => {
    const many = await list(
      { root: Array.from({ length: 30 }, (_, index) => file(`F${index}`)) },
      { maxEntries: 10 },
    );
    expect(many.medium.trees[0].files).toHaveLength(10);
    expect([...many.budget.met]).toEqual(['entries']);
    const deep = await list(
      { root: [{ name: 'A', children: [{ name: 'B', children: [file('C')] }] }] },
      { maxDepth: 2 },
    );
    expect(deep.names).toEqual([['iso9660', []]]);
    expect([...deep.budget.met]).toEqual(['depth']);
  });

  const nsr = (): Buffer => {
    const bytes = Buffer.alloc(20 * 2048);
    bytes.write('BEA01', 16 * 2048 + 1, 'latin1');
    bytes.write('NSR03', 17 * 2048 + 1, 'latin1');
    bytes.write('TEA01', 18 * 2048 + 1, 'latin1');
    return bytes;
  };
  const raw = (): Buffer => {
    const bytes = Buffer.alloc(60_000);
    bytes.fill(0xff, 1, 11);
    return bytes;
  };
  const damaged = (): Buffer => {
    const bytes = makeIso({ root: [] });
    bytes.writeUInt16LE(3, 16 * 2048 + 128);
    return bytes;
  };
  it.each([
    ['only UDF', nsr(), 'udf-only'],
    ['raw sectors', raw(), 'raw-sectors'],
    ['nothing', Buffer.alloc(0), 'not-iso'],
    ['other bytes', Buffer.alloc(100_000, 'x'), 'not-iso'],
    ['a senseless block size', damaged(), 'iso-damaged'],
  ])('with %s is refused by name', async (_name, bytes, code) => {
    const { outcome } = await listBytes(bytes);
    expect(outcome).toEqual({ ok: false, problem: { code } });
  });

  it('of any bytes ends with an answer', async () => {
    const good = makeIso({
      rootSystemUse: spEntry(),
      root: [
        file('DICOMDIR;1'),
        { name: 'IMAGES', children: [{ ...file('IM1;1'), systemUse: nmEntry('im1') }] },
      ],
      joliet: [file('DICOMDIR;1')],
    });
    const folder = await makeTempFolder();
    const from = 16 * 2048;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - from - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 20,
        }),
        async (changes) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of changes) bytes[from + at] = value;
          const path = join(folder, 'fuzzed.iso');
          await writeFile(path, bytes);
          const budget = new ReadBudget(DEFAULT_MEDIA_LIMITS, new AbortController().signal);
          const outcome = await listIso(path, budget);
          if (outcome.ok) await outcome.medium.close();
        },
      ),
      { numRuns: 300, seed: 20261122 },
    );
  });
});

import { appendFile, copyFile, mkdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectMedia } from '../../src/probes/media/collect.ts';
import { mediaVolumeFacts } from '../../src/probes/media/facts.ts';
import { makeCompleteStudy, planStudy, writeObject } from '../../src/synthetic/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { missingPrograms, runProgram } from './support/dicom-peers.ts';

function skipReason(...programs: string[]): string | undefined {
  const reason = missingPrograms(...programs);
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

async function run(program: string, ...args: string[]): Promise<string> {
  const { exitCode, output } = await runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${output}`);
  return output;
}

/** Our complete study in a folder, with the DICOMDIR that DCMTK makes for it. */
async function burn(maker: 'dcmmkdir' | 'dcmgpdir', prepare?: (images: string) => Promise<void>) {
  const disc = join(await makeTempFolder(), 'disc');
  const images = join(disc, 'IMAGES');
  await mkdir(images, { recursive: true });
  const objects = makeCompleteStudy(planStudy({ seed: 'disc' }));
  for (const [index, object] of objects.entries())
    await writeObject(join(images, `IM${index + 1}`), object);
  await prepare?.(images);
  await run(maker, '-Nxc', '+I', '+r', '+id', disc, '+D', join(disc, 'DICOMDIR'), 'IMAGES');
  return { disc, images, count: objects.length };
}

async function look(path: string) {
  const { context } = makeProbeContext({ language: 'en' });
  const seen = await collectMedia({ id: 'disc', path }, context);
  if (seen.state !== 'observed') return seen;
  return { ...seen, row: mediaVolumeFacts.row.parse(seen.facts['media.volume']?.[0]) };
}

const rowOf = async (path: string) => {
  const seen = await look(path);
  if (!('row' in seen)) throw new Error(JSON.stringify(seen));
  return seen.row;
};

const spotless = {
  dicomdirFound: true,
  dicomdirReadable: true,
  patients: 1,
  studies: 1,
  recordProblems: 0,
  missingFiles: 0,
  unreadableFiles: 0,
  mismatchedFiles: 0,
  unreferencedFiles: 0,
  illegalFileIds: 0,
  consistent: true,
  ours: true,
  capped: false,
};

const withoutDcmtk = skipReason('dcmmkdir', 'dcmgpdir', 'dcmdump');

describe.skipIf(withoutDcmtk !== undefined)('a DICOMDIR of DCMTK', () => {
  it.each(['dcmmkdir', 'dcmgpdir'] as const)('made by %s is without fault', async (maker) => {
    const { disc, count } = await burn(maker);
    const row = await rowOf(disc);
    expect(row).toMatchObject({ ...spotless, kind: 'folder', images: count });
    // DCMTK's own dump of the same file counts the same records.
    const dump = await run('dcmdump', '+P', 'DirectoryRecordType', join(disc, 'DICOMDIR'));
    expect(dump.match(/\[SERIES\]/g)).toHaveLength(row.series ?? 0);
  });

  it('to which files were changed, removed, cut and added later', async () => {
    const { disc, images } = await burn('dcmmkdir');
    await run('dcmodify', '-nb', '-gin', join(images, 'IM1'));
    await rm(join(images, 'IM2'));
    const { size } = await stat(join(images, 'IM3'));
    await truncate(join(images, 'IM3'), size - 50);
    await writeFile(join(images, 'IM4'), 'text');
    await copyFile(join(images, 'IM5'), join(images, 'ADDED'));
    await appendFile(join(images, 'IM6'), Buffer.alloc(6));
    expect(await rowOf(disc)).toMatchObject({
      mismatchedFiles: 1,
      missingFiles: 1,
      unreadableFiles: 3,
      unreferencedFiles: 1,
      recordProblems: 0,
    });
  });

  it.skipIf(skipReason('dcmconv', 'dcmcrle', 'dcmcjpeg') !== undefined)(
    'with compressed, implicit, big endian and deflated files',
    async () => {
      const { disc } = await burn('dcmmkdir', async (images) => {
        const convert = (program: string, option: string, name: string) =>
          run(program, option, join(images, name), join(images, name));
        await convert('dcmcjpeg', '+e1', 'IM1');
        await convert('dcmcrle', '+un', 'IM2');
        await convert('dcmconv', '+ti', 'IM3');
        await convert('dcmconv', '+tb', 'IM4');
        await convert('dcmconv', '+td', 'IM5');
      });
      const seen = await look(disc);
      const { ours: _, consistent: __, ...rest } = spotless;
      expect('row' in seen && seen.row).toMatchObject({
        ...rest,
        outsideProfileFiles: 3,
        transferSyntaxes: [
          '1.2.840.10008.1.2',
          '1.2.840.10008.1.2.1',
          '1.2.840.10008.1.2.1.99',
          '1.2.840.10008.1.2.2',
          '1.2.840.10008.1.2.4.70',
          '1.2.840.10008.1.2.5',
        ],
      });
      // Of two files the end was not seen.
      expect('row' in seen && seen.row).not.toHaveProperty('consistent');
      expect(seen.notes?.join('\n')).toMatch(/Of 2 files only the beginning was read/);
    },
  );
});

const withoutIso = withoutDcmtk ?? skipReason('genisoimage', 'xorriso');

describe.skipIf(withoutIso !== undefined)('an image', () => {
  it.each([
    ['genisoimage, plain', 'genisoimage', []],
    ['genisoimage, long plain names', 'genisoimage', ['-iso-level', '3']],
    ['genisoimage, Joliet and Rock Ridge', 'genisoimage', ['-J', '-R']],
    ['genisoimage, with a UDF bridge', 'genisoimage', ['-udf']],
    ['xorriso, Joliet and Rock Ridge', 'xorriso', ['-J', '-R']],
  ])('by %s is without fault', async (_name, program, options) => {
    const { disc, count } = await burn('dcmmkdir', async (images) => {
      await writeFile(join(images, '..', 'autorun.inf'), '[autorun]\nopen=VIEWER\\view.exe\n');
      await mkdir(join(images, '..', 'VIEWER'));
      await writeFile(join(images, '..', 'VIEWER', 'view.exe'), 'not a program');
    });
    const image = `${disc}.iso`;
    const before = program === 'xorriso' ? ['-as', 'mkisofs'] : [];
    await run(program, ...before, '-quiet', ...options, '-o', image, disc);
    expect(await rowOf(image)).toMatchObject({
      ...spotless,
      kind: 'iso',
      images: count,
      viewerFound: true,
      viewerKinds: ['autorun', 'windows-program'],
    });
  });

  it('cut short while it was copied shows as unreadable files', async () => {
    const { disc } = await burn('dcmmkdir');
    const image = `${disc}.iso`;
    await run('genisoimage', '-quiet', '-o', image, disc);
    const { size } = await stat(image);
    await truncate(image, Math.floor(size * 0.6));
    const seen = await look(image);
    if (!('row' in seen)) throw new Error(JSON.stringify(seen));
    expect(seen.row.unreadableFiles).toBeGreaterThan(0);
    expect(seen.row.missingFiles).toBe(0);
    expect(seen.notes?.join('\n')).toMatch(/shorter than its volume descriptor/);
  });
});

describe.skipIf(skipReason('mkudffs') !== undefined)('an image with UDF only', () => {
  it('is refused by name', async () => {
    const image = join(await makeTempFolder(), 'udf.iso');
    await writeFile(image, '');
    await truncate(image, 20 * 1024 * 1024);
    await run('mkudffs', '-b', '2048', image);
    expect(await look(image)).toMatchObject({
      state: 'protocol-error',
      reason: { code: 'media-udf-only', message: expect.stringContaining('UDF') },
    });
  });
});

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MEDIA_LIMITS } from '../../src/media/limits.ts';
import { type CheckedFile, readMedia } from '../../src/media/read-media.ts';
import { type ExportBehaviour, writeExport } from '../../src/simulator/media/write-export.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

async function exportDisc(behaviour: Partial<ExportBehaviour> = {}) {
  const folder = path.join(await makeTempFolder(), 'disc');
  await writeExport(folder, { files: 'complete', viewer: 'web-page', ...behaviour });
  const signal = AbortSignal.timeout(10_000);
  const outcome = await readMedia(folder, DEFAULT_MEDIA_LIMITS, signal);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  const { medium } = outcome;
  const files: CheckedFile[] = [];
  for await (const file of medium.files()) files.push(file);
  await medium.close();
  return { directory: medium.directory, viewer: medium.viewer.signs, files };
}

describe('the disc that the simulated PACS exports', () => {
  it('is consistent, holds the test patient only, and has a viewer', async () => {
    const { directory, viewer, files } = await exportDisc();
    expect(directory).toMatchObject({
      kind: 'read',
      records: { unreadableRecords: 0, brokenOff: false, inExplicitLittleEndian: true },
      linked: {
        patients: 1,
        studies: 1,
        series: 1,
        images: 2,
        onlyTestPatients: true,
        faults: { dangling: 0, repeated: 0, unlinked: 0, misplaced: 0, withoutFile: 0 },
      },
    });
    expect(viewer).toEqual(['web-page']);
    expect(files).toHaveLength(2);
    for (const file of files)
      expect(file).toMatchObject({
        kind: 'referenced',
        lenientName: false,
        reading: { kind: 'dicom', structure: 'whole', object: { isTestPatient: true } },
        differences: [],
      });
  });

  it('can lack a file, the directory or the viewer', async () => {
    const { files } = await exportDisc({ files: 'missing' });
    expect(files.map(({ kind }) => kind)).toEqual(['missing', 'referenced']);
    const bare = await exportDisc({ files: 'no-directory', viewer: 'none' });
    expect(bare.directory.kind).toBe('absent');
    expect(bare.viewer).toEqual([]);
    expect(bare.files.map(({ kind }) => kind)).toEqual(['unreferenced', 'unreferenced']);
  });
});

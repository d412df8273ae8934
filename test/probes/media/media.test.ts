import { chmod, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { DEFAULT_MEDIA_LIMITS } from '../../../src/media/limits.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectMedia } from '../../../src/probes/media/collect.ts';
import { mediaVolumeFacts } from '../../../src/probes/media/facts.ts';
import { probe } from '../../../src/probes/media/index.ts';
import { listImages, makeDicomdir } from '../../media/support/make-dicomdir.ts';
import { goodDisc, makeImage, writeMedium } from '../../media/support/make-medium.ts';
import { makeProbeContext } from '../support/probe-context.ts';

async function look(path: string, limits = {}, language: 'vi' | 'en' = 'en') {
  const { context, attached, logged } = makeProbeContext({ language });
  const seen = await collectMedia({ id: 'disc', path }, context, {
    ...DEFAULT_MEDIA_LIMITS,
    ...limits,
  });
  expect(attached.size + logged.length).toBe(0);
  return seen;
}

function rowOf(seen: Observation) {
  if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
  return mediaVolumeFacts.row.parse(seen.facts['media.volume']?.[0]);
}

describe('the plan', () => {
  it('names the medium, contacts nobody and speaks both languages', () => {
    const facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'BV' },
      media: [{ id: 'cd', path: 'cd' }],
    });
    const [step] = probe.planSteps(facility, 'vi');
    expect(step).toMatchObject({ subjectId: 'cd', risk: 'observe', contacts: [] });
    expect(step?.sends).toMatch(/Không gửi gì/);
    expect(probe.planSteps(facility, 'en')[0]?.sends).toMatch(/Sends nothing/);
    expect(step?.deadlineMs).toBeGreaterThan(DEFAULT_MEDIA_LIMITS.maxMs);
  });
});

describe('the media probe', () => {
  it('counts a good disc of our test study', async () => {
    const seen = await look(await writeMedium(goodDisc(3, { 'INDEX.HTM': 'x' })));
    expect(rowOf(seen)).toEqual({
      medium: 'disc',
      kind: 'folder',
      dicomdirFound: true,
      dicomdirReadable: true,
      patients: 1,
      studies: 1,
      series: 1,
      images: 3,
      recordProblems: 0,
      missingFiles: 0,
      unreadableFiles: 0,
      mismatchedFiles: 0,
      unreferencedFiles: 0,
      illegalFileIds: 0,
      outsideProfileFiles: 0,
      transferSyntaxes: ['1.2.840.10008.1.2.1'],
      consistent: true,
      viewerFound: true,
      viewerKinds: ['web-page'],
      ours: true,
      capped: false,
    });
  });

  it('says what is wrong with a bad one, each in its own number', async () => {
    const [good, other] = [makeImage(1), makeImage(2)];
    const records = listImages([
      { fileId: 'IM1', ...good.record },
      { fileId: 'im.dcm', ...other.record },
      { fileId: 'GONE' },
      { fileId: 'TEXT' },
      { fileId: 'IM1', ...good.record, sopInstanceUid: '2.25.5' },
      { fileId: '..\\..\\X' },
    ]);
    const folder = await writeMedium({
      DICOMDIR: makeDicomdir({ records: [...records, { type: 'PATIENT', patientId: 'RISPACS1' }] }),
      IM1: good.file,
      'im.dcm': other.file,
      TEXT: 'text',
      EXTRA: makeImage(3).file,
    });
    const seen = await look(folder);
    expect(rowOf(seen)).toMatchObject({
      images: 6,
      recordProblems: 1,
      missingFiles: 2,
      unreadableFiles: 1,
      mismatchedFiles: 1,
      unreferencedFiles: 1,
      illegalFileIds: 2,
      consistent: false,
      viewerFound: false,
    });
    // Of the file that is not DICOM nobody knows whose it is.
    expect(rowOf(seen)).not.toHaveProperty('ours');
    expect(seen.notes?.join('\n')).toMatch(/lead out of the medium/);
  });

  it('of a disc without DICOMDIR knows the files and nothing of records', async () => {
    const row = rowOf(await look(await writeMedium({ IM1: makeImage(1).file })));
    expect(row).toMatchObject({
      dicomdirFound: false,
      unreferencedFiles: 1,
      consistent: false,
      ours: true,
    });
    expect(row).not.toHaveProperty('studies');
    expect(row).not.toHaveProperty('missingFiles');
    expect(row).not.toHaveProperty('dicomdirReadable');
  });

  it('of an empty folder does not know whose it is', async () => {
    const row = rowOf(await look(await writeMedium({})));
    expect(row).toMatchObject({ dicomdirFound: false, unreferencedFiles: 0 });
    expect(row).not.toHaveProperty('ours');
    expect(row).not.toHaveProperty('transferSyntaxes');
  });

  it('keeps nothing of a patient: no name, number, date, file name or unknown UID', async () => {
    const image = makeImage(1);
    const file = Buffer.from(image.file);
    // A person's number where a transfer syntax belongs, and the patient id of a person.
    const swap = (from: string, to: string): void => {
      const at = file.indexOf(from);
      file.write(to.padEnd(from.length, ' '), at, 'latin1');
    };
    swap('RISPACS-TEST', '012345678901');
    swap('1.2.840.10008.1.2.1\0', '2.25.079123456789\0\0\0');
    const records = listImages([{ fileId: 'NGUYEN_A\\IM1' }], {
      patientId: '012345678901',
      patientName: 'NGUYEN^VAN A',
    });
    const folder = await writeMedium({
      DICOMDIR: makeDicomdir({ records }),
      'NGUYEN_A/IM1': file,
      'NGUYEN_VAN_A.EXE': 'x',
    });
    for (const language of ['vi', 'en'] as const) {
      const seen = await look(folder, {}, language);
      expect(rowOf(seen)).toMatchObject({
        ours: false,
        transferSyntaxes: ['unknown'],
        outsideProfileFiles: 1,
      });
      expect(JSON.stringify(seen)).not.toMatch(/NGUYEN|0123456789|079123456789|IM1/i);
    }
  });

  it('is not ours when the DICOMDIR lists another patient', async () => {
    const image = makeImage(1);
    const records = listImages([{ fileId: 'IM1', ...image.record }], { patientId: 'BN0001' });
    const folder = await writeMedium({ DICOMDIR: makeDicomdir({ records }), IM1: image.file });
    expect(rowOf(await look(folder)).ours).toBe(false);
  });

  it('does not call missing what it did not list, nor whole what it did not read', async () => {
    const wide = rowOf(await look(await writeMedium(goodDisc(9)), { maxEntries: 4 }));
    expect(wide.capped).toBe(true);
    expect(wide).not.toHaveProperty('missingFiles');
    expect(wide).not.toHaveProperty('consistent');
    const folder = await writeMedium(goodDisc(1));
    const seen = await look(folder, { maxBytes: 3000 });
    expect(rowOf(seen)).toMatchObject({ capped: true, unreadableFiles: 0, missingFiles: 0 });
    expect(seen.notes?.join('\n')).toMatch(/bound on reading/);
  });

  it.each([
    ['a path that is not there', 'gone', 'not-configured', 'media-missing'],
    ['a file that is no image', 'FILE', 'protocol-error', 'media-not-iso'],
  ])('of %s gives a state and a sentence', async (_name, name, state, code) => {
    const folder = await writeMedium({ FILE: Buffer.alloc(40_000) });
    for (const language of ['vi', 'en'] as const) {
      const seen = await look(join(folder, name), {}, language);
      expect(seen).toMatchObject({
        state,
        reason: { code, message: expect.stringMatching(/\.$/) },
      });
    }
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'of a folder that may not be read says so',
    async () => {
      const folder = await writeMedium({});
      await chmod(folder, 0);
      expect(await look(folder)).toMatchObject({ state: 'refused', reason: { code: 'EACCES' } });
      await chmod(folder, 0o700);
    },
  );

  it('of a damaged DICOMDIR says in words what is wrong', async () => {
    const { DICOMDIR = '' } = goodDisc(1);
    const folder = await writeMedium({ DICOMDIR });
    await truncate(join(folder, 'DICOMDIR'), Buffer.from(DICOMDIR).length - 30);
    const cut = await look(folder);
    expect(rowOf(cut)).toMatchObject({ dicomdirFound: true, dicomdirReadable: false });
    expect(cut.notes?.[0]).toMatch(/breaks off/);
    const text = await look(await writeMedium({ DICOMDIR: 'not one' }), {}, 'vi');
    expect(rowOf(text)).toMatchObject({ dicomdirFound: true, dicomdirReadable: false });
    expect(text.notes?.[0]).toMatch(/không phải tệp DICOM/);
  });
});

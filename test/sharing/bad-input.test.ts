import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_MEDIA_LIMITS } from '../../src/media/limits.ts';
import { checklistFolder } from '../../src/project-folders.ts';
import { checkShared } from '../../src/sharing/check-shared.ts';
import { loadSharingRules } from '../../src/sharing/load-rules.ts';
import { readPatientRecord } from '../../src/sharing/record/patient-record.ts';
import { readResult } from '../../src/sharing/result/read-result.ts';
import { readResultObject } from '../../src/sharing/result/read-result-object.ts';
import { runSharingCheck } from '../../src/sharing/run-check.ts';
import { readStudies } from '../../src/sharing/study/read-studies.ts';
import { encodeFile } from '../../src/synthetic/index.ts';
import { makeIso } from '../media/support/make-iso.ts';
import { change, check, checkedOn, makeCleanDisc, writeDisc } from './support/clean-disc.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-bad-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const signal = (): AbortSignal => AbortSignal.timeout(60_000);

async function tell(from: string): Promise<string> {
  const outcome = checkShared({
    rules: await loadSharingRules(checklistFolder('result-sharing-2025')),
    paths: [from],
    results: [],
    isTransfer: false,
    given: { laboratories: [], decisions: [] },
    statements: [],
    checkedOn,
    language: 'vi',
    signal: signal(),
    onProgress: () => undefined,
  });
  return outcome.then(
    ({ notes, subjects }) => [...notes, ...subjects.flatMap((one) => one.notes)].join('\n'),
    (error: unknown) => {
      if (error instanceof Error && error.name === 'UserError') return error.message;
      throw error;
    },
  );
}

describe('what cannot be checked is told in a sentence', () => {
  it('of a path that is not there', async () => {
    expect(await tell(join(folder, 'none'))).toMatch(/Không thấy thư mục hoặc tệp ISO/);
  });

  it('of an empty folder, and one without DICOM', async () => {
    expect(await tell(folder)).toMatch(/Nguồn 1: không có đối tượng DICOM nào/);
    await writeFile(join(folder, 'a.txt'), 'hello');
    expect(await tell(folder)).toMatch(/không có đối tượng DICOM nào/);
  });

  it('of a file that is no disc image', async () => {
    await writeFile(join(folder, 'a.iso'), Buffer.alloc(100_000, 1));
    expect(await tell(join(folder, 'a.iso'))).toMatch(/không phải ảnh đĩa ISO 9660/);
  });

  it('of links, which are not followed', async () => {
    const root = await writeDisc(folder, makeCleanDisc());
    await symlink('/etc', join(root, 'IMAGES', 'OUT'));
    await symlink(join(folder, 'record.csv'), join(root, 'RECORD'));
    expect((await check(folder, root)).noticed).toEqual([
      'Nguồn 1: 2 liên kết hoặc mục đặc biệt, không mở.',
    ]);
  });

  it('of two patients on one disc: two studies, each judged by itself', async () => {
    const disc = makeCleanDisc(3);
    const other = makeCleanDisc(3);
    change(other, { PatientID: 'RISPACS-TEST-2', StudyInstanceUID: '2.25.77' });
    for (const [index, one] of other.objects.entries())
      disc.files[`OTHER/IM${index}`] = encodeFile({
        ...one,
        attributes: {
          ...one.attributes,
          SOPInstanceUID: `2.25.77.${index}`,
          SeriesInstanceUID: '2.25.77.9',
        },
        sopInstanceUid: `2.25.77.${index}`,
      });
    const said = await check(folder, await writeDisc(folder, disc));
    expect(said.noticed).toContain('Nguồn 1: có 2 ca chụp khác nhau; mỗi ca được xét riêng.');
    expect(said.noticed.join()).toMatch(/Mã người bệnh trên ảnh khác hồ sơ/);
  });

  it('of names in NFD: equal after normalisation, which counts', async () => {
    const disc = makeCleanDisc(3);
    disc.objects = disc.objects.map((one) => ({ ...one, textForm: 'NFD' as const }));
    const said = await check(folder, await writeDisc(folder, disc));
    expect(said.rules['dq-14']).toBe('met');
    expect(said.text).toContain('"verdict":"nfc"');
  });

  it('of bounds that were met', async () => {
    const root = await writeDisc(folder, makeCleanDisc());
    const limits = { ...DEFAULT_MEDIA_LIMITS, maxEntries: 5 };
    const outcome = await readStudies(root, checkedOn, signal(), limits);
    expect(outcome.ok && [...outcome.read.boundsMet]).toContain('entries');
  });
});

describe('an ISO image', () => {
  it('with odd names checks clean, and its names go nowhere', async () => {
    const disc = makeCleanDisc(4);
    await writeDisc(folder, disc);
    const file = join(folder, 'disc.iso');
    await writeFile(
      file,
      makeIso({
        root: [
          {
            name: 'NGUYEN VAN ?;1',
            children: disc.objects.map((one, index) => ({
              name: `IM ${index}~.+;1`,
              bytes: encodeFile(one),
            })),
          },
          { name: 'INDEX.HTM;1', bytes: Buffer.from('<p>viewer</p>') },
        ],
      }),
    );
    const said = await check(folder, file);
    expect(said.rules).toMatchObject({ 'dq-06': 'met', 'dq-08': 'met', 'dq-09': 'met' });
    expect(said.text).not.toMatch(/NGUYEN|IM 0/);
  });
});

describe('nothing is written', () => {
  it('beside the dossier, nor into what is read', async () => {
    const root = await writeDisc(folder, makeCleanDisc(3));
    const list = async (at: string) => (await readdir(at, { recursive: true })).sort();
    const before = await list(root);
    const times = (await stat(join(root, 'DICOMDIR'))).mtimeMs;
    const out = join(folder, 'out');
    await runSharingCheck({
      paths: [root],
      results: [],
      isTransfer: false,
      out,
      checkedOn,
      language: 'vi',
      signal: signal(),
      onProgress: () => undefined,
    });
    expect(await list(root)).toEqual(before);
    expect((await stat(join(root, 'DICOMDIR'))).mtimeMs).toBe(times);
    expect((await readdir(folder)).sort()).toEqual(['disc', 'out', 'record.csv', 'result.hl7']);
    const json = await readFile(join(out, 'sharing.json'), 'utf8');
    expect(json).not.toMatch(/KIỂM|RISPACS-TEST|2\.25\./);
  }, 60_000);
});

describe('hostile bytes', () => {
  it('never make a reader throw', async () => {
    const [first] = makeCleanDisc(1).objects;
    if (first === undefined) throw new Error('no object');
    const file = encodeFile(first);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2_000), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.nat(file.length),
        async (changes, end) => {
          const bytes = Buffer.from(file.subarray(0, Math.max(200, end)));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const root = join(folder, 'one');
          await mkdir(root, { recursive: true });
          await writeFile(join(root, 'IM0'), bytes);
          expect((await readStudies(root, checkedOn, signal())).ok).toBe(true);
        },
      ),
      { numRuns: 60, seed: 9 },
    );
  });

  it('of a record or a result are no record and no result', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(readPatientRecord(bytes)).toBeDefined();
        expect(readResult(bytes)).toBeDefined();
        const sr = { transferSyntaxUid: '1.2.840.10008.1.2.1', dataset: Buffer.from(bytes) };
        const row = readResultObject('1.2.840.10008.5.1.4.1.1.88.11', sr);
        expect(row === undefined || row.form === 'sr').toBe(true);
      }),
      { numRuns: 300, seed: 9 },
    );
  });
});

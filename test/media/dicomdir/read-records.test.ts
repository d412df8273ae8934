import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadBudget } from '../../../src/media/budget.ts';
import { linkRecords } from '../../../src/media/dicomdir/link-records.ts';
import { readRecords } from '../../../src/media/dicomdir/read-records.ts';
import { DEFAULT_MEDIA_LIMITS } from '../../../src/media/limits.ts';
import { type DirectorySpec, listImages, makeDicomdir } from '../support/make-dicomdir.ts';

const budget = (limits = {}) =>
  new ReadBudget({ ...DEFAULT_MEDIA_LIMITS, ...limits }, new AbortController().signal);

async function read(spec: DirectorySpec, limits = {}) {
  const result = await readRecords(makeDicomdir(spec), budget(limits));
  if (!result.ok) throw new Error(result.fault);
  return { records: result.directory, linked: linkRecords(result.directory) };
}

const twoImages = listImages([{ fileId: 'A\\B' }, { fileId: 'C' }]);
const noFaults = { dangling: 0, repeated: 0, unlinked: 0, misplaced: 0, withoutFile: 0 };

describe('a DICOMDIR', () => {
  it.each([
    ['with lengths', false],
    ['with sequences and items of undefined length', true],
  ])('%s is read and linked', async (_name, undefinedLengths) => {
    const { records, linked } = await read({ records: twoImages, undefinedLengths });
    expect(records).toMatchObject({ unreadableRecords: 0, brokenOff: false });
    expect(linked).toMatchObject({
      patients: 1,
      studies: 1,
      series: 1,
      images: 2,
      faults: noFaults,
      onlyTestPatients: true,
    });
    expect(linked.references.map(({ record }) => record.fileId)).toEqual([['A', 'B'], ['C']]);
  });

  it('without any record is empty, not wrong', async () => {
    const { linked } = await read({ records: [] });
    expect(linked).toMatchObject({ patients: 0, images: 0, faults: noFaults });
    expect(linked.onlyTestPatients).toBeUndefined();
  });

  it('keeps nothing of a patient but whether it is a test patient', async () => {
    const records = listImages([{ fileId: 'A' }], {
      patientId: '0123456789',
      patientName: 'NGUYEN^VAN A',
    });
    const found = await read({ records });
    expect(found.linked.onlyTestPatients).toBe(false);
    expect(JSON.stringify(found)).not.toMatch(/0123456789|NGUYEN/);
  });

  it.each([
    ['a circle of siblings', [{ type: 'PATIENT', next: 0 }], { repeated: 1 }],
    [
      'a child that is its own ancestor',
      [
        { type: 'PATIENT', lower: 1 },
        { type: 'STUDY', lower: 0 },
      ],
      { repeated: 1 },
    ],
    [
      'an offset between two records',
      [{ type: 'PATIENT', next: { offset: 300 } }],
      { dangling: 1 },
    ],
    [
      'an offset beyond the file',
      [{ type: 'PATIENT', lower: { offset: 0xfffffff0 } }],
      { dangling: 1 },
    ],
    ['a record that nothing leads to', [{ type: 'PATIENT' }, { type: 'STUDY' }], { unlinked: 1 }],
    ['a study in the root', [{ type: 'STUDY' }], { misplaced: 1 }],
    [
      'an image without a file',
      [
        { type: 'PATIENT', lower: 1 },
        { type: 'STUDY', lower: 2 },
        { type: 'SERIES', lower: 3 },
        { type: 'IMAGE' },
      ],
      { withoutFile: 1 },
    ],
  ])('with %s says so and ends', async (_name, records, faults) => {
    const { linked } = await read({ records });
    expect(linked.faults).toEqual({ ...noFaults, ...faults });
  });

  it('leaves out what was marked as no longer in use', async () => {
    const records = listImages([{ fileId: 'A' }, { fileId: 'B', inUse: 0 }]);
    expect((await read({ records })).linked).toMatchObject({ images: 1, faults: noFaults });
  });

  it('in implicit VR is read, and said to be so', async () => {
    const bytes = makeDicomdir({ records: [], transferSyntaxUid: '1.2.840.10008.1.2' });
    const result = await readRecords(bytes, budget());
    // The body is explicit although the head says implicit: no sequence is found where it should be.
    expect(result.ok).toBe(false);
  });

  it.each([
    ['of another SOP class', { sopClassUid: '1.2.840.10008.5.1.4.1.1.2' }, 'not-a-directory'],
    ['in big endian', { transferSyntaxUid: '1.2.840.10008.1.2.2' }, 'transfer-syntax'],
  ])('%s is none', async (_name, change, fault) => {
    const result = await readRecords(makeDicomdir({ records: [], ...change }), budget());
    expect(result).toEqual({ ok: false, fault });
  });

  it('cut short keeps the records before the cut', async () => {
    const whole = makeDicomdir({ records: twoImages });
    const result = await readRecords(whole.subarray(0, whole.length - 20), budget());
    expect(result).toMatchObject({ ok: true, directory: { brokenOff: true } });
    if (result.ok) expect(linkRecords(result.directory)).toMatchObject({ images: 1 });
  });

  it('with 100,000 records is read within its bound, and no further', async () => {
    const records = listImages(Array.from({ length: 100_100 }, (_, i) => ({ fileId: `I${i}` })));
    const spent = budget();
    const result = await readRecords(makeDicomdir({ records }), spent);
    expect(result.ok && result.directory.records.length).toBe(100_000);
    expect([...spent.met]).toEqual(['records']);
    if (result.ok)
      expect(linkRecords(result.directory).faults).toEqual({ ...noFaults, dangling: 1 });
  });

  it('stops between records when it is told to', async () => {
    const stop = new AbortController();
    const records = listImages(Array.from({ length: 3000 }, (_, i) => ({ fileId: `I${i}` })));
    const reading = readRecords(
      makeDicomdir({ records }),
      new ReadBudget(DEFAULT_MEDIA_LIMITS, stop.signal),
    );
    stop.abort(new Error('stopped'));
    await expect(reading).rejects.toThrow('stopped');
  });

  it('of any bytes ends with an answer', async () => {
    const good = makeDicomdir({ records: twoImages });
    const open = makeDicomdir({ records: twoImages, undefinedLengths: true });
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.nat(good.length),
        async (isOpen, changes, cut) => {
          const bytes = Buffer.from(isOpen ? open : good);
          for (const [at, value] of changes) bytes[at] = value;
          const result = await readRecords(bytes.subarray(0, bytes.length - (cut % 64)), budget());
          if (result.ok) {
            const linked = linkRecords(result.directory);
            expect(linked.references.length).toBeLessThanOrEqual(result.directory.records.length);
          }
        },
      ),
      { numRuns: 500, seed: 20261122 },
    );
  });
});

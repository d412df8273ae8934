import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeStudy, type StudyRows } from '../../src/sharing/study/describe-study.ts';
import { readStudies } from '../../src/sharing/study/read-studies.ts';
import { readStack } from '../../src/sharing/study/slice-stack.ts';
import { encodeFile, makeCtSeries, planStudy } from '../../src/synthetic/index.ts';
import type { SyntheticObject } from '../../src/synthetic/synthetic-object.ts';

const checkedOn = '2026-01-06';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rispacs-sharing-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const study = planStudy({ seed: 'sharing-tests-0001' });
const ct = (slices = 6): SyntheticObject[] => makeCtSeries(study, { slices });
type Attributes = Record<string, unknown>;
const change = (object: SyntheticObject, attributes: Attributes): SyntheticObject => ({
  ...object,
  attributes: { ...object.attributes, ...attributes } as SyntheticObject['attributes'],
});

async function write(objects: readonly SyntheticObject[]): Promise<void> {
  for (const [index, object] of objects.entries()) {
    await writeFile(path.join(folder, `IM${index}`), encodeFile(object));
  }
}

async function read(): Promise<StudyRows & { readonly broken: number; readonly studies: number }> {
  const outcome = await readStudies(folder, checkedOn, AbortSignal.timeout(20_000));
  if (!outcome.ok) throw new Error(outcome.problem.code);
  const { studies, broken, source } = outcome.read;
  const first = studies[0];
  if (first === undefined) throw new Error('no study');
  const rows = describeStudy(first, {
    label: 'ca-1',
    source,
    unreadableObjects: broken,
    checkedOn,
  });
  return { ...rows, broken, studies: studies.length };
}

const clean = {
  objects: 6,
  unreadableObjects: 0,
  incompletePixels: 0,
  conflictingObjects: 0,
  patients: 1,
  part10: true,
  nameFilled: true,
  patientIdFilled: true,
  timeFilled: true,
  timePlausible: true,
  croppedObjects: 0,
  lossyObjects: 0,
};

describe('a folder of one study', () => {
  it('reads clean when nothing is wrong, and holds no word of the patient', async () => {
    await write(ct());
    const rows = await read();
    expect(rows.study).toMatchObject(clean);
    expect(rows.series[0]).toMatchObject({ numberGaps: 0, evenSpacing: true, missingSlices: 0 });
    expect(JSON.stringify(rows)).not.toMatch(/KIỂM|RISPACS-TEST|1\.2\.|2\.25\./);
  });

  const defects: readonly (readonly [
    string,
    (objects: SyntheticObject[]) => SyntheticObject[],
    Partial<StudyRows['study']>,
    Partial<StudyRows['series'][number]>,
  ])[] = [
    [
      'a missing slice',
      (all) => all.toSpliced(2, 1),
      { objects: 5 },
      { numberGaps: 1, evenSpacing: false, missingSlices: 1 },
    ],
    [
      'no name',
      ([a, ...rest]) => [change(a as SyntheticObject, { PatientName: '' }), ...rest],
      { nameFilled: false, patients: 2 },
      {},
    ],
    [
      'no birth date',
      (all) => all.map((one) => change(one, { PatientBirthDate: '' })),
      { birthDateFilled: false },
      {},
    ],
    [
      'no sex',
      (all) => all.map((one) => change(one, { PatientSex: '' })),
      { sexFilled: false },
      {},
    ],
    [
      'no patient ID',
      (all) => all.map((one) => change(one, { PatientID: '' })),
      { patientIdFilled: false },
      {},
    ],
    [
      'another patient’s object',
      (all) => [
        ...all.slice(1),
        change(all[0] as SyntheticObject, { PatientID: 'RISPACS-TEST-2' }),
      ],
      { patients: 2 },
      {},
    ],
    [
      'no time',
      (all) => all.map((one) => change(one, { StudyTime: '' })),
      { timeFilled: false },
      {},
    ],
    [
      'a day in the future',
      (all) => all.map((one) => change(one, { StudyDate: '20270101' })),
      { timePlausible: false },
      {},
    ],
    [
      'an impossible time',
      (all) => all.map((one) => change(one, { StudyTime: '256199' })),
      { timePlausible: false },
      {},
    ],
    [
      'taken before birth',
      (all) => all.map((one) => change(one, { PatientBirthDate: '20260131' })),
      { timePlausible: false },
      {},
    ],
    [
      'a declared lossy compression',
      (all) => all.map((one) => change(one, { LossyImageCompression: '01' })),
      { lossyObjects: 6 },
      {},
    ],
    [
      'derived images',
      (all) => all.map((one) => change(one, { ImageType: 'DERIVED\\SECONDARY\\AXIAL' })),
      { derivedObjects: 6 },
      {},
    ],
    [
      'a repeated number',
      (all) => all.map((one, index) => (index === 3 ? change(one, { InstanceNumber: 3 }) : one)),
      {},
      { repeatedNumbers: 1, numberGaps: 1 },
    ],
    [
      'a 12-digit identifier',
      (all) => all.map((one) => change(one, { PatientID: '000123456789' })),
      { perhapsNationalId: true },
      {},
    ],
  ];
  it.each(defects)('names %s', async (_, injure, inStudy, inSeries) => {
    await write(injure(ct()));
    const rows = await read();
    expect(rows.study).toMatchObject(inStudy);
    expect(rows.series[0]).toMatchObject(inSeries);
    // Nothing else: what the defect does not speak of is as in a clean study.
    const said = Object.keys(inStudy);
    for (const [key, value] of Object.entries(clean)) {
      if (!said.includes(key))
        expect({ [key]: Reflect.get(rows.study, key) }).toEqual({ [key]: value });
    }
  });

  it('names a truncated file', async () => {
    await write(ct());
    const [first] = ct();
    if (first === undefined) throw new Error('no slice');
    await writeFile(path.join(folder, 'IM0'), encodeFile(first).subarray(0, 2000));
    expect((await read()).study).toMatchObject({ unreadableObjects: 1, objects: 5 });
  });

  it('names two files of one UID with different content, and takes an exact copy once', async () => {
    const all = ct();
    await write(all);
    await writeFile(path.join(folder, 'COPY'), encodeFile(all[0] as SyntheticObject));
    expect((await read()).study).toMatchObject({ objects: 6, conflictingObjects: 0 });
    const edited = Buffer.from(encodeFile(all[0] as SyntheticObject));
    edited[edited.length - 100] = (edited[edited.length - 100] ?? 0) ^ 0xff;
    await writeFile(path.join(folder, 'COPY'), edited);
    expect((await read()).study).toMatchObject({ objects: 6, conflictingObjects: 1 });
  });

  it('follows no link out of the folder and is not stopped by other files', async () => {
    await write(ct());
    await symlink('/etc', path.join(folder, 'out'));
    await writeFile(path.join(folder, 'README.txt'), 'x'.repeat(500));
    const rows = await read();
    expect(rows.study).toMatchObject(clean);
    expect(rows.broken).toBe(0);
  });

  it('tells two studies apart', async () => {
    await write([
      ...ct(3),
      ...makeCtSeries(planStudy({ seed: 'sharing-tests-0002' }), { slices: 3 }),
    ]);
    expect((await read()).studies).toBe(2);
  });
});

describe('the places of slices', () => {
  const slice = (z: number) => ({ position: [0, 0, z], orientation: [1, 0, 0, 0, 1, 0] });
  it.each([
    ['even', [0, 1, 2, 3], { even: true, missing: 0 }],
    ['in any order', [3, 0, 2, 1], { even: true, missing: 0 }],
    ['rounded', [0, 1.004, 1.996, 3], { even: true, missing: 0 }],
    ['one missing', [0, 1, 3, 4], { even: false, missing: 1 }],
    ['two missing together', [0, 1, 2, 5], { even: false, missing: 2 }],
    ['uneven without a slice missing', [0, 1, 2.4, 3.4], { even: false, missing: 0 }],
    ['on each other', [0, 0, 1, 1], undefined],
    ['too few', [0, 1], undefined],
  ] as const)('%s', (_, places, expected) => {
    expect(readStack(places.map(slice))).toEqual(expected);
  });

  it('of several directions are no stack', () => {
    const other = { position: [0, 0, 2], orientation: [0, 1, 0, 0, 0, 1] };
    expect(readStack([slice(0), slice(1), other])).toBeUndefined();
  });
});

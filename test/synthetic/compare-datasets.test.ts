import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataElement, encodeDataset } from '../../src/protocols/dicom/data/encode-dataset.ts';
import { type ReadDataset, readDataset } from '../../src/protocols/dicom/data/read-dataset.ts';
import {
  compareDatasets,
  encodeObject,
  MAX_DIFFERENCES,
  makeCompleteStudy,
  planStudy,
} from '../../src/synthetic/index.ts';

type Encoding = 'implicit-little-endian' | 'explicit-little-endian';

const SENT: readonly DataElement[] = [
  { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
  { tag: 0x00080018, vr: 'UI', text: '1.2.3' },
  { tag: 0x00081030, vr: 'LO', text: 'CT ngực' },
  { tag: 0x00090010, vr: 'LO', text: 'RISPACS TEST' },
  { tag: 0x00091001, vr: 'LO', text: 'private' },
  { tag: 0x00100010, vr: 'PN', text: 'KIỂM THỬ^RISPACS' },
  { tag: 0x00100020, vr: 'LO', text: 'RISPACS-TEST' },
  { tag: 0x00180050, vr: 'DS', text: '5.0000' },
  { tag: 0x00280010, vr: 'US', numbers: [2] },
  {
    tag: 0x0040a730,
    vr: 'SQ',
    items: [
      [
        { tag: 0x0040a040, vr: 'CS', text: 'TEXT' },
        { tag: 0x0040a160, vr: 'UT', text: 'phổi' },
      ],
    ],
  },
  { tag: 0x7fe00010, vr: 'OW', bytes: Buffer.from([1, 0, 2, 0]) },
];

function read(elements: readonly DataElement[], encoding: Encoding = 'explicit-little-endian') {
  const result = readDataset(encodeDataset(elements, encoding), encoding);
  if (!result.ok) throw new Error(result.message);
  return result.dataset;
}

/** The data set as sent, with elements replaced, added or left out. */
function returned(
  replaced: readonly DataElement[],
  removed: readonly number[] = [],
  encoding: Encoding = 'explicit-little-endian',
): ReadDataset {
  const tags = new Set([...removed, ...replaced.map(({ tag }) => tag)]);
  return read([...SENT.filter(({ tag }) => !tags.has(tag)), ...replaced], encoding);
}

const sent = read(SENT);

describe('compareDatasets', () => {
  it('finds nothing between equals, in implicit VR as well', () => {
    for (const encoding of ['explicit-little-endian', 'implicit-little-endian'] as const) {
      expect(compareDatasets(sent, returned([], [], encoding))).toEqual({
        differences: [],
        omittedDifferences: 0,
        pixels: 'equal',
      });
    }
  });

  it('finds nothing in any of our objects that comes back as it was', () => {
    for (const object of makeCompleteStudy(planStudy({ seed: 'compare' }))) {
      const [ours, theirs] = [object, object].map((one) =>
        readDataset(encodeObject(one), 'explicit-little-endian'),
      );
      if (!ours?.ok || !theirs?.ok) throw new Error(object.name);
      const comparison = compareDatasets(ours.dataset, theirs.dataset);
      expect(comparison.differences).toEqual([]);
      expect(comparison.pixels).toBe(object.pixels === undefined ? 'absent' : 'equal');
      expect(comparison.withheld).toBeUndefined();
    }
  });

  it('finds what was removed, also private elements', () => {
    expect(compareDatasets(sent, returned([], [0x00090010, 0x00091001])).differences).toEqual([
      { kind: 'removed', path: '(0009,0010)', tag: 0x00090010, ours: 'RISPACS TEST' },
      { kind: 'removed', path: '(0009,1001)', tag: 0x00091001, ours: 'private' },
    ]);
  });

  it('finds what was added', () => {
    const added: DataElement = { tag: 0x00080080, vr: 'LO', text: 'Bệnh viện' };
    expect(compareDatasets(sent, returned([added])).differences).toEqual([
      {
        kind: 'added',
        path: '(0008,0080)',
        tag: 0x00080080,
        keyword: 'InstitutionName',
        theirs: 'Bệnh viện',
      },
    ]);
  });

  it.each<[string, DataElement, string]>([
    ['another value', { tag: 0x00081030, vr: 'LO', text: 'CT bụng' }, 'value'],
    ['marks lost', { tag: 0x00100010, vr: 'PN', text: 'KIEM THU^RISPACS' }, 'value'],
    [
      'decomposed letters',
      { tag: 0x00100010, vr: 'PN', text: 'KIỂM THỬ^RISPACS'.normalize('NFD') },
      'unicode-form',
    ],
    ['another spelling of a number', { tag: 0x00180050, vr: 'DS', text: '5' }, 'number-form'],
    ['another number', { tag: 0x00180050, vr: 'DS', text: '5.001' }, 'value'],
    ['a text for a number', { tag: 0x00180050, vr: 'DS', text: '' }, 'value'],
    ['another binary number', { tag: 0x00280010, vr: 'US', numbers: [3] }, 'value'],
    ['another padding', { tag: 0x00100020, vr: 'LO', text: 'RISPACS-TEST  ' }, 'padding'],
  ])('tells %s', (_, element, change) => {
    const { differences } = compareDatasets(sent, returned([element]));
    expect(differences).toMatchObject([{ kind: 'changed', tag: element.tag, change }]);
  });

  it('tells a changed VR', () => {
    const unknown: DataElement = { tag: 0x00091001, vr: 'UN', bytes: Buffer.from('private ') };
    expect(compareDatasets(sent, returned([unknown])).differences).toMatchObject([
      { kind: 'vr', ours: 'LO', theirs: 'UN' },
    ]);
  });

  it('tells another character set from other text', () => {
    const latin = (text: string): readonly DataElement[] => [
      { tag: 0x00080005, vr: 'CS', text },
      { tag: 0x00080018, vr: 'UI', text: '1.2.3' },
      { tag: 0x00081030, vr: 'LO', text: 'Áo' },
      { tag: 0x00100020, vr: 'LO', text: 'RISPACS-TEST' },
    ];
    const { differences } = compareDatasets(read(latin('ISO_IR 192')), read(latin('ISO_IR 100')));
    expect(differences).toMatchObject([
      { kind: 'character-set', ours: ['ISO_IR 192'], theirs: ['ISO_IR 100'] },
      { kind: 'changed', tag: 0x00081030, change: 'character-set' },
    ]);
  });

  it('finds letters spoilt although no byte changed, when the character set was dropped', () => {
    const bytes = encodeDataset(SENT, 'explicit-little-endian');
    // The first element, 8 + 10 bytes, is the character set.
    const bare = readDataset(bytes.subarray(18), 'explicit-little-endian');
    if (!bare.ok) throw new Error(bare.message);
    const { differences } = compareDatasets(sent, bare.dataset);
    expect(differences.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'character-set (0008,0005)',
      'changed (0008,1030)',
      'changed (0010,0010)',
      'changed (0040,A730)[1] > (0040,A160)',
    ]);
  });

  it('looks into items and counts them', () => {
    const item = (text: string): readonly DataElement[] => [
      { tag: 0x0040a040, vr: 'CS', text: 'TEXT' },
      { tag: 0x0040a160, vr: 'UT', text },
    ];
    const more: DataElement = { tag: 0x0040a730, vr: 'SQ', items: [item('gan'), item('x')] };
    expect(compareDatasets(sent, returned([more])).differences).toMatchObject([
      { kind: 'item-count', ours: 1, theirs: 2 },
      {
        kind: 'changed',
        path: '(0040,A730)[1] > (0040,A160)',
        keyword: 'TextValue',
        ours: 'phổi',
        theirs: 'gan',
      },
    ]);
  });

  it.each<[string, DataElement, string]>([
    ['changed', { tag: 0x7fe00010, vr: 'OW', bytes: Buffer.from([1, 0, 3, 0]) }, 'different'],
    ['cut', { tag: 0x7fe00010, vr: 'OW', bytes: Buffer.from([1, 0]) }, 'different'],
  ])('finds pixels %s', (_, pixels, expected) => {
    expect(compareDatasets(sent, returned([pixels])).pixels).toBe(expected);
  });

  it('finds pixels gone', () => {
    expect(compareDatasets(sent, returned([], [0x7fe00010])).pixels).toBe('different');
  });

  it('shows no value once the object could be a person’s', () => {
    const name: DataElement = { tag: 0x00100010, vr: 'PN', text: 'NGUYỄN^AN' };
    const patient = returned([name, { tag: 0x00100020, vr: 'LO', text: 'BN0001' }]);
    const other = returned([name, { tag: 0x00080018, vr: 'UI', text: '1.2.4' }]);
    const withoutId = returned([name], [0x00100020]);
    for (const [theirs, withheld] of [
      [patient, 'another-patient'],
      [other, 'another-object'],
      [withoutId, 'another-patient'],
    ] as const) {
      const comparison = compareDatasets(sent, theirs);
      expect(comparison.withheld).toBe(withheld);
      expect(comparison.differences.length).toBeGreaterThan(1);
      expect(JSON.stringify(comparison)).not.toMatch(/NGUYỄN|BN0001|KIỂM THỬ/);
    }
  });

  it('lists so many differences and counts the rest', () => {
    const many = Array.from({ length: MAX_DIFFERENCES + 7 }, (_, index): DataElement => {
      return { tag: 0x00110000 + index, vr: 'LO', text: 'x' };
    });
    const comparison = compareDatasets(sent, returned(many));
    expect(comparison.differences).toHaveLength(MAX_DIFFERENCES);
    expect(comparison.omittedDifferences).toBe(7);
  });

  it('cuts long values', () => {
    const long: DataElement = { tag: 0x0040a160, vr: 'UT', text: 'ổ'.repeat(5000) };
    const [difference] = compareDatasets(sent, returned([long])).differences;
    expect(JSON.stringify(difference).length).toBeLessThan(400);
  });

  it('never fails for what a peer sends, nor shows a value under another patient', () => {
    const bytes = encodeDataset(SENT, 'explicit-little-endian');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
        (mutations) => {
          const mutated = Buffer.from(bytes);
          for (const [at, value] of mutations) mutated[at] = value;
          const theirs = readDataset(mutated, 'explicit-little-endian');
          if (!theirs.ok) return;
          const { differences, withheld } = compareDatasets(sent, theirs.dataset);
          if (mutated.equals(bytes)) expect(differences).toEqual([]);
          if (theirs.dataset.text(0x00100020) !== 'RISPACS-TEST') expect(withheld).toBeDefined();
          if (withheld !== undefined) {
            for (const difference of differences.filter(({ kind }) => kind === 'changed')) {
              expect(difference).not.toHaveProperty('theirs');
            }
          }
        },
      ),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('finds a changed byte wherever a value has one', () => {
    const object = SENT.filter((element) => 'text' in element && element.tag !== 0x00080005);
    fc.assert(
      fc.property(fc.constantFrom(...object), fc.string({ minLength: 1 }), (element, text) => {
        const { tag } = element;
        const theirs = returned([{ tag, vr: 'LO', text }]);
        const changed = compareDatasets(sent, theirs).differences.filter(
          (one) => one.tag === tag && one.kind === 'changed',
        );
        const isSame = sent.elements
          .get(tag)
          ?.raw.equals(theirs.elements.get(tag)?.raw ?? Buffer.alloc(0));
        expect(changed.length).toBe(isSame ? 0 : 1);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

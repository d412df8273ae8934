import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataElement, encodeDataset } from '../../src/protocols/dicom/index.ts';
import {
  listMeasurements,
  type ReportedMeasurement,
  readContent,
  readDocument,
  readKeyObjects,
  readPresentationState,
} from '../../src/structured-report/index.ts';
import type { AttributeValues } from '../../src/synthetic/to-elements.ts';
import { code, encode } from '../challenge-artefacts/support.ts';

const transferSyntaxUid = '1.2.840.10008.1.2.1';
const read = (dataset: Buffer) => readDocument({ transferSyntaxUid, dataset });

/** What came of a document: its measurements, or the refusal. */
function measurementsOf(dataset: Buffer): readonly ReportedMeasurement[] | string {
  const document = read(dataset);
  if (!document.ok) return document.refusal;
  const content = readContent(document.value);
  return content.ok ? listMeasurements(content.value) : content.refusal;
}

const REFERENCE = { ReferencedSOPClassUID: '1.2.3', ReferencedSOPInstanceUID: '1.2.3.4' };

function report(content: readonly AttributeValues[]): AttributeValues {
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [code('126000', 'DCM', 'Imaging Measurement Report')],
    ContentSequence: content,
  };
}

function num(concept: AttributeValues, value: string, unit: string): AttributeValues {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'NUM',
    ConceptNameCodeSequence: [concept],
    MeasuredValueSequence: [
      { MeasurementUnitsCodeSequence: [code(unit, 'UCUM', unit)], NumericValue: value },
    ],
    ContentSequence: [{ ValueType: 'IMAGE', ReferencedSOPSequence: [REFERENCE] }],
  };
}

const length = code('410668003', 'SCT', 'Length');

describe('measurements of a report', () => {
  it.each([
    [length, '12.5', 'mm', { quantity: 'length', value: 12.5 }],
    [length, '1.25', 'cm', { quantity: 'length', value: 12.5 }],
    [code('G-D7FE', 'SRT', 'Length'), '12.5', 'mm', { quantity: 'length', value: 12.5 }],
    [code('121206', 'DCM', 'Distance'), '3', 'mm', { quantity: 'length', value: 3 }],
    [code('X1', '99LOCAL', 'Chiều dài'), '3', 'mm', { quantity: 'length', value: 3 }],
    [code('1483009', 'SCT', 'Angle'), '45', 'deg', { quantity: 'angle', value: 45 }],
    [code('42798000', 'SCT', 'Area'), '2', 'cm2', { quantity: 'area', value: 200 }],
    [code('G-A166', '99SDM', 'Area'), '2', 'mm2', { quantity: 'area', value: 2 }],
    [code('131191004', 'SCT', 'Perimeter'), '4', 'mm', { quantity: 'perimeter', value: 4 }],
    [code('373098007', 'SCT', 'Mean'), '-12', "[hnsf'U]", { quantity: 'density', value: -12 }],
    [code('386136009', 'SCT', 'Standard Deviation'), '3', "[hnsf'U]", { quantity: 'other' }],
    [
      code('112179', 'DCM', 'Minimum Attenuation Coefficient'),
      '3',
      "[hnsf'U]",
      { quantity: 'other' },
    ],
    [length, '12.5', '{pixels}', { quantity: 'length', reported: 12.5, problem: 'unit-unknown' }],
  ])('%o %s %s', (concept, value, unit, expected) => {
    const [found] = measurementsOf(encode(report([num(concept, value, unit)])));
    expect(found).toMatchObject({ ...expected, references: [{ sopInstanceUid: '1.2.3.4' }] });
    if (expected.quantity === 'other' || 'problem' in expected)
      expect(found).not.toHaveProperty('value');
  });

  it('a maximum said by its derivation is not the mean', () => {
    const maximum: AttributeValues = {
      ...num(code('112031', 'DCM', 'Attenuation Coefficient'), '9', "[hnsf'U]"),
      ContentSequence: [
        {
          ValueType: 'CODE',
          ConceptNameCodeSequence: [code('121401', 'DCM', 'Derivation')],
          ConceptCodeSequence: [code('56851009', 'SCT', 'Maximum')],
        },
      ],
    };
    expect(measurementsOf(encode(report([maximum])))).toMatchObject([{ quantity: 'other' }]);
  });

  it('takes site and images from the group when the measurement has none', () => {
    const bare = { ...num(length, '5', 'mm'), ContentSequence: [] };
    const group: AttributeValues = {
      ValueType: 'CONTAINER',
      ContentSequence: [
        {
          ValueType: 'CODE',
          ConceptNameCodeSequence: [code('G-C0E3', 'SRT', 'Finding Site')],
          ConceptCodeSequence: [code('T-62000', 'SRT', 'Liver')],
        },
        { ValueType: 'IMAGE', ReferencedSOPSequence: [REFERENCE] },
        bare,
      ],
    };
    expect(measurementsOf(encode(report([group])))).toMatchObject([
      { findingSite: 'Liver', references: [{ sopInstanceUid: '1.2.3.4' }] },
    ]);
  });

  it.each(['', 'abc', '1e999', '12,5', '1\\2'])('refuses the value "%s" alone', (value) => {
    const item = num(length, '1', 'mm');
    const [measured] = item.MeasuredValueSequence ?? [];
    const broken = { ...item, MeasuredValueSequence: [{ ...measured, NumericValue: '1' }] };
    const bytes = encodeDataset(
      [
        { tag: 0x0040a040, vr: 'CS', text: 'NUM' },
        {
          tag: 0x0040a300,
          vr: 'SQ',
          items: [[{ tag: 0x0040a30a, vr: 'DS', text: value }]],
        },
      ],
      'explicit-little-endian',
    );
    expect(measurementsOf(bytes)).toMatchObject([{ problem: 'not-a-number' }]);
    expect(measurementsOf(encode(report([broken])))).toMatchObject([{ value: 1 }]);
  });
});

/** Containers within each other. */
function nest(levels: number): AttributeValues {
  let item: AttributeValues = { ValueType: 'CONTAINER', ContentSequence: [] };
  for (let level = 0; level < levels; level += 1) {
    item = { ValueType: 'CONTAINER', ContentSequence: [item] };
  }
  return item;
}

function pointer(path: readonly number[]): DataElement[] {
  return [
    { tag: 0x0040a010, vr: 'CS', text: 'INFERRED FROM' },
    { tag: 0x0040db73, vr: 'UL', numbers: path },
  ];
}

function reportOf(items: readonly (readonly DataElement[])[]): Buffer {
  return encodeDataset(
    [
      { tag: 0x0040a040, vr: 'CS', text: 'CONTAINER' },
      { tag: 0x0040a730, vr: 'SQ', items },
    ],
    'explicit-little-endian',
  );
}

describe('a hostile report', () => {
  it.each([30, 33, 40, 200])('%i levels deep', (levels) => {
    expect(measurementsOf(encode(nest(levels)))).toEqual(levels < 32 ? [] : 'too-deep');
  });

  it('a million levels deep', () => {
    // A sequence and an item of undefined length, neither of which ever ends.
    const level = Buffer.from('400030a75351' + '0000ffffffff' + 'feff00e0ffffffff', 'hex');
    const bytes = Buffer.concat(Array.from({ length: 500_000 }, () => level));
    expect(measurementsOf(bytes)).toBe('too-deep');
  });

  it('with 100,000 items', () => {
    const item: DataElement[] = [{ tag: 0x0040a040, vr: 'CS', text: 'TEXT' }];
    const bytes = reportOf(Array.from({ length: 100_000 }, () => item));
    expect(measurementsOf(bytes)).toBe('too-many-items');
  });

  it('that is longer than any document', () => {
    expect(measurementsOf(Buffer.alloc(17 * 1024 * 1024))).toBe('too-large');
  });

  it.each([
    ['itself', [1, 1]],
    ['what it lies in', [1]],
    ['another reference', [1, 2]],
    ['nowhere', [1, 9]],
    ['another root', [2, 1]],
    ['an item below zero', [1, 0]],
  ])('whose reference leads to %s', (_name, path) => {
    expect(measurementsOf(reportOf([pointer(path), pointer([1, 1])]))).toBe('bad-reference');
  });

  it('whose reference leads to an image is followed', () => {
    const image = encode({ ValueType: 'IMAGE', ReferencedSOPSequence: [REFERENCE] });
    expect(image.length).toBeGreaterThan(0);
    const items: (readonly DataElement[])[] = [
      [
        { tag: 0x0040a040, vr: 'CS', text: 'IMAGE' },
        {
          tag: 0x00081199,
          vr: 'SQ',
          items: [
            [
              { tag: 0x00081150, vr: 'UI', text: '1.2.3' },
              { tag: 0x00081155, vr: 'UI', text: '1.2.3.4' },
            ],
          ],
        },
      ],
      [
        { tag: 0x0040a040, vr: 'CS', text: 'NUM' },
        { tag: 0x0040a730, vr: 'SQ', items: [pointer([1, 1])] },
      ],
    ];
    expect(measurementsOf(reportOf(items))).toMatchObject([
      { references: [{ sopInstanceUid: '1.2.3.4' }] },
    ]);
  });

  it('with values in the wrong VR', () => {
    const measured = (value: DataElement): DataElement[] => [
      { tag: 0x0040a040, vr: 'CS', text: 'NUM' },
      { tag: 0x0040a300, vr: 'SQ', items: [[value]] },
    ];
    const wrong: DataElement[] = [
      { tag: 0x0040a30a, vr: 'US', numbers: [5] },
      { tag: 0x0040a161, vr: 'FL', numbers: [5] },
    ];
    for (const value of wrong) {
      expect(measurementsOf(reportOf([measured(value)]))).toMatchObject([{ problem: 'wrong-vr' }]);
    }
    const notASequence: DataElement[] = [
      { tag: 0x0040a040, vr: 'CS', text: 'CONTAINER' },
      { tag: 0x0040a730, vr: 'LO', text: 'content' },
    ];
    expect(measurementsOf(encodeDataset(notASequence, 'explicit-little-endian'))).toBe('wrong-vr');
  });

  it('with private attributes at every level reads as without them', () => {
    const secret = (bytes: Buffer): DataElement[] => [
      { tag: 0x00410010, vr: 'LO', text: 'SOMEBODY' },
      { tag: 0x00411001, vr: 'UN', bytes },
    ];
    const item: DataElement[] = [
      { tag: 0x0040a040, vr: 'CS', text: 'NUM' },
      {
        tag: 0x0040a300,
        vr: 'SQ',
        items: [[{ tag: 0x0040a30a, vr: 'DS', text: '5' }, ...secret(Buffer.from('ab'))]],
      },
      ...secret(Buffer.alloc(100)),
    ];
    expect(measurementsOf(reportOf([item]))).toMatchObject([{ reported: 5 }]);
  });
});

describe('whatever bytes come', () => {
  const whole = encode(report([num(length, '12.5', 'mm'), nest(5)]));

  it('reading ends with a value or a refusal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(whole.length),
        (changes, end) => {
          const bytes = Buffer.from(whole.subarray(0, end));
          for (const [at, value] of changes) if (at < bytes.length) bytes.writeUInt8(value, at);
          const document = read(bytes);
          if (!document.ok) return;
          readContent(document.value);
          readKeyObjects(document.value);
          readPresentationState(document.value);
          measurementsOf(bytes);
        },
      ),
      { seed: 20261122, numRuns: 3000 },
    );
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseEncoding } from '../../../../src/protocols/dicom/data/choose-encoding.ts';
import { decodeText } from '../../../../src/protocols/dicom/data/decode-text.ts';
import {
  type DataElement,
  encodeDataset,
} from '../../../../src/protocols/dicom/data/encode-dataset.ts';
import { readDataset } from '../../../../src/protocols/dicom/data/read-dataset.ts';
import { readFileMeta } from '../../../../src/protocols/dicom/data/read-file-meta.ts';
import { TRANSFER_SYNTAXES } from '../../../../src/protocols/dicom/uids.ts';

const CHARACTER_SET = 0x00080005;
const PATIENT_NAME = 0x00100010;
const STEP_SEQUENCE = 0x00400100;

const elements: readonly DataElement[] = [
  { tag: PATIENT_NAME, vr: 'PN', text: 'NGUYỄN VĂN Á' },
  { tag: CHARACTER_SET, vr: 'CS', text: 'ISO_IR 192' },
  { tag: 0x0020000d, vr: 'UI', text: '1.2.3' },
  { tag: 0x00280010, vr: 'US', numbers: [512, 513] },
  { tag: 0x00189073, vr: 'FD', numbers: [0.5] },
  { tag: 0x00281052, vr: 'OB', bytes: Buffer.from([1, 2, 3]) },
  {
    tag: STEP_SEQUENCE,
    vr: 'SQ',
    items: [
      [
        { tag: 0x00080060, vr: 'CS', text: 'CT' },
        { tag: 0x00400007, vr: 'LO', text: 'Chụp ngực' },
      ],
      [],
    ],
  },
  { tag: 0x00400220, vr: 'SQ', items: [] },
];

function read(bytes: Buffer, encoding: 'implicit-little-endian' | 'explicit-little-endian') {
  const result = readDataset(bytes, encoding);
  if (!result.ok) throw new Error(result.message);
  return result.dataset;
}

describe('data set', () => {
  it.each(['implicit-little-endian', 'explicit-little-endian'] as const)(
    'comes back from %s',
    (encoding) => {
      const dataset = read(encodeDataset(elements, encoding), encoding);
      expect([...dataset.elements.keys()]).toEqual(
        elements.map(({ tag }) => tag).sort((a, b) => a - b),
      );
      expect(dataset.declaredCharacterSets).toEqual(['ISO_IR 192']);
      expect(dataset.readText(PATIENT_NAME)).toEqual({ text: 'NGUYỄN VĂN Á', problems: [] });
      expect(dataset.text(0x0020000d)).toBe('1.2.3');
      expect(dataset.elements.get(0x0020000d)?.raw).toEqual(Buffer.from('1.2.3\0'));
      expect(dataset.elements.get(0x00280010)?.raw).toEqual(Buffer.from([0, 2, 1, 2]));
      const [step, empty] = dataset.items(STEP_SEQUENCE) ?? [];
      expect(step?.text(0x00400007)).toBe('Chụp ngực');
      expect(step?.declaredCharacterSets).toBeUndefined();
      expect(empty?.elements.size).toBe(0);
      expect(dataset.text(0x00080050)).toBeUndefined();
    },
  );

  it('is written as PS3.5 prescribes', () => {
    const query: readonly DataElement[] = [
      { tag: 0x00100020, vr: 'LO', text: 'P12' },
      { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 100' },
      { tag: 0x00100010, vr: 'PN', text: 'Á' },
    ];
    const text = (value: string): string => Buffer.from(value, 'latin1').toString('hex');
    expect(encodeDataset(query, 'explicit-little-endian').toString('hex')).toBe(
      [
        `08000500${text('CS')}0a00${text('ISO_IR 100')}`,
        `10001000${text('PN')}0200c120`,
        `10002000${text('LO')}0400${text('P12 ')}`,
      ].join(''),
    );
    expect(encodeDataset(query.slice(0, 1), 'implicit-little-endian').toString('hex')).toBe(
      `1000200004000000${text('P12 ')}`,
    );
  });

  it('refuses text that its character set does not have', () => {
    const name: DataElement = { tag: PATIENT_NAME, vr: 'PN', text: 'NGUYỄN' };
    expect(() => encodeDataset([name], 'explicit-little-endian')).toThrow(RangeError);
    const latin: DataElement = { tag: CHARACTER_SET, vr: 'CS', text: 'ISO_IR 100' };
    expect(() => encodeDataset([latin, name], 'explicit-little-endian')).toThrow(RangeError);
  });

  it('reads sequences and items of undefined length', () => {
    const hex = [
      '40000001' + '5351' + '0000' + 'ffffffff',
      'feff00e0' + 'ffffffff',
      '08006000' + '4353' + '0200' + '4354',
      'feff0de0' + '00000000',
      'feffdde0' + '00000000',
      '40000002' + '4c4f' + '0200' + '4120',
    ].join('');
    const dataset = read(Buffer.from(hex, 'hex'), 'explicit-little-endian');
    expect(dataset.items(0x00400100)?.[0]?.text(0x00080060)).toBe('CT');
    expect(dataset.text(0x00400200)).toBe('A');
  });

  it.each([
    ['an element beyond the end', '10001000504e0800414243'],
    ['stray bytes', '100010'],
    ['a VR that is none', '1000100000000200'],
    ['a sequence without end', '4000000153510000ffffffff'],
    ['an item beyond its sequence', '400000015351000008000000feff00e010000000'],
    ['something else where an item belongs', '4000000153510000080000000800600043530000'],
    ['an element twice', '10001000504e000010001000504e0000'],
  ])('says where %s spoils it', (_, hex) => {
    expect(readDataset(Buffer.from(hex, 'hex'), 'explicit-little-endian')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/./),
      offsetBytes: expect.any(Number),
    });
  });

  it('does not follow endless nesting', () => {
    const level = Buffer.from('4000000153510000fffffffffeff00e0ffffffff', 'hex');
    const bytes = Buffer.concat(Array.from({ length: 5000 }, () => level));
    expect(readDataset(bytes, 'explicit-little-endian')).toMatchObject({
      ok: false,
      message: expect.stringContaining('nest'),
    });
  });

  it('knows the encoding of every transfer syntax but two', () => {
    const unreadable = TRANSFER_SYNTAXES.filter(({ uid }) => chooseEncoding(uid) === undefined);
    expect(unreadable.map(({ uid }) => uid)).toEqual([
      '1.2.840.10008.1.2.1.99',
      '1.2.840.10008.1.2.2',
    ]);
  });
});

describe('decodeText', () => {
  const utf8 = Buffer.from('NGUYỄN');

  it.each([
    ['ISO_IR 192', utf8, 'NGUYỄN', []],
    ['ISO_IR 192', Buffer.from([0x41, 0xff]), 'A\ufffd', ['bytes-outside-character-set']],
    ['ISO_IR 100', Buffer.from([0xc1]), 'Á', []],
    ['ISO_IR 100', utf8, utf8.toString('latin1'), ['looks-like-undeclared-utf8']],
    ['ISO_IR 6', Buffer.from('A^B'), 'A^B', []],
    ['', Buffer.from([0xc1]), 'Á', ['bytes-outside-character-set']],
    [
      '',
      utf8,
      utf8.toString('latin1'),
      ['bytes-outside-character-set', 'looks-like-undeclared-utf8'],
    ],
    ['ISO_IR 144', Buffer.from([0xb0]), 'А', []],
    ['ISO 2022 IR 101', Buffer.from([0xa1]), 'Ą', []],
    ['ISO 2022 IR 87', Buffer.from('\x1b$B', 'latin1'), '\x1b$B', ['code-extensions']],
    ['VISCII', Buffer.from('A'), 'A', ['unknown-character-set']],
  ])('%s of %o', (term, bytes, text, problems) => {
    expect(decodeText(bytes, term === '' ? [] : [term])).toEqual({ text, problems });
  });
});

describe('readFileMeta', () => {
  it.each([
    ['a short file', Buffer.from('no')],
    ['another format', Buffer.alloc(400)],
    [
      'a file without group length',
      Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(100)]),
    ],
    [
      'a file cut off in its meta information',
      Buffer.concat([
        Buffer.alloc(128),
        Buffer.from('DICM'),
        Buffer.from('02000000554c0400ffff0000', 'hex'),
      ]),
    ],
  ])('refuses %s', async (_, bytes) => {
    const folder = await mkdtemp(join(tmpdir(), 'rispacs-meta-'));
    try {
      const path = join(folder, 'file');
      await writeFile(path, bytes);
      expect(await readFileMeta(path)).toMatchObject({ ok: false });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chooseEncoding,
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  type ReadDataset,
  readDataset,
  readFileMeta,
} from '../../src/protocols/dicom/index.ts';
import { makeCompleteStudy, planStudy, writeObjects } from '../../src/synthetic/index.ts';
import { writeDicomFile } from '../protocols/dicom/support/make-dicom-object.ts';
import { findDifferences, type JsonDataset } from './support/dcmtk-json.ts';
import { missingPrograms, runProgram } from './support/dicom-peers.ts';

const missing = missingPrograms('dcm2json', 'dcmconv', 'dcmcrle', 'dcmdump');
const CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-decode-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Our reading of a file. */
async function readFileDataset(path: string): Promise<ReadDataset> {
  const meta = await readFileMeta(path);
  if (!meta.ok) throw new Error(meta.message);
  const encoding = chooseEncoding(meta.file.transferSyntaxUid);
  if (encoding === undefined) throw new Error(`cannot read ${meta.file.transferSyntaxUid}`);
  const bytes = (await readFile(path)).subarray(meta.file.dataset.offsetBytes);
  const read = readDataset(bytes, encoding);
  if (!read.ok) throw new Error(`${basename(path)}: ${read.message}`);
  return read.dataset;
}

/** DCMTK's reading of a file. */
async function readJson(path: string): Promise<JsonDataset> {
  const out = `${path}.json`;
  const { exitCode, output } = await runProgram('dcm2json', ['-ee', path, out]);
  expect(exitCode, output).toBe(0);
  const json: JsonDataset = JSON.parse(await readFile(out, 'utf8'));
  return json;
}

async function expectSame(path: string): Promise<void> {
  const theirs = await readJson(path);
  expect(findDifferences(await readFileDataset(path), theirs), basename(path)).toEqual([]);
  expect(Object.keys(theirs).length).toBeGreaterThan(5);
}

async function convert(path: string, ...options: string[]): Promise<string> {
  const out = `${path}${options.join('')}.dcm`;
  const { exitCode, output } = await runProgram('dcmconv', [...options, path, out]);
  expect(exitCode, output).toBe(0);
  return out;
}

/** Writes a data set that we encode, or bytes as they are, as a DICOM file. */
async function writeFileOf(
  name: string,
  elements: readonly DataElement[],
  tail: string[] = [],
): Promise<string> {
  const path = join(folder, `${name}.dcm`);
  const head: DataElement[] = [
    { tag: 0x00080016, vr: 'UI', text: CAPTURE },
    { tag: 0x00080018, vr: 'UI', text: '2.25.77' },
    { tag: 0x00080060, vr: 'CS', text: 'OT' },
    { tag: 0x00080020, vr: 'DA', text: '' },
    { tag: 0x00080090, vr: 'PN', text: '' },
  ];
  const dataset = Buffer.concat([
    encodeDataset([...head, ...elements], 'explicit-little-endian'),
    Buffer.from(tail.join('').replaceAll(' ', ''), 'hex'),
  ]);
  await writeDicomFile(path, {
    sopClassUid: CAPTURE,
    sopInstanceUid: '2.25.77',
    studyInstanceUid: '2.25.78',
    transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
    dataset,
  });
  return path;
}

const nest = (depth: number): DataElement =>
  depth === 0
    ? { tag: 0x00081155, vr: 'UI', text: '1.2.3' }
    : { tag: 0x00081140, vr: 'SQ', items: [[nest(depth - 1)], [], [nest(0)]] };

/** Every kind of value that we write, with odd ones among them. */
const RICH: readonly DataElement[] = [
  { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
  { tag: 0x00080008, vr: 'CS', text: 'DERIVED\\SECONDARY\\\\LAST' },
  { tag: 0x00082111, vr: 'ST', text: 'one\\value, not two  ' },
  nest(8),
  { tag: 0x00090010, vr: 'LO', text: 'RISPACS TEST' },
  { tag: 0x00091001, vr: 'LO', text: 'riêng\\tư' },
  { tag: 0x00091002, vr: 'UN', bytes: Buffer.from([1, 2, 3, 4]) },
  {
    tag: 0x00091003,
    vr: 'SQ',
    items: [
      [
        { tag: 0x00090010, vr: 'LO', text: 'RISPACS TEST' },
        { tag: 0x00091004, vr: 'SH', text: 'trong' },
      ],
    ],
  },
  { tag: 0x00100010, vr: 'PN', text: 'NGUYỄN^VĂN Á=阮^文=nguyen' },
  { tag: 0x00100020, vr: 'LO', text: '  P 1 ' },
  { tag: 0x00101020, vr: 'DS', text: ' +1.75e0 \\-0.5\\3' },
  { tag: 0x00186020, vr: 'SL', numbers: [-5, 2_147_483_647] },
  { tag: 0x00189073, vr: 'FD', numbers: [1.5, -2.25e-7] },
  { tag: 0x00189087, vr: 'FD', numbers: [0.1] },
  { tag: 0x00200013, vr: 'IS', text: ' 007 ' },
  { tag: 0x00280009, vr: 'AT', numbers: [0x00181063, 0xfffefffd] },
  { tag: 0x00280010, vr: 'US', numbers: [0, 65_535] },
  { tag: 0x00280106, vr: 'SS', numbers: [-3] },
  { tag: 0x0040a730, vr: 'SQ', items: [] },
  { tag: 0x00420011, vr: 'OB', bytes: Buffer.from('odd') },
  { tag: 0x00480001, vr: 'FL', numbers: [0.1, -1e10] },
  { tag: 0x00480006, vr: 'UL', numbers: [4_294_967_295] },
  { tag: 0x7fe00010, vr: 'OW', bytes: Buffer.from('feff00e000000000', 'hex') },
];

describe.skipIf(missing)(
  `what we decode equals what DCMTK decodes${missing ? ` (${missing})` : ''}`,
  () => {
    it('of every synthetic object, in four encodings', async () => {
      const written = await writeObjects(join(folder, 'study'), makeCompleteStudy(planStudy()));
      expect(written.length).toBeGreaterThan(10);
      for (const { path } of written) {
        await expectSame(path);
        await expectSame(await convert(path, '+te', '-e'));
        await expectSame(await convert(path, '+ti', '+e'));
        await expectSame(await convert(path, '+ti', '-e'));
      }
    });

    it.each([
      ['explicit lengths', []],
      ['undefined lengths', ['+te', '-e']],
      ['implicit VR', ['+ti', '+e']],
      ['implicit VR and undefined lengths', ['+ti', '-e']],
    ])('of private, empty, odd and deep elements with %s', async (name, options) => {
      const path = await writeFileOf(`rich ${name}`, RICH);
      await expectSame(options.length === 0 ? path : await convert(path, ...options));
    });

    it('of UN with a known length, and with an unknown one: a sequence in implicit VR', async () => {
      const inner = encodeDataset(
        [
          { tag: 0x00081140, vr: 'SQ', items: [[{ tag: 0x00081155, vr: 'UI', text: '1.2' }]] },
          { tag: 0x00100020, vr: 'LO', text: 'inner' },
        ],
        'implicit-little-endian',
      ).toString('hex');
      const creator: DataElement = { tag: 0x00090010, vr: 'LO', text: 'RISPACS TEST' };
      const path = await writeFileOf(
        'unknown',
        [creator],
        [
          // (0009,1001) UN of undefined length: an item of undefined length, and an empty one.
          '09000110 554e 0000 ffffffff',
          `feff00e0 ffffffff ${inner} feff0de0 00000000`,
          'feff00e0 00000000',
          'feffdde0 00000000',
          '09000310 554e 0000 04000000 01020304',
        ],
      );
      const ours = await readFileDataset(path);
      expect(ours.items(0x00091001)?.length).toBe(2);
      expect(ours.items(0x00091001)?.[0]?.text(0x00100020)).toBe('inner');
      expect(ours.elements.get(0x00091003)?.raw).toEqual(Buffer.from([1, 2, 3, 4]));
      await expectSame(path);
    });

    it.each([
      ['ISO_IR 100', Buffer.from('Müller^Jürgen', 'latin1')],
      ['ISO_IR 101', Buffer.from([0x57, 0xb3, 0x61, 0x64])],
      ['ISO_IR 144', Buffer.from([0xbb, 0xee, 0xda, 0xd5, 0xdc, 0xd1])],
      ['ISO_IR 126', Buffer.from([0xc4, 0xe9, 0xef, 0xed])],
      ['ISO_IR 166', Buffer.from([0xa1, 0xd2, 0xc3, 0xc2])],
      ['ISO_IR 192', Buffer.from('Đặng Thị Ổ')],
      ['GB18030', Buffer.from([0xcd, 0xf5, 0x5e, 0xd0, 0xa1, 0xb6, 0xab, 0x20])],
    ])('of a name in %s', async (term, bytes) => {
      const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(' ')]);
      const length = Buffer.alloc(2);
      length.writeUInt16LE(padded.length);
      const path = await writeFileOf(
        `names ${term}`,
        [{ tag: 0x00080005, vr: 'CS', text: term }],
        ['10001000 504e', length.toString('hex'), padded.toString('hex')],
      );
      await expectSame(path);
    });

    it('of encapsulated pixels: the same fragments', async () => {
      const [grey] = makeCompleteStudy(planStudy()).filter(({ name }) =>
        name.startsWith('sc-grey'),
      );
      if (grey === undefined) throw new Error('no secondary capture');
      const [written] = await writeObjects(join(folder, 'pixels'), [grey]);
      const path = written?.path ?? '';
      const compressed = `${path}.rle`;
      expect((await runProgram('dcmcrle', [path, compressed])).exitCode).toBe(0);
      const { output } = await runProgram('dcmdump', [compressed]);
      const lengths = [...output.matchAll(/\(fffe,e000\) pi .*# +(\d+),/g)].map(([, digits]) =>
        Number(digits),
      );
      const ours = await readFileDataset(compressed);
      const { fragments = [] } = ours.elements.get(0x7fe00010) ?? {};
      expect(fragments.map(({ length }) => length)).toEqual(lengths);
      expect(lengths.length).toBeGreaterThan(1);
    });

    it.each([
      ['big endian', '+tb', '1.2.840.10008.1.2.2'],
      ['deflated', '+td', '1.2.840.10008.1.2.1.99'],
    ])('of a %s file only what it is: the data set is not read', async (name, option, syntax) => {
      const path = await convert(await writeFileOf(name, RICH), option);
      const meta = await readFileMeta(path);
      expect(meta).toMatchObject({ ok: true, file: { transferSyntaxUid: syntax } });
      expect(chooseEncoding(syntax)).toBeUndefined();
    });
  },
);

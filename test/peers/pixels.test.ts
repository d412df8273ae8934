import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareImages, type DecodedImage, PixelCodecs } from '../../src/pixels/index.ts';
import { toColourLoop, toSignedCt } from '../../src/probes/dicom-compression/test-images.ts';
import { encodeFileMeta } from '../../src/protocols/dicom/data/encode-file-meta.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../src/protocols/dicom/index.ts';
import { type Part10Object, readPart10 } from '../../src/protocols/dicomweb/index.ts';
import {
  encodeFile,
  makeCrViews,
  makeCtSeries,
  makeSecondaryCapture,
  makeUsMultiframe,
  planStudy,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';
import { imageOf } from '../pixels/support/make-image.ts';
import { missingPrograms, runProgram } from './support/dicom-peers.ts';

const missing = missingPrograms(
  'dcmcjpeg',
  'dcmdjpeg',
  'dcmcjpls',
  'dcmdjpls',
  'dcmcrle',
  'dcmdrle',
);
if (missing !== undefined) process.stderr.write(`DCMTK codecs: skipped, ${missing}\n`);

const codecs = new PixelCodecs();
let folder = '';
let serial = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-pixels-'));
});
afterAll(async () => {
  await codecs.close();
  await rm(folder, { recursive: true, force: true });
});

const study = planStudy({ seed: 'pixels' });
const size = { rows: 150, columns: 201 };
function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('nothing was made');
  return first;
}
const images: Readonly<Record<string, SyntheticObject>> = {
  'CT of 16 bits, signed': toSignedCt(only(makeCtSeries(study, { slices: 1, ...size }))),
  'CR of 12 bits': only(makeCrViews(study, size)),
  'US in colour, frames of odd length': toColourLoop(
    only(makeUsMultiframe(study, { frames: 3, ...size })),
  ),
  'US in grey frames': only(makeUsMultiframe(study, { frames: 4, ...size, key: 'us-grey' })),
  'SC in colour': makeSecondaryCapture(study, { colours: 'rgb', ...size }),
};

async function write(bytes: Buffer): Promise<string> {
  serial += 1;
  const path = join(folder, `${serial}.dcm`);
  await writeFile(path, bytes);
  return path;
}

async function readObject(path: string): Promise<Part10Object> {
  const read = readPart10(await readFile(path));
  if (!read.ok) throw new Error(read.message);
  return read.object;
}

/** What a DCMTK program makes of a file. */
async function convert(program: string, options: readonly string[], path: string) {
  const to = `${path}.${program}`;
  const run = await runProgram(program, [...options, path, to]);
  expect(run, `${program} ${options.join(' ')}`).toMatchObject({ exitCode: 0 });
  return { path: to, object: await readObject(to) };
}

async function decode(object: Part10Object): Promise<DecodedImage> {
  const decoding = await codecs.decode(object);
  expect(decoding.coding).toEqual({ asDeclared: true });
  return imageOf(decoding);
}

interface Route {
  readonly name: string;
  readonly uid: string;
  readonly encoder: string;
  readonly options: readonly string[];
  readonly decoder: string;
  readonly lossless: boolean;
  /** Most bits that the process, or DCMTK's encoder of it, has. */
  readonly bits: number;
}

const jpeg = { encoder: 'dcmcjpeg', decoder: 'dcmdjpeg' } as const;
const jpegLs = { encoder: 'dcmcjpls', decoder: 'dcmdjpls' } as const;
const lossless = { lossless: true, bits: 16 } as const;
const routes: readonly Route[] = [
  { name: 'JPEG baseline', uid: '4.50', ...jpeg, options: ['+eb'], lossless: false, bits: 8 },
  {
    name: 'JPEG baseline without subsampling',
    uid: '4.50',
    ...jpeg,
    options: ['+eb', '+s4'],
    lossless: false,
    bits: 8,
  },
  {
    name: 'JPEG baseline in RGB',
    uid: '4.50',
    ...jpeg,
    options: ['+eb', '+cr'],
    lossless: false,
    bits: 8,
  },
  { name: 'JPEG extended', uid: '4.51', ...jpeg, options: ['+ee'], lossless: false, bits: 12 },
  { name: 'JPEG lossless', uid: '4.57', ...jpeg, options: ['+el', '+sv', '6'], ...lossless },
  { name: 'JPEG lossless, selection value 1', uid: '4.70', ...jpeg, options: ['+e1'], ...lossless },
  {
    name: 'JPEG lossless in fragments of a kilobyte',
    uid: '4.70',
    ...jpeg,
    options: ['+e1', '+fs', '1'],
    ...lossless,
  },
  {
    name: 'JPEG lossless in fragments without a table',
    uid: '4.70',
    ...jpeg,
    options: ['+e1', '+fs', '1', '-ot'],
    ...lossless,
  },
  { name: 'JPEG-LS', uid: '4.80', ...jpegLs, options: ['+el'], ...lossless },
  { name: 'JPEG-LS by sample', uid: '4.80', ...jpegLs, options: ['+el', '+is'], ...lossless },
  { name: 'JPEG-LS by plane', uid: '4.80', ...jpegLs, options: ['+el', '+in'], ...lossless },
  { name: 'JPEG-LS, cooked', uid: '4.80', ...jpegLs, options: ['+el', '+pc'], ...lossless },
  {
    name: 'JPEG-LS near-lossless',
    uid: '4.81',
    ...jpegLs,
    options: ['+en', '+md', '3'],
    lossless: false,
    bits: 12,
  },
  { name: 'RLE', uid: '5', encoder: 'dcmcrle', decoder: 'dcmdrle', options: [], ...lossless },
];

function bitsOf(object: SyntheticObject): number {
  const { BitsStored } = object.attributes;
  if (typeof BitsStored !== 'number') throw new Error('no bits stored');
  return BitsStored;
}

describe.skipIf(missing !== undefined)('what we decode is what DCMTK decodes', () => {
  for (const route of routes) {
    it(route.name, async () => {
      for (const [name, object] of Object.entries(images)) {
        if (bitsOf(object) > route.bits) continue;
        const source = await write(encodeFile(object));
        const coded = await convert(route.encoder, route.options, source);
        expect(coded.object.transferSyntaxUid, name).toBe(`1.2.840.10008.1.2.${route.uid}`);
        const plain = await convert(route.decoder, [], coded.path);
        expect(plain.object.transferSyntaxUid, name).toBe(EXPLICIT_VR_LITTLE_ENDIAN);
        const ours = await decode(coded.object);
        const theirs = await decode(plain.object);
        expect(compareImages(theirs, ours), name).toMatchObject({ kind: 'compared', equal: true });
        const original = await decode(await readObject(source));
        const compared = compareImages(original, ours);
        if (route.lossless) expect(compared, name).toMatchObject({ equal: true });
        else expect(compared.kind === 'compared' && compared.equal, name).toBe(false);
      }
    });
  }
});

describe.skipIf(missing !== undefined)(
  'what we encode is decoded by DCMTK to the same samples',
  () => {
    it.each([
      ['JPEG baseline', '4.50', 'dcmdjpeg'],
      ['JPEG lossless', '4.70', 'dcmdjpeg'],
      ['JPEG-LS', '4.80', 'dcmdjpls'],
      ['JPEG-LS near-lossless', '4.81', 'dcmdjpls'],
      ['RLE', '5', 'dcmdrle'],
    ])('%s', async (_name, suffix, decoder) => {
      const uid = `1.2.840.10008.1.2.${suffix}`;
      for (const [name, object] of Object.entries(images)) {
        if (suffix === '4.50' && bitsOf(object) > 8) continue;
        const file = encodeFile(object);
        const read = readPart10(file);
        if (!read.ok) throw new Error(read.message);
        const { dataset } = await codecs.compress(read.object.dataset, uid);
        const path = await write(withDataset(file, uid, dataset));
        const plain = await convert(decoder, [], path);
        const ours = imageOf(await codecs.decode({ transferSyntaxUid: uid, dataset }));
        expect(compareImages(ours, await decode(plain.object)), name).toMatchObject({
          kind: 'compared',
          equal: true,
        });
      }
    });
  },
);

/** The file of another data set of the same object. */
function withDataset(file: Buffer, uid: string, dataset: Buffer): Buffer {
  const read = readPart10(file);
  if (!read.ok) throw new Error(read.message);
  const { sopClassUid, sopInstanceUid } = read.object;
  return Buffer.concat([
    encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: uid }),
    dataset,
  ]);
}

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDataset } from '../../src/protocols/dicom/data/read-dataset.ts';
import { readFileMeta } from '../../src/protocols/dicom/data/read-file-meta.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLEMENTATION_CLASS_UID,
} from '../../src/protocols/dicom/uids.ts';
import {
  encodeFile,
  encodeObject,
  makeCompleteStudy,
  makeCtSeries,
  makeEncapsulatedPdf,
  makeKeyObjects,
  makePresentationState,
  makeReport,
  makeSecondaryCapture,
  makeUsMultiframe,
  planStudy,
  type SyntheticObject,
  writeObject,
  writeObjects,
} from '../../src/synthetic/index.ts';

const PIXEL_DATA = 0x7fe00010;
const study = planStudy({ seed: 'encode' });

function read(object: SyntheticObject) {
  const result = readDataset(encodeObject(object), 'explicit-little-endian');
  if (!result.ok) throw new Error(result.message);
  return result.dataset;
}

describe('an encoded object', () => {
  it.each(makeCompleteStudy(study).map((object) => [object.name, object] as const))(
    '%s has elements of even length only, in ascending order',
    (_, object) => {
      const { elements } = read(object);
      const tags = [...elements.keys()];
      expect(tags).toEqual([...tags].sort((a, b) => a - b));
      for (const { raw } of elements.values()) expect(raw.length % 2).toBe(0);
      expect(encodeFile(object).length % 2).toBe(0);
    },
  );

  it('pads an odd number of pixel bytes with one zero byte', () => {
    const options = { rows: 65, columns: 129 };
    for (const colours of ['grey', 'rgb'] as const) {
      const object = makeSecondaryCapture(study, { ...options, colours });
      const pixelBytes = 65 * 129 * (colours === 'grey' ? 1 : 3);
      expect(object.pixels?.lengthBytes).toBe(pixelBytes);
      const raw = read(object).elements.get(PIXEL_DATA)?.raw;
      expect(raw?.length).toBe(pixelBytes + 1);
      expect(raw?.at(-1)).toBe(0);
    }
  });

  it('pads a UID with NUL and a text with a space', () => {
    const dataset = read(makeEncapsulatedPdf(planStudy({ seed: 'x', studyInstanceUid: '1.2.3' })));
    expect(dataset.elements.get(0x0020000d)?.raw).toEqual(Buffer.from('1.2.3\0'));
    expect(dataset.elements.get(0x00080060)?.raw).toEqual(Buffer.from('DOC '));
  });

  it('tells the length of a PDF from that of its padding', () => {
    const dataset = read(makeEncapsulatedPdf(study));
    const length = dataset.elements.get(0x00420015)?.raw.readUInt32LE(0) ?? 0;
    const pdf = dataset.elements.get(0x00420011)?.raw.subarray(0, length).toString('latin1');
    expect(pdf).toMatch(/^%PDF-1\.4/);
    expect(pdf).toMatch(/%%EOF\n$/);
    expect(pdf).toContain('(KIEM THU RISPACS) Tj');
  });

  it('holds every frame of a loop, each unlike the others', () => {
    const [loop] = makeUsMultiframe(study, { frames: 5, rows: 64, columns: 128 });
    if (loop === undefined) throw new Error('no loop');
    const dataset = read(loop);
    expect(dataset.text(0x00280008)).toBe('5');
    const raw = dataset.elements.get(PIXEL_DATA)?.raw ?? Buffer.alloc(0);
    expect(raw.length).toBe(5 * 64 * 128);
    const frames = Array.from({ length: 5 }, (_, frame) =>
      raw.subarray(frame * 8192, (frame + 1) * 8192).toString('latin1'),
    );
    expect(new Set(frames).size).toBe(5);
  });

  it('keeps CT values in 12 bits, of tissue and of air, in slices that follow each other', () => {
    const slices = makeCtSeries(study, { slices: 3, rows: 128, columns: 128 });
    const positions = slices.map((slice) => {
      const dataset = read(slice);
      const raw = dataset.elements.get(PIXEL_DATA)?.raw ?? Buffer.alloc(0);
      const values = Array.from({ length: raw.length / 2 }, (_, at) => raw.readUInt16LE(at * 2));
      expect(Math.max(...values)).toBeLessThan(4096);
      const hounsfield = (column: number, row: number): number =>
        (values[row * 128 + column] ?? 0) - 1024;
      expect(hounsfield(1, 127)).toBeLessThan(-950);
      expect(hounsfield(32, 64)).toBeLessThan(-800);
      expect(Math.abs(hounsfield(64, 72) - 50)).toBeLessThan(40);
      expect(hounsfield(64, 86)).toBeGreaterThan(600);
      expect(dataset.text(0x00280030)).toBe('3.125\\3.125');
      return (dataset.text(0x00200032) ?? '').split('\\').map(Number);
    });
    // Centred on the axis: the first pixel's centre is half a field of view less half a pixel away.
    expect(positions).toEqual([
      [-198.4375, -198.4375, -1.25],
      [-198.4375, -198.4375, 0],
      [-198.4375, -198.4375, 1.25],
    ]);
  });

  it.each([
    ['too small for the marking', () => makeCtSeries(study, { rows: 63, columns: 128 })],
    ['wider than 65535', () => makeCtSeries(study, { columns: 65_536 })],
    ['of no slice', () => makeCtSeries(study, { slices: 0 })],
    ['of half a slice', () => makeCtSeries(study, { slices: 1.5 })],
    ['of no frame', () => makeUsMultiframe(study, { frames: 0 })],
    ['beyond 4 GB', () => makeUsMultiframe(study, { frames: 9000, rows: 512, columns: 1024 })],
    ['beyond an integer string', () => makeUsMultiframe(study, { frames: 2 ** 31 })],
    ['without an image to report on', () => makeReport(study, { kind: 'enhanced', images: [] })],
    ['without key images', () => makeKeyObjects(study, [])],
    ['on a document', () => makePresentationState(study, makeEncapsulatedPdf(study))],
    [
      'on an image of another study',
      () => makeKeyObjects(study, makeCtSeries(planStudy({ seed: 'other' }))),
    ],
  ])('is refused when %s', (_, make) => {
    expect(make).toThrow(RangeError);
  });

  it('takes just under 4 GB of frames, without making them', () => {
    const [loop] = makeUsMultiframe(study, { frames: 8191, rows: 512, columns: 1024 });
    expect(loop?.pixels?.lengthBytes).toBe(8191 * 512 * 1024);
  });

  it('is refused when its frames are shorter than announced', () => {
    const [slice] = makeCtSeries(study, { slices: 1, rows: 64, columns: 128 });
    if (slice?.pixels === undefined) throw new Error('no pixels');
    const wrong = { ...slice, pixels: { ...slice.pixels, lengthBytes: 99 } };
    expect(() => encodeObject(wrong)).toThrow(RangeError);
  });
});

describe('a written object', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rispacs-synthetic-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the encoded file, frame by frame', async () => {
    const objects = [
      ...makeUsMultiframe(study, { objects: 2, frames: 3, rows: 64, columns: 128 }),
      makeSecondaryCapture(study, { colours: 'grey', rows: 65, columns: 129 }),
      makeEncapsulatedPdf(study),
    ];
    const written = await writeObjects(join(folder, 'new'), objects);
    expect(await readdir(join(folder, 'new'))).toHaveLength(objects.length);
    for (const [index, { path, sizeBytes, sopInstanceUid }] of written.entries()) {
      const object = objects[index];
      if (object === undefined) throw new Error('more files than objects');
      const bytes = await readFile(path);
      expect(bytes.equals(encodeFile(object))).toBe(true);
      expect(bytes.length).toBe(sizeBytes);
      expect(sopInstanceUid).toBe(object.sopInstanceUid);
    }
  });

  it('is the same when others are written at the same time', async () => {
    const slices = makeCtSeries(study, { slices: 6, rows: 64, columns: 128 });
    await Promise.all(slices.map((slice) => writeObject(join(folder, slice.name), slice)));
    for (const slice of slices) {
      expect((await readFile(join(folder, slice.name))).equals(encodeFile(slice))).toBe(true);
    }
  });

  it('can be sent as it is', async () => {
    const [slice] = makeCtSeries(study, { slices: 1, rows: 64, columns: 128 });
    if (slice === undefined) throw new Error('no slice');
    const { path } = await writeObject(join(folder, 'a.dcm'), slice);
    const result = await readFileMeta(path);
    if (!result.ok) throw new Error(result.message);
    const { file } = result;
    expect(file.sopClassUid).toBe(slice.sopClassUid);
    expect(file.sopInstanceUid).toBe(slice.sopInstanceUid);
    expect(file.transferSyntaxUid).toBe(EXPLICIT_VR_LITTLE_ENDIAN);
    const bytes = await readFile(path);
    expect(bytes.subarray(file.dataset.offsetBytes).equals(encodeObject(slice))).toBe(true);
    expect(bytes.includes(IMPLEMENTATION_CLASS_UID)).toBe(true);
  });

  it('stops when asked to', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const objects = makeCtSeries(study, { slices: 2, rows: 64, columns: 128 });
    await expect(writeObjects(folder, objects, signal)).rejects.toBe(reason);
  });
});

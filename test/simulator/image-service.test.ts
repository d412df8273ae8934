import { readFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encapsulate } from '../../src/pixels/encapsulate.ts';
import { PixelCodecs } from '../../src/pixels/index.ts';
import { encodeDataset, readDataset } from '../../src/protocols/dicom/index.ts';
import type { SimulationOptions } from '../../src/simulator/index.ts';
import { readMultipart, writeMultipart } from '../../src/simulator/web/multipart.ts';
import { readPart10 } from '../../src/simulator/web/part10.ts';
import {
  encodeFile,
  encodeObject,
  makeCtSeries,
  makeReport,
  makeSecondaryCapture,
  makeUsMultiframe,
  planStudy,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';
import { portOf, startHospital } from './support/start-hospital.ts';

interface Answer {
  readonly status: number | undefined;
  readonly type: string;
  readonly body: Buffer;
}

const login = { authorization: 'Bearer rispacs-mo-phong' };
const pixelData = 0x7fe00010;

async function openService(options: Partial<SimulationOptions> = {}) {
  const hospital = await startHospital(options);
  const ca = await readFile(path.join(hospital.folder, 'ca-mo-phong.pem'), 'utf8');
  const port = portOf(hospital, 'dicomweb');
  const ask = (
    target: string,
    {
      method = 'GET',
      headers = {},
      body,
    }: { method?: string; headers?: object; body?: Buffer } = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const all = { ...login, ...headers };
      const sent = httpsRequest(
        { host: '127.0.0.1', port, path: target, method, headers: all, ca, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode,
              type: response.headers['content-type'] ?? '',
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const store = (...objects: readonly SyntheticObject[]): Promise<Answer> =>
    ask('/dicom-web/studies', {
      method: 'POST',
      headers: { 'content-type': 'multipart/related; type="application/dicom"; boundary=b' },
      body: writeMultipart(
        objects.map((one) => ({ contentType: 'application/dicom', bytes: encodeFile(one) })),
        'b',
      ),
    });
  return { hospital, ask, store };
}

const json = (answer: Answer): unknown => JSON.parse(answer.body.toString('utf8'));
const addressOf = (one: SyntheticObject): string =>
  `/dicom-web/studies/${one.studyInstanceUid}/series/${one.seriesInstanceUid}/instances/${one.sopInstanceUid}`;

function makeImages() {
  const study = planStudy();
  const ct = makeCtSeries(study, { slices: 1, rows: 64, columns: 144 });
  const [loop] = makeUsMultiframe(study, { frames: 3, rows: 64, columns: 144 });
  const colour = makeSecondaryCapture(study, { colours: 'rgb', rows: 181, columns: 255 });
  const report = makeReport(study, { kind: 'basic-text', images: ct });
  const [image] = ct;
  if (image === undefined || loop === undefined) throw new Error('no images');
  return { ct: image, loop, colour, report };
}

function pixelsOf(object: SyntheticObject): Buffer {
  const read = readDataset(encodeObject(object), 'explicit-little-endian');
  const raw = read.ok ? read.dataset.elements.get(pixelData)?.raw : undefined;
  if (raw === undefined) throw new Error('no pixels');
  return raw;
}

/** Size and samples of a PNG of ours: no filter, one IDAT. */
function readPng(png: Buffer) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 2 ? 3 : 1;
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const samples = Buffer.concat(
    Array.from({ length: height }, (_, row) => {
      const start = row * (width * channels + 1) + 1;
      return rows.subarray(start, start + width * channels);
    }),
  );
  return { width, height, channels, samples };
}

async function readJpeg(bytes: Buffer, rows: number, columns: number, samples: 1 | 3) {
  const codecs = new PixelCodecs();
  try {
    const decoding = await codecs.decode({
      transferSyntaxUid: '1.2.840.10008.1.2.4.50',
      dataset: Buffer.concat([
        encodeDataset(
          [
            { tag: 0x00280002, vr: 'US', numbers: [samples] },
            { tag: 0x00280004, vr: 'CS', text: samples === 1 ? 'MONOCHROME2' : 'YBR_FULL_422' },
            { tag: 0x00280006, vr: 'US', numbers: [0] },
            { tag: 0x00280010, vr: 'US', numbers: [rows] },
            { tag: 0x00280011, vr: 'US', numbers: [columns] },
            { tag: 0x00280100, vr: 'US', numbers: [8] },
            { tag: 0x00280101, vr: 'US', numbers: [8] },
            { tag: 0x00280102, vr: 'US', numbers: [7] },
            { tag: 0x00280103, vr: 'US', numbers: [0] },
          ],
          'explicit-little-endian',
        ),
        encapsulate([bytes]),
      ]),
    });
    if (!decoding.ok) throw new Error(decoding.fault.message);
    return decoding.image.frames[0] ?? Buffer.alloc(0);
  } finally {
    await codecs.close();
  }
}

describe('the DICOMweb service of the simulated PACS', () => {
  it('tells every attribute, and points to pixels that can be fetched', async () => {
    const { ask, store } = await openService();
    const { ct, report } = makeImages();
    expect(await store(ct, report)).toMatchObject({ status: 200 });
    const [metadata] = json(await ask(`${addressOf(ct)}/metadata`)) as Record<
      string,
      Record<string, unknown>
    >[];
    expect(metadata).toMatchObject({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'KIỂM THỬ^RISPACS' }] },
      '00280010': { vr: 'US', Value: [64] },
      '00280011': { vr: 'US', Value: [144] },
      '00280030': { vr: 'DS', Value: [expect.any(Number), expect.any(Number)] },
      '7FE00010': {
        vr: 'OW',
        BulkDataURI: expect.stringMatching(/^https:.*\/bulkdata\/7FE00010$/),
      },
    });
    const { pathname } = new URL(String(metadata?.['7FE00010']?.BulkDataURI));
    const bulk = await ask(pathname);
    const [part] = readMultipart(bulk.body, bulk.type) ?? [];
    expect(part?.bytes.equals(pixelsOf(ct))).toBe(true);
    expect(json(await ask(`${addressOf(report)}/metadata`))).toMatchObject([
      { '0040A730': { vr: 'SQ', Value: expect.arrayContaining([expect.any(Object)]) } },
    ]);
  });

  it('tells the size of images in a search', async () => {
    const { ask, store } = await openService();
    const { loop, report } = makeImages();
    await store(loop, report);
    const found = json(await ask(`/dicom-web/studies/${loop.studyInstanceUid}/instances`));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(
      expect.objectContaining({
        '00080018': { vr: 'UI', Value: [loop.sopInstanceUid] },
        '00280008': { vr: 'IS', Value: [3] },
        '00280010': { vr: 'US', Value: [64] },
        '00280011': { vr: 'US', Value: [144] },
        '00280100': { vr: 'US', Value: [8] },
      }),
    );
    expect(await ask('/dicom-web/studies?PatientID=KHONG-CO')).toMatchObject({
      status: 204,
      type: '',
    });
  });

  it('gives frames as they are, and no frame that is not there', async () => {
    const { ask, store } = await openService();
    const { loop } = makeImages();
    await store(loop);
    const frames = await ask(`${addressOf(loop)}/frames/1,3`);
    const parts = readMultipart(frames.body, frames.type) ?? [];
    const size = 64 * 144;
    const pixels = pixelsOf(loop);
    expect(parts.map(({ bytes }) => bytes.equals(pixels.subarray(0, size)))).toEqual([true, false]);
    expect(parts[1]?.bytes.equals(pixels.subarray(2 * size, 3 * size))).toBe(true);
    for (const wanted of ['4', '1,9', '0', 'x'])
      expect(await ask(`${addressOf(loop)}/frames/${wanted}`)).toMatchObject({ status: 404 });
  });

  it('renders the pixels themselves, in their size, as PNG and JPEG', async () => {
    const { ask, store } = await openService();
    const { loop, colour } = makeImages();
    await store(loop, colour);
    const png = (one: SyntheticObject, ending = 'rendered') =>
      ask(`${addressOf(one)}/${ending}`, { headers: { accept: 'image/png' } });
    const colours = readPng((await png(colour)).body);
    expect(colours).toMatchObject({ width: 255, height: 181, channels: 3 });
    expect(colours.samples.equals(pixelsOf(colour).subarray(0, 255 * 181 * 3))).toBe(true);
    const second = readPng((await png(loop, 'frames/2/rendered')).body);
    const first = readPng((await png(loop)).body);
    expect(second.samples.equals(first.samples)).toBe(false);
    const jpeg = await ask(`${addressOf(colour)}/rendered`);
    expect(jpeg).toMatchObject({ status: 200, type: 'image/jpeg' });
    expect([...jpeg.body.subarray(-2)]).toEqual([0xff, 0xd9]);
    const decoded = await readJpeg(jpeg.body, 181, 255, 3);
    const differences = decoded.map((sample, at) => Math.abs(sample - (colours.samples[at] ?? 0)));
    expect(differences.reduce((sum, one) => sum + one, 0) / decoded.length).toBeLessThan(16);
    expect(await png(loop, 'frames/4/rendered')).toMatchObject({ status: 406 });
  });

  it('shows what the window of the request asks for', async () => {
    const { ask, store } = await openService();
    const { ct } = makeImages();
    await store(ct);
    const shown = async (window: string) =>
      readPng(
        (
          await ask(`${addressOf(ct)}/rendered?window=${window}`, {
            headers: { accept: 'image/png' },
          })
        ).body,
      ).samples;
    expect(new Set(await shown('30000,1,linear'))).toEqual(new Set([0]));
    expect(new Set(await shown('-30000,1,linear'))).toEqual(new Set([255]));
  });

  it('answers WADO-URI, with a login too', async () => {
    const { ask, store } = await openService();
    const { ct, report } = makeImages();
    await store(ct, report);
    const target = (one: SyntheticObject, contentType: string): string =>
      `/wado?${new URLSearchParams({
        requestType: 'WADO',
        studyUID: one.studyInstanceUid,
        seriesUID: one.seriesInstanceUid,
        objectUID: one.sopInstanceUid,
        contentType,
      })}`;
    expect(await ask(target(ct, 'image/jpeg'))).toMatchObject({ status: 200, type: 'image/jpeg' });
    const file = await ask(target(ct, 'application/dicom'));
    expect(readPart10(file.body)?.bytes.equals(encodeObject(ct))).toBe(true);
    expect(await ask(target(report, 'image/jpeg'))).toMatchObject({ status: 406 });
    expect(await ask('/wado?requestType=WADO')).toMatchObject({ status: 400 });
    expect(
      await ask(target(ct, 'image/jpeg'), { headers: { authorization: 'Bearer x' } }),
    ).toMatchObject({ status: 401 });
  });

  it('gives objects in the transfer syntax asked for, or says that it cannot', async () => {
    const { ask, store } = await openService();
    const { ct } = makeImages();
    await store(ct);
    const accept = (syntax: string) =>
      ask(addressOf(ct), {
        headers: {
          accept: `multipart/related; type="application/dicom"; transfer-syntax=${syntax}`,
        },
      });
    const compressed = await accept('1.2.840.10008.1.2.4.90');
    const [part] = readMultipart(compressed.body, compressed.type) ?? [];
    expect(readPart10(part?.bytes ?? Buffer.alloc(0))).toMatchObject({
      sopInstanceUid: ct.sopInstanceUid,
      transferSyntax: '1.2.840.10008.1.2.4.90',
    });
    expect(await accept('1.2.840.10008.1.2.4.80')).toMatchObject({ status: 406 });
  });

  it('deletes a study as a whole, and nothing else', async () => {
    const { ask, store, hospital } = await openService();
    const { archive } = hospital.behind.pacs;
    const before = archive.size;
    const { ct, loop } = makeImages();
    await store(ct, loop);
    const study = `/dicom-web/studies/${ct.studyInstanceUid}`;
    const remove = (target: string) => ask(target, { method: 'DELETE' });
    expect(await remove(addressOf(ct))).toMatchObject({ status: 405 });
    expect(await remove('/dicom-web/studies')).toMatchObject({ status: 405 });
    expect(archive.size).toBe(before + 2);
    expect(await remove(study)).toMatchObject({ status: 204 });
    expect(await remove(study)).toMatchObject({ status: 404 });
    expect(await ask(`/dicom-web/studies?StudyInstanceUID=${ct.studyInstanceUid}`)).toMatchObject({
      status: 204,
    });
    expect(archive.size).toBe(before);
  });

  it('does what its faults say', async () => {
    const { ask, store } = await openService({
      profile: 'broken',
      faults: [
        ...['stow-keeps-nothing', 'rendered-is-a-page'],
        ...['dicomweb-without-login', 'dicomweb-delete-refused'],
      ],
    });
    const { ct } = makeImages();
    expect(await store(ct)).toMatchObject({ status: 200 });
    expect(await ask(addressOf(ct))).toMatchObject({ status: 404 });
    const studies = json(
      await ask('/dicom-web/studies?limit=1', { headers: { authorization: '' } }),
    ) as { '0020000D': { Value: string[] } }[];
    const study = studies[0]?.['0020000D'].Value[0];
    expect(await ask(`/dicom-web/studies/${study}/rendered`)).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    expect(await ask(`/dicom-web/studies/${study}`, { method: 'DELETE' })).toMatchObject({
      status: 403,
    });
  });
});

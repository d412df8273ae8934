import { readFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIMULATOR_UID_ROOT } from '../../src/simulator/pacs/synthetic-studies.ts';
import { readMultipart, writeMultipart } from '../../src/simulator/web/multipart.ts';
import { readPart10, writePart10 } from '../../src/simulator/web/part10.ts';
import { makeSecondaryCapture } from '../protocols/dicom/support/make-dicom-object.ts';
import { portOf, startHospital } from './support/start-hospital.ts';

interface Answer {
  readonly status: number | undefined;
  readonly type: string;
  readonly body: Buffer;
}
type Ask = (
  path: string,
  options?: { method?: string; headers?: Readonly<Record<string, string>>; body?: Buffer },
) => Promise<Answer>;

const firstStudy = `${SIMULATOR_UID_ROOT}.1.1`;
const login = { authorization: 'Bearer rispacs-mo-phong' };

async function openWeb(): Promise<{
  ask: Ask;
  hospital: Awaited<ReturnType<typeof startHospital>>;
}> {
  const hospital = await startHospital();
  const ca = await readFile(path.join(hospital.folder, 'ca-mo-phong.pem'), 'utf8');
  const port = portOf(hospital, 'dicomweb');
  const ask: Ask = (target, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = httpsRequest(
        { host: '127.0.0.1', port, path: target, method, headers, ca, agent: false },
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
  return { ask, hospital };
}

const json = (answer: Answer): unknown => JSON.parse(answer.body.toString('utf8'));

describe('DICOMweb of the simulated hospital', () => {
  it('wants a login', async () => {
    const { ask } = await openWeb();
    expect(await ask('/dicom-web/studies')).toMatchObject({ status: 401 });
    expect(
      await ask('/dicom-web/studies', { headers: { authorization: 'Bearer wrong' } }),
    ).toMatchObject({ status: 401 });
  });

  it('searches studies, series and instances (QIDO-RS)', async () => {
    const { ask } = await openWeb();
    const search = async (target: string) => {
      const answer = await ask(`/dicom-web/${target}`, { headers: login });
      return answer.status === 204 ? [] : json(answer);
    };
    expect(await search('studies?StudyDate=20240101-20250630')).toHaveLength(6);
    expect(await search('studies?PatientID=RISPACS-SIM-1')).toMatchObject([
      {
        '0020000D': { vr: 'UI', Value: [firstStudy] },
        '00100010': { vr: 'PN', Value: [{ Alphabetic: 'KIỂM THỬ^MÔ PHỎNG 1' }] },
        '00201208': { vr: 'IS', Value: [4] },
      },
      {},
    ]);
    expect(await search('studies?00100020=RISPACS-SIM-1&limit=1&offset=1')).toHaveLength(1);
    expect(await search('studies?PatientName=KHONG*')).toEqual([]);
    expect(await search(`studies/${firstStudy}/series`)).toHaveLength(1);
    expect(await search(`studies/${firstStudy}/series/${firstStudy}.1/instances`)).toHaveLength(4);
    const { status } = await ask('/dicom-web/studies?NoSuch=1', { headers: login });
    expect(status).toBe(400);
  });

  it('gives metadata, whole objects and a picture (WADO-RS)', async () => {
    const { ask } = await openWeb();
    const instance = `/dicom-web/studies/${firstStudy}/series/${firstStudy}.1/instances/${firstStudy}.1.2`;
    const metadata = await ask(`${instance}/metadata`, { headers: login });
    expect(metadata).toMatchObject({ status: 200, type: 'application/dicom+json' });
    expect(json(metadata)).toMatchObject([{ '00200013': { vr: 'IS', Value: [2] } }]);
    const whole = await ask(instance, { headers: login });
    const [part] = readMultipart(whole.body, whole.type) ?? [];
    expect(readPart10(part?.bytes ?? Buffer.alloc(0))).toMatchObject({
      sopInstanceUid: `${firstStudy}.1.2`,
      transferSyntax: '1.2.840.10008.1.2.1',
    });
    expect(readMultipart(...(await study(ask)))).toHaveLength(4);
    const picture = await ask(`${instance}/rendered`, { headers: login });
    expect(picture).toMatchObject({ status: 200, type: 'image/jpeg' });
    const png = await ask(`${instance}/rendered`, { headers: { ...login, accept: 'image/png' } });
    expect(png.type).toBe('image/png');
    expect(await ask(`${instance}9`, { headers: login })).toMatchObject({ status: 404 });
    expect(await ask('/dicom-web/studies/../x', { headers: login })).toMatchObject({ status: 404 });
  });

  async function study(ask: Ask): Promise<[Buffer, string]> {
    const { body, type } = await ask(`/dicom-web/studies/${firstStudy}`, { headers: login });
    return [body, type];
  }

  it('stores objects and gives them back as they came (STOW-RS)', async () => {
    const { ask, hospital } = await openWeb();
    const image = makeSecondaryCapture({ serial: 61, patientId: 'RISPACS-61' });
    const file = writePart10({
      ...image,
      transferSyntax: image.transferSyntaxUid,
      elements: {},
      bytes: image.dataset,
    });
    const type = 'application/dicom';
    const post = (parts: readonly { contentType: string; bytes: Buffer }[]) =>
      ask('/dicom-web/studies', {
        method: 'POST',
        headers: { ...login, 'content-type': `multipart/related; type="${type}"; boundary=b` },
        body: writeMultipart(parts, 'b'),
      });
    const stored = await post([
      { contentType: type, bytes: file },
      { contentType: type, bytes: Buffer.from('no file') },
    ]);
    expect(stored.status).toBe(202);
    expect(json(stored)).toMatchObject({
      '00081199': { Value: [{ '00081155': { Value: [image.sopInstanceUid] } }] },
      '00081198': { Value: [{ '00081197': { vr: 'US', Value: [0xc000] } }] },
    });
    const { archive } = hospital.behind.pacs;
    expect(archive.object(image.sopInstanceUid)?.bytes.equals(image.dataset)).toBe(true);
    expect(await post([{ contentType: type, bytes: Buffer.from('no file') }])).toMatchObject({
      status: 409,
    });
    expect(await post([{ contentType: 'text/plain', bytes: file }])).toMatchObject({ status: 415 });
    expect(
      await ask('/dicom-web/studies', { method: 'POST', headers: login, body: file }),
    ).toMatchObject({ status: 400 });
  });

  it('reads back any multipart body it writes', () => {
    const part = fc.record({
      contentType: fc.constantFrom('application/dicom', 'text/plain; charset=utf-8'),
      bytes: fc.uint8Array({ maxLength: 200 }).map((one) => Buffer.from(one)),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const boundary = 'rispacs-boundary-that-no-part-holds';
        const body = writeMultipart(parts, boundary);
        expect(readMultipart(body, `multipart/related; boundary="${boundary}"`)).toEqual(parts);
      }),
      { seed: 9, numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        readMultipart(Buffer.from(bytes), 'multipart/related; boundary=-');
        readPart10(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), bytes]));
      }),
      { seed: 10, numRuns: 300 },
    );
  });
});

describe('the viewer of the simulated hospital', () => {
  it('lists the studies, shows one and draws its images', async () => {
    const { ask } = await openWeb();
    const list = await ask('/xem-anh/');
    expect(list.body.toString('utf8')).toContain(`href="/xem-anh/ca/${firstStudy}"`);
    const shown = (await ask(`/xem-anh/ca/${firstStudy}`)).body.toString('utf8');
    expect(shown).toContain('KIỂM THỬ^MÔ PHỎNG 1');
    expect(shown).toContain('DỮ LIỆU MÔ PHỎNG');
    const source = /src="([^"]+)"/.exec(shown)?.[1] ?? '';
    expect(await ask(source)).toMatchObject({ status: 200, type: 'image/png' });
    for (const target of ['/xem-anh/ca/1.2', '/xem-anh/anh/1.2.png', '/xem-anh/a/b/c']) {
      expect(await ask(target)).toMatchObject({ status: 404 });
    }
  });
});

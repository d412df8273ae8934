import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { probe } from '../../../src/probes/dicomweb/index.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { type ArchiveCall, jpegHeader, listen, startFakeArchive } from './support/fake-archive.ts';
import { rowsOf, runStudy, serviceRows } from './support/run.ts';
import type { JsonDataset } from './support/to-json.ts';

const html = (call: ArchiveCall, status = 200): true => {
  call.response
    .writeHead(status, { 'content-type': 'text/html' })
    .end('<!DOCTYPE html><html><title>413 Request Entity Too Large</title></html>');
  return true;
};
const states = (recorded: ReturnType<typeof makeProbeContext>) =>
  recorded.journalled.map(({ note, state }) => (note === undefined ? state : `${state} ${note}`));
const removed = ['planned', 'sent', 'removed-verified deleted'];

describe('planning', () => {
  it('looks at each endpoint, and sends a test study only where the file says so', () => {
    const facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'Bệnh viện thử' },
      dicomweb: {
        endpoints: [
          { id: 'a', url: 'https://user:hunter2@pacs.example/dicom-web?token=geheim' },
          {
            id: 'b',
            url: 'http://[::1]:8042/dicom-web',
            wadoUri: 'http://[::1]:8080/wado',
            send: 'test-study',
          },
        ],
      },
    });
    const steps = probe.planSteps(facility, 'vi');
    expect(steps.map(({ risk, subjectId }) => [subjectId, risk])).toEqual([
      ['a', 'observe'],
      ['b', 'observe'],
      ['b-test-study', 'active'],
    ]);
    expect(steps.map(({ contacts }) => contacts)).toEqual([
      [{ host: 'pacs.example', port: 443, protocol: 'https' }],
      [{ host: '::1', port: 8042, protocol: 'http' }],
      [
        { host: '::1', port: 8042, protocol: 'http' },
        { host: '::1', port: 8080, protocol: 'http' },
      ],
    ]);
    const printed = steps.map(({ sends, subject }) => `${subject} ${sends}`).join();
    expect(printed).not.toMatch(/hunter2|geheim/);
  });
});

describe('a good archive', () => {
  it('keeps everything: each service, every text, no change, and the study is gone at the end', async () => {
    const { archive, url } = await startFakeArchive();
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await runStudy({ url }, recorded);
    const services = rowsOf(observation, 'dicomweb.service');
    expect(
      services.map(({ equal, expected, ok, received, service }) =>
        [service, ok, expected, received, equal].join(' '),
      ),
    ).toEqual([
      ...Array.from({ length: 6 }, () => 'stow true 1 1 '),
      'qido true 1 1 1',
      'qido true 5 5 5',
      'qido true 6 6 6',
      'wado-metadata true 6 6 6',
      'wado-instances true 6 6 6',
      'wado-frames true 2 2 2',
      'wado-bulkdata true 1 1 1',
      ...Array.from({ length: 5 }, () => 'wado-rendered true 1 1 1'),
      'delete true   ',
    ]);
    expect(serviceRows(observation, 'wado-instances')).toMatchObject([
      { identical: 6, pixelsEqual: 6, contentTypeCorrect: true },
    ]);
    expect(rowsOf(observation, 'dicomweb.change')).toEqual([]);
    const texts = rowsOf(observation, 'dicomweb.text');
    expect(texts.map(({ attribute, source }) => `${source} ${attribute}`)).toEqual(
      expect.arrayContaining(['qido-studies PatientName', 'wado-instances PatientName']),
    );
    expect(texts.every(({ bytesEqual, intact }) => intact === true && bytesEqual !== false)).toBe(
      true,
    );
    expect(rowsOf(observation, 'dicomweb.removal')).toEqual([
      { endpoint: 'web', method: 'dicomweb-delete', removed: true, note: 'deleted' },
    ]);
    expect(archive.stored.size).toBe(0);
    expect(states(recorded)).toEqual(removed);
    expect(observation.attachments).toMatchObject([{ mediaType: 'image/jpeg' }]);
  });

  it('has the study in the journal before its first byte', async () => {
    const recorded = makeProbeContext({ language: 'en' });
    const journalled: string[] = [];
    const { url } = await startFakeArchive({
      intercept: ({ method }) => {
        if (method === 'POST') journalled.push(states(recorded).join());
        return false;
      },
    });
    await runStudy({ url }, recorded);
    expect(journalled).toEqual(Array.from({ length: 5 }, () => 'planned'));
    expect(recorded.journalled[0]).toMatchObject({
      system: 'web',
      kind: 'study',
      identifiers: { patientId: 'RISPACS-TEST', instances: '6' },
    });
  });

  it('that indexes by a job is waited for', async () => {
    let searches = 0;
    const { url } = await startFakeArchive({
      intercept: ({ method, path, response }) => {
        if (method !== 'GET' || path !== 'studies') return false;
        searches += 1;
        if (searches > 3) return false;
        response.writeHead(204).end();
        return true;
      },
    });
    const observation = await runStudy({ url }, undefined, { visibleMs: 10_000 });
    expect(serviceRows(observation, 'qido')[0]).toMatchObject({ received: 1, equal: 1 });
  });
});

describe('what an archive does to the study', () => {
  it('strips letters from its answers, though its files keep them', async () => {
    const strip = (json: JsonDataset): JsonDataset => ({
      ...json,
      '00080005': { vr: 'CS', Value: ['ISO_IR 100'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'KIM TH^RISPACS' }] },
    });
    const { url } = await startFakeArchive({ changeJson: strip });
    const observation = await runStudy({ url });
    const names = rowsOf(observation, 'dicomweb.text').filter(
      ({ attribute }) => attribute === 'PatientName',
    );
    expect(names.map(({ damage, intact, source }) => [source, intact, damage])).toEqual([
      ['qido-studies', false, 'stripped'],
      ['wado-metadata', false, 'stripped'],
      ['wado-instances', true, undefined],
    ]);
    expect(names[0]).toMatchObject({ received: 'KIM TH^RISPACS', characterSet: 'ISO_IR 100' });
    expect(serviceRows(observation, 'wado-metadata')).toMatchObject([
      { received: 6, equal: 0, deviations: ['other-character-set'] },
    ]);
    expect(rowsOf(observation, 'dicomweb.change')).toContainEqual({
      endpoint: 'web',
      source: 'wado-metadata',
      path: '(0010,0010)',
      attribute: 'PatientName',
      kind: 'changed',
      change: 'value',
      objects: 6,
      sent: 'KIỂM THỬ^RISPACS',
      received: 'KIM TH^RISPACS',
    });
  });

  it('changes pixels and letters in the files', async () => {
    const { url } = await startFakeArchive({
      changeFile: (file) => {
        const changed = Buffer.from(file);
        const at = changed.indexOf('KIỂM THỬ^RISPACS', 0, 'utf8');
        changed.write('KI', at, 'latin1');
        changed.fill('?', at + 2, at + 5);
        changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
        return changed;
      },
    });
    const observation = await runStudy({ url });
    expect(serviceRows(observation, 'wado-instances')).toMatchObject([
      { received: 6, equal: 0, identical: 0, pixelsEqual: 1 },
    ]);
    expect(serviceRows(observation, 'wado-bulkdata')).toMatchObject([{ ok: true, equal: 0 }]);
    expect(
      rowsOf(observation, 'dicomweb.text').find(
        ({ attribute, source }) => attribute === 'PatientName' && source === 'wado-instances',
      ),
    ).toMatchObject({ intact: false, bytesEqual: false, damage: 'replaced' });
    expect(rowsOf(observation, 'dicomweb.change')).toContainEqual(
      expect.objectContaining({ source: 'wado-instances', kind: 'pixels', objects: 5 }),
    );
  });

  it('gives it to another patient: no value of that answer is kept', async () => {
    const { url } = await startFakeArchive({
      changeJson: (json) => ({
        ...json,
        '00100010': { vr: 'PN', Value: [{ Alphabetic: 'NGUYỄN VĂN THẬT' }] },
        '00100020': { vr: 'LO', Value: ['BN0001'] },
      }),
    });
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await runStudy({ url }, recorded);
    expect(JSON.stringify([observation, recorded.logged])).not.toMatch(/NGUYỄN|BN0001/);
    expect(serviceRows(observation, 'wado-metadata')).toMatchObject([{ received: 6, equal: 0 }]);
    expect(observation.notes?.join()).toMatch(/another patient id/);
    // It may not be ours any more, so that nobody but a person may delete it.
    expect(states(recorded).at(-1)).toMatch(/^left /);
  });

  it('says that it stored and stores nothing', async () => {
    const { url } = await startFakeArchive({ storesNothing: true });
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await runStudy({ url }, recorded);
    expect(serviceRows(observation, 'stow').every(({ ok }) => ok === true)).toBe(true);
    expect(serviceRows(observation, 'qido')).toMatchObject([
      { ok: true, expected: 1, received: 0, equal: 0 },
      { ok: true, expected: 5, received: 0 },
      { ok: true, expected: 6, received: 0 },
    ]);
    expect(serviceRows(observation, 'wado-instances')).toMatchObject([
      { ok: false, status: 404, reason: 'http-404' },
    ]);
    expect(observation.notes?.join()).toMatch(/said that it stored 6 objects/);
    expect(states(recorded).at(-1)).toBe('removed-verified neverStored');
  });
});

describe('services that answer something else', () => {
  it('a web page where a picture belongs, and a proof of nothing is not kept', async () => {
    const { url } = await startFakeArchive({
      intercept: (call) => call.path.endsWith('/rendered') && html(call),
    });
    const observation = await runStudy({ url });
    expect(serviceRows(observation, 'wado-rendered')).toHaveLength(5);
    for (const row of serviceRows(observation, 'wado-rendered'))
      expect(row).toMatchObject({
        ok: false,
        status: 200,
        contentType: 'text/html',
        contentTypeCorrect: false,
        reason: 'html-page',
      });
    expect(observation.attachments).toEqual([]);
  });

  it('the same placeholder for every image', async () => {
    const { url } = await startFakeArchive({
      intercept: ({ path, response }) => {
        if (!path.endsWith('/rendered')) return false;
        response.setHeader('content-type', 'image/jpeg').end(jpegHeader(16, 16));
        return true;
      },
    });
    const observation = await runStudy({ url });
    expect(serviceRows(observation, 'wado-rendered')[0]).toMatchObject({
      ok: true,
      equal: 0,
      widthPixels: 16,
      heightPixels: 16,
    });
    expect(observation.notes?.join()).toMatch(/rendered as the same file/);
    expect(observation.attachments).toEqual([]);
  });

  it('multipart under a boundary that is not there', async () => {
    const { url } = await startFakeArchive({
      intercept: ({ path, request, response }) => {
        if (request.method !== 'GET' || !/^studies\/[\d.]+$/.test(path)) return false;
        response.setHeader(
          'content-type',
          'multipart/related; type="application/dicom"; boundary=x',
        );
        response.end('--y\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--y--\r\n');
        return true;
      },
    });
    expect(serviceRows(await runStudy({ url }), 'wado-instances')).toMatchObject([
      { ok: false, status: 200, contentTypeCorrect: true, reason: 'boundary-never-seen' },
    ]);
  });

  it('an endless search result: its service fails, the others go on', async () => {
    const { url } = await startFakeArchive({
      intercept: ({ path, response }) => {
        if (!path.endsWith('/metadata')) return false;
        response.setHeader('content-type', 'application/dicom+json').end('['.repeat(100_000));
        return true;
      },
    });
    const observation = await runStudy({ url });
    expect(serviceRows(observation, 'wado-metadata')).toMatchObject([
      { ok: false, reason: 'too-large-json-depth' },
    ]);
    expect(serviceRows(observation, 'wado-instances')).toMatchObject([{ equal: 6 }]);
  });

  it('a silent service times out alone', async () => {
    const { url } = await startFakeArchive({
      intercept: ({ path }) => path.includes('/frames/'),
    });
    const observation = await runStudy({ url });
    expect(serviceRows(observation, 'wado-frames')).toMatchObject([
      { ok: false, reason: 'timeout' },
    ]);
    expect(serviceRows(observation, 'wado-rendered')).toHaveLength(5);
  });

  it('a proxy that takes no large content: what is small is stored and read back', async () => {
    const { archive, url } = await startFakeArchive({
      intercept: (call) =>
        call.method === 'POST' && call.body.length > 1_000_000 && html(call, 413),
    });
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await runStudy({ url }, recorded);
    expect(
      serviceRows(observation, 'stow').map(({ modality, ok, reason }) => [modality, ok, reason]),
    ).toEqual([
      ['CT', false, 'http-413'],
      ['CT', false, 'http-413'],
      ['CR', false, 'http-413'],
      ['US', false, 'http-413'],
      ['OT', true, undefined],
      ['SR', true, undefined],
    ]);
    expect(serviceRows(observation, 'qido').at(-1)).toMatchObject({ expected: 2, equal: 2 });
    expect(archive.stored.size).toBe(0);
    expect(states(recorded)).toEqual(removed);
  });

  it('a proxy that says 413 and hangs up without reading on', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', (first) => {
        const isPost = first.toString('latin1').startsWith('POST');
        const status = isPost ? '413 Request Entity Too Large' : '204 No Content';
        const type = isPost ? 'Content-Type: text/html\r\n' : '';
        socket.end(`HTTP/1.1 ${status}\r\n${type}Content-Length: 0\r\nConnection: close\r\n\r\n`);
        setTimeout(() => socket.destroy(), 20);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await runStudy({ url: `http://127.0.0.1:${port}/dicom-web` }, recorded);
    const stow = serviceRows(observation, 'stow');
    expect(stow).toHaveLength(6);
    // Where the hanging up overtakes the answer, there is no status to be had.
    for (const { ok, reason } of stow)
      expect([ok, ['http-413', 'reset', 'closed'].includes(String(reason))]).toEqual([false, true]);
  });

  it('a proxy that answers 504 while the archive stores behind it: the study is found and removed', async () => {
    const { archive, url } = await startFakeArchive({
      intercept: (call, behind) => {
        if (call.method !== 'POST') return false;
        const quiet = { setHeader: () => quiet, end: () => quiet };
        behind.serve({ ...call, response: quiet as unknown as typeof call.response });
        return html(call, 504);
      },
    });
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await runStudy({ url }, recorded);
    expect(serviceRows(observation, 'stow').every(({ ok }) => ok === false)).toBe(true);
    expect(serviceRows(observation, 'qido').at(-1)).toMatchObject({ received: 6, equal: 6 });
    expect(archive.stored.size).toBe(0);
    expect(states(recorded)).toEqual(removed);
  });
});

describe('before anything is sent', () => {
  it.each([
    ['a web page', 200, 'protocol-error', 'html-page'],
    ['401', 401, 'refused', 'http-401'],
    ['502', 502, 'protocol-error', 'http-502'],
  ])('%s stops it: nothing in the journal', async (_name, status, state, code) => {
    const { archive, url } = await startFakeArchive({ intercept: (call) => html(call, status) });
    const recorded = makeProbeContext({ language: 'en' });
    expect(await runStudy({ url }, recorded)).toMatchObject({ state, reason: { code } });
    expect(recorded.journalled).toEqual([]);
    expect(archive.calls.map(({ method }) => method)).toEqual(['GET']);
  });

  it('a service without STOW is known by its answer', async () => {
    const { url } = await startFakeArchive({
      intercept: (call) => call.method === 'POST' && html(call, 405),
    });
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await runStudy({ url }, recorded);
    expect(serviceRows(observation, 'stow')).toHaveLength(2);
    expect(serviceRows(observation, 'stow')[0]).toMatchObject({ ok: false, status: 405 });
    expect(serviceRows(observation, 'qido')).toEqual([]);
    expect(states(recorded).at(-1)).not.toBe('sent');
  });
});

describe('a run that is stopped', () => {
  it.each(['POST', 'metadata'])('during %s: the study is removed nevertheless', async (when) => {
    const controller = new AbortController();
    const { archive, url } = await startFakeArchive({
      intercept: (call, behind) => {
        if (!call.path.endsWith(when) && call.method !== when) return false;
        behind.serve(call);
        controller.abort(new Error('stopped'));
        return true;
      },
    });
    const recorded = makeProbeContext({ language: 'en', signal: controller.signal });
    await expect(runStudy({ url }, recorded)).rejects.toThrow('stopped');
    expect(archive.stored.size).toBe(0);
    expect(states(recorded)).toEqual(removed);
  });

  it('by a full disk: the study is removed, and the disk’s error comes out', async () => {
    const { archive, url } = await startFakeArchive();
    const recorded = makeProbeContext({
      language: 'en',
      attach: () => Promise.reject(new Error('ENOSPC')),
    });
    await expect(runStudy({ url }, recorded)).rejects.toThrow('ENOSPC');
    expect(archive.stored.size).toBe(0);
    expect(states(recorded)).toEqual(removed);
  });

  it('by the time it has: what was seen stays, and the rest is said not to have been asked', async () => {
    const { archive, url } = await startFakeArchive({
      intercept: ({ path }) => path.includes('/frames/'),
    });
    const observation = await runStudy({ url }, undefined, { workMs: 1_200 });
    expect(serviceRows(observation, 'wado-metadata')).toHaveLength(1);
    expect(serviceRows(observation, 'wado-rendered')).toEqual([]);
    expect(observation.notes?.join()).toMatch(/ran out/);
    expect(archive.stored.size).toBe(0);
  });
});

describe('removal', () => {
  it('that is an administrator’s: the study is left, and said to be', async () => {
    const { archive, url } = await startFakeArchive();
    const recorded = makeProbeContext({ language: 'vi' });
    const observation = await runStudy({ url }, recorded, { removal: 'administrator' });
    expect(rowsOf(observation, 'dicomweb.removal')).toEqual([
      { endpoint: 'web', method: 'administrator', removed: false, note: 'byAdministrator' },
    ]);
    expect(serviceRows(observation, 'delete')).toEqual([]);
    expect(archive.stored.size).toBe(6);
    expect(states(recorded).at(-1)).toBe('left byAdministrator');
  });
});

describe('WADO-URI', () => {
  it('is asked for a JPEG of our image, with the account of the same host only', async () => {
    const asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
    const port = await listen(
      createServer((request, response) => {
        asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
        response.setHeader('content-type', 'image/jpeg').end(jpegHeader(512, 512));
      }),
    );
    const { url } = await startFakeArchive();
    const token = { authorization: { bearer: { env: 'TOKEN' } } };
    const run = (wadoUri: string) =>
      runStudy({ url, ...token, wadoUri }, makeProbeContext({ language: 'en' }, { TOKEN: 'abc' }));
    const observation = await run(`http://127.0.0.1:${port}/wado`);
    expect(serviceRows(observation, 'wado-uri')).toMatchObject([
      { ok: true, equal: 1, format: 'jpeg', contentTypeCorrect: true },
    ]);
    expect(asked).toEqual([
      {
        url: expect.stringMatching(/^\/wado\?requestType=WADO&studyUID=2\.25\.\d+&.*image\/jpeg$/),
        authorization: 'Bearer abc',
      },
    ]);
    const elsewhere = await run(`http://localhost:${port}/wado`);
    expect(asked.at(-1)?.authorization).toBeUndefined();
    expect(elsewhere.notes?.join()).toMatch(/without sending the account/);
  });
});

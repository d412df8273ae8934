import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  countMatches,
  type DicomWebOptions,
  deleteStudy,
  openDicomWeb,
  resolveBulkDataUri,
  retrieveBulkData,
  retrieveByUri,
  retrieveFrames,
  retrieveInstances,
  retrieveMetadata,
  retrieveRendered,
  search,
  storeInstances,
} from '../../../src/protocols/dicomweb/index.ts';
import { parseMediaType } from '../../../src/protocols/dicomweb/media-type.ts';
import { MultipartReader } from '../../../src/protocols/dicomweb/multipart-reader.ts';
import { makeSecondaryCapture } from '../dicom/support/make-dicom-object.ts';
import { Cleanups, multipart, serve, toFile } from './support.ts';

const cleanups = new Cleanups();
afterEach(() => cleanups.run());

interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A service that gives one reply after the other, and what it was asked. */
async function script(replies: readonly Reply[], options: Partial<DicomWebOptions> = {}) {
  const asked: { line: string; headers: IncomingMessage['headers']; body: Buffer }[] = [];
  const connection = await serve(
    cleanups,
    (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { body = '', headers, status = 200, type } = replies[asked.length] ?? {};
        asked.push({
          line: `${request.method} ${request.url}`,
          headers: request.headers,
          body: Buffer.concat(pieces),
        });
        response.writeHead(status, { ...(type ? { 'content-type': type } : {}), ...headers });
        response.end(body);
      });
    },
    options,
  );
  return { asked, connection };
}

const JSON_TYPE = 'application/dicom+json';
const IDS = { study: '1.2.3', series: '1.2.4', instance: '1.2.5' };
const match = (uid: string) => ({ '0020000D': { vr: 'UI', Value: [uid] } });
const JPEG = Buffer.from('ffd8ffc0000b080003000501011100ffda0000ffd9', 'hex');

describe('searching (QIDO-RS)', () => {
  it('asks as PS3.18 writes it and gives the matches', async () => {
    const { asked, connection } = await script([
      {
        type: JSON_TYPE,
        headers: { warning: '299 x "more"' },
        body: JSON.stringify([match('1.2')]),
      },
    ]);
    const outcome = await search(connection, {
      level: 'studies',
      match: { PatientName: 'KIỂM THỬ^A*', '00100020': 'A+B&C' },
      includeFields: ['StudyDescription'],
      limit: 10,
      offset: 5,
      fuzzyMatching: false,
    });
    expect(outcome).toMatchObject({
      kind: 'answered',
      status: 200,
      contentType: JSON_TYPE,
      limitIgnored: false,
      warning: '299 x "more"',
      transport: { redirects: 0, connectMs: expect.any(Number), headersMs: expect.any(Number) },
    });
    expect(outcome.kind === 'answered' && outcome.matches[0]?.text(0x0020000d)).toBe('1.2');
    // The key 00100020 is an integer index, so JavaScript lists it first.
    const query = new URL(asked[0]?.line.slice(4) ?? '', 'http://x').searchParams;
    expect(query.get('PatientName')).toBe('KIỂM THỬ^A*');
    expect(query.get('00100020')).toBe('A+B&C');
    expect(query.get('includefield')).toBe('StudyDescription');
    expect(query.get('limit')).toBe('10');
    expect(query.get('offset')).toBe('5');
    expect(query.get('fuzzymatching')).toBe('false');
    expect(asked[0]?.line).toContain('GET /dicom-web/studies?');
    expect(asked[0]?.line).toContain('%20');
    expect(asked[0]?.headers.accept).toBe(JSON_TYPE);
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });

  it('takes 204 for no match and notes a limit that was ignored', async () => {
    const { asked, connection } = await script([
      { status: 204 },
      { type: JSON_TYPE, body: JSON.stringify([match('1'), match('2')]) },
    ]);
    expect(await search(connection, { level: 'series', within: { study: '1.2' } })).toMatchObject({
      kind: 'answered',
      status: 204,
      matches: [],
    });
    expect(
      await search(connection, {
        level: 'instances',
        within: { study: '1.2', series: '1.3', ...{ instance: '1.4' } },
        limit: 1,
      }),
    ).toMatchObject({ kind: 'answered', limitIgnored: true });
    expect(asked.map(({ line }) => line)).toEqual([
      'GET /dicom-web/studies/1.2/series',
      'GET /dicom-web/studies/1.2/series/1.3/instances?limit=1',
    ]);
  });

  it('counts by paging to the first empty page', async () => {
    const page = (...uids: string[]) => ({
      type: JSON_TYPE,
      body: JSON.stringify(uids.map(match)),
    });
    const good = await script([page('1', '2'), page('3'), page()]);
    expect(await countMatches(good.connection, { level: 'studies' }, { pageSize: 2 })).toEqual({
      kind: 'counted',
      count: 3,
      pages: 3,
      complete: true,
      offsetIgnored: false,
      limitIgnored: false,
    });
    expect(good.asked.map(({ line }) => line)).toEqual([
      'GET /dicom-web/studies?limit=2&offset=0',
      'GET /dicom-web/studies?limit=2&offset=2',
      'GET /dicom-web/studies?limit=2&offset=3',
    ]);
    const deaf = await script([page('1', '2', '3'), page('1', '2', '3')]);
    expect(
      await countMatches(deaf.connection, { level: 'studies' }, { pageSize: 2 }),
    ).toMatchObject({ count: 3, complete: false, offsetIgnored: true, limitIgnored: true });
    const long = await script([page('1'), page('2'), page('3')]);
    expect(
      await countMatches(long.connection, { level: 'studies' }, { maxPages: 2 }),
    ).toMatchObject({ count: 2, pages: 2, complete: false, offsetIgnored: false });
    const broken = await script([page('1'), { status: 500 }]);
    expect(await countMatches(broken.connection, { level: 'studies' })).toMatchObject({
      kind: 'http-status',
      status: 500,
    });
  });

  it('refuses to send what could change the address', async () => {
    const { connection } = await script([]);
    const ask = (query: Parameters<typeof search>[1]) => () => search(connection, query);
    expect(ask({ level: 'series', within: { study: '../1' } })).toThrow(RangeError);
    expect(ask({ level: 'series', within: { study: '1'.repeat(65) } })).toThrow(RangeError);
    expect(ask({ level: 'studies', match: { 'a&b': 'x' } })).toThrow(RangeError);
    expect(ask({ level: 'studies', limit: -1 })).toThrow(RangeError);
  });
});

describe('retrieving (WADO-RS)', () => {
  const object = makeSecondaryCapture({ serial: 4, patientId: 'X', rows: 2, columns: 2 });
  const file = toFile(object);

  it('reads metadata', async () => {
    const { asked, connection } = await script([
      { type: 'application/json; charset=utf-8', body: JSON.stringify([match('1.2.3')]) },
      { type: JSON_TYPE, body: '{}' },
    ]);
    const outcome = await retrieveMetadata(connection, IDS);
    expect(outcome.kind === 'answered' && outcome.datasets).toHaveLength(1);
    expect(asked[0]?.line).toBe(
      'GET /dicom-web/studies/1.2.3/series/1.2.4/instances/1.2.5/metadata',
    );
    expect(await retrieveMetadata(connection, IDS)).toMatchObject({
      kind: 'protocol-error',
      hint: 'not-dicom-json',
    });
  });

  it('asks for a transfer syntax and says which one came', async () => {
    const { asked, connection } = await script([
      {
        type: 'multipart/related; type="application/dicom"; boundary=xx',
        body: multipart(
          'xx',
          { type: 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1', body: file },
          { type: 'application/dicom', body: Buffer.from('no file') },
        ),
      },
      { type: 'application/dicom', body: file },
      { type: 'application/dicom', body: file },
      { status: 406 },
    ]);
    expect(await retrieveInstances(connection, { study: '1.2.3' })).toMatchObject({
      kind: 'answered',
      framing: 'multipart',
      instances: [
        {
          declaredTransferSyntaxUid: '1.2.840.10008.1.2.1',
          bytes: file,
          part10: {
            ok: true,
            object: {
              sopInstanceUid: object.sopInstanceUid,
              transferSyntaxUid: '1.2.840.10008.1.2.1',
              dataset: object.dataset,
            },
          },
        },
        { part10: { ok: false, message: 'no DICM prefix' } },
      ],
    });
    expect(await retrieveInstances(connection, { ...IDS, transferSyntax: '*' })).toMatchObject({
      framing: 'single-part',
      instances: [{ bytes: file }],
    });
    await retrieveInstances(connection, { ...IDS, transferSyntax: '1.2.840.10008.1.2.4.70' });
    expect(
      await retrieveInstances(connection, { ...IDS, transferSyntax: '1.2.840.10008.1.2.5' }),
    ).toMatchObject({ kind: 'http-status', status: 406 });
    const type = 'multipart/related; type="application/dicom"';
    expect(asked.map(({ headers }) => headers.accept)).toEqual([
      type,
      `${type}; transfer-syntax=*`,
      `${type}; transfer-syntax=1.2.840.10008.1.2.4.70`,
      `${type}; transfer-syntax=1.2.840.10008.1.2.5`,
    ]);
  });

  it('notes a part whose length is not what its header says', async () => {
    const { connection } = await script([
      {
        type: 'multipart/related; boundary=xx',
        body: '--xx\r\nContent-Length: 99999999999\r\nContent-Location: /a\r\n\r\nabc\r\n--xx--',
      },
    ]);
    const outcome = await retrieveFrames(connection, { ...IDS, frames: [1, 3] });
    expect(outcome).toMatchObject({
      parts: [{ bytes: Buffer.from('abc'), wrongLengthBytes: 99999999999, contentLocation: '/a' }],
    });
  });

  it('retrieves bulk data, never from another origin', async () => {
    const reply = { type: 'application/octet-stream', body: Buffer.from([1, 2]) };
    const { asked, connection } = await script([reply, reply, reply]);
    const origin = connection.settings.baseUrl.origin;
    expect(await retrieveBulkData(connection, `${origin}/other/bulk?a=1`)).toMatchObject({
      parts: [{ bytes: Buffer.from([1, 2]) }],
      rebased: false,
    });
    expect(
      await retrieveBulkData(connection, 'http://localhost:1/x/studies/1.2/bulk/7fe00010?b=2'),
    ).toMatchObject({ kind: 'answered', rebased: true });
    await retrieveBulkData(connection, 'studies/1.2/bulk/00091001');
    expect(asked.map(({ line }) => line)).toEqual([
      'GET /other/bulk?a=1',
      'GET /dicom-web/studies/1.2/bulk/7fe00010?b=2',
      'GET /dicom-web/studies/1.2/bulk/00091001',
    ]);
    for (const uri of ['https://evil.example/bulk', 'file:///etc/passwd', 'http://[', 'data:,x']) {
      expect(resolveBulkDataUri(connection, uri)).toBeUndefined();
    }
    expect(await retrieveBulkData(connection, 'https://evil.example/bulk')).toMatchObject({
      kind: 'protocol-error',
      hint: 'other-origin',
    });
  });

  it('retrieves rendered images, by WADO-RS and WADO-URI', async () => {
    const { asked, connection } = await script([
      { type: 'image/jpeg', body: JPEG },
      {
        type: 'multipart/related; type="image/jpeg"; boundary=xx',
        body: multipart('xx', { type: 'image/jpeg', body: JPEG }),
      },
      { type: 'image/jpeg', body: JPEG.subarray(0, -2) },
      { type: 'image/jpeg', body: '<html>log in</html>' },
    ]);
    const image = { format: 'jpeg', width: 5, height: 3, complete: true };
    expect(
      await retrieveRendered(connection, {
        ...IDS,
        frame: 2,
        viewport: { width: 100, height: 50 },
        window: { center: 40, width: 400 },
        quality: 80,
      }),
    ).toMatchObject({ kind: 'answered', image, bytes: JPEG, framing: 'single-part' });
    expect(await retrieveRendered(connection, { ...IDS, mediaType: 'image/png' })).toMatchObject({
      image,
      framing: 'multipart',
    });
    expect(await retrieveByUri(connection, { ...IDS, rows: 10, frame: 1 })).toMatchObject({
      image: { complete: false },
    });
    expect(await retrieveByUri(connection, IDS)).toMatchObject({
      kind: 'protocol-error',
      hint: 'not-an-image',
    });
    const path = '/dicom-web/studies/1.2.3/series/1.2.4/instances/1.2.5';
    expect(asked.map(({ line }) => line)).toEqual([
      `GET ${path}/frames/2/rendered?quality=80&viewport=100,50&window=40,400,linear`,
      `GET ${path}/rendered`,
      'GET /dicom-web?requestType=WADO&studyUID=1.2.3&seriesUID=1.2.4&objectUID=1.2.5&contentType=image/jpeg&frameNumber=1&rows=10',
      'GET /dicom-web?requestType=WADO&studyUID=1.2.3&seriesUID=1.2.4&objectUID=1.2.5&contentType=image/jpeg',
    ]);
    expect(asked.map(({ headers }) => headers.accept)).toEqual([
      'image/jpeg',
      'image/png',
      'image/jpeg',
      'image/jpeg',
    ]);
  });
});

describe('storing (STOW-RS)', () => {
  const reference = (uid: string, more: object = {}) => ({
    '00081150': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.7'] },
    '00081155': { vr: 'UI', Value: [uid] },
    ...more,
  });

  it('sends the files byte for byte and reads what was stored and what was not', async () => {
    const answer = {
      '00081190': { vr: 'UR', Value: ['https://pacs/studies/1'] },
      '00081198': {
        vr: 'SQ',
        Value: [reference('1.9', { '00081197': { vr: 'US', Value: [0xa700] } }), reference('1.8')],
      },
      '00081199': {
        vr: 'SQ',
        Value: [
          reference('1.5', { '00081190': { vr: 'UR', Value: ['https://pacs/1.5'] } }),
          reference('1.6', { '00081196': { vr: 'US', Value: [0xb000] } }),
        ],
      },
      '0008119A': { vr: 'SQ', Value: [{ '00081197': { vr: 'US', Value: [0x0110] } }] },
    };
    const { asked, connection } = await script([
      { status: 202, type: JSON_TYPE, body: JSON.stringify(answer) },
      { status: 409, type: JSON_TYPE, body: JSON.stringify([answer]) },
      { status: 409, type: 'text/html', body: '<html>' },
      { status: 400 },
      { type: JSON_TYPE, body: '' },
    ]);
    const files = [Buffer.alloc(200_000, 7), Buffer.from('second\r\n')];
    const sopClassUid = '1.2.840.10008.5.1.4.1.1.7';
    expect(await storeInstances(connection, { files, study: '1.2.3' })).toMatchObject({
      kind: 'answered',
      status: 202,
      stored: [
        { sopClassUid, sopInstanceUid: '1.5', retrieveUrl: 'https://pacs/1.5' },
        { sopInstanceUid: '1.6', warning: { code: 0xb000, reason: 'coerced' } },
      ],
      refused: [
        { sopInstanceUid: '1.9', failure: { code: 0xa700, reason: 'out-of-resources' } },
        { sopInstanceUid: '1.8' },
      ],
      otherFailures: 1,
    });
    expect(await storeInstances(connection, { files })).toMatchObject({
      kind: 'answered',
      status: 409,
    });
    expect(await storeInstances(connection, { files })).toMatchObject({
      kind: 'http-status',
      status: 409,
    });
    expect(await storeInstances(connection, { files })).toMatchObject({
      kind: 'http-status',
      status: 400,
    });
    expect(await storeInstances(connection, { files })).toMatchObject({
      kind: 'protocol-error',
      hint: 'empty',
    });
    expect(asked[0]?.line).toBe('POST /dicom-web/studies/1.2.3');
    expect(asked[1]?.line).toBe('POST /dicom-web/studies');
    const type = parseMediaType(asked[0]?.headers['content-type'] ?? '');
    const reader = new MultipartReader(type?.parameters.get('boundary') ?? '', {
      maxParts: 9,
      maxPartBytes: 1_000_000,
    });
    reader.push(asked[0]?.body ?? Buffer.alloc(0));
    expect(reader.finish().map(({ body }) => body)).toEqual(files);
    expect(() => storeInstances(connection, { files: [] })).toThrow(RangeError);
  });
});

describe('deleting', () => {
  const orthancId = '7b3797b7-fe4e61dd-90364b87-eae10211-9432c98d';

  it('asks each kind of server in its way', async () => {
    const found = [
      { ID: orthancId, Path: `/studies/${orthancId}`, Type: 'Study' },
      { ID: 'x', Type: 'Series' },
    ];
    const { asked, connection } = await script([
      { status: 204 },
      { status: 200 },
      { status: 204 },
      { type: 'application/json', body: JSON.stringify(found) },
      { type: 'application/json', body: '{}' },
      { type: 'application/json', body: '[]' },
    ]);
    const gone = { kind: 'answered', deleted: 1 };
    expect(await deleteStudy(connection, '1.2.3', { kind: 'dicomweb' })).toMatchObject(gone);
    expect(await deleteStudy(connection, '1.2.3', { kind: 'dcm4chee' })).toMatchObject(gone);
    expect(await deleteStudy(connection, '1.2.3', { kind: 'orthanc' })).toMatchObject(gone);
    expect(
      await deleteStudy(connection, '1.2.3', { kind: 'orthanc', restPath: '/rest' }),
    ).toMatchObject({ kind: 'answered', deleted: 0 });
    expect(asked.map(({ line }) => line)).toEqual([
      'DELETE /dicom-web/studies/1.2.3',
      'POST /dicom-web/studies/1.2.3/reject/113039%5EDCM',
      'DELETE /dicom-web/studies/1.2.3',
      'POST /tools/lookup',
      `DELETE /studies/${orthancId}`,
      'POST /rest/tools/lookup',
    ]);
    expect(asked[3]?.body.toString()).toBe('1.2.3');
  });

  it.each([
    ['{"a":1}', 'not an array'],
    ['[{"Type":"Study","ID":"../patients"}]', 'an identifier that is none'],
    ['not json', 'not JSON'],
  ])('deletes nothing after an answer that is not to be trusted: %s', async (body) => {
    const { asked, connection } = await script([{ type: 'application/json', body }]);
    expect(await deleteStudy(connection, '1.2.3', { kind: 'orthanc' })).toMatchObject({
      kind: 'protocol-error',
    });
    expect(asked).toHaveLength(1);
  });

  it('stops when the first step is refused', async () => {
    const { asked, connection } = await script([{ status: 403 }]);
    expect(await deleteStudy(connection, '1.2.3', { kind: 'dcm4chee' })).toMatchObject({
      kind: 'http-status',
      status: 403,
    });
    expect(asked).toHaveLength(1);
  });
});

describe('a connection', () => {
  it('is used again, one exchange at a time', async () => {
    let connections = 0;
    const connection = await serve(cleanups, (request, response) => {
      if (request.socket.listenerCount('marked') === 0) {
        request.socket.on('marked', () => undefined);
        connections += 1;
      }
      response.setHeader('content-type', JSON_TYPE).end('[]');
    });
    for (let index = 0; index < 5; index += 1) await search(connection, { level: 'studies' });
    expect(connections).toBe(1);
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => search(connection, { level: 'studies' })),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(connections).toBe(3);
  });

  it('asks once more when the server closed an idle connection', async () => {
    let requests = 0;
    const connection = await serve(cleanups, (request, response) => {
      requests += 1;
      // Closes at the second request on the same connection, without a word.
      if (requests === 2) request.socket.destroy();
      else response.setHeader('content-type', JSON_TYPE).end('[]');
    });
    await search(connection, { level: 'studies' });
    expect(await search(connection, { level: 'studies' })).toMatchObject({ kind: 'answered' });
    expect(requests).toBe(3);
  });

  it('sends credentials, and shows them nowhere', async () => {
    const basic = await script([{ status: 403 }], {
      credentials: { kind: 'basic', user: 'bác sĩ', password: 'mật:khẩu' },
    });
    const refused = await search(basic.connection, { level: 'studies' });
    const sent = basic.asked[0]?.headers.authorization ?? '';
    expect(Buffer.from(sent.replace('Basic ', ''), 'base64').toString()).toBe('bác sĩ:mật:khẩu');
    expect(JSON.stringify(refused)).not.toContain('Basic');
    const bearer = await script([{ status: 204 }], {
      credentials: { kind: 'bearer', token: 'abc.def-_~+/==' },
    });
    await search(bearer.connection, { level: 'studies' });
    expect(bearer.asked[0]?.headers.authorization).toBe('Bearer abc.def-_~+/==');
  });

  it.each([
    { baseUrl: 'nonsense' },
    { baseUrl: 'ftp://pacs/' },
    { baseUrl: 'https://user:secret@pacs/' },
    { baseUrl: 'https://pacs/?a=1' },
    { baseUrl: 'https://pacs/', credentials: { kind: 'bearer', token: 'a\r\nsecret' } },
    { baseUrl: 'https://pacs/', credentials: { kind: 'basic', user: 'a:b', password: 'secret' } },
    { baseUrl: 'https://pacs/', credentials: { kind: 'basic', user: 'a', password: 'secret\n' } },
    { baseUrl: 'https://pacs/', limits: { maxParts: 0 } },
  ] satisfies DicomWebOptions[])('refuses options that cannot be used: %j', async (options) => {
    const error: unknown = await openDicomWeb(options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toContain('secret');
  });

  it('cannot be used after it was closed', async () => {
    const { connection } = await script([]);
    await connection.close();
    await expect(search(connection, { level: 'studies' })).rejects.toThrow('closed');
  });
});

import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type DicomWebConnection,
  type DicomWebOptions,
  retrieveInstances,
  retrieveRendered,
  search,
  storeInstances,
} from '../../../src/protocols/dicomweb/index.ts';
import { Cleanups, open, SHORT_DEADLINES, serve, serveRaw } from './support.ts';

const cleanups = new Cleanups();
afterEach(() => cleanups.run());

const look = (connection: DicomWebConnection) => search(connection, { level: 'studies' });
const fetchStudy = (connection: DicomWebConnection) =>
  retrieveInstances(connection, { study: '1.2' });
const JSON_TYPE = 'application/dicom+json';
const RELATED = 'multipart/related; type="application/dicom"; boundary=xx';

/** Writes the same piece for as long as anybody listens. */
function pour(response: ServerResponse, piece: Buffer): void {
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}

/** A service that answers with a media type and a body. */
function reply(type: string, body: string | Buffer, options: Partial<DicomWebOptions> = {}) {
  return serve(
    cleanups,
    (_request, response) => response.setHeader('content-type', type).end(body),
    options,
  );
}

describe('a client that meets a bad peer', () => {
  it('names one that is not there', async () => {
    const gone = await serveRaw(cleanups, () => undefined);
    await cleanups.run();
    const connection = await open(cleanups, gone.settings.baseUrl.origin);
    expect(await look(connection)).toMatchObject({ kind: 'refused', code: 'ECONNREFUSED' });
    const nowhere = await open(cleanups, 'http://nowhere.invalid');
    expect(await look(nowhere)).toMatchObject({ kind: 'unreachable' });
  });

  it('keeps status and media type of an answer that it cannot use, and knows its own simulator', async () => {
    const connection = await serve(cleanups, (request, response) => {
      if (request.url?.endsWith('/studies') === true)
        response.setHeader('x-rispacs-simulator', '1');
      response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html>');
    });
    const answer = { answerStatus: 200, answerContentType: 'text/html; charset=utf-8' };
    const searched = await look(connection);
    expect(searched).toMatchObject({
      kind: 'protocol-error',
      hint: 'html-page',
      transport: { ...answer, fromSimulator: true },
    });
    const fetched = await fetchStudy(connection);
    expect(fetched.transport).toMatchObject(answer);
    expect(fetched.transport).not.toHaveProperty('fromSimulator');
    const gone = await open(cleanups, 'http://127.0.0.1:9');
    expect((await look(gone)).transport).not.toHaveProperty('answerStatus');
  });

  it('does not wait for ever for a silent one', async () => {
    const connection = await serveRaw(cleanups, (socket) => void socket.resume());
    expect(await look(connection)).toMatchObject({
      kind: 'timeout',
      phase: 'headers',
      limit: 'phase',
      limitMs: SHORT_DEADLINES.headersMs,
    });
  });

  it('does not wait for ever for one that takes nothing', async () => {
    const connection = await serveRaw(cleanups, (socket) => void socket.pause());
    const files = [Buffer.alloc(64 * 1024 * 1024)];
    expect(await storeInstances(connection, { files })).toMatchObject({
      kind: 'timeout',
      phase: 'send',
      limit: 'phase',
    });
  });

  it('names one that closes, at each point', async () => {
    const before = await serveRaw(cleanups, (socket) => void socket.resume().end());
    expect(await look(before)).toMatchObject({ kind: 'closed', phase: 'headers' });
    const within = await serveRaw(cleanups, (socket) => {
      socket.once('data', () =>
        socket.end(`HTTP/1.1 200 OK\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: 50\r\n\r\n[`),
      );
    });
    expect(await look(within)).toMatchObject({ kind: 'closed', phase: 'body' });
  });

  it('names one that resets, at each point', async () => {
    const before = await serveRaw(cleanups, (socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    expect(await look(before)).toMatchObject({ kind: 'reset', phase: 'headers' });
    const within = await serveRaw(cleanups, (socket) => {
      socket.once('data', () => {
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: 50\r\n\r\n[`,
        );
        setTimeout(() => socket.resetAndDestroy(), 50);
      });
    });
    expect(await look(within)).toMatchObject({ kind: 'reset', phase: 'body' });
  });

  it('shows what one said that is not HTTP', async () => {
    const connection = await serveRaw(cleanups, (socket) => {
      socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n');
    });
    expect(await look(connection)).toMatchObject({
      kind: 'protocol-error',
      hint: 'ssh',
      firstBytesHex: expect.stringMatching(/^5353482d/),
    });
  });

  it('bounds the header', async () => {
    const connection = await serveRaw(cleanups, (socket) => {
      socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n`));
    });
    expect(await look(connection)).toMatchObject({ kind: 'too-large', limit: 'header-bytes' });
  });

  it('recognises a log-in page with status 200', async () => {
    const html = '<!DOCTYPE html><html><body>Đăng nhập</body></html>';
    for (const type of ['text/html; charset=utf-8', 'text/plain', '']) {
      const connection = await serve(cleanups, (_request, response) => {
        if (type !== '') response.setHeader('content-type', type);
        response.end(html);
      });
      const page = { kind: 'protocol-error', hint: 'html-page' };
      expect(await look(connection)).toMatchObject({
        ...page,
        firstBytesHex: Buffer.from(html).toString('hex', 0, 32),
      });
      expect(await fetchStudy(connection)).toMatchObject(page);
    }
    const claimed = await reply(JSON_TYPE, html);
    expect(await look(claimed)).toMatchObject({ kind: 'protocol-error', hint: 'not-json' });
  });

  it('refuses another media type than it asked for', async () => {
    const xml = await reply('application/dicom+xml', '<?xml version="1.0"?>');
    expect(await look(xml)).toMatchObject({ kind: 'protocol-error', hint: 'content-type' });
    const json = await reply(JSON_TYPE, '[]');
    expect(await fetchStudy(json)).toMatchObject({ kind: 'protocol-error', hint: 'content-type' });
    const ids = { study: '1', series: '2', instance: '3' };
    expect(await retrieveRendered(json, ids)).toMatchObject({ hint: 'content-type' });
  });

  it('names 401 with its schemes, and 403', async () => {
    const locked = await serve(cleanups, (_request, response) => {
      const challenges = ['Basic realm="a, b", Bearer scope="x"', 'Negotiate'];
      response.writeHead(401, { 'www-authenticate': challenges }).end();
    });
    expect(await look(locked)).toMatchObject({
      kind: 'http-status',
      status: 401,
      authenticate: ['basic', 'bearer', 'negotiate'],
    });
    const forbidden = await serve(cleanups, (_request, response) => response.writeHead(403).end());
    expect(await look(forbidden)).toMatchObject({ kind: 'http-status', status: 403 });
  });

  it('follows a redirect within the origin and none beyond, with credentials or without', async () => {
    let foreign = 0;
    const other = await serve(cleanups, (_request, response) => {
      foreign += 1;
      response.end();
    });
    const connection = await serve(
      cleanups,
      (request, response) => {
        if (request.url === '/dicom-web/studies') {
          response.writeHead(307, { location: '/moved' }).end('elsewhere');
        } else if (request.url === '/moved') {
          response.setHeader('content-type', JSON_TYPE).end('[]');
        } else {
          const location = `${other.settings.baseUrl.origin}/login?token=1`;
          response.writeHead(302, { location }).end();
        }
      },
      { credentials: { kind: 'bearer', token: 'x' } },
    );
    expect(await look(connection)).toMatchObject({ kind: 'answered', transport: { redirects: 1 } });
    expect(await fetchStudy(connection)).toMatchObject({
      kind: 'http-status',
      status: 302,
      location: `${other.settings.baseUrl.origin}/login`,
    });
    expect(foreign).toBe(0);
  });

  it('never repeats a store at a redirect', async () => {
    let requests = 0;
    const connection = await serve(cleanups, (_request, response) => {
      requests += 1;
      response.writeHead(307, { location: '/again', connection: 'close' }).end();
    });
    expect(await storeInstances(connection, { files: [Buffer.from('x')] })).toMatchObject({
      kind: 'http-status',
      status: 307,
    });
    expect(requests).toBe(1);
  });

  it('leaves a redirect loop, short or endless', async () => {
    let count = 0;
    const circle = await serve(cleanups, (request, response) => {
      response.writeHead(302, { location: request.url ?? '' }).end();
    });
    const endless = await serve(cleanups, (_request, response) => {
      count += 1;
      response.writeHead(302, { location: `/${count}` }).end();
    });
    const loop = { kind: 'protocol-error', hint: 'redirect-loop' };
    expect(await look(circle)).toMatchObject(loop);
    expect(await look(endless)).toMatchObject(loop);
    expect(count).toBeLessThan(6);
  });

  it('does not read a gigabyte of JSON, announced or not', async () => {
    const limits = { maxJsonBytes: 1_000_000 };
    const tooLarge = { kind: 'too-large', limit: 'body-bytes', max: 1_000_000 };
    const announced = await serve(
      cleanups,
      (_request, response) => {
        response
          .writeHead(200, { 'content-type': JSON_TYPE, 'content-length': 2 ** 30 })
          .write('[');
      },
      { limits },
    );
    expect(await look(announced)).toMatchObject(tooLarge);
    const endless = await serve(
      cleanups,
      (_request, response) => {
        response.writeHead(200, { 'content-type': JSON_TYPE }).write('[');
        pour(response, Buffer.alloc(65_536, ' '));
      },
      { limits },
    );
    const outcome = await look(endless);
    expect(outcome).toMatchObject(tooLarge);
    expect(outcome.transport.receivedBytes).toBeLessThan(3_000_000);
  });

  it('does not parse deeply nested JSON', async () => {
    const connection = await reply(JSON_TYPE, '[{"a":'.repeat(500_000));
    expect(await look(connection)).toMatchObject({ kind: 'too-large', limit: 'json-depth' });
  });

  it('bounds what decompression makes of a small body', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
    const connection = await serve(
      cleanups,
      (_request, response) => {
        response
          .writeHead(200, { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' })
          .end(bomb);
      },
      { limits: { maxJsonBytes: 1_000_000 } },
    );
    expect(await look(connection)).toMatchObject({ kind: 'too-large', limit: 'body-bytes' });
  });

  it('reads compressed answers, and names those that cannot be read', async () => {
    const encoded = (encoding: string, body: Buffer | string) =>
      serve(cleanups, (_request, response) => {
        response
          .writeHead(200, { 'content-type': JSON_TYPE, 'content-encoding': encoding })
          .end(body);
      });
    const whole = gzipSync('[]');
    expect(await look(await encoded('gzip', whole))).toMatchObject({ kind: 'answered' });
    for (const broken of [
      await encoded('gzip', '[]'),
      await encoded('gzip', whole.subarray(0, -6)),
      await encoded('br', 'no'),
      await encoded('zstd', '[]'),
    ]) {
      expect(await look(broken)).toMatchObject({
        kind: 'protocol-error',
        hint: 'content-encoding',
      });
    }
  });

  it('leaves a multipart body without end, wherever the peer is', async () => {
    const limits = { maxBodyBytes: 4_000_000, maxPartBytes: 1_000_000, maxParts: 100 };
    const flood = (start: string, piece: string) =>
      serve(
        cleanups,
        (_request, response) => {
          response.writeHead(200, { 'content-type': RELATED }).write(start);
          pour(response, Buffer.from(piece));
        },
        { limits },
      );
    const part = '--xx\r\nA: 1\r\n\r\n';
    expect(await fetchStudy(await flood('', 'x'.repeat(9999)))).toMatchObject({
      kind: 'protocol-error',
      hint: 'boundary-never-seen',
    });
    expect(await fetchStudy(await flood(part, '\r\n--x'.repeat(999)))).toMatchObject({
      kind: 'too-large',
      limit: 'part-bytes',
    });
    expect(await fetchStudy(await flood('', `${part}x\r\n`))).toMatchObject({
      kind: 'too-large',
      limit: 'parts',
    });
    expect(await fetchStudy(await flood('--xx\r\n', 'A: 1\r\n'))).toMatchObject({
      kind: 'protocol-error',
      hint: 'multipart-malformed',
    });
    expect(await fetchStudy(await flood(`${part}x\r\n--xx--`, 'x'.repeat(9999)))).toMatchObject({
      kind: 'protocol-error',
      hint: 'multipart-malformed',
    });
  });

  it.each([
    ['multipart/related; type="application/dicom"', 'bad-boundary'],
    [`multipart/related; boundary=${'x'.repeat(71)}`, 'bad-boundary'],
    ['multipart/related; boundary="a\tb"', 'bad-boundary'],
    ['multipart/form-data; boundary=xx', 'content-type'],
  ])('refuses %s', async (type, hint) => {
    const connection = await reply(type, '--xx\r\n\r\nx\r\n--xx--');
    expect(await fetchStudy(connection)).toMatchObject({ kind: 'protocol-error', hint });
  });

  it('says when a multipart body was cut, or holds nothing', async () => {
    expect(await fetchStudy(await reply(RELATED, '--xx\r\n\r\nhalf an im'))).toMatchObject({
      kind: 'protocol-error',
      hint: 'multipart-unfinished',
    });
    expect(await fetchStudy(await reply(RELATED, '--xx--'))).toMatchObject({
      kind: 'protocol-error',
      hint: 'empty',
    });
  });

  it('ends a slow drip, and a body that stops', async () => {
    const drip = await serve(
      cleanups,
      (_request, response) => {
        response.writeHead(200, { 'content-type': JSON_TYPE });
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
      { deadlines: { ...SHORT_DEADLINES, totalMs: 900 } },
    );
    expect(await look(drip)).toMatchObject({
      kind: 'timeout',
      phase: 'body',
      limit: 'total',
      limitMs: 900,
    });
    const stopped = await serve(cleanups, (_request, response) => {
      response.writeHead(200, { 'content-type': JSON_TYPE }).write('[');
    });
    expect(await look(stopped)).toMatchObject({ kind: 'timeout', phase: 'body', limit: 'phase' });
    const lockedDrip = await serve(cleanups, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write('<');
    });
    expect(await look(lockedDrip)).toMatchObject({ kind: 'timeout', phase: 'body' });
  });

  it('stops at once when it is cancelled, before, while waiting and while reading', async () => {
    const signal = AbortSignal.abort();
    const silent = await serveRaw(cleanups, (socket) => void socket.resume());
    expect(await search(silent, { level: 'studies' }, { signal })).toMatchObject({
      kind: 'cancelled',
      transport: { receivedBytes: 0 },
    });
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 50);
    expect(await search(silent, { level: 'studies' }, waiting)).toMatchObject({
      kind: 'cancelled',
      phase: 'headers',
    });
    const reading = new AbortController();
    const slow = await serve(
      cleanups,
      (_request, response) => {
        response.writeHead(200, { 'content-type': JSON_TYPE }).write('[');
        setTimeout(() => reading.abort(), 50);
      },
      { signal: reading.signal },
    );
    expect(await look(slow)).toMatchObject({ kind: 'cancelled', phase: 'body' });
  });

  it('ends what is running when the connection is closed', async () => {
    const silent = await serveRaw(cleanups, (socket) => void socket.resume());
    const running = look(silent);
    setTimeout(() => void silent.close(), 50);
    expect(await running).toMatchObject({ kind: 'cancelled' });
  });

  it('closes its socket after each failure', async () => {
    let sockets = 0;
    const answers = [
      '',
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{',
    ];
    const connection = await serveRaw(cleanups, (socket, index) => {
      sockets += 1;
      socket.on('close', () => {
        sockets -= 1;
      });
      socket.once('data', () => socket.write(answers[index] ?? ''));
    });
    for (const kind of ['timeout', 'protocol-error']) {
      expect(await look(connection)).toMatchObject({ kind });
      await expect.poll(() => sockets).toBe(0);
    }
  });
});

import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildCms } from '../../src/signature/cms/build-cms.ts';
import { integer, sequence } from '../../src/signature/cms/write-der.ts';
import { checkTimeStamp } from '../../src/signature/time-stamp/check-time-stamp.ts';
import { requestTimeStamp } from '../../src/signature/time-stamp/request-time-stamp.ts';
import { readSigner } from './support/sign-fixtures.ts';

const stamped = Buffer.from('chữ ký');

/** An authority that answers with what it is told; `undefined` never answers. */
async function authority(status: number, body: Buffer | undefined): Promise<URL> {
  const server = createServer((request, response) => {
    request.resume();
    if (body) response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return new URL(`http://127.0.0.1:${port}/tsa`);
}

const ask = (url: URL, signal = AbortSignal.timeout(10_000)) =>
  requestTimeStamp({ url, stamped, language: 'en', signal });

describe('a time-stamping authority', () => {
  it('that answers wrongly is refused by name, and nothing is signed', async () => {
    const notAStamp = (await buildCms([stamped], await readSigner())).encode();
    const answers: [number, Buffer, RegExp][] = [
      [500, Buffer.from('x'), /HTTP 500/],
      [200, Buffer.from('<html>'), /no usable time stamp/],
      [200, Buffer.alloc(0), /no usable time stamp/],
      [200, Buffer.alloc(300_000), /> 262144 B/],
      [200, sequence(sequence(integer(2))), /PKIStatus 02/],
      [200, sequence(sequence(integer(0))), /a part is missing/],
      [200, sequence(sequence(integer(0)), notAStamp), /no usable time stamp/],
    ];
    for (const [status, body, found] of answers)
      await expect(ask(await authority(status, body))).rejects.toThrow(found);
  });

  it('that is not there is told of; one that never answers can be stopped', async () => {
    await expect(ask(new URL('http://127.0.0.1:9/'))).rejects.toThrow(/no usable time stamp/);
    const stop = new AbortController();
    const asked = ask(await authority(200, undefined), stop.signal);
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
  });
});

describe('a stored time stamp', () => {
  it('that is none is unreadable', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('x'), sequence(), sequence(integer(1))])
      expect((await checkTimeStamp(bytes, stamped)).state).toBe('unreadable');
  });
});

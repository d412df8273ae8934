import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { listen, startFakeArchive } from './support/fake-archive.ts';
import { look, rowsOf } from './support/run.ts';

const JSON_TYPE = 'application/dicom+json';
const bearer = { authorization: { bearer: { env: 'TOKEN' } } };
const withToken = () => makeProbeContext({ language: 'en' }, { TOKEN: 'abc123' });
const loginPage = '<!DOCTYPE html><html><body>Đăng nhập</body></html>';

async function serve(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}/dicom-web`;
}

const answerJson =
  (body: unknown): RequestListener =>
  (_request, response) =>
    response.setHeader('content-type', JSON_TYPE).end(JSON.stringify(body));

/** Lets in whoever has the token; sends everybody else to `elsewhere`. */
const guarded =
  (elsewhere: RequestListener): RequestListener =>
  (request, response) =>
    request.headers.authorization === 'Bearer abc123'
      ? answerJson([])(request, response)
      : elsewhere(request, response);

describe('a service without a sign-in', () => {
  it('is seen to give data to anybody, and counts the test patient at three levels', async () => {
    const { archive, url } = await startFakeArchive();
    const observation = await look({ url });
    expect(rowsOf(observation, 'dicomweb.endpoint')).toMatchObject([
      {
        endpoint: 'web',
        https: false,
        answers: true,
        anonymousAnswer: 'data',
        anonymousServed: true,
      },
    ]);
    expect(rowsOf(observation, 'dicomweb.endpoint')[0]).not.toHaveProperty('signedIn');
    expect(
      rowsOf(observation, 'dicomweb.query').map(({ answers, level }) => [level, answers]),
    ).toEqual([
      ['studies', 0],
      ['series', 0],
      ['instances', 0],
    ]);
    // Only ever the one test identifier, and never more than a handful.
    for (const { path } of archive.calls)
      expect(path).toMatch(/\?PatientID=RISPACS-TEST&limit=(1|10)$/);
    expect(archive.calls.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('that ignores the question: other patients are counted and nothing of them is kept', async () => {
    const patients = ['BN0001', 'RISPACS-TEST', 'BN0002'].map((id) => ({
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'NGUYỄN VĂN THẬT' }] },
      '00100020': { vr: 'LO', Value: [id] },
      '0020000D': { vr: 'UI', Value: ['1.2.3'] },
    }));
    const recorded = makeProbeContext({ language: 'en' });
    const observation = await look({ url: await serve(answerJson(patients)) }, recorded);
    expect(rowsOf(observation, 'dicomweb.query')[0]).toMatchObject({
      answers: 3,
      foreignAnswers: 2,
    });
    const everything = JSON.stringify([observation, recorded.logged, [...recorded.attached]]);
    expect(everything).not.toMatch(/NGUYỄN|BN000|1\.2\.3"/);
    expect(observation.notes?.join()).toMatch(/other patients/);
  });

  it('with the media type of old servers is answered to, and said to be wrong', async () => {
    const url = await serve((_request, response) =>
      response.setHeader('content-type', 'application/json').end('[]'),
    );
    expect(rowsOf(await look({ url }), 'dicomweb.query')[0]).toMatchObject({
      status: 200,
      contentType: 'application/json',
      contentTypeCorrect: false,
      answers: 0,
    });
  });

  it('is marked when it is our simulator', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('x-rispacs-simulator', '1').writeHead(401).end();
    });
    expect(await look({ url })).toMatchObject({ state: 'observed', simulated: true });
  });
});

describe('a service that wants a sign-in', () => {
  it('without an account in the facility file: what is known is kept, and what to do is said', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('www-authenticate', 'Bearer realm="x", Basic realm="y"');
      response.writeHead(401).end();
    });
    const observation = await look({ url });
    expect(rowsOf(observation, 'dicomweb.endpoint')).toMatchObject([
      {
        answers: false,
        anonymousAnswer: 'unauthorized',
        anonymousServed: false,
        signInSchemes: ['bearer', 'basic'],
        httpStatus: 401,
      },
    ]);
    expect(rowsOf(observation, 'dicomweb.query')).toEqual([]);
    expect(observation.notes?.join()).toContain('authorization');
  });

  it.each([
    ['401', 'unauthorized', (_request, response) => response.writeHead(401).end()],
    ['403', 'unauthorized', (_request, response) => response.writeHead(403).end()],
    [
      'a log-in page with 200',
      'web-page',
      (_request, response) =>
        response.setHeader('content-type', 'text/html; charset=utf-8').end(loginPage),
    ],
    [
      'a redirect to a log-in page of its own',
      'web-page',
      (request, response) =>
        request.url === '/login'
          ? response.setHeader('content-type', 'text/html').end(loginPage)
          : response.writeHead(302, { location: '/login' }).end(),
    ],
    [
      'a redirect to a sign-on elsewhere',
      'redirect',
      (_request, response) =>
        response.writeHead(302, { location: 'https://sso.invalid/auth?session=geheim' }).end(),
    ],
  ] satisfies [string, string, RequestListener][])(
    'by %s, and lets our account in',
    async (_name, anonymousAnswer, elsewhere) => {
      const observation = await look(
        { url: await serve(guarded(elsewhere)), ...bearer },
        withToken(),
      );
      expect(rowsOf(observation, 'dicomweb.endpoint')).toMatchObject([
        { answers: true, anonymousAnswer, anonymousServed: false, signedIn: true, httpStatus: 200 },
      ]);
      expect(rowsOf(observation, 'dicomweb.query')).toHaveLength(3);
      expect(JSON.stringify(observation)).not.toMatch(/abc123|geheim/);
    },
  );

  it('and does not take our account', async () => {
    const url = await serve((_request, response) => response.writeHead(403).end());
    const observation = await look({ url, ...bearer }, withToken());
    expect(rowsOf(observation, 'dicomweb.endpoint')).toMatchObject([
      { answers: false, anonymousServed: false, signedIn: false },
    ]);
    expect(rowsOf(observation, 'dicomweb.query')).toMatchObject([
      { level: 'studies', status: 403 },
    ]);
    expect(observation.notes?.join()).toMatch(/did not accept the account/);
  });

  it('is sent nothing when the secret is missing', async () => {
    const { archive, url } = await startFakeArchive();
    const { UserError } = await import('../../../src/errors/user-error.ts');
    const recorded = makeProbeContext({
      readSecret: () => Promise.reject(new UserError('The variable TOKEN is not set.')),
    });
    expect(await look({ url, ...bearer }, recorded)).toMatchObject({
      state: 'not-configured',
      reason: { code: 'secret', message: expect.stringContaining('TOKEN') },
    });
    expect(archive.calls).toEqual([]);
  });
});

describe('what is no DICOMweb service', () => {
  it.each([
    [
      'html-page',
      (_request, response) => response.setHeader('content-type', 'text/html').end(loginPage),
    ],
    [
      'http-404',
      (_request, response) =>
        response.writeHead(404, { 'content-type': 'text/html' }).end(loginPage),
    ],
    [
      'http-502',
      (_request, response) =>
        response.writeHead(502, { 'content-type': 'text/html' }).end(loginPage),
    ],
    [
      'http-302',
      (_request, response) => response.writeHead(302, { location: 'https://sso.invalid/' }).end(),
    ],
    [
      'content-type',
      (_request, response) => response.setHeader('content-type', 'text/plain').end('hello'),
    ],
    ['not-dicom-json', answerJson([1, 2, 3])],
    ['not-json', (_request, response) => response.setHeader('content-type', JSON_TYPE).end('{"a"')],
    [
      'too-large-json-depth',
      (_request, response) =>
        response.setHeader('content-type', JSON_TYPE).end('['.repeat(100_000)),
    ],
  ] satisfies [string, RequestListener][])(
    '%s: a state with one sentence, no facts',
    async (code, answer) => {
      const url = await serve(answer);
      for (const language of ['vi', 'en'] as const) {
        const observation = await look({ url }, makeProbeContext({ language }));
        expect(observation).toMatchObject({ state: 'protocol-error', reason: { code } });
        if (observation.state === 'observed') throw new Error('observed');
        expect(observation.reason.message).toContain(url);
      }
    },
  );

  it('a closed port is refused, a silent server times out', async () => {
    const url = await serve(() => undefined);
    expect(await look({ url })).toMatchObject({ state: 'timed-out' });
    const observation = await look({ url: 'http://127.0.0.1:9/dicom-web' });
    expect(observation).toMatchObject({ state: 'refused', reason: { code: 'ECONNREFUSED' } });
  });

  it('a stopped run leaves no observation', async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort(new Error('stopped')));
    const recorded = makeProbeContext({ signal: controller.signal });
    await expect(look({ url }, recorded)).rejects.toThrow('stopped');
  });

  it('an address with a query is the facility file’s to correct', async () => {
    expect(await look({ url: 'http://127.0.0.1:9/dicom-web?x=1' })).toMatchObject({
      state: 'not-configured',
      reason: { code: 'address' },
    });
  });
});

describe('TLS', () => {
  const localhost = {
    name: 'subjectAltName' as const,
    altNames: [{ type: 7 as const, ip: '127.0.0.1' }],
  };

  async function serveTls(answer: RequestListener, options: ServerOptions = {}, days = 30) {
    const notAfterDate = new Date(Date.now() + days * 86_400_000);
    const notBeforeDate = new Date(Date.now() - 90 * 86_400_000);
    const pems = await generate([{ name: 'commonName', value: 'pacs.test' }], {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      extensions: [{ name: 'basicConstraints', cA: true, critical: true }, localhost],
      notBeforeDate,
      notAfterDate,
    });
    const server = createHttpsServer(
      { cert: pems.cert, key: pems.private, ca: pems.cert, ...options },
      answer,
    );
    const port = await listen(server);
    const folder = await makeTempFolder();
    await writeFile(join(folder, 'ca.pem'), pems.cert);
    await writeFile(join(folder, 'key.pem'), pems.private);
    return { folder, url: `https://127.0.0.1:${port}/dicom-web` };
  }

  it('with a certificate of a declared authority: its facts, and the account is used', async () => {
    const { folder, url } = await serveTls(
      guarded((_request, response) => response.writeHead(401).end()),
    );
    const { context } = makeProbeContext(
      { language: 'en', baseFolder: folder },
      { TOKEN: 'abc123' },
    );
    const observation = await look(
      { url, ...bearer, tls: { ca: 'ca.pem' } },
      { ...withToken(), context },
    );
    expect(rowsOf(observation, 'dicomweb.endpoint')).toMatchObject([
      {
        https: true,
        tlsVersion: 'TLSv1.3',
        certificateTrusted: true,
        certificateValidTo: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        signedIn: true,
      },
    ]);
  });

  it.each([
    ['of an unknown authority', 30, {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['that has expired', -10, { ca: 'ca.pem' }, 'CERT_HAS_EXPIRED'],
  ])(
    'with a certificate %s: looked at, never sent the account',
    async (_name, days, tls, problem) => {
      const sent: (string | undefined)[] = [];
      const { folder, url } = await serveTls(
        (request, response) => {
          sent.push(request.headers.authorization);
          response.writeHead(401).end();
        },
        {},
        days,
      );
      const recorded = makeProbeContext(
        { language: 'en', baseFolder: folder },
        { TOKEN: 'abc123' },
      );
      const observation = await look({ url, ...bearer, tls }, recorded);
      expect(rowsOf(observation, 'dicomweb.endpoint')).toMatchObject([
        { certificateTrusted: false, certificateProblem: problem, anonymousServed: false },
      ]);
      expect(rowsOf(observation, 'dicomweb.query')).toEqual([]);
      expect(sent).toEqual([undefined]);
      expect(observation.notes?.join()).toContain(problem);
    },
  );

  it.each([
    ['in the handshake', { requestCert: true, rejectUnauthorized: true }],
    ['with a page of its proxy', { requestCert: true, rejectUnauthorized: false }],
  ])('that wants a certificate of ours, %s: nobody else is served', async (_name, options) => {
    const { folder, url } = await serveTls((request, response) => {
      const { socket } = request;
      if ('authorized' in socket && socket.authorized === true) answerJson([])(request, response);
      else response.writeHead(400, { 'content-type': 'text/html' }).end('<html>');
    }, options);
    const tls = { ca: 'ca.pem', certificate: 'ca.pem', key: 'key.pem' };
    const recorded = makeProbeContext({ language: 'en', baseFolder: folder });
    expect(rowsOf(await look({ url, tls }, recorded), 'dicomweb.endpoint')).toMatchObject([
      {
        answers: true,
        anonymousAnswer: 'certificate-wanted',
        anonymousServed: false,
        signedIn: true,
        certificateTrusted: true,
      },
    ]);
  });
});

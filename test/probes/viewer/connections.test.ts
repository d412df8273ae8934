import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { generate } from 'selfsigned';
import { describe, expect, it, vi } from 'vitest';
import { image, limits, lookAt, noBrowser, openSite, useStudy } from './support/look-at.ts';
import { type Answer, page } from './support/viewer-site.ts';

const study = useStudy('viewer-seed-04');
// A browser is started for every look, and the computer may be busy.
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(noBrowser)('logging in', () => {
  const login = page(
    '<form action="/vao" method="post"><input id="u" name="u"><input id="p" name="p" type="password"><button id="go">Vào</button></form>',
  );
  const guarded: Answer = (request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(/phien=1/.test(request.headers.cookie ?? '') ? page(image()) : login);
  };
  const steps = [
    { fill: '#u', from: { env: 'VIEWER_USER' } },
    { fill: '#p', from: { env: 'VIEWER_PASSWORD' } },
    { click: '#go' },
    { waitFor: '#xong' },
  ];
  const secrets = { VIEWER_USER: 'bac-si', VIEWER_PASSWORD: 'mật-khẩu-7' };

  it('types secrets into the declared fields and into nothing else', async () => {
    let posted = '';
    const site = await openSite(study, {
      '/xem': guarded,
      '/vao': (request, response) => {
        request.on('data', (chunk: Buffer) => {
          posted += chunk.toString();
        });
        request.on('end', () => {
          response.writeHead(200, { 'set-cookie': 'phien=1', 'content-type': 'text/html' });
          response.end('<p id="xong">ok</p>');
        });
      },
    });
    const { row, observation, logged } = await lookAt(study, site, { steps }, { secrets });
    expect(row).toMatchObject({ outcome: 'rendered', signIn: 'steps' });
    expect(decodeURIComponent(posted)).toBe('u=bac-si&p=mật-khẩu-7');
    expect(JSON.stringify([observation, logged])).not.toMatch(/mật-khẩu-7|bac-si/);
    const without = await lookAt(study, site, {}, { limits: { ...limits, waitMs: 3_000 } });
    expect(without.row).toMatchObject({ outcome: 'login-needed', signIn: 'none' });
  });

  it('tells which step could not be done', async () => {
    const site = await openSite(study, { '/xem': guarded, '/vao': page('sai mật khẩu') });
    const own = { ...limits, stepMs: 1_500 };
    const { row, observation } = await lookAt(study, site, { steps }, { secrets, limits: own });
    expect(row?.outcome).toBe('login-needed');
    expect(observation.notes?.join(' ')).toMatch(/bước đăng nhập 4 \(waitFor\)/);
    expect(JSON.stringify(observation)).not.toContain('mật-khẩu-7');
  });

  it('answers the HTTP log-in, and calls a refusal a log-in', async () => {
    const site = await openSite(study, {
      '/xem': (request, response) => {
        const wanted = `Basic ${Buffer.from('bac-si:mat-khau').toString('base64')}`;
        if (request.headers.authorization !== wanted) {
          response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
          return;
        }
        response.setHeader('content-type', 'text/html');
        response.end(page(image()));
      },
    });
    const authorization = { user: 'bac-si', password: { env: 'P' } };
    const right = await lookAt(study, site, { authorization }, { secrets: { P: 'mat-khau' } });
    expect(right.row).toMatchObject({ outcome: 'rendered', signIn: 'http' });
    const none = await lookAt(study, site);
    expect(none.row).toMatchObject({ outcome: 'login-needed', httpStatus: 401 });
  });
});

describe.skipIf(noBrowser)('connections', () => {
  it('over TLS tell version and trust; an untrusted certificate is opened only when allowed', async () => {
    const pem = await generate([{ name: 'commonName', value: 'xem.example' }], { keySize: 2048 });
    const site = await openSite(
      study,
      { '/xem': page(image()) },
      { key: pem.private, cert: pem.cert },
    );
    const refused = await lookAt(study, site);
    expect(refused.row).toMatchObject({
      outcome: 'error-page',
      https: true,
      certificateTrusted: false,
    });
    const allowed = await lookAt(study, site, { allowSelfSigned: true });
    expect(allowed.row).toMatchObject({
      outcome: 'rendered',
      https: true,
      certificateTrusted: false,
      tlsVersion: 'TLSv1.3',
    });
  });

  it('that are refused leave no facts', async () => {
    const site = await openSite(study, {});
    await site.close();
    const { observation } = await lookAt(study, site);
    expect(observation).toMatchObject({ state: 'refused', reason: { code: 'refused' } });
  });

  it('are cut when the run is stopped, and nothing of the browser is left', async () => {
    const before = new Set(await readdir(tmpdir()));
    const site = await openSite(study, { '/xem': page('<script>for(;;);</script>') });
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 2_500);
    await expect(lookAt(study, site, {}, { signal: stop.signal })).rejects.toThrow('stopped');
    const left = (await readdir(tmpdir())).filter(
      (name) => name.startsWith('rispacs-browser-') && !before.has(name),
    );
    expect(left).toEqual([]);
  });
});

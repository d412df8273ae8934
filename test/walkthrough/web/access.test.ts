import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LinkBook, mostLinks } from '../../../src/walkthrough/web/link-book.ts';
import { ask, enter, enterWithPeople, people } from './support/http-client.ts';
import { startTestServer } from './support/start-test-server.ts';

describe('the link of the page', () => {
  it('lets one browser in, with a cookie that scripts and other sites do not get', async () => {
    const { link, events, walk } = await startTestServer();
    const url = link();
    expect(new URL(url).pathname).toMatch(/^\/[A-Za-z0-9_-]{43}\/$/);
    const door = await ask(url);
    expect(door.status).toBe(200);
    expect(door.headers['set-cookie']).toBeUndefined();
    const claimed = await ask(url, { method: 'POST', headers: { origin: new URL(url).origin } });
    expect(claimed.status).toBe(303);
    const [cookie = ''] = claimed.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^rispacs_walk=[A-Za-z0-9_-]{43}; /);
    expect(cookie).toContain('; HttpOnly; SameSite=Strict');
    expect(cookie).toContain(`; Path=${new URL(url).pathname.slice(0, -1)};`);
    expect(cookie).not.toContain('Secure');
    const page = await ask(url, { headers: { cookie: cookie.split(';')[0] } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('page.js');
    expect(page.text).not.toContain(walk.facilityName);
    expect(events).toEqual([{ kind: 'opened', number: 1, peer: '127.0.0.1' }]);
  });

  it('is not used up by a preview that only looks', async () => {
    const { link } = await startTestServer();
    const url = link();
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await ask(url, { method })).status).toBe(200);
    expect((await enter(url)).csrfKey).toHaveLength(43);
  });

  it('tells a second person in one sentence that it was used, and gives nothing else', async () => {
    const { link, events } = await startTestServer();
    const url = link();
    await enter(url);
    const origin = new URL(url).origin;
    for (const again of [await ask(url), await ask(url, { method: 'POST', headers: { origin } })]) {
      expect(again.status).toBe(410);
      expect(again.text).toContain('Đường dẫn này đã được mở trong một trình duyệt khác.');
      expect(again.headers['set-cookie']).toBeUndefined();
    }
    expect((await ask(`${url}walk`)).status).toBe(404);
    expect((await ask(`${url}page.js`)).status).toBe(404);
    expect(events.at(-1)).toMatchObject({ kind: 'came-late', number: 1 });
  });

  it('of two who press at once, one gets in', async () => {
    const { link } = await startTestServer();
    const url = link();
    const { origin } = new URL(url);
    const tries = await Promise.all(
      [1, 2, 3, 4].map(() => ask(url, { method: 'POST', headers: { origin } })),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
  });

  it('takes no cookie but its own', async () => {
    const { link } = await startTestServer();
    const [first, second] = [await enter(link()), await enter(link())];
    for (const cookie of [
      first.cookie,
      'rispacs_walk=',
      `rispacs_walk=${randomBytes(32).toString('base64url')}`,
      `other=${second.cookie.split('=')[1]}`,
    ])
      expect((await ask(`${second.link}walk`, { headers: { cookie } })).status).toBe(404);
    const both = `${first.cookie}; ${second.cookie}`;
    expect((await ask(`${second.link}walk`, { headers: { cookie: both } })).status).toBe(200);
  });

  it('ends after a working day', () => {
    let now = 0;
    const book = new LinkBook(() => now);
    const token = book.issue()?.token ?? '';
    const cookie = book.claim(token)?.cookie ?? '';
    expect(book.look(token, [cookie]).kind).toBe('member');
    now = 13 * 3_600_000;
    expect(book.look(token, [cookie]).kind).toBe('used');
  });

  it('is given out so many times and no more', () => {
    const book = new LinkBook();
    const links = Array.from({ length: mostLinks + 1 }, () => book.issue());
    expect(new Set(links.map((one) => one?.token)).size).toBe(mostLinks + 1);
    expect(links.at(-1)).toBeUndefined();
  });
});

describe('whoever has no link', () => {
  it('gets 404 for everything, and no task, name or script', async () => {
    const { origin, link } = await startTestServer();
    const { pathname } = new URL(link());
    for (const path of [
      '/',
      '/favicon.ico',
      '/walk',
      '/page.js',
      `/${'A'.repeat(43)}/`,
      `/${'A'.repeat(43)}/walk`,
      `${pathname}../`,
      `${pathname}walk`,
      `${pathname}page.js`,
      `${pathname}..%2f..%2fpackage.json`,
      `${pathname}%2e%2e/package.json`,
      `${pathname}page.css/../../../package.json`,
      `${pathname}templates\\page.html`,
      `${pathname}page.css?x=1`,
      `/${pathname}`,
      `http://127.0.0.1${pathname}`,
      `//evil.example${pathname}`,
      '/%00',
      `/${'a'.repeat(4000)}`,
    ]) {
      const heard = await ask(origin, { path });
      expect(heard.status, path).toBe(404);
      expect(heard.text, path).toContain('Trang này chỉ mở bằng đường dẫn riêng');
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])
      expect((await ask(`${origin}/people`, { method })).status, method).toBe(404);
  });

  it('is slowed down, while those with a link go on', async () => {
    const { origin, link, events } = await startTestServer({ limits: { strangersPerMinute: 5 } });
    const member = await enter(link());
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) statuses.push((await ask(`${origin}/x`)).status);
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429, 429, 429]);
    expect(events.filter(({ kind }) => kind === 'stranger')).toHaveLength(1);
    expect((await member.send('people', people)).status).toBe(200);
    expect((await ask(link())).status).toBe(200);
  });
});

describe('requests that another site makes', () => {
  it('are refused when the name is not ours (DNS rebinding)', async () => {
    const { server, link } = await startTestServer();
    const member = await enter(link());
    const { cookie } = member;
    for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1', 'localhost'])
      expect((await ask(`${member.link}walk`, { headers: { cookie, host } })).status, host).toBe(
        404,
      );
    const localhost = `localhost:${server.port}`;
    expect((await ask(`${member.link}walk`, { headers: { cookie, host: localhost } })).status).toBe(
      200,
    );
  });

  it('are refused when they come from elsewhere, without the key, or as a plain form', async () => {
    const { link, kept, walk } = await startTestServer();
    const member = await enter(link());
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: new URL(member.link).origin.replace('http:', 'https:') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'x-walk-key': '' },
      { 'x-walk-key': 'A'.repeat(43) },
    ])
      expect((await member.send('people', people, headers)).status, JSON.stringify(headers)).toBe(
        404,
      );
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await member.send('people', people, form)).status).toBe(400);
    expect((await member.send('people', people, { 'content-type': 'text/plain' })).status).toBe(
      400,
    );
    const { cookie, csrfKey } = member;
    const bare = await ask(`${member.link}people`, {
      method: 'POST',
      headers: { cookie, 'x-walk-key': csrfKey, 'content-type': 'application/json' },
      body: JSON.stringify(people),
    });
    expect(bare.status).toBe(404);
    const read = { cookie, 'sec-fetch-site': 'cross-site' };
    expect((await ask(`${member.link}walk`, { headers: read })).status).toBe(404);
    expect((await walk.progress()).examiner).toBeUndefined();
    expect(kept).toEqual([]);
  });

  it('a link cannot be taken by a page elsewhere', async () => {
    const { link } = await startTestServer();
    const url = link();
    for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }])
      expect((await ask(url, { method: 'POST', headers })).status).toBe(404);
    expect((await ask(url)).status).toBe(200);
  });
});

describe('every answer', () => {
  it('forbids inline scripts, other origins, frames and caches', async () => {
    const { link, origin } = await startTestServer();
    const url = link();
    const door = await ask(url);
    const member = await enterWithPeople(url);
    const { cookie } = member;
    const answers = [
      door,
      await ask(url),
      await ask(origin),
      await ask(url, { headers: { cookie } }),
      await ask(`${url}walk`, { headers: { cookie } }),
      await ask(`${url}page.js`, { headers: { cookie } }),
      await member.send('people', people),
    ];
    for (const { headers } of answers) {
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
    }
    for (const { text } of answers) {
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style| on\w+=|style="/);
      expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    }
  });
});

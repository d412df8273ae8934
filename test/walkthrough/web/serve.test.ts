import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadSymbolReader } from '../../../src/challenge/read/read-symbols.ts';
import { UserError } from '../../../src/errors/user-error.ts';
import { type ServeWalkRequest, serveWalk } from '../../../src/walkthrough/web/index.ts';
import { tellSetting } from '../../../src/walkthrough/web/tell-serving.ts';
import { drawLink } from '../../../src/walkthrough/web/terminal-qr.ts';
import { makeWalkPlace } from '../support/open-test-walk.ts';
import { ask, enterWithPeople } from './support/http-client.ts';

/** Serves a new dossier until the test ends; what was printed, and how to stop. */
async function serve(options: Partial<ServeWalkRequest> = {}, seed = 'demo-seed-0001') {
  const place = await makeWalkPlace(seed);
  const stop = new AbortController();
  const printed: string[] = [];
  const notes: string[] = [];
  const input = new PassThrough();
  const request: ServeWalkRequest = {
    folder: place.folder,
    challengeFolder: place.challengeFolder,
    host: '127.0.0.1',
    port: 0,
    links: 1,
    idleMinutes: 0,
    language: 'vi',
    signal: stop.signal,
    input,
    print: (line) => printed.push(line),
    note: (line) => notes.push(line),
    ...options,
  };
  const ended = serveWalk(request);
  onTestFinished(async () => {
    stop.abort();
    await ended.catch(() => undefined);
  });
  const links = () =>
    printed.flatMap((line) => /^Đường dẫn \d+: (https?:\S+)$/.exec(line)?.[1] ?? []);
  return { ...place, printed, notes, input, ended, links, stop: () => stop.abort() };
}

const started = async (run: Awaited<ReturnType<typeof serve>>): Promise<string> => {
  await expect.poll(() => run.notes.at(-1), { timeout: 30_000 }).toContain('Ctrl-C');
  return run.links()[0] ?? '';
};

describe('serving a dossier', { timeout: 60_000 }, () => {
  it('prints a link, keeps what is handed in, and judges the dossier when it is stopped', async () => {
    const run = await serve();
    const link = await started(run);
    expect(run.printed[0]).toMatch(
      /^Trang trình diễn, lượt [A-Z2-9]{8}, \d+ bước: Bệnh viện Kiểm thử$/,
    );
    expect(run.notes.join('\n')).toContain('Chỉ mở được trên chính máy này.');
    const member = await enterWithPeople(link);
    const reason = { reason: 'Chưa mua mô-đun này.' };
    expect((await member.send('tasks/pacs-15.surface/cannot-show', reason)).status).toBe(200);
    expect(run.notes).toContain(
      '+ [1] pacs-15.surface: Đã ghi: không trình diễn được (Chưa mua mô-đun này.).',
    );
    run.stop();
    const { ended, progress, lines } = await run.ended;
    expect(ended).toBe('stopped');
    expect(progress.tasks.find(({ id }) => id === 'pacs-15.surface')?.state).toBe('cannot-show');
    expect(lines[0]).toMatch(/^Lượt [A-Z2-9]{8}: xong 0\/\d+ bước\./);
    const assessment = await readFile(path.join(run.folder, 'assessment.json'), 'utf8');
    expect(JSON.parse(assessment)).toHaveProperty('findings');
    await expect(ask(link)).rejects.toThrow();
  });

  it('gives out several links, and one more at a key', async () => {
    const run = await serve({ links: 2 });
    await started(run);
    expect(run.links()).toHaveLength(2);
    run.input.write('x\nn\n');
    await expect.poll(() => run.links()).toHaveLength(3);
    const [first = '', , third = ''] = run.links();
    expect(new Set(run.links()).size).toBe(3);
    for (const link of [first, third]) expect((await ask(link)).status).toBe(200);
  });

  it('comes back on the same port, where browsers have kept what was typed', async () => {
    const seed = randomUUID();
    const run = await serve({}, seed);
    const first = new URL(await started(run)).port;
    run.stop();
    await run.ended;
    const again = await serve({}, seed);
    expect(new URL(await started(again)).port).toBe(first);
    const meanwhile = await serve({}, seed);
    expect(new URL(await started(meanwhile)).port).not.toBe(first);
  });

  it('ends when nobody uses it', async () => {
    const run = await serve({ idleMinutes: 0.02 });
    expect((await run.ended).ended).toBe('idle');
  });

  it('draws a link that a phone reads', async () => {
    const link = `http://192.168.210.125:28799/${'Aa1_-'.repeat(8)}xyz/`;
    const lines = await drawLink(link, true);
    const coloured = `${String.fromCharCode(27)}[97;40m`;
    expect(lines.every((line) => line.startsWith(coloured))).toBe(true);
    const rows = lines.map((line) => [...line.slice(coloured.length, -4)]);
    const scale = 4;
    const width = (rows[0]?.length ?? 0) * scale;
    const height = rows.length * 2 * scale;
    const data = Uint8Array.from({ length: width * height }, (_, index) => {
      const row = Math.floor(index / width / scale);
      const block = rows[Math.floor(row / 2)]?.[Math.floor((index % width) / scale)];
      return block === '█' || block === (row % 2 === 0 ? '▀' : '▄') ? 255 : 0;
    });
    const read = await loadSymbolReader();
    const symbols = await read({ width, height, data }, { threshold: 'global', denoise: false });
    expect(symbols.map(({ text }) => text)).toEqual([link]);
    expect(rows.length + 6).toBeLessThan(30);
    expect(width / scale).toBeLessThan(80);
  });

  it('says what an address and plain HTTP mean', () => {
    const say = (address: string, isSecure: boolean) =>
      tellSetting({ address, isSecure, hasKeys: false }, 'vi').join('\n');
    expect(say('192.168.1.5', false)).toContain('HTTP không mã hóa');
    expect(say('192.168.1.5', true)).not.toContain('HTTP không mã hóa');
    expect(say('127.0.0.1', false)).not.toContain('HTTP không mã hóa');
    expect(say('0.0.0.0', true)).toContain('mọi địa chỉ của máy này');
  });

  it('over TLS sets a cookie for TLS only, and warns when the certificate has another name', async () => {
    const run = await serve(await makeTls());
    const link = await started(run);
    expect(link).toMatch(/^https:\/\/pacs-kt\.local:\d+\//);
    expect(run.notes.join('\n')).not.toMatch(/không mã hóa|Chứng chỉ/);
    const url = new URL(link);
    const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      const request = https.request(
        {
          host: '127.0.0.1',
          port: url.port,
          path: url.pathname,
          method: 'POST',
          rejectUnauthorized: false,
          headers: { host: url.host, origin: url.origin },
        },
        (response) => {
          response.resume();
          resolve(response.headers);
        },
      );
      request.on('error', reject);
      request.end();
    });
    expect(headers['set-cookie']?.[0]).toMatch(/; Secure$/);
    const other = await serve({ ...(await makeTls()), name: undefined });
    await started(other);
    expect(other.notes.join('\n')).toContain('Chứng chỉ không ghi "127.0.0.1"');
  });

  it.each([
    ['an address of another computer', { host: '203.0.113.7' }, 'không phải địa chỉ của máy này'],
    ['a name in place of an address', { host: 'pacs.local' }, '--host cần một địa chỉ IP'],
    ['all addresses by accident', { host: '0' }, '--host cần một địa chỉ IP'],
    ['a name that is none', { name: 'a/b@c' }, '--name cần một tên máy'],
    ['a key alone', { key: '/khoa.pem' }, '--key và --cert phải đi cùng nhau'],
    ['no key', { key: '/khong-co.pem', cert: '/khong-co.pem' }, 'Không đọc được /khong-co.pem'],
  ])('%s is refused in a sentence', async (_, options, words) => {
    const run = await serve(options);
    const problem = await run.ended.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(UserError);
    expect(String(problem)).toContain(words);
  });

  it('a port in use and a key of another certificate are refused in a sentence', async () => {
    const run = await serve();
    const port = Number(new URL(await started(run)).port);
    const second = await (await serve({ port })).ended.catch((error: unknown) => error);
    expect(String(second)).toContain('đang được dùng');
    const mixed = { ...(await makeTls()), key: (await makeTls()).key };
    const third = await (await serve(mixed)).ended.catch((error: unknown) => error);
    expect(String(third)).toContain('không phải khóa và chứng chỉ PEM đi với nhau');
  });
});

async function makeTls() {
  const { parent } = await makeWalkPlace();
  const made = await generate([{ name: 'commonName', value: 'pacs-kt.local' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'pacs-kt.local' }] }],
  });
  const key = path.join(parent, 'khoa.pem');
  const cert = path.join(parent, 'chung-chi.pem');
  await writeFile(key, made.private);
  await writeFile(cert, made.cert);
  return { key, cert, name: 'pacs-kt.local' };
}

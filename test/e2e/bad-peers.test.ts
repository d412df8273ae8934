import { readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli, startCli } from '../support/run-cli.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(
    servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
  );
});

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(
      socket.on('error', () => sockets.delete(socket)).on('close', () => sockets.delete(socket)),
    );
    onSocket(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function makeFacility(
  nodes: readonly { id: string; port: number }[],
): Promise<{ folder: string; file: string }> {
  const folder = await makeTempFolder();
  const file = path.join(folder, 'facility.yaml');
  const lines = nodes.map(
    ({ id, port }) =>
      `    - {id: ${id}, role: workstation, host: 127.0.0.1, port: ${port}, calledAe: PACS}`,
  );
  await writeFile(
    file,
    `schemaVersion: 1\nfacility: {name: Bệnh viện Thử}\nappliesFor: advanced\ndicom:\n  nodes:\n${lines.join('\n')}\n`,
  );
  return { folder, file };
}

const noStack = (text: string) => expect(text).not.toMatch(/^\s+at .*:\d+/m);

describe('an assessment of a hospital whose systems misbehave', () => {
  it('records each fault in one sentence, keeps the others, and ends provisional without a stack', async () => {
    const closed = await listen(() => undefined);
    const [first] = servers.splice(-1);
    await new Promise((resolve) => first?.close(resolve));
    const http = await listen((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    const reset = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const { folder, file } = await makeFacility([
      { id: 'dong', port: closed },
      { id: 'web', port: http },
      { id: 'ngat', port: reset },
    ]);
    const out = path.join(folder, 'ho-so');
    const run = await runCli(['collect', file, '--out', out]);
    expect(run.code).toBe(0);
    noStack(run.stderr);
    expect(run.stderr).toContain('bị từ chối');
    expect(run.stderr).toContain('nói HTTP chứ không phải DICOM');
    expect(run.stderr).toContain('ngắt kết nối');
    const records = (await readdir(path.join(out, 'evidence'))).sort();
    expect(records).toEqual(['dicom.dong.json', 'dicom.ngat.json', 'dicom.web.json']);

    const judged = await runCli(['judge', out, '--json']);
    expect(judged.code).toBe(4);
    const assessment = JSON.parse(judged.stdout);
    expect(assessment.verdict).toMatchObject({
      level: 'none',
      floor: 'none',
      ceiling: 'advanced',
      status: 'provisional',
      target: 'advanced',
    });
    expect(assessment.findings).toHaveLength(45);
    expect(assessment.findings.filter((one: { outcome: string }) => one.outcome === 'met')).toEqual(
      [],
    );
    expect(
      assessment.findings.filter((one: { outcome: string }) => one.outcome === 'not-met'),
    ).toEqual([]);
    noStack(judged.stderr);
  });

  it('keeps what it has on Ctrl-C, ends with 130, and goes on with --resume', async () => {
    const http = await listen((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    let calls = 0;
    const silent = await listen(() => {
      calls += 1;
    });
    const { folder, file } = await makeFacility([
      { id: 'web', port: http },
      { id: 'im', port: silent },
    ]);
    // The same address is never asked twice at once, so the silent node must be another host for both to run.
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        'id: im, role: workstation, host: 127.0.0.1',
        'id: im, role: workstation, host: localhost',
      ),
    );
    const out = path.join(folder, 'ho-so');
    const running = startCli(['collect', file, '--out', out]);
    await running.sawOnStderr(/dicom web .*sai giao thức/);
    while (calls === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    running.child.kill('SIGINT');
    const stopped = await running.finished;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('Đã dừng');
    noStack(stopped.stderr);
    expect(await readdir(path.join(out, 'evidence'))).toEqual(['dicom.web.json']);

    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const resumed = await runCli(['collect', file, '--out', out, '--resume']);
    expect(resumed.code).toBe(0);
    expect((await readdir(path.join(out, 'evidence'))).sort()).toEqual([
      'dicom.im.json',
      'dicom.web.json',
    ]);
  });
});

describe('a mistake of the user', () => {
  it.each([
    ['no such file', ['assess', '/no/such/facility.yaml', '--out', 'x'], 'rispacs init'],
    ['a missing flag', ['assess', 'facility.yaml'], 'Thiếu tùy chọn'],
    ['an unknown command', ['asses', 'facility.yaml'], 'Không có lệnh'],
    ['an unknown level', ['assess', 'f.yaml', '--out', 'x', '--target', 'super'], '--target'],
    ['a folder that is no dossier', ['judge', '/tmp'], 'không phải là hồ sơ'],
    ['a probe without a host', ['probe', 'dicom', '--port', '104'], 'Thiếu tùy chọn'],
  ])('%s: one sentence, code 2, no stack', async (_name, args, sentence) => {
    const run = await runCli(args);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(sentence);
    noStack(run.stderr);
  });

  it('in a facility file: file, line, expectation and example, in the chosen language', async () => {
    const folder = await makeTempFolder();
    const file = path.join(folder, 'facility.yaml');
    await writeFile(
      file,
      'schemaVersion: 1\nfacility: {name: X}\ndicom:\n  nodes:\n    - {id: a, host: 10.0.0.1, port: "104a", calledAe: P}\n',
    );
    const vi = await runCli(['plan', file]);
    expect(vi.code).toBe(2);
    expect(vi.stderr).toMatch(
      /facility\.yaml:5:\d+ dicom\.nodes\[1\]\.port: cần một số.*Ví dụ: port: 104/,
    );
    const en = await runCli(['plan', file, '--lang', 'en', '--json']);
    expect(en.code).toBe(2);
    expect(JSON.parse(en.stdout).error.details[0]).toContain('a number expected');
  });
});

describe('a computer without a browser', () => {
  it('still gets HTML and JSON, one sentence, and code 6', async () => {
    const folder = await makeTempFolder();
    const file = path.join(folder, 'facility.yaml');
    await writeFile(file, 'schemaVersion: 1\nfacility: {name: Bệnh viện Thử}\n');
    const out = path.join(folder, 'ho-so');
    await runCli(['collect', file, '--out', out]);
    const run = await runCli(['report', out], {
      env: { RISPACS_BROWSER: path.join(folder, 'none') },
    });
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('không tìm thấy trình duyệt');
    expect((await readdir(out)).sort()).toEqual(
      expect.arrayContaining(['assessment.json', 'report.html']),
    );
    noStack(run.stderr);
  });
});

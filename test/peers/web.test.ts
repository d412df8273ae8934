import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webEndpointFacts } from '../../src/probes/web/facts.ts';
import { probe } from '../../src/probes/web/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';

const binary = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'].find((path) => existsSync(path));
if (binary === undefined) console.warn('web peers: skipped, Orthanc is not installed');

async function findFreePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise<void>((done) => server.close(() => done()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function look(port: number, path: string) {
  const { context } = makeProbeContext();
  const url = `http://127.0.0.1:${port}${path}`;
  const target = {
    endpoint: { id: 'orthanc', purpose: 'dicomweb', vantage: 'inside', url },
  } as const;
  const observation = await probe.collect(target, context);
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return webEndpointFacts.row.parse(observation.facts['web.endpoint']?.[0]);
}

describe.skipIf(binary === undefined)('web probe against Orthanc', () => {
  let orthanc: ChildProcess | undefined;
  let folder = '';
  let port = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rispacs-web-peer-'));
    port = await findFreePort();
    const config = {
      StorageDirectory: join(folder, 'storage'),
      IndexDirectory: join(folder, 'index'),
      HttpPort: port,
      DicomServerEnabled: false,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: true,
      RegisteredUsers: { kiemthu: 'kiemthu' },
      Plugins: [],
    };
    await writeFile(join(folder, 'orthanc.json'), JSON.stringify(config));
    orthanc = spawn(binary ?? '', [join(folder, 'orthanc.json')], { stdio: 'ignore' });
    for (let attempt = 0; attempt < 100; attempt++) {
      const isUp = await new Promise<boolean>((done) => {
        const socket = net.connect(port, '127.0.0.1', () => done(true));
        socket.on('error', () => done(false));
        socket.on('connect', () => socket.destroy());
      });
      if (isUp) return;
      await wait(200);
    }
    throw new Error('Orthanc did not start');
  });

  afterAll(async () => {
    if (orthanc !== undefined && orthanc.exitCode === null) {
      const ended = new Promise((done) => orthanc?.once('exit', done));
      orthanc.kill();
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('sees that it answers and asks for authentication', async () => {
    expect(await look(port, '/app/explorer.html')).toMatchObject({
      httpStatus: 401,
      answers: true,
      authenticationRequired: true,
      https: false,
    });
  });
});

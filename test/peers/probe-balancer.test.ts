import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Facility, facilitySchema } from '../../src/facility/schema.ts';
import { probe } from '../../src/probes/balancer/index.ts';
import type { Observation, ProbeContext } from '../../src/probes/contract.ts';
import { findFreePort, missingPrograms } from './support/dicom-peers.ts';
import {
  makePeerFolder,
  type RunningProgram,
  removePeerFolder,
  startProgram,
} from './support/start-program.ts';

const missing = missingPrograms('haproxy');
if (missing) process.stderr.write(`skipped: ${missing}\n`);

const context: ProbeContext = {
  signal: new AbortController().signal,
  language: 'vi',
  allowed: new Set(['observe']),
  assessedOn: '2026-11-22',
  baseFolder: '/',
  readSecret: async () => 'mat-khau',
  attach: async () => {
    throw new Error('nothing is attached');
  },
  log: () => undefined,
  journal: async () => undefined,
};

describe.skipIf(missing)('HAProxy before two web nodes, two named ones and two TCP nodes', () => {
  const stops: (() => Promise<unknown>)[] = [];
  const ports = { web: 0, named: 0, dicom: 0, stats: 0 };
  let folder = '';
  let haproxy: RunningProgram | undefined;

  const startWeb = async (name: string | undefined): Promise<number> => {
    const server: Server = createServer((_, response) => {
      if (name !== undefined) response.setHeader('x-served-by', name);
      response.end('ok');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    stops.push(
      () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(resolve);
        }),
    );
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  };

  beforeAll(async () => {
    folder = await makePeerFolder();
    for (const name of ['web', 'named', 'dicom', 'stats'] as const)
      ports[name] = await findFreePort();
    const dicom = [await startWeb('dicom-1'), await startWeb('dicom-2')];
    const servers = (list: readonly number[]) =>
      list
        .map((port, index) => `  server n${index + 1} 127.0.0.1:${port} check inter 200ms`)
        .join('\n');
    await writeFile(
      join(folder, 'haproxy.cfg'),
      `global
  stats socket ${join(folder, 'admin.sock')} mode 600 level user
defaults
  timeout connect 2s
  timeout client 10s
  timeout server 10s
frontend so-lieu
  mode http
  bind 127.0.0.1:${ports.stats}
  stats enable
  stats uri /stats
  stats auth xem:mat-khau
listen web
  mode http
  bind 127.0.0.1:${ports.web}
  balance roundrobin
${servers([await startWeb(undefined), await startWeb(undefined)])}
listen co-ten
  mode http
  bind 127.0.0.1:${ports.named}
  balance roundrobin
${servers([await startWeb('may-1'), await startWeb('may-2')])}
listen dicom
  mode tcp
  bind 127.0.0.1:${ports.dicom}
  balance leastconn
  server n1 127.0.0.1:${dicom[0]} check inter 200ms
  server n2 127.0.0.1:${dicom[1]} check inter 200ms backup
`,
    );
    haproxy = await startProgram(
      'haproxy',
      ['-f', join(folder, 'haproxy.cfg'), '-db'],
      async () => {
        const answer = await fetch(`http://127.0.0.1:${ports.named}/`).catch(() => undefined);
        return answer?.status === 200;
      },
    );
  });
  afterAll(async () => {
    await haproxy?.stop();
    for (const stop of stops) await stop();
    await removePeerFolder(folder);
  });

  const collect = async (more: object): Promise<Observation> => {
    const facility: Facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'Bệnh viện thử' },
      dicom: {
        nodes: [{ id: 'pacs', host: '127.0.0.1', port: ports.dicom, calledAe: 'PACS' }],
      },
      web: {
        endpoints: [
          { id: 'web', url: `http://127.0.0.1:${ports.web}/` },
          { id: 'co-ten', url: `http://127.0.0.1:${ports.named}/` },
        ],
      },
      balancers: [{ id: 'hap', ...more }],
    });
    const [step] = probe.planSteps(facility, 'vi');
    if (!step) throw new Error('no step');
    return probe.collect(step.target, context);
  };
  const stats = () => `http://127.0.0.1:${ports.stats}/stats;csv`;

  it('its page and its socket tell active servers from backups', async () => {
    for (const where of [
      { stats: stats(), user: 'xem', password: { env: 'X' } },
      { stats: `unix:${join(folder, 'admin.sock')}` },
    ]) {
      const seen = await collect({ kind: 'haproxy', ...where });
      expect(seen.state).toBe('observed');
      expect(seen.state === 'observed' && seen.facts['balancer.backend']).toEqual([
        expect.objectContaining({
          name: 'web',
          servers: 2,
          activeUp: 2,
          backupUp: 0,
          mode: 'http',
        }),
        expect.objectContaining({ name: 'co-ten', activeUp: 2 }),
        expect.objectContaining({
          name: 'dicom',
          servers: 2,
          activeUp: 1,
          backupUp: 1,
          mode: 'tcp',
        }),
      ]);
    }
  });

  it('a wrong password, a wrong page and a missing socket are told', async () => {
    expect(await collect({ kind: 'haproxy', stats: stats() })).toMatchObject({
      state: 'refused',
      reason: { message: expect.stringContaining('user và password') },
    });
    expect(
      await collect({ kind: 'haproxy', stats: `http://127.0.0.1:${ports.named}/` }),
    ).toMatchObject({ state: 'protocol-error', reason: { code: 'not-stats' } });
    expect(await collect({ kind: 'haproxy', stats: `unix:${folder}/khac.sock` })).toMatchObject({
      state: 'unreachable',
      reason: { code: 'ENOENT' },
    });
  });

  it('from outside, servers that name themselves are counted and others are not', async () => {
    expect(await collect({ kind: 'black-box', web: 'co-ten', connections: 8 })).toMatchObject({
      state: 'observed',
      facts: { 'balancer.nodes': [{ answered: 8, distinctNodes: 2, toldBy: 'x-served-by' }] },
    });
    const hidden = await collect({ kind: 'black-box', web: 'web', connections: 4 });
    expect(hidden).toMatchObject({
      state: 'observed',
      facts: { 'balancer.nodes': [{ connections: 4, answered: 4 }] },
    });
    expect(hidden.state === 'observed' && hidden.facts['balancer.nodes']?.[0]).not.toHaveProperty(
      'distinctNodes',
    );
  });
});

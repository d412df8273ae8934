import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DrillAnalysis } from '../../src/drill/analysis.ts';
import { measureWindow } from '../../src/drill/window-tracker.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import { startDrill, writeFacility } from '../drill/support/hold-drill.ts';
import { startHaproxy } from '../drill/support/start-haproxy.ts';
import { startVrrpPair, whyNoNamespaces } from '../drill/support/start-vrrp.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { findFreePort, missingPrograms, startOrthanc } from './support/dicom-peers.ts';
import { type RunningProgram, startProgram } from './support/start-program.ts';
import { missingWebOrthanc, startWebOrthanc } from './support/web-orthanc.ts';

const limits = {
  intervalMs: 100,
  baselineMs: 2_000,
  afterMs: 3_000,
  maxMs: 60_000,
  patience: {
    timeoutMs: 1_000,
    storeMs: 4_000,
    storeIntervalMs: 200,
    settleMs: 3_000,
    removalMs: 40_000,
  },
} as const;

const print = (reason: string | undefined, what: string): void => {
  if (reason) process.stderr.write(`skipped: ${what}, ${reason}\n`);
};

/** One service of a drill, with its only outage. */
function outageOf(analysis: DrillAnalysis, key: string) {
  const service = analysis.services.find((one) => one.service.key === key);
  const [window] = service?.windows ?? [];
  if (!service || !window)
    throw new Error(`${key} had no outage: ${JSON.stringify(service?.verdict)}`);
  return { service, window, ...measureWindow(window) };
}

/** The truth lies between the bounds, each of which is off by no more than interval and timeout together. */
function expectTruth(analysis: DrillAnalysis, key: string, trueMs: number): void {
  const { lowerMs, upperMs = Number.NaN } = outageOf(analysis, key);
  const { resolutionMs } = analysis;
  process.stderr.write(
    `${key}: true ${Math.round(trueMs)} ms, told ${Math.round(lowerMs)} to ${Math.round(upperMs)} ms, resolution ${resolutionMs} ms\n`,
  );
  expect(Math.abs(lowerMs - trueMs)).toBeLessThanOrEqual(resolutionMs);
  expect(Math.abs(upperMs - trueMs)).toBeLessThanOrEqual(resolutionMs);
}

async function startStorescp(): Promise<{
  readonly port: number;
  readonly program: RunningProgram;
}> {
  const port = await findFreePort();
  const folder = await makeTempFolder();
  const program = await startProgram('storescp', ['-od', folder, String(port)], async () => true);
  onTestFinished(() => program.stop());
  return { port, program };
}

async function startWeb(
  name: string,
): Promise<{ readonly port: number; readonly kill: () => void }> {
  const server: Server = createServer((_, response) => {
    response.setHeader('x-served-by', name);
    response.end('ok');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const kill = (): void => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(kill);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, kill };
}

const missingProxy = missingPrograms('haproxy', 'storescp');
print(missingProxy, 'a drill behind HAProxy');

describe.skipIf(missingProxy)('HAProxy in front of two storage servers and two web nodes', () => {
  const start = async (webOptions: readonly string[], balanced = false) => {
    const scp = [await startStorescp(), await startStorescp()] as const;
    const web = [await startWeb('pacs-noi-bo-1'), await startWeb('pacs-noi-bo-2')] as const;
    const haproxy = await startHaproxy([
      { name: 'dicom', mode: 'tcp', ports: [scp[0].port, scp[1].port] },
      {
        name: 'web',
        mode: 'http',
        ports: [web[0].port, web[1].port],
        options: webOptions,
        balanced,
      },
    ]);
    onTestFinished(() => haproxy.stop());
    const facility = await writeFacility({
      dicomPort: haproxy.portOf('dicom'),
      webPort: haproxy.portOf('web'),
    });
    return { scp, web, haproxy, facility };
  };

  it.each([1, 2, 3])(
    'a killed node: the outage is within interval and timeout of the truth (%d)',
    async () => {
      const { scp, web, haproxy, facility } = await start(['retries 0']);
      const out = path.join(await makeTempFolder(), 'ho-so');
      const drill = startDrill(facility, { ...limits, out });
      await drill.sees(/BÂY GIỜ/);
      const killedMs = performance.now();
      scp[0].program.kill('SIGKILL');
      web[0].kill();
      const [dicomDownMs, webDownMs] = await Promise.all([
        haproxy.seesDown('dicom'),
        haproxy.seesDown('web'),
      ]);
      const { analysis, ended } = await drill.finished;
      expect(ended).toBe('stable');
      expectTruth(analysis, 'c-echo pacs', dicomDownMs - killedMs);
      expectTruth(analysis, 'http xem-anh', webDownMs - killedMs);
      expect(analysis.services.map(({ service, verdict }) => [service.key, verdict])).toEqual([
        ['c-echo pacs', 'one-outage'],
        ['http xem-anh', 'one-outage'],
        // A balancer takes connections while nothing behind it works: that is why C-ECHO is asked.
        ['tcp pacs', 'no-outage'],
        ['tcp xem-anh', 'no-outage'],
      ]);
      expect(outageOf(analysis, 'http xem-anh').service.nodes).toEqual({
        toldBy: 'x-served-by',
        before: ['A'],
        after: ['B'],
        changed: true,
      });
      const records = JSON.stringify(await (await Dossier.open(out, 'vi')).readRecords('vi'));
      expect(records).not.toContain('noi-bo');
    },
  );

  it('a balancer that tries another node hides the outage, and the change is still seen', async () => {
    const { web, facility } = await start(['option redispatch 1', 'retries 3'], true);
    const drill = startDrill(facility, { ...limits, webs: ['xem-anh'] });
    await drill.sees(/BÂY GIỜ/);
    web[0].kill();
    const { analysis, ended } = await drill.finished;
    expect(ended).toBe('stable');
    const [page] = analysis.services;
    expect(page?.nodes).toMatchObject({ before: ['A', 'B'], changed: true });
    expect(page?.nodes?.after).toHaveLength(1);
    // At most what was under way to the killed node.
    expect(page?.failed).toBeLessThanOrEqual(1);
  });

  it('a node that hangs, which no TCP check of the balancer sees', async () => {
    const { scp, facility } = await start([]);
    const drill = startDrill(facility, { ...limits, nodes: ['pacs'] });
    await drill.sees(/BÂY GIỜ/);
    const stoppedMs = performance.now();
    scp[0].program.kill('SIGSTOP');
    await sleep(4_000);
    scp[0].program.kill('SIGCONT');
    const trueMs = performance.now() - stoppedMs;
    const { analysis } = await drill.finished;
    expectTruth(analysis, 'c-echo pacs', trueMs);
    expect(outageOf(analysis, 'c-echo pacs').window.codes).toEqual(['timeout']);
    expect(analysis.services.find(({ service }) => service.kind === 'tcp')?.verdict).toBe(
      'no-outage',
    );
  });

  it('both nodes killed: it had not come back when watching ended', async () => {
    const { scp, facility } = await start([]);
    const drill = startDrill(facility, { ...limits, nodes: ['pacs'], maxMs: 9_000 });
    await drill.sees(/BÂY GIỜ/);
    for (const { program } of scp) program.kill('SIGKILL');
    const { analysis, ended } = await drill.finished;
    expect(ended).toBe('max');
    expect(analysis.services[0]).toMatchObject({ verdict: 'never-came-back' });
    expect(analysis.services[0]).not.toHaveProperty('latencyAfter');
  });
});

const missingArchive = missingWebOrthanc ?? missingPrograms('haproxy', 'Orthanc');
print(missingArchive, 'a drill at Orthanc');

describe.skipIf(missingArchive)('numbered test images in Orthanc', () => {
  const webFacility = (web: { webUrl: string; user: string }) => ({
    node: { send: 'test-study', dicomweb: 'pacs-web' },
    testData: { removal: 'dicomweb-delete' },
    more: {
      dicomweb: {
        endpoints: [
          {
            id: 'pacs-web',
            url: web.webUrl,
            removal: 'orthanc',
            authorization: { user: web.user, password: { env: 'RISPACS_DRILL_PASSWORD' } },
          },
        ],
      },
    },
  });

  it('two nodes without a common storage: everything that the killed one acknowledged is found lost', async () => {
    const [first, second] = [
      await startWebOrthanc(),
      await startWebOrthanc({ DicomAlwaysAllowGet: true }),
    ];
    onTestFinished(() => second.stop());
    process.env.RISPACS_DRILL_PASSWORD = second.password;
    const haproxy = await startHaproxy([
      { name: 'dicom', mode: 'tcp', ports: [first.port, second.port] },
    ]);
    onTestFinished(() => haproxy.stop());
    const out = path.join(await makeTempFolder(), 'ho-so');
    const facility = await writeFacility({
      dicomPort: haproxy.portOf('dicom'),
      ...webFacility(second),
    });
    const drill = startDrill(facility, { ...limits, out, allow: 'load,active' });
    await drill.sees(/BÂY GIỜ/);
    await first.stop();
    const { analysis, left, removals } = await drill.finished;
    const [loss] = analysis.losses;
    expect(loss?.after?.lostNumbers?.length).toBeGreaterThan(3);
    // What the second one has is what is left: the first ones are gone, without a gap.
    expect(loss?.after?.lostNumbers).toEqual(
      loss?.objects
        .filter(({ outcome }) => outcome === 'acknowledged')
        .map(({ number }) => number)
        .slice(0, loss.after?.lostNumbers?.length),
    );
    expect(loss?.after?.found).toBe(loss?.after?.retrieved);
    // Gone from the second, but the first may still have it when it comes back.
    expect({ left, removals }).toMatchObject({
      left: 1,
      removals: [{ node: 'pacs', state: 'left', note: 'unverified' }],
    });
    expect(await second.studies()).toEqual([]);
  });

  it('an archive that keeps everything: none lost, and the study is seen to be gone', async () => {
    const orthanc = await startWebOrthanc({ DicomAlwaysAllowGet: true });
    onTestFinished(() => orthanc.stop());
    process.env.RISPACS_DRILL_PASSWORD = orthanc.password;
    const out = path.join(await makeTempFolder(), 'ho-so');
    const facility = await writeFacility({ dicomPort: orthanc.port, ...webFacility(orthanc) });
    const drill = startDrill(facility, { ...limits, out, allow: 'load,active', maxMs: 4_000 });
    const { analysis, removals } = await drill.finished;
    const [loss] = analysis.losses;
    expect(loss?.acknowledged).toBeGreaterThan(10);
    expect(loss?.after).toMatchObject({ lostNumbers: [], retrieved: loss?.acknowledged });
    expect(removals).toEqual([{ node: 'pacs', state: 'removed-verified', note: 'deleted' }]);
    expect(await orthanc.studies()).toEqual([]);
  });

  it.each([2, 3, 5])(
    'an archive that acknowledges and drops every %dth: each is named',
    async (every) => {
      const folder = await makeTempFolder();
      const script = path.join(folder, 'drop.lua');
      await writeFile(
        script,
        `function ReceivedInstanceFilter(dicom, origin)
         return tonumber(dicom.InstanceNumber) % ${every} ~= 0
       end`,
      );
      const receivePort = await findFreePort();
      const orthanc = await startOrthanc({
        LuaScripts: [script],
        DicomModalities: {
          us: { AET: 'RISPACS', Host: '127.0.0.1', Port: receivePort, AllowGet: false },
        },
      });
      onTestFinished(() => orthanc.stop());
      const facility = await writeFacility({
        dicomPort: orthanc.port,
        receivePort,
        node: { send: 'test-study' },
        testData: { removal: 'administrator' },
      });
      const out = path.join(folder, 'ho-so');
      const drill = startDrill(facility, { ...limits, out, allow: 'load,active', maxMs: 6_000 });
      const { analysis, left } = await drill.finished;
      const [loss] = analysis.losses;
      const acknowledged = (loss?.objects ?? []).filter(
        ({ outcome }) => outcome === 'acknowledged',
      );
      const dropped = acknowledged
        .map(({ number }) => number)
        .filter((number) => number % every === 0);
      expect(dropped.length).toBeGreaterThan(0);
      expect(loss?.after?.lostNumbers).toEqual(dropped);
      expect(loss?.after).toMatchObject({
        method: 'move',
        retrieved: acknowledged.length - dropped.length,
        notRetrievedNumbers: [],
      });
      expect(left).toBe(1);
    },
  );
});

const missingQrscp = missingPrograms('haproxy', 'dcmqrscp');
print(missingQrscp, 'a drill at dcmqrscp');

describe.skipIf(missingQrscp)('numbered test images in two dcmqrscp on one storage', () => {
  it('none that was acknowledged is lost when one of them is killed', async () => {
    const folder = await makeTempFolder();
    await mkdir(path.join(folder, 'kho'));
    const start = async () => {
      const port = await findFreePort();
      const config = path.join(folder, `${port}.cfg`);
      const lines = [
        `NetworkTCPPort = ${port}`,
        'MaxPDUSize = 16384',
        'MaxAssociations = 32',
        ...['HostTable BEGIN', 'HostTable END', 'VendorTable BEGIN', 'VendorTable END'],
        ...['AETable BEGIN', `PACS ${folder}/kho RW (200, 1024mb) ANY`, 'AETable END', ''],
      ];
      await writeFile(config, lines.join('\n'));
      const program = await startProgram('dcmqrscp', ['-c', config], async () => true);
      onTestFinished(() => program.stop());
      return { port, program };
    };
    const [first, second] = [await start(), await start()];
    const haproxy = await startHaproxy([
      { name: 'dicom', mode: 'tcp', ports: [first.port, second.port] },
    ]);
    onTestFinished(() => haproxy.stop());
    const facility = await writeFacility({
      dicomPort: haproxy.portOf('dicom'),
      node: { send: 'test-study' },
      testData: { removal: 'administrator' },
    });
    const out = path.join(folder, 'ho-so');
    const drill = startDrill(facility, { ...limits, out, allow: 'load,active' });
    await drill.sees(/BÂY GIỜ/);
    first.program.kill('SIGKILL');
    const { analysis } = await drill.finished;
    expect(outageOf(analysis, 'c-echo pacs').service.verdict).toBe('one-outage');
    const [loss] = analysis.losses;
    expect(loss?.acknowledged).toBeGreaterThan(10);
    expect(loss?.after).toMatchObject({
      found: loss?.acknowledged,
      lostNumbers: [],
      notRetrievedNumbers: [],
    });
  });
});

const missingVrrp = missingPrograms('ip', 'keepalived', 'storescp') ?? (await whyNoNamespaces());
print(missingVrrp, 'a drill with keepalived');

describe.skipIf(missingVrrp)('keepalived on two hosts of their own', () => {
  it('a pulled cable: every service comes back on the other host, within interval and timeout of the truth', async () => {
    const pair = await startVrrpPair();
    onTestFinished(() => pair.stop());
    const facility = await writeFacility({
      dicomPort: pair.dicomPort,
      node: { host: pair.address },
      more: {
        web: { endpoints: [{ id: 'xem-anh', url: `http://${pair.address}:${pair.webPort}/` }] },
      },
    });
    const drill = startDrill(facility, limits);
    await drill.sees(/BÂY GIỜ/);
    const pulledMs = await pair.pullCable();
    const backMs = await pair.seesBack();
    const { analysis, ended } = await drill.finished;
    expect(ended).toBe('stable');
    for (const { service } of analysis.services)
      expectTruth(analysis, service.key, backMs - pulledMs);
    expect(outageOf(analysis, 'http xem-anh').service.nodes).toMatchObject({
      before: ['A'],
      after: ['B'],
      changed: true,
    });
  });
});

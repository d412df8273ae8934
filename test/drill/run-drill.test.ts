import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import { isObserved } from '../../src/evidence/evidence.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { startBalancer } from '../../src/simulator/cluster/start-balancer.ts';
import { findClosedPort } from '../../src/simulator/listen-on-loopback.ts';
import { Archive } from '../../src/simulator/pacs/archive.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { startHospital } from '../simulator/support/start-hospital.ts';
import { startArchiveNode } from './support/archive-node.ts';
import { quick, startDrill, writeFacility } from './support/hold-drill.ts';

const active = {
  allow: 'load,active',
  node: { send: 'test-study' },
  testData: { removal: 'administrator', administrator: 'Trần Thị Hà' },
};

async function readRecord(folder: string) {
  const dossier = await Dossier.open(folder, 'vi');
  const [record] = await dossier.readRecords('vi');
  const effects = await dossier.readSideEffects();
  if (!record || !isObserved(record)) throw new Error('no record');
  return { record, effects, dossier };
}

/** Two archive nodes behind one address that goes to the first as long as it is there. */
async function startPair(...behaviours: Parameters<typeof startArchiveNode>[0][]) {
  const nodes = [];
  for (const behaviour of behaviours) nodes.push(await startArchiveNode(behaviour));
  const [first, second] = nodes;
  if (!first || !second) throw new Error('two nodes are needed');
  let isFirstUp = true;
  const balancer = await startBalancer(
    { ports: () => [isFirstUp ? first.port : second.port] },
    new AbortController().signal,
  );
  onTestFinished(() => balancer.stop());
  return {
    port: balancer.port,
    first,
    second,
    failOver: async () => {
      await first.stop();
      await sleep(500);
      isFirstUp = false;
    },
  };
}

describe('a drill', () => {
  it('records the outage with facts, picture and samples, and the assessment knows of it', async () => {
    const pair = await startPair({}, {});
    const out = path.join(await makeTempFolder(), 'ho-so');
    const file = await writeFacility({ dicomPort: pair.port });
    const drill = startDrill(file, { out });
    await drill.sees(/BÂY GIỜ/);
    await pair.failOver();
    const outcome = await drill.finished;
    expect(outcome).toMatchObject({ ended: 'stable', left: 0, dossier: out });
    expect(outcome.lines.join('\n')).toContain('C-ECHO pacs: MỘT LẦN GIÁN ĐOẠN');
    const { record } = await readRecord(out);
    expect(record).toMatchObject({ probe: 'drill', subjectId: 'pacs', id: 'drill.pacs' });
    expect(record.facts['drill.service']).toMatchObject([
      { service: 'pacs', kind: 'c-echo', verdict: 'one-outage', outages: 1, resolutionMs: 1_100 },
      { service: 'pacs', kind: 'tcp' },
    ]);
    expect(record.facts['drill.outage']?.[0]).toMatchObject({ service: 'pacs', cameBack: true });
    for (const [group, rows] of Object.entries(record.facts))
      for (const row of rows)
        expect(factRegistry().get(group)?.row.safeParse(row).error).toBeUndefined();
    expect(record.attachments.map(({ mediaType }) => mediaType)).toEqual([
      'image/svg+xml',
      'text/csv',
    ]);
    const table = await readFile(path.join(out, record.attachments[1]?.path ?? ''), 'utf8');
    expect(table.split('\r\n')[0]).toBe('service,sent_at_ms,outcome,elapsed_ms,code,node');
    expect(await readFile(path.join(out, 'assessment.json'), 'utf8')).toContain('drill.outage');
  });

  it('repeated in the same dossier replaces its record, and keeps the earlier one aside', async () => {
    const { port } = await startArchiveNode();
    const folder = await makeTempFolder();
    const file = await writeFacility({ dicomPort: port }, folder);
    const out = path.join(folder, 'ho-so');
    const short = { ...quick, maxMs: 1_200 };
    await startDrill(file, { ...short, out }).finished;
    await startDrill(file, { ...short, dossier: out }).finished;
    const { dossier } = await readRecord(out);
    expect(await dossier.readRecords('vi')).toHaveLength(1);
    expect(await readFile(dossier.path('log.ndjson'), 'utf8')).toContain('evidence-withdrawn');
  });

  it('without a dossier only shows what it saw', async () => {
    const server = createServer((_, response) => response.end('ok'));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const webPort = typeof address === 'object' && address ? address.port : 0;
    const outcome = await startDrill(await writeFacility({ webPort }), { maxMs: 1_200 }).finished;
    expect(outcome).toMatchObject({ ended: 'max', removals: [] });
    expect(outcome).not.toHaveProperty('dossier');
    expect(outcome.analysis.services.map(({ verdict }) => verdict)).toEqual([
      'no-outage',
      'no-outage',
    ]);
  });

  it('ends when a service never answers, and the record says so without facts', async () => {
    const out = path.join(await makeTempFolder(), 'ho-so');
    const dicomPort = await findClosedPort(new AbortController().signal);
    const outcome = await startDrill(await writeFacility({ dicomPort }), { out }).finished;
    expect(outcome.ended).toBe('no-answer');
    const [record] = await (await Dossier.open(out, 'vi')).readRecords('vi');
    expect(record).toMatchObject({
      state: 'unreachable',
      facts: {},
      reason: { code: 'ECONNREFUSED', message: expect.stringContaining('C-ECHO pacs') },
    });
  });

  it('stopped by the operator keeps what was seen, and removes the test study', async () => {
    const node = await startArchiveNode();
    const out = path.join(await makeTempFolder(), 'ho-so');
    const file = await writeFacility({ dicomPort: node.port, ...active });
    const drill = startDrill(file, { out, allow: active.allow });
    await drill.sees(/BÂY GIỜ/);
    drill.stop();
    expect(await drill.finished).toMatchObject({ ended: 'stopped', left: 1 });
    const { record, effects } = await readRecord(out);
    expect(record.facts['drill.loss']).toMatchObject([{ node: 'pacs', lost: 0 }]);
    expect(effects).toMatchObject([{ kind: 'study', state: 'left', note: 'byAdministrator' }]);
  });
});

describe('a drill at the simulated hospital', () => {
  it('is marked as simulated, and removes its test study over DICOMweb', async () => {
    const hospital = await startHospital();
    const out = path.join(await makeTempFolder(), 'ho-so');
    const { finished } = startDrill(hospital.facilityFile, {
      nodes: ['pacs-chinh'],
      allow: 'load,active',
      maxMs: 2_000,
      out,
    });
    const { removals, left } = await finished;
    expect({ removals, left }).toEqual({
      removals: [{ node: 'pacs-chinh', state: 'removed-verified', note: 'deleted' }],
      left: 0,
    });
    const { record, effects } = await readRecord(out);
    expect(record.simulated).toBe(true);
    expect(record.facts['drill.loss']).toMatchObject([{ lost: 0, listedNotRetrieved: 0 }]);
    expect(effects).toMatchObject([{ system: 'pacs-chinh', state: 'removed-verified' }]);
  });
});

describe('what is not allowed is told before anything is sent', () => {
  const refused = async (facility: object, change: object): Promise<string> => {
    const node = await startArchiveNode();
    const out = path.join(await makeTempFolder(), 'ho-so');
    const file = await writeFacility({ dicomPort: node.port, ...facility });
    const { finished, noted } = startDrill(file, { out, ...change });
    const message = await finished.then(
      () => 'held',
      (error: unknown) => String(error),
    );
    expect(noted).toEqual([]);
    // Nothing was made either.
    await expect(Dossier.open(out, 'vi')).rejects.toThrow();
    return message;
  };

  it.each([
    ['no --allow load', {}, { allow: '' }, '--allow load'],
    ['an unknown word', {}, { allow: 'load,all' }, '"all"'],
    ['no testData', { node: active.node }, { allow: 'load,active' }, 'testData'],
    [
      'no node that takes test studies',
      { testData: active.testData },
      { allow: 'load,active' },
      'test-study',
    ],
    ['no time after the baseline', {}, { maxMs: 500 }, '--max'],
    ['an unknown node', {}, { nodes: ['pacs-9'] }, 'pacs-9'],
  ])('%s', async (_, facility, change, message) => {
    expect(await refused(facility, change)).toContain(message);
  });

  it('hours that the hospital does not allow', async () => {
    const now = new Date();
    const days = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const).filter(
      (_, day) => day !== now.getDay() && day !== (now.getDay() + 6) % 7,
    );
    const more = { allowedWindow: [{ days, from: '01:00', to: '02:00' }] };
    expect(await refused({ more }, {})).toContain('khung giờ');
  });

  it('test images without a journal', async () => {
    expect(await refused(active, { allow: active.allow, out: undefined })).toContain('--out');
  });

  it('a dossier of another hospital', async () => {
    const { port } = await startArchiveNode();
    const out = path.join(await makeTempFolder(), 'ho-so');
    await startDrill(await writeFacility({ dicomPort: port }), { out, maxMs: 1_000 }).finished;
    const other = await writeFacility({ dicomPort: port + 1 });
    await expect(startDrill(other, { dossier: out }).finished).rejects.toThrow('"pacs"');
  });
});

describe('loss after acknowledgement', () => {
  it('of a second node that never got what the first acknowledged is found after a failover', async () => {
    const pair = await startPair({}, {});
    const out = path.join(await makeTempFolder(), 'ho-so');
    const file = await writeFacility({ dicomPort: pair.port, ...active });
    const drill = startDrill(file, { out, allow: active.allow });
    await drill.sees(/BÂY GIỜ/);
    await pair.failOver();
    await drill.finished;
    const { record } = await readRecord(out);
    expect(pair.first.acknowledged.length).toBeGreaterThan(0);
    expect(pair.second.acknowledged.length).toBeGreaterThan(0);
    const lost: unknown = record.facts['drill.loss']?.[0]?.lostNumbers;
    // The last answer of a node that is killed may not have come through.
    expect(pair.first.acknowledged).toEqual(
      expect.arrayContaining(Array.isArray(lost) ? lost : ['none']),
    );
    expect(Array.isArray(lost) && lost.length).toBeGreaterThanOrEqual(
      pair.first.acknowledged.length - 1,
    );
  });

  it('is none where both nodes share their storage', async () => {
    const archive = new Archive([]);
    const pair = await startPair({ archive }, { archive });
    const out = path.join(await makeTempFolder(), 'ho-so');
    const file = await writeFacility({ dicomPort: pair.port, ...active });
    const drill = startDrill(file, { out, allow: active.allow });
    await drill.sees(/BÂY GIỜ/);
    await pair.failOver();
    await drill.finished;
    expect((await readRecord(out)).record.facts['drill.loss']).toMatchObject([{ lost: 0 }]);
  });
});

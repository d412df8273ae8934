import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SweepNode } from '../../src/sweep/node.ts';
import type { SweepResult } from '../../src/sweep/outcome.ts';
import { type SweepOptions, sweepNodes } from '../../src/sweep/sweep-nodes.ts';
import { startFakeArchive } from '../probes/dicom-growth/support/fake-archive.ts';
import { awaitNoSockets } from '../protocols/dicom/support/scripted-peer.ts';
import { FakeHospital } from './support/fake-hospital.ts';

let hospital = new FakeHospital();
beforeEach(() => {
  hospital = new FakeHospital();
});
afterEach(async () => {
  await hospital.stop();
  await awaitNoSockets();
});

const fast: SweepOptions = {
  callingAe: 'RISPACS',
  perHost: 64,
  perSecond: Infinity,
  deadlines: { tcp: 400, association: 400, dimse: 400, release: 400 },
};
const sweep = (nodes: readonly SweepNode[], options: Partial<SweepOptions> = {}) =>
  sweepNodes(nodes, { ...fast, ...options });
const kinds = (results: readonly SweepResult[]) => results.map(({ outcome }) => outcome.kind);

describe('a sweep', () => {
  it('gives one result for each node, in their order, whatever each did', async () => {
    const nodes = [
      await hospital.addNode('slow', { echoAfterMs: 150 }),
      await hospital.addNode('good'),
      await hospital.addNode('closed', { admit: { calling: ['SOMEBODY'] } }),
      await hospital.addNothing('off'),
      await hospital.addPort('silent'),
      await hospital.addPort('web', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      await hospital.addNode('ill', { echoStatus: 0x0110 }),
    ];
    const seen: string[] = [];
    const results = await sweep(nodes, { onResult: ({ node }) => seen.push(node.id) });
    expect(results.map(({ node }) => node.id)).toEqual(nodes.map(({ id }) => id));
    expect(results.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'answered', echoStatus: 0 },
      { kind: 'answered', echoStatus: 0 },
      { kind: 'failed', trouble: { kind: 'rejected' } },
      { kind: 'failed', trouble: { kind: 'refused' } },
      { kind: 'failed', trouble: { kind: 'timeout', phase: 'association' } },
      { kind: 'failed', trouble: { kind: 'protocol-error', hint: 'http' } },
      { kind: 'answered', echoStatus: 0x0110 },
    ]);
    expect([...seen].sort()).toEqual(nodes.map(({ id }) => id).sort());
  });

  it('of nothing is nothing', async () => expect(await sweep([])).toEqual([]));

  it('asks no more at the same time than it may, in all and at one host', async () => {
    const node = await hospital.addNode('many', { echoAfterMs: 15 });
    const nodes = Array.from({ length: 12 }, (_, index) => ({ ...node, id: `n${index}` }));
    expect(new Set(kinds(await sweep(nodes, { parallel: 3 })))).toEqual(new Set(['answered']));
    expect(hospital.busy.most).toBe(3);
    hospital.busy.most = 0;
    await sweep(nodes, { perHost: 2 });
    expect(hospital.busy.most).toBe(2);
  });

  it('calls under the node’s own title where it has one', async () => {
    const node = await hospital.addNode('ct');
    await sweep([node, { ...node, id: 'ct2', callingAe: 'WORKSTATION' }], { parallel: 1 });
    expect(hospital.callers).toEqual(['RISPACS', 'WORKSTATION']);
  });

  it('sends nothing to a node that is not set up', async () => {
    const node = await hospital.addNode('tls');
    const results = await sweep([{ ...node, unusable: 'no certificate' }]);
    expect(results[0]?.outcome).toEqual({ kind: 'not-configured', message: 'no certificate' });
    expect(hospital.callers).toEqual([]);
  });

  it('cuts a node off that dribbles on and on', async () => {
    const node = await hospital.addPort('dribble', (socket) => {
      socket.write(Buffer.from([2, 0, 0, 0, 0, 200]));
      const timer = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const long = { association: 60_000 };
    const results = await sweep([node], { nodeMs: 200, deadlines: { ...fast.deadlines, ...long } });
    expect(results[0]?.outcome).toMatchObject({
      kind: 'failed',
      trouble: { kind: 'timeout', phase: 'association', limitMs: 200 },
    });
  });

  it('is not held up by nodes that are slow: others go on meanwhile', async () => {
    const silent = await hospital.addPort('silent');
    const good = await hospital.addNode('good');
    const nodes = [
      silent,
      ...Array.from({ length: 20 }, (_, index) => ({ ...good, id: `g${index}` })),
    ];
    const seen: string[] = [];
    await sweep(nodes, { parallel: 2, onResult: ({ node }) => seen.push(node.id) });
    expect(seen.at(-1)).toBe('silent');
  });

  it('throws for our own mistake, and leaves nothing open', async () => {
    const good = await hospital.addNode('good', { echoAfterMs: 50 });
    const bad = { ...good, id: 'bad', calledAe: 'MORE THAN SIXTEEN LETTERS' };
    await expect(sweep([good, bad, good])).rejects.toThrow(RangeError);
  });
});

describe('a sweep that is stopped', () => {
  it('ends with what is known', async () => {
    const good = await hospital.addNode('good');
    const silent = await hospital.addPort('silent');
    const nodes = [good, silent, ...Array.from({ length: 50 }, () => silent)];
    const stop = new AbortController();
    const results = await sweep(nodes, {
      parallel: 4,
      signal: stop.signal,
      deadlines: { ...fast.deadlines, association: 60_000 },
      onResult: () => stop.abort(),
    });
    expect(kinds(results)[0]).toBe('answered');
    expect(new Set(kinds(results).slice(1))).toEqual(new Set(['not-asked']));
  });

  it('while it waits for its turn ends too', async () => {
    const good = await hospital.addNode('good');
    const stop = new AbortController();
    const results = await sweep([good, { ...good, id: 'later' }], {
      perSecond: 0.01,
      signal: stop.signal,
      onResult: () => stop.abort(),
    });
    expect(kinds(results)).toEqual(['answered', 'not-asked']);
  });

  it('before it began asks nobody', async () => {
    const good = await hospital.addNode('good');
    const signal = AbortSignal.abort();
    expect(kinds(await sweep([good], { signal }))).toEqual(['not-asked']);
    expect(hospital.callers).toEqual([]);
  });
});

describe('the query', () => {
  const archive = (port: number, role: SweepNode['role'] = 'archive'): SweepNode => ({
    id: 'archive',
    role,
    host: '127.0.0.1',
    port,
    calledAe: 'A',
  });

  it('of an archive is for our test patient, and answers are only counted', async () => {
    const peer = await startFakeArchive({ studies: [{ date: '20261121' }, { date: '20261120' }] });
    const [result] = await sweep([archive(peer.port)]);
    await peer.stop();
    expect(result?.outcome).toMatchObject({ echoStatus: 0, query: { status: 0, answers: 2 } });
    expect(peer.asked.map(({ patientId }) => patientId)).toEqual(['RISPACS-TEST']);
  });

  it('that brings a whole list is stopped after a few answers', async () => {
    const studies = Array.from({ length: 5_000 }, () => ({ patientName: 'NGUYEN^VAN A' }));
    const peer = await startFakeArchive({ studies, ignoresDate: true });
    const [result] = await sweep([archive(peer.port)]);
    await peer.stop();
    expect(result?.outcome).toMatchObject({
      query: { kind: 'status', status: 0xfe00, answers: 5 },
    });
    expect(peer.cancels).toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain('NGUYEN');
  });

  it('that ends the association leaves the C-ECHO as it was', async () => {
    const peer = await startFakeArchive({
      studies: [],
      instead: (_date, socket) => Boolean(socket.destroy()),
    });
    const [result] = await sweep([archive(peer.port, 'pacs')]);
    await peer.stop();
    expect(result?.outcome).toMatchObject({
      kind: 'answered',
      echoStatus: 0,
      query: { kind: 'failed', trouble: { phase: 'dimse' } },
    });
  });

  it('is left out for modalities, and where it is not wanted', async () => {
    const node = await hospital.addNode('ct');
    const [modality, pacs] = await sweep([node, { ...node, role: 'pacs' }], { query: false });
    for (const result of [modality, pacs]) expect(result?.outcome).not.toHaveProperty('query');
  });

  it('that a node does not take is told beside its C-ECHO', async () => {
    const node = await hospital.addNode('pacs', { role: 'pacs' });
    const worklist = await hospital.addNode('mwl', { role: 'worklist' });
    const results = await sweep([node, worklist]);
    for (const { outcome } of results)
      expect(outcome).toMatchObject({
        kind: 'answered',
        echoStatus: 0,
        query: { kind: 'not-accepted' },
      });
  });
});

import { describe, expect, it } from 'vitest';
import { makeStoringTargets } from '../../src/drill/make-askers.ts';
import { NumberedTestStudy } from '../../src/drill/test-study.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import type { SideEffect } from '../../src/probes/contract.ts';
import { findClosedPort } from '../../src/simulator/listen-on-loopback.ts';
import { type NodeBehaviour, startArchiveNode } from './support/archive-node.ts';

const images = 8;
const patience = { intervalMs: 30, storeMs: 5_000, settleMs: 100, removalMs: 5_000 };

/** Stores in an archive at a port and returns the study with its journal. */
async function store(port: number, signal = new AbortController().signal) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    dicom: {
      nodes: [{ id: 'pacs', host: '127.0.0.1', port, calledAe: 'PACS', send: 'test-study' }],
    },
    testData: { removal: 'administrator' },
  });
  const context = { language: 'vi' as const, baseFolder: '/', readSecret: async () => '' };
  const chosen = { nodes: facility.dicom.nodes, webs: [] };
  const [target] = await makeStoringTargets(chosen, facility, patience.storeMs, context);
  if (!target) throw new Error('no target');
  const journal: SideEffect[] = [];
  const own = { ...context, journal: async (effect: SideEffect) => void journal.push(effect) };
  const study = new NumberedTestStudy(target, own, patience, images * patience.intervalMs);
  await study.send(performance.now(), signal);
  return { study, journal };
}

async function lose(behaviour: NodeBehaviour) {
  const node = await startArchiveNode(behaviour);
  const { study, journal } = await store(node.port);
  const { loss, detail } = await study.check(false);
  return { node, loss, detail, journal, study };
}

describe('numbered test images', () => {
  it('are journalled before the first is sent, numbered from 1, and looked for', async () => {
    const { node, loss, journal } = await lose({ canGet: () => true });
    expect(node.acknowledged).toEqual(Array.from({ length: images }, (_, index) => index + 1));
    expect(journal.map(({ state, kind }) => [state, kind])).toEqual([
      ['planned', 'study'],
      ['sent', 'study'],
    ]);
    expect(loss).toMatchObject({
      acknowledged: images,
      after: {
        found: images,
        lostNumbers: [],
        method: 'get',
        retrieved: images,
        notRetrievedNumbers: [],
      },
    });
  });

  it.each([
    ['every fifth', (number: number) => number % 5 !== 0],
    ['one', (number: number) => number !== 3],
    ['all', () => false],
    ['all but the first', (number: number) => number === 1],
    ['the last', (number: number) => number !== images],
  ])('that the archive acknowledged and dropped are named: %s', async (_, keeps) => {
    const { node, loss } = await lose({ keeps });
    const dropped = node.acknowledged.filter((number) => !keeps(number));
    expect(dropped.length).toBeGreaterThan(0);
    expect(loss.after?.lostNumbers).toEqual(dropped);
  });

  it('that were refused are not lost', async () => {
    const { loss } = await lose({ status: (number) => (number % 2 === 0 ? 0xa700 : 0) });
    expect(loss).toMatchObject({ refused: images / 2, after: { lostNumbers: [] } });
  });

  it('that a list leaves out are asked for one by one', async () => {
    expect((await lose({ mostRecords: 3 })).loss.after?.lostNumbers).toEqual([]);
    const { loss } = await lose({ mostRecords: 3, keeps: (number) => number !== 6 });
    expect(loss.after?.lostNumbers).toEqual([6]);
  });

  it('are not called lost where the archive gives other UIDs, or cannot be asked', async () => {
    expect((await lose({ renames: true })).loss.after).not.toHaveProperty('lostNumbers');
    const { loss, detail } = await lose({ cannotFind: true });
    expect(loss).not.toHaveProperty('after');
    expect(detail).toContain('C-FIND');
  });

  it('that are listed but do not come back are told apart', async () => {
    const { loss } = await lose({ canGet: (number) => number !== 2 });
    expect(loss.after).toMatchObject({ lostNumbers: [], notRetrievedNumbers: [2] });
    // Nothing at all comes back: the way is closed to us, which says nothing about the images.
    const closed = await lose({ canGet: () => false });
    expect(closed.loss.after).not.toHaveProperty('notRetrievedNumbers');
  });

  it('that were never sent leave nothing to look for or to remove', async () => {
    const port = await findClosedPort(new AbortController().signal);
    const { study, journal } = await store(port);
    expect((await study.check(false)).loss).toMatchObject({ sent: 0, unsent: images });
    expect(await study.remove()).toMatchObject({ note: 'neverStored' });
    expect(journal.at(-1)).toMatchObject({ state: 'removed-verified', note: 'neverStored' });
  });

  it('are left with a word in the journal where an administrator removes them', async () => {
    const { study, journal } = await lose({});
    expect(await study.remove()).toEqual({ state: 'left', note: 'byAdministrator' });
    expect(journal.at(-1)).toMatchObject({ state: 'left', note: 'byAdministrator' });
  });

  it('are not begun once the drill is over', async () => {
    const { study, journal } = await store(1, AbortSignal.abort());
    expect(journal).toEqual([]);
    expect(await study.remove()).toBeUndefined();
  });
});

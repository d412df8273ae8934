import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SideEffect } from '../../../src/probes/contract.ts';
import {
  STATUS,
  STORAGE_SOP_CLASSES,
  startDicomServer,
  storageContexts,
} from '../../../src/protocols/dicom/index.ts';
import type { ProcedureStepServices } from '../../../src/simulator/dicom/services.ts';
import { findFreePort } from '../../peers/support/dicom-peers.ts';
import { awaitNoSockets } from '../../protocols/dicom/support/scripted-peer.ts';
import { exchange } from './support/exchange.ts';
import { type FaultyArchive, startFaultyArchive } from './support/faulty-archive.ts';

// Each test is a whole step against an archive that decodes every object.
vi.setConfig({ testTimeout: 60_000 });

const addressOf = ({ port, aeTitle }: FaultyArchive) => ({ port, calledAe: aeTitle });

describe('an archive that goes down while it is stored to', () => {
  it('loses nothing of what was seen, and removal is tried', async () => {
    const archive = await startFaultyArchive({
      keep: (object, serial) => {
        if (serial === 5) void archive.stop();
        return object;
      },
    });
    const seen = await exchange({ node: addressOf(archive), receivePort: await findFreePort() });
    expect(seen.observation.state).toBe('observed');
    const stored = seen.rows('dicom.store');
    expect(stored[0]).toMatchObject({ objects: 3, answered: 3, accepted: 3, status: 0 });
    const broken = stored.find((row) => Number(row.answered) < Number(row.objects));
    expect(broken).not.toHaveProperty('status');
    expect(stored.length).toBeLessThan(11);
    expect(seen.rows('dicom.find')).toEqual([]);
    expect(seen.rows('dicom.removal')).toMatchObject([{ state: 'left', note: 'notReached' }]);
    expect(seen.notes.join('\n')).toMatch(/after 5 of 17 objects/);
    expect(seen.journalled.map(({ state }) => state)).toEqual(['planned', 'sent', 'left']);
  });
});

describe('an archive that breaks the association over one object', () => {
  it('is sent the others on a new one', async () => {
    let stored = 0;
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['STORE'] },
      contexts: storageContexts(),
      handlers: {
        store: async ({ fragments }) => {
          for await (const _ of fragments);
          stored += 1;
          return { status: STATUS.success };
        },
      },
      // The ultrasound loop is longer than this.
      limits: { maxObjectBytes: 2_000_000 },
    });
    onTestFinished(() => server.close());
    const seen = await exchange({ node: { port: server.port, calledAe: 'STORE' } });
    expect(stored).toBe(17);
    const rows = seen.rows('dicom.store');
    const broken = rows.filter(({ accepted, objects }) => accepted !== objects);
    expect(broken).toMatchObject([
      { sopClass: STORAGE_SOP_CLASSES.ultrasoundMultiframe.uid, answered: 0, accepted: 0 },
    ]);
    expect(broken[0]).toHaveProperty('refusal');
    expect(rows).toHaveLength(11);
  });
});

describe('a step that is stopped', () => {
  it.each([2, 10, 18])(
    'after object %i: removes what was sent, and opens nothing more',
    async (last) => {
      const stop = new AbortController();
      const archive = await startFaultyArchive({
        keep: (object, serial) => {
          if (serial === last) stop.abort(new Error('stopped'));
          return object;
        },
      });
      const seen = await exchange(
        { node: addressOf(archive), receivePort: await findFreePort() },
        { context: { signal: stop.signal } },
      );
      expect(seen.observation).toMatchObject({ state: 'observed' });
      expect(archive.stored()).toBe(last);
      // What our own stop cut through says nothing about the archive.
      for (const row of seen.rows('dicom.store')) expect(row.answered).toBe(row.objects);
      expect(seen.rows('dicom.find')).toEqual([]);
      expect(seen.rows('dicom.retrieve')).toEqual([]);
      expect(seen.notes.join('\n')).toContain('stopped midway');
      const ends = seen.journalled.filter(({ state }) => state === 'left');
      expect(ends).toHaveLength(last === 18 ? 2 : 1);
      await awaitNoSockets();
    },
  );

  it('before it began sends nothing', async () => {
    const archive = await startFaultyArchive();
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(exchange({ node: addressOf(archive) }, { context: { signal } })).rejects.toThrow(
      'stopped',
    );
    expect(archive.stored()).toBe(0);
  });
});

describe('a journal that cannot be written', () => {
  it('keeps the first object from being sent', async () => {
    const archive = await startFaultyArchive();
    const journal = () => Promise.reject(new Error('disk full'));
    await expect(exchange({ node: addressOf(archive) }, { context: { journal } })).rejects.toThrow(
      'disk full',
    );
    expect(archive.stored()).toBe(0);
    await awaitNoSockets();
  });

  it('does not keep removal from being tried', async () => {
    const archive = await startFaultyArchive();
    const written: SideEffect[] = [];
    const journal = async (effect: SideEffect): Promise<void> => {
      if (effect.state === 'sent') throw new Error('disk full');
      written.push(effect);
    };
    await expect(exchange({ node: addressOf(archive) }, { context: { journal } })).rejects.toThrow(
      'disk full',
    );
    expect(written.map(({ state }) => state)).toEqual(['planned', 'left']);
    await awaitNoSockets();
  });
});

describe('forwarding', () => {
  it('is seen at the other archive, which is journalled before it is asked for', async () => {
    const second = await startFaultyArchive();
    const first = await startFaultyArchive({ destinations: { [second.aeTitle]: second.port } });
    let storedWhenPlanned: number | undefined;
    const written: SideEffect[] = [];
    const journal = async (effect: SideEffect): Promise<void> => {
      written.push(effect);
      if (effect.system === 'second' && effect.state === 'planned')
        storedWhenPlanned = second.stored();
    };
    const other = { id: 'second', ...addressOf(second), role: 'archive' } as const;
    const seen = await exchange(
      { node: { ...addressOf(first), forwardTo: ['second'] }, others: [other] },
      { context: { journal } },
    );
    expect(storedWhenPlanned).toBe(0);
    const forwarded = seen.rows('dicom.retrieve').find(({ method }) => method === 'forward');
    expect(forwarded).toMatchObject({ to: 'second', status: 0, expected: 17, received: 17 });
    const ofSecond = written.filter(({ system }) => system === 'second');
    expect(ofSecond[0]?.state).toBe('planned');
    expect(ofSecond.at(-1)).toMatchObject({ state: 'left', note: 'byAdministrator' });
    expect(seen.rows('dicom.removal').map(({ place }) => place)).toContain('second');
  });

  it('to a title that the archive does not know leaves nothing there', async () => {
    const archive = await startFaultyArchive();
    const unknown = { id: 'second', port: await findFreePort(), calledAe: 'NOWHERE' };
    const seen = await exchange({
      node: { ...addressOf(archive), forwardTo: ['second'] },
      others: [unknown],
      autoForward: ['kho trung tâm'],
    });
    const forwarded = seen.rows('dicom.retrieve').find(({ method }) => method === 'forward');
    expect(forwarded).toMatchObject({ status: 0xa801, to: 'second' });
    expect(forwarded).not.toHaveProperty('received');
    const ofSecond = seen.journalled.filter(({ system }) => system === 'second');
    expect(ofSecond.map(({ state }) => state)).toEqual(['planned', 'removed-verified']);
    expect(seen.notes.join('\n')).toMatch(/NOWHERE[\s\S]*kho trung tâm/);
  });
});

describe('a performed procedure step', () => {
  it('is created, changed and ended, and cannot be changed any more', async () => {
    const archive = await startFaultyArchive();
    const seen = await exchange({ node: { ...addressOf(archive), mpps: true } }, { step: 'mpps' });
    expect(seen.rows('dicom.mpps')).toMatchObject([
      {
        supported: true,
        createStatus: 0,
        updateStatus: 0,
        discontinued: true,
        refusedAfterFinal: true,
      },
    ]);
    expect(seen.journalled.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'mpps planned',
      'mpps sent',
      'mpps removed-verified',
    ]);
    const uid = seen.journalled[0]?.identifiers.sopInstanceUid ?? '';
    expect(archive.steps.step(uid)).toMatchObject({ status: 'DISCONTINUED' });
  });

  interface Peculiar {
    readonly name: string;
    readonly steps: Partial<ProcedureStepServices>;
    readonly row: object;
    readonly state: SideEffect['state'];
  }
  const peculiar: readonly Peculiar[] = [
    {
      name: 'takes every change',
      steps: {},
      row: { discontinued: true, refusedAfterFinal: false },
      state: 'left',
    },
    {
      name: 'refuses its end',
      steps: { set: () => 0x0110 },
      row: { updateStatus: 0x0110, discontinued: false },
      state: 'left',
    },
    {
      name: 'refuses to create',
      steps: { create: () => 0x0110, set: () => 0x0112 },
      row: { createStatus: 0x0110 },
      state: 'removed-verified',
    },
  ];
  it.each(peculiar)('$name', async ({ steps, row, state }) => {
    const archive = await startFaultyArchive({
      steps: { create: () => 0, set: () => 0, ...steps },
    });
    const seen = await exchange({ node: { ...addressOf(archive), mpps: true } }, { step: 'mpps' });
    expect(seen.rows('dicom.mpps')).toMatchObject([row]);
    expect(seen.journalled.at(-1)?.state).toBe(state);
  });

  it('is not offered: nothing is journalled', async () => {
    const archive = await startFaultyArchive({ withoutClasses: ['1.2.840.10008.3.1.2.3.3'] });
    const seen = await exchange({ node: { ...addressOf(archive), mpps: true } }, { step: 'mpps' });
    expect(seen.rows('dicom.mpps')).toMatchObject([{ supported: false }]);
    expect(seen.journalled).toEqual([]);
  });

  it('is ended also when the step is stopped after it was created', async () => {
    const stop = new AbortController();
    const archive = await startFaultyArchive();
    onTestFinished(() => stop.abort());
    const written: SideEffect[] = [];
    const journal = async (effect: SideEffect): Promise<void> => {
      written.push(effect);
      if (effect.state === 'sent') stop.abort(new Error('stopped'));
    };
    await exchange(
      { node: { ...addressOf(archive), mpps: true } },
      { step: 'mpps', context: { signal: stop.signal, journal } },
    );
    expect(written.at(-1)).toMatchObject({ state: 'removed-verified', note: 'discontinued' });
    const uid = written[0]?.identifiers.sopInstanceUid ?? '';
    expect(archive.steps.step(uid)).toMatchObject({ status: 'DISCONTINUED' });
  });
});

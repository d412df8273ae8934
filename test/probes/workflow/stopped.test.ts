import { describe, expect, it } from 'vitest';
import { isTestPatientId } from '../../../src/synthetic/index.ts';
import { follow, startHospital } from './support/follow.ts';

/** Every journal entry and attachment is a moment; a whole run has about forty. */
const moments = [1, 3, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35];

describe('a run that is stopped', () => {
  it.each(moments)('at moment %d cancels and removes everything that it began', async (moment) => {
    const hospital = await startHospital();
    const stop = new AbortController();
    let left = moment;
    const count = (): void => {
      left -= 1;
      if (left === 0) stop.abort(new Error('stopped by the test'));
    };
    const journalled: { id: string; state: string }[] = [];
    const followed = await follow(hospital, {
      context: {
        signal: stop.signal,
        journal: async (effect) => {
          journalled.push(effect);
          count();
        },
        log: count,
      },
    }).catch((error: unknown) => {
      // Before anything was sent there is nothing to tell of.
      if (!stop.signal.aborted) throw error;
      return undefined;
    });
    const last = new Map(journalled.map(({ id, state }) => [id, state]));
    for (const [id, state] of last) expect([id, state]).toEqual([id, 'removed-verified']);
    expect(hospital.ris.items).toEqual([]);
    expect([...hospital.pacs.studies.keys()]).toEqual([]);
    const names = hospital.ris.received
      .filter((message) => message.triggerEvent === 'A08')
      .map((message) => message.at('PID-5.2'));
    // Whoever got another name has the usual one again.
    expect(names.at(-1) ?? 'RISPACS').toBe('RISPACS');
    for (const message of hospital.ris.received)
      expect(isTestPatientId(message.at('PID-3.1') ?? '')).toBe(true);
    const rows = followed?.rows('workflow.step') ?? [];
    expect(rows.map(({ outcome }) => outcome)).not.toContain('failed');
    expect([0, 16]).toContain(rows.length);
  });

  it('keeps what was seen until then', async () => {
    const hospital = await startHospital();
    const stop = new AbortController();
    const followed = await follow(hospital, {
      context: {
        signal: stop.signal,
        journal: async (effect) => {
          if (effect.kind === 'study') stop.abort(new Error('deadline'));
        },
      },
    });
    expect(followed.outcomes).toMatchObject({
      worklist: 'passed',
      'mpps-in-progress': 'passed',
      'pacs-study': 'not-reached',
      report: 'not-reached',
      cancel: 'passed',
    });
    expect(followed.rows('workflow.mapping').length).toBeGreaterThan(20);
  });

  it('a full disk is told, and the order is cancelled all the same', async () => {
    const hospital = await startHospital();
    let left = 4;
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const failing = follow(hospital, {
      context: {
        attach: async () => {
          left -= 1;
          if (left <= 0) throw full;
          return {
            path: 'attachments/x.hl7',
            sha256: `${left}`,
            mediaType: 'application/hl7-v2',
            sizeBytes: 1,
          };
        },
      },
    });
    await expect(failing).rejects.toBe(full);
    const controls = hospital.ris.received.map((message) => message.at('ORC-1'));
    expect(controls).toContain('NW');
    expect(controls).toContain('CA');
    expect(hospital.ris.items).toEqual([]);
  });
});

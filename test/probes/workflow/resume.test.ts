import { describe, expect, it } from 'vitest';
import type { AwaitedPerson } from '../../../src/probes/contract.ts';
import { progressFileName } from '../../../src/probes/workflow/progress.ts';
import { isUnfinished } from '../../../src/probes/workflow/resume.ts';
import { type Followed, follow, startHospital } from './support/follow.ts';

/** What the scheduler gives a step that is run again: attachments of its earlier record. */
function earlier({ observation, attached }: Followed) {
  return {
    readEarlier: async (name: string) => {
      const found = (observation.attachments ?? []).find((one) => one.originalName === name);
      return found && attached.get(found.sha256);
    },
  };
}

const impatient = { reportMs: 150, correctionMs: 150 };

describe('a report that a person has to sign', () => {
  it('is waited for, leaves the order in the journal as sent, and is gone on with in a later run', async () => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    const told: string[] = [];
    const awaitPerson = ({ what, maxMs }: AwaitedPerson) => {
      told.push(`${what} ${maxMs}`);
      return () => told.push('over');
    };
    const first = await follow(hospital, { patience: impatient, context: { awaitPerson } });
    expect(told).toEqual([
      expect.stringMatching(/^Waiting for a radiologist .*RP\w+\) 150$/),
      'over',
    ]);
    expect(first.outcomes).toMatchObject({
      'pacs-study': 'passed',
      report: 'awaiting-person',
      'correction-to-his': 'not-reached',
      // What needs no person is done all the same.
      'correction-to-ris': 'passed',
      'patient-update': 'passed',
      'patient-merge': 'passed',
      cancel: 'not-reached',
      removal: 'not-reached',
    });
    if (first.observation.state !== 'observed') throw new Error('not observed');
    expect(isUnfinished(first.observation.facts)).toBe(true);
    expect(first.logged.map(({ event }) => event)).toContain('awaiting-person');
    expect(first.notes.join(' ')).toContain('--resume');
    for (const [id, { state }] of first.effects) {
      const isEnded = /^(?:second-patient|name)-/.test(id);
      expect([id, state]).toEqual([id, isEnded ? 'removed-verified' : 'sent']);
    }
    expect(hospital.ris.items).toHaveLength(1);

    // The radiologist signs while the second run listens.
    const second = follow(hospital, { context: earlier(first) });
    setTimeout(() => void hospital.ris.sign(), 300);
    const followed = await second;
    expect(followed.rows('workflow.step')).toHaveLength(16);
    expect(followed.rows('workflow.step').filter(({ outcome }) => outcome !== 'passed')).toEqual(
      [],
    );
    if (followed.observation.state !== 'observed') throw new Error('not observed');
    expect(isUnfinished(followed.observation.facts)).toBe(false);
    // One order only, and what the first run journalled is ended by the second.
    const orders = hospital.ris.received.filter((message) => message.at('ORC-1') === 'NW');
    expect(orders).toHaveLength(1);
    for (const [id, { state }] of first.effects)
      if (state === 'sent') expect(followed.effects.get(id)?.state, id).toBe('removed-verified');
    expect(followed.rows('workflow.mapping').length).toBe(first.rows('workflow.mapping').length);
    expect(followed.rows('workflow.transcript')[0]).toMatchObject({ messagesOut: 9 });
  });

  it('without the earlier record a new test case is begun', async () => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    await follow(hospital, { patience: impatient });
    await follow(hospital, { patience: impatient });
    const orders = hospital.ris.received.filter((message) => message.at('ORC-1') === 'NW');
    expect(new Set(orders.map((message) => message.at('ORC-2'))).size).toBe(2);
  });

  it('an edited record is not gone on with', async () => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    const first = await follow(hospital, { patience: impatient });
    const readEarlier = async (name: string): Promise<Uint8Array | undefined> => {
      const bytes = await earlier(first).readEarlier(name);
      return (
        bytes && Buffer.from(Buffer.from(bytes).toString().replaceAll('RISPACS-TEST', 'BN0000001'))
      );
    };
    await follow(hospital, { context: { readEarlier }, patience: impatient });
    const orders = hospital.ris.received.filter((message) => message.at('ORC-1') === 'NW');
    expect(orders).toHaveLength(2);
    for (const message of hospital.ris.received) expect(message.at('PID-3.1')).toMatch(/^RISPACS-/);
    expect(progressFileName).toMatch(/\.json$/);
  });

  it('a report that is not final is no report yet', async () => {
    const hospital = await startHospital({
      ris: { result: (parts) => (parts.status === 'F' ? { ...parts, status: 'P' } : undefined) },
    });
    const followed = await follow(hospital, { patience: impatient });
    expect(followed.outcomes.report).toBe('awaiting-person');
    expect(followed.observed('report')).toContain('not final');
  });

  it('a correction is waited for as well', async () => {
    const hospital = await startHospital({
      ris: { result: (parts) => (parts.status === 'C' ? undefined : parts) },
    });
    const followed = await follow(hospital, { patience: impatient });
    expect(followed.outcomes).toMatchObject({
      report: 'passed',
      'correction-to-his': 'awaiting-person',
      'patient-merge': 'passed',
      cancel: 'not-reached',
    });
  });

  it('a run that is stopped while it waits is ended', async () => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    const stop = new AbortController();
    const followed = await follow(hospital, {
      patience: { reportMs: 5_000 },
      context: {
        signal: stop.signal,
        log: (event) => {
          if (event === 'awaiting-person') stop.abort(new Error('deadline'));
        },
      },
    });
    expect(followed.outcomes).toMatchObject({ report: 'not-reached', cancel: 'passed' });
    if (followed.observation.state !== 'observed') throw new Error('not observed');
    expect(isUnfinished(followed.observation.facts)).toBe(false);
    expect(hospital.ris.items).toEqual([]);
    for (const { state } of followed.effects.values()) expect(state).toBe('removed-verified');
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Answer, Asker } from '../../src/drill/answer.ts';
import type { Sample } from '../../src/drill/sample.ts';
import { sampleServices } from '../../src/drill/sample-services.ts';
import { echo, web } from './support/samples.ts';

const good: Answer = { kind: 'answered', elapsedMs: 1, names: [] };

/** Waits for the signal, as a hanging service makes a question do. */
function hang(signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => resolve({ kind: 'failed', elapsedMs: 1, code: 'timeout' }),
      {
        once: true,
      },
    );
  });
}

async function sample(
  askers: readonly Asker[],
  forMs: number,
  more: { intervalMs?: number; timeoutMs?: number } = {},
) {
  const samples: Sample[] = [];
  await sampleServices(askers, {
    intervalMs: 20,
    timeoutMs: 100,
    ...more,
    signal: new AbortController().signal,
    onSample: (one) => samples.push(one),
    isOver: (nowMs) => nowMs >= forMs,
  });
  return {
    samples,
    of: (service: { readonly key: string }) => samples.filter((one) => one.service === service.key),
  };
}

describe('asking at a fixed interval', () => {
  it('goes on while answers are outstanding, and another service is not delayed by one that hangs', async () => {
    let waiting = 0;
    let most = 0;
    const hanging = (signal: AbortSignal): Promise<Answer> => {
      waiting += 1;
      most = Math.max(most, waiting);
      return hang(signal).finally(() => {
        waiting -= 1;
      });
    };
    const { of } = await sample(
      [
        { service: echo, ask: hanging },
        { service: web, ask: async () => good },
      ],
      600,
    );
    // Sent before the ones before were given up: open loop.
    expect(most).toBeGreaterThan(1);
    expect(of(echo).some(({ kind }) => kind === 'failed')).toBe(true);
    expect(of(web).filter(({ kind }) => kind === 'answered').length).toBeGreaterThan(most);
  });

  it('never has more than 16 questions waiting; the rest are counted as not sent', async () => {
    let waiting = 0;
    let most = 0;
    const { of } = await sample(
      [
        {
          service: echo,
          ask: async (signal) => {
            waiting += 1;
            most = Math.max(most, waiting);
            return hang(signal).finally(() => {
              waiting -= 1;
            });
          },
        },
      ],
      400,
      { intervalMs: 5, timeoutMs: 5_000 },
    );
    expect(most).toBe(16);
    expect(of(echo).some((one) => one.kind === 'unsent' && one.code === 'busy')).toBe(true);
    expect(waiting).toBe(0);
  });

  it('does not catch up after this computer was busy: the slots missed are told', async () => {
    const { of } = await sample(
      [
        {
          service: echo,
          ask: async () => {
            const until = performance.now() + 130;
            while (performance.now() < until);
            return good;
          },
        },
      ],
      500,
    );
    expect(
      of(echo).filter((one) => one.kind === 'unsent' && one.code === 'late').length,
    ).toBeGreaterThan(5);
  });

  it('drops what is waiting at the end, and stops at once when told to', async () => {
    const control = new AbortController();
    const samples: Sample[] = [];
    const running = sampleServices([{ service: echo, ask: hang }], {
      intervalMs: 20,
      timeoutMs: 60_000,
      signal: control.signal,
      onSample: (one) => samples.push(one),
      isOver: () => false,
    });
    await sleep(100);
    control.abort();
    await running;
    expect(samples.filter(({ kind }) => kind !== 'unsent')).toEqual([]);
  });

  it('hands on a bug of ours, once nothing waits any more', async () => {
    const broken = { service: echo, ask: () => Promise.reject(new Error('bug')) };
    await expect(sample([broken, { service: web, ask: hang }], 60_000)).rejects.toThrow('bug');
  });

  it('keeps names of nodes as hashes only', async () => {
    let turn = 0;
    const { samples } = await sample(
      [
        {
          service: web,
          ask: async () => {
            turn += 1;
            return { ...good, names: [['x-served-by', `pacs-noi-bo-${turn % 2}`]] };
          },
        },
      ],
      200,
    );
    const marks = samples.map((one) => (one.kind === 'answered' ? one.marks : undefined));
    expect(new Set(marks.map((one) => one?.get('x-served-by'))).size).toBe(2);
    expect(JSON.stringify(marks.map((one) => [...(one ?? [])]))).not.toContain('noi-bo');
  });
});

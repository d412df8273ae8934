import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pacer } from '../../src/sweep/pacer.ts';

const { signal } = new AbortController();
let waits: number[] = [];

vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number, _value: unknown, options: { readonly signal: AbortSignal }) => {
    options.signal.throwIfAborted();
    waits.push(ms);
  },
}));

describe('the pacer', () => {
  beforeEach(() => {
    waits = [];
    vi.spyOn(performance, 'now').mockReturnValue(1000);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('spaces what comes at once evenly', async () => {
    const pacer = new Pacer(50);
    for (let turn = 0; turn < 4; turn += 1) await pacer.turn(signal);
    expect(waits).toEqual([20, 40, 60]);
  });

  it('saves no turns up while nothing comes', async () => {
    const pacer = new Pacer(50);
    await pacer.turn(signal);
    vi.spyOn(performance, 'now').mockReturnValue(9000);
    await pacer.turn(signal);
    await pacer.turn(signal);
    expect(waits).toEqual([20]);
  });

  it('without a ceiling never waits', async () => {
    const pacer = new Pacer(Infinity);
    for (let turn = 0; turn < 100; turn += 1) await pacer.turn(signal);
    expect(waits).toEqual([]);
  });

  it('stops waiting when it is told to', async () => {
    const pacer = new Pacer(1);
    await pacer.turn(signal);
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(pacer.turn(stop.signal)).rejects.toThrow('stopped');
  });
});

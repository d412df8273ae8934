import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseSamples } from '../../src/drill/analyse-samples.ts';
import { drillVerdicts } from '../../src/drill/analysis.ts';
import { measureWindow, mergeBelow } from '../../src/drill/window-tracker.ts';
import { drillServiceFacts } from '../../src/probes/drill/facts.ts';
import { drawSamples, echo, times, web } from './support/samples.ts';

const settings = { intervalMs: 100, timeoutMs: 500, baselineMs: 2_000, afterMs: 2_000 };

function analyse(letters: string, service = echo) {
  const samples = drawSamples(letters, service);
  const durationMs = letters.length * 100;
  const { services } = analyseSamples(samples, { ...settings, durationMs, services: [service] });
  const [only] = services;
  if (!only) throw new Error('no service');
  return only;
}

const clean = times(20, 'o');

describe('the verdict on one service', () => {
  it.each([
    ['no failure', times(60, 'o'), 'no-outage'],
    ['one stretch of failures', `${clean}${times(5, 'o')}xxxx${times(30, 'o')}`, 'one-outage'],
    ['a single failure', `${clean}${times(9, 'o')}x${times(30, 'o')}`, 'one-outage'],
    [
      'two stretches, ten answers apart',
      `${clean}xx${times(10, 'o')}xx${times(20, 'o')}`,
      'several-outages',
    ],
    ['failures to the end', `${clean}ooxxxxxxxx`, 'never-came-back'],
    ['too few answers at the end', `${clean}ooxxxx${times(9, 'o')}`, 'never-came-back'],
    ['a failure in the baseline', `oooox${times(40, 'o')}`, 'baseline-not-clean'],
    ['stopped within the baseline', times(19, 'o'), 'baseline-not-clean'],
    ['nothing but failures', times(30, 'x'), 'baseline-not-clean'],
    ['nothing sent in the baseline', `${times(20, '-')}${times(20, 'o')}`, 'baseline-not-clean'],
    ['no samples', '', 'baseline-not-clean'],
  ])('%s', (_, letters, verdict) => {
    expect(analyse(letters).verdict).toBe(verdict);
  });

  it('has a word for every fact, and a fact for every word', () => {
    expect(drillServiceFacts.row.shape.verdict.options).toEqual([...drillVerdicts]);
  });
});

describe('one outage', () => {
  it('lasted from the first to the last failure at least, from answer to answer at most', () => {
    const { windows, failed, samples, stableAfterMs } = analyse(`${clean}oorrxx${times(14, 'o')}`);
    expect(windows).toEqual([
      {
        firstFailMs: 2_200,
        lastFailMs: 2_500,
        lastOkMs: 2_100,
        firstOkMs: 2_600,
        samples: 4,
        failed: 4,
        cameBack: true,
        codes: ['ECONNREFUSED', 'timeout'],
      },
    ]);
    expect(windows.map(measureWindow)).toEqual([{ lowerMs: 300, upperMs: 500 }]);
    expect({ failed, samples, stableAfterMs }).toEqual({
      failed: 4,
      samples: 40,
      stableAfterMs: 1_400,
    });
  });

  it('is one degraded window where a balancer sends every other question to a dead node', () => {
    const { windows, verdict } = analyse(`${clean}${'xo'.repeat(7)}${times(30, 'o')}`);
    expect(verdict).toBe('one-outage');
    expect(windows).toMatchObject([
      { samples: 13, failed: 7, firstFailMs: 2_000, lastFailMs: 3_200 },
    ]);
  });

  it('has no upper bound before the first answer or after the last', () => {
    expect(analyse(`xxx${times(20, 'o')}`).windows.map(measureWindow)).toEqual([{ lowerMs: 200 }]);
    expect(analyse(`${clean}xxx`).windows.map(measureWindow)).toEqual([{ lowerMs: 200 }]);
  });

  it('is wider where this computer could not ask, and the gap is told', () => {
    const { windows, unsent, longestGapMs } = analyse(`${clean}o---xx--${times(20, 'o')}`);
    expect(windows.map(measureWindow)).toEqual([{ lowerMs: 100, upperMs: 800 }]);
    expect({ unsent, longestGapMs }).toEqual({ unsent: 5, longestGapMs: 400 });
  });
});

describe('nodes', () => {
  it('that changed are told by letter, in the order they answered', () => {
    const { nodes } = analyse(`${times(22, 'a')}xxx${times(20, 'b')}`, web);
    expect(nodes).toEqual({ toldBy: 'x-served-by', before: ['A'], after: ['B'], changed: true });
  });

  it('that took turns before are seen to be fewer after, without any outage', () => {
    const { nodes, verdict } = analyse(`${'ab'.repeat(12)}${times(40, 'b')}`, web);
    expect({ nodes, verdict }).toMatchObject({
      verdict: 'no-outage',
      nodes: { before: ['A', 'B'], after: ['B'], changed: true },
    });
  });

  it('that both answer again are no change', () => {
    const { nodes } = analyse(`${'ab'.repeat(12)}xxbbbb${'ab'.repeat(10)}`, web);
    expect(nodes).toMatchObject({ before: ['A', 'B'], after: ['A', 'B'], changed: false });
  });

  it('that do not name themselves, or have one name, say nothing', () => {
    expect(analyse(times(60, 'o'))).not.toHaveProperty('nodes');
    expect(analyse(times(60, 'a'))).not.toHaveProperty('nodes');
  });

  it('are not said to have changed while the service has not come back', () => {
    const { nodes } = analyse(`${'ab'.repeat(12)}xxxxx`, web);
    expect(nodes).toEqual({ toldBy: 'x-served-by', before: ['A', 'B'], after: [] });
  });
});

describe('latency', () => {
  it('is that of answers before and after, where there are enough', () => {
    const samples = drawSamples(`${clean}oxxx${times(20, 'o')}`).map((one) =>
      one.kind === 'answered' && one.atMs > 2_300 ? { ...one, elapsedMs: 40 } : one,
    );
    const options = { ...settings, durationMs: 4_400, services: [echo] };
    expect(analyseSamples(samples, options).services[0]).toMatchObject({
      latencyBefore: { samples: 20, medianMs: 5, p95Ms: 5 },
      latencyAfter: { samples: 20, medianMs: 40, p95Ms: 40 },
    });
    const short = analyse(`${clean}xxx${times(9, 'o')}`);
    expect(short).not.toHaveProperty('latencyAfter');
  });
});

describe('whatever the samples', () => {
  const letters = fc.string({
    unit: fc.constantFrom('o', 'o', 'o', 'x', 'r', '-', 'a', 'b'),
    maxLength: 200,
  });

  it('windows hold every failure, apart by ten answers, lower below upper', () => {
    fc.assert(
      fc.property(letters, (drawn) => {
        const { windows, failed, samples, unsent, bins } = analyse(drawn);
        expect(windows.reduce((sum, one) => sum + one.failed, 0)).toBe(failed);
        expect(samples + unsent).toBe(drawn.length);
        for (const one of windows) {
          const { lowerMs, upperMs } = measureWindow(one);
          expect(lowerMs).toBeGreaterThanOrEqual(0);
          if (upperMs !== undefined) expect(upperMs).toBeGreaterThan(lowerMs);
          expect(one.failed).toBeLessThanOrEqual(one.samples);
        }
        // Between two windows there are ten answers in a row, and never within one.
        const asked = drawn.replaceAll('-', '').replaceAll(/[rx]/g, 'x').replaceAll(/[^x]/g, 'o');
        const apart = asked.replace(/^o+|o+$/g, '').split(new RegExp(`o{${mergeBelow},}`));
        expect(windows).toHaveLength(asked.includes('x') ? apart.length : 0);
        expect(bins.reduce((sum, one) => sum + one.answered + one.failed + one.unsent, 0)).toBe(
          drawn.length,
        );
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });

  it('the order in which they ended makes no difference', () => {
    fc.assert(
      fc.property(letters, fc.integer(), (drawn, seed) => {
        const samples = drawSamples(drawn);
        const options = { ...settings, durationMs: drawn.length * 100, services: [echo] };
        const mixed = samples.toSorted(
          (a, b) => ((a.index * 7 + seed) % 11) - ((b.index * 7 + seed) % 11),
        );
        expect(analyseSamples(mixed, options)).toEqual(analyseSamples(samples, options));
      }),
      { seed: 20261122, numRuns: 100 },
    );
  });
});

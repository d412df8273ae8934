import { describe, expect, it } from 'vitest';
import { compareMeasurements } from '../../src/history/compare-measurements.ts';
import { describeMeasurements } from '../../src/history/describe-measurements.ts';
import type { Side, SideFactValue } from '../../src/history/side-schema.ts';

type Row = Record<string, SideFactValue>;
type Evidence = Pick<Side, 'evidence'>;

const path = (median: number, runs: readonly number[], more: Row = {}): Row => ({
  path: 'ws-pacs',
  between: 'pacs-workstation',
  secondsPerRun: 10,
  mtuBytes: 1500,
  withinOneComputer: false,
  hostLimited: false,
  downMedianWireEquivalentMbps: median,
  downGoodputMbpsRuns: [...runs],
  ...more,
});
const seen = (group: string, rows: readonly Row[]): Evidence['evidence'][number] => ({
  id: group,
  kind: 'probe',
  probe: 'x',
  state: 'observed',
  facts: { [group]: [...rows] },
});
const lan = (...rows: readonly Row[]): Evidence => ({ evidence: [seen('lan.path', rows)] });
const one = (a: Evidence, b: Evidence) => {
  const [change] = compareMeasurements(a, b);
  if (!change) throw new Error('nothing measured');
  return change;
};

describe('a measurement of two days', () => {
  it('949 and then 951 is noise, whatever side of a threshold they lie on', () => {
    const change = one(lan(path(949, [893.1, 893.2, 893.3])), lan(path(951, [895, 895.1, 895.2])));
    expect(change).toMatchObject({ verdict: 'noise', difference: 2 });
    expect(change.serves).toBeUndefined();
    const text = describeMeasurements([change], 'vi').join('\n');
    expect(text).toContain('SỐ ĐO: 1, thay đổi thật 0');
    expect(text).toContain('949 Mb/s, trung vị của 3 lần: 948,9; 949; 949,1');
    expect(text).toContain('không khác ngoài dao động (+2 Mb/s, +0,2 %)');
    expect(text).not.toMatch(/tốt hơn|KÉM HƠN/);
  });

  it('within the spread of the runs is noise, even when medians are far apart', () => {
    expect(one(lan(path(90, [60, 90, 95])), lan(path(70, [55, 70, 91]))).verdict).toBe('noise');
  });

  it('beyond both is a change with a direction, and whether it serves', () => {
    const worse = one(lan(path(998, [939, 940, 941])), lan(path(94, [93, 94, 95])));
    expect(worse).toMatchObject({ verdict: 'lower', serves: false });
    expect(worse.differencePercent).toBeCloseTo(-90.58, 1);
    expect(describeMeasurements([worse], 'en').join('\n')).toContain(
      'lower -904 Mb/s, -90.6 %, WORSE',
    );
  });

  it('under other conditions is not compared, and the condition is named', () => {
    const change = one(
      lan(path(998, [940])),
      lan(path(500, [470], { secondsPerRun: 4, rateCeilingMbps: 500 })),
    );
    expect(change).toMatchObject({
      verdict: 'other-conditions',
      conditions: ['secondsPerRun', 'rateCeilingMbps'],
    });
    expect(describeMeasurements([change], 'vi').join('\n')).toContain('Thời gian mỗi lần đo');
  });

  it('inside one computer, or limited by it, says nothing', () => {
    const change = one(lan(path(998, [940])), lan(path(50_000, [47_000], { hostLimited: true })));
    expect(change.verdict).toBe('void');
  });

  it('made on one side only is no change', () => {
    expect(one({ evidence: [] }, lan(path(998, [940]))).verdict).toBe('only-b');
  });
});

describe('a failover drill', () => {
  const drill = (upperMs: number | undefined, verdict = 'one-outage'): Evidence => ({
    evidence: [
      {
        ...seen('drill.service', [
          {
            ...{ service: 'pacs', kind: 'c-echo', verdict, resolutionMs: 500 },
            ...{ intervalMs: 500, timeoutMs: 2000, longestGapMs: 12 },
          },
        ]),
        facts: {
          'drill.service': [
            {
              ...{ service: 'pacs', kind: 'c-echo', verdict, resolutionMs: 500 },
              ...{ intervalMs: 500, timeoutMs: 2000, longestGapMs: 12 },
            },
          ],
          'drill.outage':
            upperMs === undefined ? [] : [{ service: 'pacs', kind: 'c-echo', upperMs }],
        },
      },
    ],
  });

  it('is followed by its longest outage, not by gaps between our own questions', () => {
    const change = one(drill(30_000), drill(8_000));
    expect(change).toMatchObject({
      a: { value: 30_000 },
      b: { value: 8_000 },
      verdict: 'lower',
      serves: true,
    });
    expect(one(drill(8_000), drill(8_600)).verdict).toBe('noise');
    expect(one(drill(undefined, 'no-outage'), drill(8_000)).a?.value).toBe(0);
  });

  it('has no figure when the service never came back', () => {
    expect(one(drill(8_000), drill(9_000, 'never-came-back')).verdict).toBe('only-a');
  });
});

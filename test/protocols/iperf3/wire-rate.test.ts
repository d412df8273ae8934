import { describe, expect, it } from 'vitest';
import { findHostLimits } from '../../../src/protocols/iperf3/host-limit.ts';
import { classifyPlateau } from '../../../src/protocols/iperf3/plateau.ts';
import {
  type FrameModel,
  median,
  ordinaryEthernet,
  payloadCeilingMbps,
  payloadShare,
  wireEquivalentMbps,
} from '../../../src/protocols/iperf3/wire-rate.ts';

const jumbo: FrameModel = { ...ordinaryEthernet, mtuBytes: 9000 };

describe('wire-equivalent rate', () => {
  it.each<[string, Partial<FrameModel>, number]>([
    ['MTU 1500 with timestamps', {}, 0.9415],
    ['without timestamps', { tcpTimestamps: false }, 0.9493],
    ['with an 802.1Q tag', { vlanTags: 1 }, 0.939],
    ['over IPv6', { ipVersion: 6 }, 0.9285],
    ['MTU 9000', { mtuBytes: 9000 }, 0.99],
    ['PPPoE', { mtuBytes: 1492, pppoe: true }, 0.9363],
  ])('%s carries this share of the line as payload', (_name, change, share) => {
    expect(payloadShare({ ...ordinaryEthernet, ...change })).toBeCloseTo(share, 4);
  });

  it.each([
    [941.5, 1000],
    [894, 949.6],
    [940, 998.4],
    [94.15, 100],
    [44.7, 47.5],
  ])('%d Mb/s of payload on ordinary Ethernet stands for %d on the wire', (payload, wire) => {
    expect(wireEquivalentMbps(payload, ordinaryEthernet)).toBeCloseTo(wire, 0);
  });

  it('sees that 940 Mb/s is a healthy 1 Gb/s line at MTU 1500 and a slower one with jumbo frames', () => {
    expect(wireEquivalentMbps(940, ordinaryEthernet)).toBeGreaterThan(998);
    expect(wireEquivalentMbps(940, jumbo)).toBeLessThan(950);
  });

  it('turns back into the payload a line can carry', () => {
    expect(payloadCeilingMbps(1000, ordinaryEthernet)).toBeCloseTo(941.5, 1);
    const there = wireEquivalentMbps(payloadCeilingMbps(2500, jumbo), jumbo);
    expect(there).toBeCloseTo(2500, 6);
  });

  it('refuses an MTU without room for payload', () => {
    expect(() => payloadShare({ ...ordinaryEthernet, mtuBytes: 52 })).toThrow(RangeError);
  });

  it('takes medians of odd, even and no figures', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });
});

describe('plateau', () => {
  it.each([
    [[940.9, 941.1, 940.7], 1000],
    [[93.5, 94.1, 93.4], 100],
    [[9.3, 9.4, 9.4], 10],
    [[2353, 2350, 2354], 2500],
    [[9414, 9300, 9410], 10_000],
  ])('recognises the Ethernet rate under %j', (samples, rateMbps) => {
    expect(classifyPlateau(samples, ordinaryEthernet)).toMatchObject({ kind: 'on-rate', rateMbps });
  });

  it('blames no link for a rate that is no Ethernet rate', () => {
    expect(classifyPlateau([450, 455, 460], ordinaryEthernet)).toMatchObject({
      kind: 'between',
      aboveMbps: 100,
      belowMbps: 1000,
    });
    expect(classifyPlateau([1, 1, 1], ordinaryEthernet)).toMatchObject({ kind: 'between' });
  });

  it('does not mistake a scattered transfer for a line', () => {
    expect(classifyPlateau([30, 93, 94, 180, 20], ordinaryEthernet)).toMatchObject({
      kind: 'unsteady',
      rateMbps: 100,
    });
  });

  it('ignores one sample out of line', () => {
    const samples = [94, 94, 94, 94, 12];
    expect(classifyPlateau(samples, ordinaryEthernet)).toMatchObject({ kind: 'on-rate' });
  });

  it('says nothing about nothing', () => {
    expect(classifyPlateau([], ordinaryEthernet)).toEqual({ kind: 'no-samples' });
    expect(classifyPlateau([Number.NaN], ordinaryEthernet)).toEqual({ kind: 'no-samples' });
    expect(classifyPlateau([0, 0], ordinaryEthernet)).toMatchObject({ kind: 'between' });
  });
});

describe('host limits', () => {
  it('names the side and the reason', () => {
    expect(
      findHostLimits({ localSelfTestMbps: 1500, localCpuPercent: 20, remoteCpuPercent: 97 }),
    ).toEqual([
      { side: 'local', because: 'slow-self-test', value: 1500, bound: 2000 },
      { side: 'remote', because: 'busy-processor', value: 97, bound: 80 },
    ]);
    expect(findHostLimits({ localHostBusyPercent: 95, remoteHostBusyPercent: 40 })).toEqual([
      { side: 'local', because: 'busy-computer', value: 95, bound: 90 },
    ]);
  });

  it('finds nothing in figures that are fine or unknown', () => {
    expect(findHostLimits({})).toEqual([]);
    expect(findHostLimits({ localSelfTestMbps: 9000, localCpuPercent: 16 })).toEqual([]);
  });
});

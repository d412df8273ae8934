import { describe, expect, it } from 'vitest';
import { readMoment } from '../../../src/probes/shared/collected/read-time.ts';

describe('moments as tools write them', () => {
  it.each([
    ['2026-11-22T12:42:34.457837486Z', '2026-11-22T12:42:34.457Z'],
    ['2026-11-22T12:42:34.5+07:00', '2026-11-22T05:42:34.500Z'],
    ['2026-11-22 12:42:34 +0700', '2026-11-22T05:42:34.000Z'],
    ['2026-11-22T12:42:34.1234567+07:00', '2026-11-22T05:42:34.123Z'],
    ['/Date(1795302000000)/', '2026-11-21T23:00:00.000Z'],
    ['/Date(1795302000000+0700)/', '2026-11-21T23:00:00.000Z'],
    ['Sun Nov 22 12:42:32 2026 +07:00', '2026-11-22T05:42:32.000Z'],
    [1_795_302_000, '2026-11-21T23:00:00.000Z'],
    [{ value: '/Date(1795302000000)/', DisplayHint: 2 }, '2026-11-21T23:00:00.000Z'],
  ])('%o', (given, expected) => {
    expect(readMoment(given)?.toISOString()).toBe(expected);
  });

  it('without an offset it is local time', () => {
    const local = new Date(2026, 10, 22, 12, 42, 39);
    expect(readMoment('2026-11-22T12:42:39.000000')).toEqual(local);
    expect(readMoment('Sun Nov 22 12:42:39 2026')).toEqual(local);
  });

  it.each([
    '',
    'hôm qua',
    '2026-13-40T99:99:99Z',
    '22/11/2026',
    '/Date(-62135596800000)/',
    '/Date(99999999999999999)/',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    null,
    undefined,
    {},
    { value: 3 },
    [],
    '9'.repeat(1_000),
  ])('%o is none', (given) => {
    expect(readMoment(given)).toBeUndefined();
  });
});

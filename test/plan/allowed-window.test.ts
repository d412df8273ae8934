import { describe, expect, it } from 'vitest';
import { isInsideWindow } from '../../src/plan/allowed-window.ts';

/** A local moment of the week that starts on Sunday 2026-11-22. */
const at = (day: 'sun' | 'mon' | 'tue' | 'sat', clock: string) => {
  const date = { sun: '2026-11-22', mon: '2026-11-23', tue: '2026-11-24', sat: '2026-11-28' }[day];
  return new Date(`${date}T${clock}:00`);
};

describe('the hours in which load and test data are allowed', () => {
  it('are all hours when the hospital names none', () => {
    expect(isInsideWindow(undefined, at('mon', '10:00'))).toBe(true);
    expect(isInsideWindow([], at('mon', '10:00'))).toBe(true);
  });

  it.each([
    ['12:59', false],
    ['13:00', true],
    ['13:59', true],
    ['14:00', false],
  ])('of 13:00-14:00 on Monday hold %s: %s', (clock, inside) => {
    const windows = [{ days: ['mon' as const], from: '13:00', to: '14:00' }];
    expect(isInsideWindow(windows, at('mon', clock))).toBe(inside);
    expect(isInsideWindow(windows, at('tue', clock))).toBe(false);
  });

  it.each([
    ['mon', '21:59', false],
    ['mon', '22:00', true],
    ['mon', '23:59', true],
    ['tue', '00:00', true],
    ['tue', '01:59', true],
    ['tue', '02:00', false],
    ['mon', '01:00', false],
    ['tue', '22:30', false],
  ] as const)('from Monday 22:00 to 02:00 run past midnight: %s %s is %s', (day, clock, inside) => {
    const windows = [{ days: ['mon' as const], from: '22:00', to: '02:00' }];
    expect(isInsideWindow(windows, at(day, clock))).toBe(inside);
  });

  it('run from Saturday night into Sunday over the end of the week', () => {
    const windows = [{ days: ['sat' as const], from: '22:00', to: '02:00' }];
    expect(isInsideWindow(windows, at('sat', '23:00'))).toBe(true);
    expect(isInsideWindow(windows, at('sun', '01:00'))).toBe(true);
    expect(isInsideWindow(windows, at('sun', '23:00'))).toBe(false);
  });

  it('end at midnight when written 22:00-00:00', () => {
    const windows = [{ days: ['mon' as const], from: '22:00', to: '00:00' }];
    expect(isInsideWindow(windows, at('mon', '23:59'))).toBe(true);
    expect(isInsideWindow(windows, at('tue', '00:00'))).toBe(false);
  });

  it('hold no moment when both ends are the same: a slip must not open the whole day', () => {
    const windows = [{ days: ['mon' as const], from: '22:00', to: '22:00' }];
    expect(isInsideWindow(windows, at('mon', '22:00'))).toBe(false);
    expect(isInsideWindow(windows, at('mon', '10:00'))).toBe(false);
  });

  it('are any of several windows', () => {
    const windows = [
      { days: ['mon' as const], from: '12:00', to: '13:00' },
      { days: ['mon' as const, 'tue' as const], from: '18:00', to: '20:00' },
    ];
    expect(isInsideWindow(windows, at('tue', '19:00'))).toBe(true);
    expect(isInsideWindow(windows, at('mon', '14:00'))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import {
  formatMessageTime,
  parseMessageTime,
  splitLocal,
} from '../../../src/protocols/hl7/message-time.ts';

describe('writing a time stamp', () => {
  it('is local time with the offset, on the right day across midnight', () => {
    expect(formatMessageTime(new Date('2026-12-31T17:30:00Z'))).toBe('20270101003000+0700');
    expect(formatMessageTime(new Date('2026-12-31T16:59:59.999Z'))).toBe('20261231235959+0700');
    expect(formatMessageTime(new Date('2027-01-01T00:30:00Z'), 0)).toBe('20270101003000+0000');
    expect(formatMessageTime(new Date('2027-01-01T00:30:00Z'), -210)).toBe('20261231210000-0330');
  });

  it('splits into the date and time that a worklist shows', () => {
    expect(splitLocal(new Date('2028-02-28T17:30:05Z'))).toEqual({
      localDate: '20280229',
      localTime: '003005',
    });
  });

  it('refuses what it cannot write', () => {
    expect(() => formatMessageTime(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => formatMessageTime(new Date(), 1440)).toThrow(RangeError);
    expect(() => formatMessageTime(new Date('+012026-01-01T00:00:00Z'))).toThrow(RangeError);
  });
});

describe('reading a time stamp', () => {
  it('knows the same instant in three zones', () => {
    const instants = ['20270101003000+0700', '20261231173000+0000', '20261231140000-0330'].map(
      (text) => parseMessageTime(text)?.instant?.toISOString(),
    );
    expect(new Set(instants)).toEqual(new Set(['2026-12-31T17:30:00.000Z']));
  });

  it('gives no instant without an offset, and keeps the local parts', () => {
    expect(parseMessageTime('20270101003000')).toEqual({
      localDate: '20270101',
      localTime: '003000',
      precision: 'second',
    });
  });

  it.each([
    ['2026', 'year'],
    ['202611', 'month'],
    ['20261122', 'day'],
    ['2026112208', 'hour'],
    ['202611220830', 'minute'],
    ['20261122083015.1234', 'second'],
  ])('%s is exact to the %s', (text, precision) => {
    expect(parseMessageTime(text)?.precision).toBe(precision);
  });

  it('reads fractions', () => {
    expect(parseMessageTime('20261122083015.25+0700')?.instant?.toISOString()).toBe(
      '2026-11-22T01:30:15.250Z',
    );
  });

  it.each([
    '',
    '20261',
    '20260230',
    '20261301',
    '2026112224',
    '20261122083060',
    '20261122+1500',
    'x',
  ])('refuses %j', (text) => {
    expect(parseMessageTime(text)).toBeUndefined();
  });
});

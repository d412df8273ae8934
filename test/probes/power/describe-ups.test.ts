import { describe, expect, it } from 'vitest';
import { describeNutUps, describeSnmpUps, upsMib } from '../../../src/probes/power/describe-ups.ts';
import { powerUpsFacts } from '../../../src/probes/power/facts.ts';
import type { SnmpValue } from '../../../src/protocols/snmp/index.ts';

const nut = (variables: Record<string, string>) =>
  describeNutUps(new Map(Object.entries(variables)));
const snmp = (values: Partial<Record<keyof typeof upsMib, number | string>>) =>
  describeSnmpUps(
    new Map(
      Object.entries(values).map(([name, value]): [string, SnmpValue] => [
        upsMib[name as keyof typeof upsMib],
        typeof value === 'number'
          ? { kind: 'number', value }
          : { kind: 'bytes', value: Buffer.from(value) },
      ]),
    ),
  );

describe('what NUT says', () => {
  it.each([
    ['OL', { onMains: true, onBattery: false, batteryLow: false, bypass: false }],
    ['OL CHRG', { onMains: true, onBattery: false }],
    ['OB DISCHRG', { onMains: false, onBattery: true, batteryLow: false }],
    ['OB LB', { onMains: false, onBattery: true, batteryLow: true }],
    ['OL RB', { onMains: true, replaceBattery: true }],
    ['OL BYPASS', { onMains: true, bypass: true }],
    ['OFF', { onMains: false, onBattery: false }],
    ['OL OFF', { onMains: false }],
  ])('%s', (status, expected) => {
    expect(nut({ 'ups.status': status })).toMatchObject({ status, ...expected });
  });

  it('a server that still waits for its driver says nothing about the mains', () => {
    expect(nut({ 'ups.status': 'WAIT' })).toEqual({ status: 'WAIT' });
  });

  it('nothing is said where the UPS says nothing', () => {
    expect(nut({})).toEqual({});
    expect(
      nut({ 'battery.charge': 'n/a', 'battery.runtime': '-1', 'ups.model': ' \u0007' }),
    ).toEqual({});
  });

  it('figures with their units', () => {
    expect(
      nut({
        'ups.mfr': 'Hãng',
        'ups.model': 'A 3000',
        'battery.charge': '87.5',
        'battery.runtime': '1230',
        'ups.load': '31',
        'ups.test.result': 'Done and passed',
      }),
    ).toEqual({
      model: 'Hãng A 3000',
      chargePercent: 87.5,
      runtimeMinutes: 20.5,
      loadPercent: 31,
      testResult: 'Done and passed',
    });
  });

  it('hostile text stays one short line', () => {
    const { model = '' } = nut({ 'ups.model': `a\u202e\n${'x'.repeat(9_000)}` });
    expect(model.length).toBeLessThanOrEqual(120);
    expect(model).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('what UPS-MIB says', () => {
  it('normal, on battery and in bypass', () => {
    expect(snmp({ outputSource: 3, batteryStatus: 2, chargeRemaining: 100, model: 'X' })).toEqual({
      model: 'X',
      status: 'normal, batteryNormal',
      onMains: true,
      onBattery: false,
      batteryLow: false,
      bypass: false,
      chargePercent: 100,
    });
    expect(snmp({ outputSource: 5, batteryStatus: 3 })).toMatchObject({
      onMains: false,
      onBattery: true,
      batteryLow: true,
    });
    expect(snmp({ outputSource: 4 })).toMatchObject({ onMains: false, bypass: true });
    expect(snmp({ outputSource: 2 })).toMatchObject({ onMains: false, onBattery: false });
  });

  it('"other", "unknown" and numbers beyond the standard are no statement', () => {
    const row = snmp({ outputSource: 1, batteryStatus: 1 });
    expect(row).toEqual({ status: 'other, unknown' });
    expect(snmp({ outputSource: 99, batteryStatus: 99 })).toEqual({});
  });

  it('a device without the MIB is no UPS', () => {
    expect(snmp({})).toBeUndefined();
  });

  it('rows fit the facts', () => {
    for (const said of [
      nut({ 'ups.status': 'OL' }),
      snmp({ outputSource: 3, minutesRemaining: 12 }),
    ])
      expect(
        powerUpsFacts.row.safeParse({ ups: 'a', readBy: 'nut', ...said }).error,
      ).toBeUndefined();
  });
});

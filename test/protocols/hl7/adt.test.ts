import { describe, expect, it } from 'vitest';
import { buildTestAdt, buildTestMerge, type TestAdt } from '../../../src/protocols/hl7/adt.ts';
import { read } from './support.ts';

const adt: TestAdt = {
  envelope: { version: '2.5.1', sentAt: new Date('2026-11-22T17:30:00Z') },
  patient: {
    id: 'RISPACS-TEST',
    birthDate: '19000101',
    sex: 'O',
    otherId: { id: '000900194572', assigningAuthority: 'CCCD' },
  },
  visitNumber: '00RP1',
};

describe('messages about the test patient', () => {
  it.each(['A04', 'A08', 'A11'] as const)('%s names patient and visit', async (event) => {
    const message = read((await buildTestAdt(adt, event)).bytes);
    expect(message.segments.map(({ id }) => id)).toEqual(['MSH', 'EVN', 'PID', 'PV1']);
    expect(message.at('MSH-9.2')).toBe(event);
    expect(message.at('EVN-2')).toBe('20261123003000+0700');
    expect(message.at('PID-3.1')).toBe('RISPACS-TEST');
    expect(message.at('PID-3[2].1')).toBe('000900194572');
    expect(message.at('PID-3[2].4')).toBe('CCCD');
    expect(message.at('PV1-19')).toBe('00RP1');
    expect(message.at('PV1-8.2')).toBe('NGUYỄN THỊ ÁNH');
  });

  it('a changed name still says that it is a test, in the form that was asked for', async () => {
    const patient = { ...adt.patient, name: 'changed', textForm: 'NFD' } as const;
    const message = read((await buildTestAdt({ ...adt, patient }, 'A08')).bytes);
    expect(message.at('PID-5.1')).toBe('KIỂM THỬ'.normalize('NFD'));
    expect(message.at('PID-5.2')).toBe('ĐẶNG ĐỨC ƯỚC'.normalize('NFD'));
  });

  it('A40 ends one test patient in favour of another', async () => {
    const message = read((await buildTestMerge(adt, 'RISPACS-M1')).bytes);
    expect(message.segments.map(({ id }) => id)).toEqual(['MSH', 'EVN', 'PID', 'MRG']);
    expect(message.at('MSH-9.3')).toBe('ADT_A39');
    expect(message.at('PID-3.1')).toBe('RISPACS-TEST');
    expect(message.at('MRG-1.1')).toBe('RISPACS-M1');
  });

  it('never names anybody but a test patient', async () => {
    const patient = { ...adt.patient, id: 'BN0001' };
    await expect(buildTestAdt({ ...adt, patient }, 'A04')).rejects.toThrow(RangeError);
    await expect(buildTestMerge(adt, '001234567890')).rejects.toThrow(RangeError);
    await expect(buildTestMerge(adt, adt.patient.id)).rejects.toThrow(RangeError);
    const otherId = { id: '001200012345', assigningAuthority: 'CCCD' };
    await expect(
      buildTestAdt({ ...adt, patient: { ...adt.patient, otherId } }, 'A04'),
    ).rejects.toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { buildTestOrder, type TestOrder } from '../../../src/protocols/hl7/orders.ts';
import { read } from './support.ts';

const order: TestOrder = {
  envelope: { version: '2.7' },
  patient: {
    id: 'RISPACS-TEST',
    birthDate: '19000101',
    sex: 'O',
    nameForm: 'single-component',
  },
  placerOrderNumber: 'RP1',
  accessionNumber: 'RP1',
  requestedProcedureId: 'RP2',
  scheduledStepId: 'RP3',
  studyInstanceUid: '2.25.1',
  modality: 'CT',
  scheduledAt: new Date('2026-11-22T01:00:00Z'),
  procedure: { code: 'T', text: 'Chụp ngực', scheme: 'L' },
  visit: { number: '00RP1' },
  reason: 'Kiểm thử',
};

describe('the ways to write an order', () => {
  it('Vietnamese: insurance card, order and item in one number, neither IPC nor ZDS', async () => {
    const message = read((await buildTestOrder({ ...order, style: 'vietnam' })).bytes);
    expect(message.segments.map(({ id }) => id)).toEqual([
      'MSH',
      'PID',
      'PV1',
      'IN1',
      'ORC',
      'TQ1',
      'OBR',
    ]);
    expect(message.at('PV1-3.1')).toBe('RPTEST,Phòng kiểm thử');
    expect(message.at('IN1-2')).toMatch(/^XX\d{13}$/);
    expect(message.at('OBR-2.1')).toBe('RP1');
    expect(message.at('OBR-2.2')).toBe('1');
    expect(message.at('OBR-16.2')).toBe('ĐẶNG ĐỨC ƯỚC');
    expect(message.at('OBR-31.2')).toBe('Kiểm thử');
    expect(message.segment('PID')?.componentCount(5)).toBe(1);
  });

  it('the style is that of 2.7 only', async () => {
    const envelope = { version: '2.5.1' } as const;
    const built = await buildTestOrder({ ...order, envelope, style: 'vietnam' });
    expect(read(built.bytes).segment('IPC')).toBeDefined();
  });

  it.each([
    ['change', 'XO', 'SC'],
    ['change-completed', 'XO', 'CM'],
  ] as const)('%s is %s with status %s', async (action, control, status) => {
    const message = read((await buildTestOrder(order, action)).bytes);
    expect(message.at('ORC-1')).toBe(control);
    expect(message.at('ORC-5')).toBe(status);
  });

  it('decomposed letters go out as they are asked for', async () => {
    const message = read((await buildTestOrder({ ...order, textForm: 'NFD' })).bytes);
    expect(message.at('OBR-4.2')).toBe('Chụp ngực'.normalize('NFD'));
    expect(message.at('OBR-31.2')).toBe('Kiểm thử'.normalize('NFD'));
  });
});

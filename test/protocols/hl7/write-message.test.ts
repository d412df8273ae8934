import { describe, expect, it } from 'vitest';
import {
  HL7_NULL,
  MessageWriteError,
  type SegmentInput,
  writeMessage,
} from '../../../src/protocols/hl7/write-message.ts';
import { read, seededRandom } from './support.ts';

const MSH: SegmentInput = {
  id: 'MSH',
  fields: { 3: 'HIS', 9: ['ORM', 'O01'], 10: 'C1', 11: 'P', 12: '2.5.1', 18: 'UNICODE UTF-8' },
};

describe('writing a message', () => {
  it('writes fields by number, segments in order, and a final CR', async () => {
    const bytes = await writeMessage([
      MSH,
      { id: 'PV1', fields: { 2: 'O' } },
      {
        id: 'PID',
        fields: {
          5: ['KIỂM THỬ', 'RISPACS'],
          3: { repetitions: ['1', ['2', '', '', ['A', 'B']]] },
        },
      },
      { id: 'PV1', fields: { 1: HL7_NULL } },
    ]);
    expect(bytes.toString()).toBe(
      'MSH|^~\\&|HIS||||||ORM^O01|C1|P|2.5.1||||||UNICODE UTF-8\r' +
        'PV1||O\rPID|||1~2^^^A&B||KIỂM THỬ^RISPACS\rPV1|""\r',
    );
  });

  it.each([
    'A|B^C~D&E\\F',
    'x\rOBX|1|TX|injected',
    'x\nOBX|1|TX|injected',
    '\x1c\r\x0bMSH|^~\\&|EVIL\r',
    '\\T\\ already escaped \\X0D\\',
    '\\.br\\',
    '\x00\x01\x7f\ttab',
    'a\u2028b\u0085c',
  ])('carries %j as a value and nothing else', async (value) => {
    const bytes = await writeMessage([MSH, { id: 'PID', fields: { 5: [value, ['x', value]] } }]);
    const message = read(bytes);
    expect(message.segments.map(({ id }) => id)).toEqual(['MSH', 'PID']);
    expect(message.at('PID-5.1')).toBe(value);
    expect(message.at('PID-5.2.2')).toBe(value);
    expect(message.segment('PID')?.fieldCount()).toBe(5);
    expect(bytes.includes(0x0b) || bytes.includes(0x1c) || bytes.includes(0x0a)).toBe(false);
  });

  it.each(['NGUYỄN THỊ ÁNH', 'ĐẶNG ĐỨC ƯỚC', 'Trần Ngọc Quỳnh Như'])(
    'carries %s composed and decomposed',
    async (name) => {
      const forms = [name.normalize('NFC'), name.normalize('NFD')];
      const message = read(await writeMessage([MSH, { id: 'PID', fields: { 5: forms } }]));
      expect([message.at('PID-5.1'), message.at('PID-5.2')]).toEqual(forms);
    },
  );

  it('keeps leading zeros', async () => {
    const bytes = await writeMessage([MSH, { id: 'PID', fields: { 3: '000000000001' } }]);
    expect(read(bytes).at('PID-3')).toBe('000000000001');
  });

  it.each<[string, readonly SegmentInput[]]>([
    ['no segments', []],
    ['no MSH first', [{ id: 'PID', fields: { 1: '1' } }]],
    ['a bad identifier', [MSH, { id: 'PI|', fields: { 1: '1' } }]],
    ['MSH-2', [{ id: 'MSH', fields: { 2: '^~\\&' } }]],
    ['field 0', [MSH, { id: 'PID', fields: { 0: 'x' } }]],
    ['a fraction', [MSH, { id: 'PID', fields: { 1.5: 'x' } }]],
    ['a field beyond bounds', [MSH, { id: 'PID', fields: { 100000: 'x' } }]],
    [
      'half a surrogate pair, which UTF-8 cannot carry',
      [MSH, { id: 'PID', fields: { 5: '\ud800' } }],
    ],
  ])('refuses %s', async (_, segments) => {
    await expect(writeMessage(segments)).rejects.toThrow(MessageWriteError);
  });

  it('carries 8 MiB of Base64', async () => {
    const data = Buffer.alloc(6 * 1024 * 1024, 0xa5).toString('base64');
    const bytes = await writeMessage([
      MSH,
      { id: 'OBX', fields: { 2: 'ED', 5: ['PACS', 'IM', 'JPEG', 'Base64', data], 11: 'F' } },
    ]);
    const message = read(bytes);
    expect(message.at('OBX-5.5') === data).toBe(true);
    expect(message.at('OBX-11')).toBe('F');
  });

  it('reads back what it wrote for 1,000 random structures', async () => {
    const random = seededRandom(7);
    const values = [
      'NGUYỄN',
      'a&b',
      'x|y',
      'p^q',
      'r~s',
      'back\\slash',
      '',
      '0',
      '\r\n',
      '\\T\\',
      'Ễ',
      '""',
    ];
    const pick = (): string => values[random(values.length)] ?? '';
    const list = <T>(make: () => T, most: number): T[] =>
      Array.from({ length: 1 + random(most) }, make);
    for (let run = 0; run < 1000; run += 1) {
      const segments = ['PID', 'ORC', 'OBR', 'OBX', 'OBX'].map((id) => ({
        id,
        fields: Object.fromEntries(
          list(() => 1 + random(9), 6).map((field) => [
            field,
            { repetitions: list(() => list(() => list(pick, 2), 4), 2) },
          ]),
        ),
      }));
      // The writer compares every leaf itself and rejects on a difference.
      const message = read(await writeMessage([MSH, ...segments]));
      expect(message.segments).toHaveLength(6);
    }
  });
});

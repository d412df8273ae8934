import { describe, expect, it } from 'vitest';
import { buildAck } from '../../../src/protocols/hl7/build-ack.ts';
import { read } from './support.ts';

const AT = new Date('2026-11-22T17:30:00Z');

function received(version: string, charset = 'UNICODE UTF-8'): string {
  return (
    `MSH|^~\\&|HIS^1.2^ISO|BỆNH VIỆN|RIS|KHOA|20261122||ORM^O01^ORM_O01|0012|T|${version}||||||${charset}\r` +
    'PID|1||9\r'
  );
}

describe('acknowledgement of a received message', () => {
  it('swaps the parties and echoes control ID, processing ID, version and charset', async () => {
    const ack = read(await buildAck(read(received('2.3.1')), { code: 'AA' }, AT));
    expect(ack.segments.map(({ id }) => id)).toEqual(['MSH', 'MSA']);
    expect([ack.at('MSH-3'), ack.at('MSH-4')]).toEqual(['RIS', 'KHOA']);
    expect([ack.at('MSH-5'), ack.at('MSH-5.2'), ack.at('MSH-5.3')]).toEqual(['HIS', '1.2', 'ISO']);
    expect(ack.at('MSH-6')).toBe('BỆNH VIỆN');
    expect(ack.at('MSH-7')).toBe('20261123003000+0700');
    expect(ack.segment('MSH')?.rawField(9)).toBe('ACK^O01');
    expect([ack.at('MSH-11'), ack.version, ack.declaredCharset]).toEqual([
      'T',
      '2.3.1',
      'UNICODE UTF-8',
    ]);
    expect([ack.at('MSA-1'), ack.at('MSA-2')]).toEqual(['AA', '0012']);
    expect(ack.controlId).not.toBe('0012');
  });

  it('says why in the form of the version', async () => {
    const content = { code: 'AR', text: 'không nhận', errorCode: '200' } as const;
    const old = read(await buildAck(read(received('2.3.1')), content));
    expect([old.at('MSA-3'), old.at('ERR-1.4.1'), old.at('ERR-1.4.2')]).toEqual([
      'không nhận',
      '200',
      'không nhận',
    ]);
    const middle = read(await buildAck(read(received('2.5.1')), content));
    expect([
      middle.at('MSA-3'),
      middle.at('ERR-3'),
      middle.at('ERR-4'),
      middle.at('ERR-8'),
    ]).toEqual(['không nhận', '200', 'E', 'không nhận']);
    expect(middle.segment('MSH')?.rawField(9)).toBe('ACK^O01^ACK');
    const late = read(await buildAck(read(received('2.7')), content));
    expect([late.at('MSA-3'), late.at('ERR-8')]).toEqual([undefined, 'không nhận']);
  });

  it('answers in ASCII a message whose bytes are not UTF-8', async () => {
    const bytes = Buffer.from(
      received('2.5.1', '8859/1').replace('BỆNH VIỆN', 'M\xfcnchen'),
      'latin1',
    );
    const ack = await buildAck(read(bytes), { code: 'AE', text: 'lỗi' });
    expect(ack.every((byte) => byte < 0x80)).toBe(true);
    expect([read(ack).at('MSH-6'), read(ack).declaredCharset]).toEqual(['M?nchen', '8859/1']);
  });

  it('survives a bare, a hostile and an endless header', async () => {
    const bare = read(await buildAck(read('MSH|^~\\&\r'), { code: 'AE' }));
    expect([bare.at('MSA-1'), bare.at('MSA-2')]).toEqual(['AE', undefined]);
    const hostile = 'MSH|^~\\&|A\\X0D\\MSA\\F\\AA\\X1C0D\\|B|||1||X\\F\\Y^Z|C\\X0B\\1|P|2.5\r';
    const bytes = await buildAck(read(hostile), { code: 'AA' });
    expect(bytes.includes(0x1c) || bytes.includes(0x0b)).toBe(false);
    expect(read(bytes).segments.map(({ id }) => id)).toEqual(['MSH', 'MSA']);
    const endless = `MSH|^~\\&|${'A^'.repeat(100_000)}|${'B'.repeat(100_000)}|||1||ORM^O01|C1|P|2.5\r`;
    expect((await buildAck(read(endless), { code: 'AA' })).length).toBeLessThan(2000);
  });
});

import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';

const read = (hl7: unknown) =>
  facilitySchema.safeParse({ schemaVersion: 1, facility: { name: 'Bệnh viện A' }, hl7 });
const host = '10.0.0.99';
const tls = { certificate: 'may-nay.pem', key: 'may-nay.key' };

describe('where results reach this computer', () => {
  it.each([
    { host, port: 2576 },
    { host, port: 2576, tls },
    { host, port: 2576, transport: 'mllps', tls: { ...tls, ca: 'ca.pem' } },
    { host, port: 8080, transport: 'http', from: ['10.0.0.6', '10.1.0.0/24', '2001:db8::/64'] },
    { host, port: 8443, transport: 'https', tls },
  ])('%j is understood', (receive) => {
    expect(read({ receive }).success).toBe(true);
  });

  it.each([
    ['a TLS port without certificate and key', { transport: 'mllps' }, 'hl7.receive.tls'],
    ['a TLS port without a key', { tls: { certificate: 'a.pem' } }, 'hl7.receive.tls'],
    ['certificates of a plain port', { transport: 'http', tls }, 'hl7.receive.transport'],
    ['a sender that is no address', { from: ['ris.bv.vn'] }, 'hl7.receive.from.0'],
    ['nobody who may send', { from: [] }, 'hl7.receive.from'],
    ['another transport', { transport: 'ftp' }, 'hl7.receive.transport'],
  ])('%s is told', (_, change, at) => {
    const result = read({ receive: { host, port: 2576, ...change } });
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([at]);
  });
});

describe('how our texts are written', () => {
  const endpoint = { id: 'ris', host, port: 2575 };

  it.each([
    {},
    { charset: 'UNICODE UTF-8', textForm: 'NFC' },
    { charset: 'UTF-8', textForm: 'NFD' },
    { charset: 'absent' },
  ])('%j is understood', (change) => {
    const result = read({ endpoints: [{ ...endpoint, ...change }] });
    expect(result.data?.hl7.endpoints[0]).toMatchObject(change);
  });

  it.each([{ charset: '8859/1' }, { textForm: 'nfd' }])('%j is not', (change) => {
    expect(read({ endpoints: [{ ...endpoint, ...change }] }).success).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePdu } from '../../../../src/protocols/dicom/dul/decode-pdu.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { Pdu } from '../../../../src/protocols/dicom/dul/pdu.ts';

const uid = fc.stringMatching(/^[1-9][0-9.]{0,30}[1-9]$/);
const aeTitle = fc.stringMatching(/^[A-Z0-9_]{1,16}$/);
const byte = fc.integer({ min: 0, max: 255 });
const uint16 = fc.integer({ min: 0, max: 0xffff });
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const rawItem = fc.record({ type: fc.integer({ min: 0x60, max: 0xff }), data: bytes });
const optional = { requiredKeys: [] };

const userInformation = fc
  .record(
    {
      maxPduBytes: fc.integer({ min: 0, max: 0xffffffff }),
      implementationClassUid: uid,
      implementationVersion: aeTitle,
      asyncWindow: fc.record({ maxInvoked: uint16, maxPerformed: uint16 }),
      userIdentity: fc.record({
        type: fc.integer({ min: 1, max: 5 }),
        positiveResponseRequested: fc.boolean(),
        primary: bytes,
        secondary: bytes,
      }),
      userIdentityResponse: bytes,
    },
    optional,
  )
  .chain((once) =>
    fc
      .record({
        roleSelections: fc.array(
          fc.record({ sopClassUid: uid, scu: fc.boolean(), scp: fc.boolean() }),
          { maxLength: 4 },
        ),
        unknownItems: fc.array(rawItem, { maxLength: 3 }),
      })
      .map((many) => ({ ...once, ...many })),
  );

const associateCommon = {
  protocolVersion: uint16,
  calledAeTitle: aeTitle,
  callingAeTitle: aeTitle,
  applicationContext: uid,
  userInformation,
  unknownItems: fc.array(rawItem, { maxLength: 3 }),
};

const pdus: fc.Arbitrary<Pdu> = fc.oneof(
  fc.record({
    kind: fc.constant('associate-request' as const),
    ...associateCommon,
    contexts: fc.array(
      fc.record({
        id: byte,
        abstractSyntax: uid,
        transferSyntaxes: fc.array(uid, { maxLength: 5 }),
      }),
      { maxLength: 6 },
    ),
  }),
  fc.record({
    kind: fc.constant('associate-accept' as const),
    ...associateCommon,
    contexts: fc.array(
      fc.record(
        { id: byte, result: byte, transferSyntax: uid },
        { requiredKeys: ['id', 'result'] },
      ),
      { maxLength: 6 },
    ),
  }),
  fc.record({
    kind: fc.constant('associate-reject' as const),
    result: byte,
    source: byte,
    reason: byte,
  }),
  fc.record({
    kind: fc.constant('data-transfer' as const),
    values: fc.array(
      fc.record({ contextId: byte, isCommand: fc.boolean(), isLast: fc.boolean(), data: bytes }),
      { minLength: 1, maxLength: 5 },
    ),
  }),
  fc.record({ kind: fc.constant('release-request' as const) }),
  fc.record({ kind: fc.constant('release-response' as const) }),
  fc.record({ kind: fc.constant('abort' as const), source: byte, reason: byte }),
);

/** An A-ASSOCIATE-AC written byte by byte from PS3.8 9.3.3, without our encoder. */
function handWrittenAccept(userItems: string): Buffer {
  const item = (type: number, hexBody: string): string =>
    type.toString(16).padStart(2, '0') +
    '00' +
    (hexBody.length / 2).toString(16).padStart(4, '0') +
    hexBody;
  const text = (value: string): string => Buffer.from(value, 'latin1').toString('hex');
  const body =
    '00010000' +
    text('ARCHIVE'.padEnd(16)) +
    text('PROBE'.padEnd(16)) +
    '00'.repeat(32) +
    item(0x10, text('1.2.840.10008.3.1.1.1')) +
    item(0x21, `01000000${item(0x40, text('1.2.840.10008.1.2'))}`) +
    item(0x21, `03000300${item(0x40, '')}`) +
    (userItems === '' ? '' : item(0x50, userItems));
  const length = (body.length / 2).toString(16).padStart(8, '0');
  return Buffer.from(`0200${length}${body}`, 'hex');
}

describe('PDU codec', () => {
  it('gives back every PDU that it wrote', () => {
    fc.assert(
      fc.property(pdus, (pdu) => {
        expect(decodePdu(encodePdu(pdu))).toEqual({ ok: true, pdu });
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  it('reads an A-ASSOCIATE-AC with all that a peer says', () => {
    const decoded = decodePdu(
      handWrittenAccept(
        [
          '5100000400004000',
          `52000007${Buffer.from('1.2.3.4').toString('hex')}`,
          '5300000400080005',
          `55000003${Buffer.from('V 1').toString('hex')}`,
          `540000070003${Buffer.from('1.2').toString('hex')}0001`,
          '570000020102',
        ].join(''),
      ),
    );
    expect(decoded).toMatchObject({
      ok: true,
      pdu: {
        kind: 'associate-accept',
        calledAeTitle: 'ARCHIVE',
        callingAeTitle: 'PROBE',
        applicationContext: '1.2.840.10008.3.1.1.1',
        contexts: [
          { id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2' },
          { id: 3, result: 3 },
        ],
        userInformation: {
          maxPduBytes: 16384,
          implementationClassUid: '1.2.3.4',
          asyncWindow: { maxInvoked: 8, maxPerformed: 5 },
          implementationVersion: 'V 1',
          roleSelections: [{ sopClassUid: '1.2', scu: false, scp: true }],
          unknownItems: [{ type: 0x57, data: Buffer.from([1, 2]) }],
        },
      },
    });
  });

  it('leaves out what a peer does not say', () => {
    const decoded = decodePdu(handWrittenAccept(''));
    if (!decoded.ok || decoded.pdu.kind !== 'associate-accept') throw new Error('not decoded');
    expect(decoded.pdu).not.toHaveProperty('userInformation');
    expect(decoded.pdu.contexts[1]).toEqual({ id: 3, result: 3 });

    const empty = decodePdu(handWrittenAccept('57000000'));
    if (!empty.ok || empty.pdu.kind !== 'associate-accept') throw new Error('not decoded');
    expect(Object.keys(empty.pdu.userInformation ?? {})).toEqual([
      'roleSelections',
      'unknownItems',
    ]);
  });

  it('tolerates UIDs padded with NUL and keeps repeated sub-items raw', () => {
    const uidBytes = Buffer.from('1.2.3\0').toString('hex');
    const decoded = decodePdu(
      handWrittenAccept(`52000006${uidBytes}51000004000040005100000400000001`),
    );
    expect(decoded).toMatchObject({
      pdu: {
        userInformation: {
          implementationClassUid: '1.2.3',
          maxPduBytes: 16384,
          unknownItems: [{ type: 0x51 }],
        },
      },
    });
  });

  it.each([
    ['an item that runs beyond its PDU', `0200000000480001${'00'.repeat(66)}10000005`],
    ['a data value of one byte', '0400000000050000000101'],
    ['a data value beyond its PDU', '040000000006ffffffff0103'],
    ['a P-DATA-TF without a value', '040000000000'],
    ['an A-ABORT cut short', '0700000000020000'],
    ['an unknown PDU type', '090000000000'],
    ['a length that disagrees with the bytes', '05000000000400'],
  ])('says what is wrong with %s', (_, hex) => {
    expect(decodePdu(Buffer.from(hex, 'hex'))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/./),
    });
  });

  it('refuses to write an AE title or an item that does not fit', () => {
    const abort = { protocolVersion: 1, callingAeTitle: 'A', contexts: [], unknownItems: [] };
    expect(() =>
      encodePdu({ kind: 'associate-request', ...abort, calledAeTitle: 'SEVENTEEN_LETTERS' }),
    ).toThrow(RangeError);
    expect(() =>
      encodePdu({
        kind: 'associate-request',
        ...abort,
        calledAeTitle: 'A',
        unknownItems: [{ type: 0x60, data: Buffer.alloc(65_536) }],
      }),
    ).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { encodeDataset } from '../../../src/protocols/dicom/data/encode-dataset.ts';
import { readDataset } from '../../../src/protocols/dicom/data/read-dataset.ts';
import { MessageAssembler } from '../../../src/protocols/dicom/dimse/assemble-message.ts';
import { decodeCommand, encodeCommand } from '../../../src/protocols/dicom/dimse/command.ts';
import { decodePdu } from '../../../src/protocols/dicom/dul/decode-pdu.ts';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { AssociateRequest } from '../../../src/protocols/dicom/dul/pdu.ts';
import { PduReader } from '../../../src/protocols/dicom/dul/pdu-reader.ts';
import { SeededRandom } from './support/random.ts';
import { acceptAll } from './support/scripted-peer.ts';

const request: AssociateRequest = {
  kind: 'associate-request',
  protocolVersion: 1,
  calledAeTitle: 'CALLED',
  callingAeTitle: 'CALLING',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: [
    { id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] },
    { id: 3, abstractSyntax: '1.2.3', transferSyntaxes: ['1.2.840.10008.1.2', '1.2.4'] },
  ],
  userInformation: {
    maxPduBytes: 16384,
    implementationClassUid: '1.2.3',
    implementationVersion: 'V',
    asyncWindow: { maxInvoked: 1, maxPerformed: 1 },
    roleSelections: [{ sopClassUid: '1.2.3', scu: true, scp: true }],
    userIdentity: {
      type: 2,
      positiveResponseRequested: true,
      primary: Buffer.from('user'),
      secondary: Buffer.from('word'),
    },
    unknownItems: [{ type: 0x56, data: Buffer.from([1]) }],
  },
  unknownItems: [],
};

const command = encodeCommand({
  affectedSopClassUid: '1.2.840.10008.1.1',
  commandField: 0x8030,
  messageIdBeingRespondedTo: 7,
  commandDataSetType: 0x0101,
  status: 0xa900,
  offendingElements: [0x00100020],
  errorComment: 'why',
});

const seedPdus = [
  encodePdu(request),
  encodePdu(acceptAll(request)),
  encodePdu({ kind: 'associate-reject', result: 1, source: 1, reason: 7 }),
  encodePdu({
    kind: 'data-transfer',
    values: [{ contextId: 1, isCommand: true, isLast: true, data: command }],
  }),
  encodePdu({ kind: 'release-request' }),
  encodePdu({ kind: 'abort', source: 2, reason: 1 }),
];

const elements = [
  { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
  { tag: 0x00100010, vr: 'PN', text: 'KIỂM THỬ' },
  {
    tag: 0x00400100,
    vr: 'SQ',
    items: [[{ tag: 0x00080060, vr: 'CS', text: 'CT' }], [{ tag: 0x00400002, vr: 'DA', text: '' }]],
  },
  { tag: 0x7fe00010, vr: 'OW', bytes: Buffer.alloc(10) },
] as const;

/** Makes the declared PDU length true again, so that the mutation reaches the items. */
function repairLength(pdu: Buffer): Buffer {
  if (pdu.length >= 6) pdu.writeUInt32BE(pdu.length - 6, 2);
  return pdu;
}

describe('hostile bytes', () => {
  it('never make the PDU codec throw (60,000 cases)', () => {
    const random = new SeededRandom(1);
    let decoded = 0;
    for (let round = 0; round < 60_000; round += 1) {
      const mutated = random.mutate(random.pick(seedPdus));
      if (decodePdu(random.below(4) === 0 ? mutated : repairLength(mutated)).ok) decoded += 1;
    }
    // Both outcomes must occur, or the test would prove nothing.
    expect(decoded).toBeGreaterThan(5000);
    expect(decoded).toBeLessThan(55_000);
  });

  it('that are a PDU are written again, and read again the same (20,000 cases)', () => {
    const random = new SeededRandom(5);
    let written = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const decoded = decodePdu(repairLength(random.mutate(random.pick(seedPdus))));
      if (!decoded.ok) continue;
      const { pdu } = decoded;
      const titles = 'calledAeTitle' in pdu ? [pdu.calledAeTitle, pdu.callingAeTitle] : [];
      // What a peer may send in a title is more than we may.
      if (!titles.every((title) => /^[\x20-\x7e]*$/.test(title))) continue;
      expect(decodePdu(encodePdu(pdu))).toEqual(decoded);
      written += 1;
    }
    expect(written).toBeGreaterThan(2000);
  });

  it('never make the PDU reader or the assembler throw (15,000 streams)', () => {
    const random = new SeededRandom(2);
    let messages = 0;
    for (let round = 0; round < 15_000; round += 1) {
      const reader = new PduReader();
      const assembler = new MessageAssembler(4096);
      const stream = Buffer.concat([
        random.pick(seedPdus),
        random.mutate(random.pick(seedPdus)),
        random.bytes(random.below(20)),
      ]);
      let usable = true;
      for (let at = 0; at < stream.length && usable; ) {
        const length = 1 + random.below(64);
        const { frames, fault } = reader.push(stream.subarray(at, at + length), round);
        at += length;
        usable = fault === undefined;
        for (const frame of frames) {
          const decoded = decodePdu(frame.bytes);
          if (!decoded.ok || decoded.pdu.kind !== 'data-transfer') continue;
          for (const value of decoded.pdu.values) {
            const step = assembler.add(value);
            if (step.kind === 'message') messages += 1;
            else if (step.kind !== 'incomplete') usable = false;
            if (!usable) break;
          }
        }
      }
    }
    expect(messages).toBeGreaterThan(1000);
  });

  it('never make the command codec throw (20,000 cases)', () => {
    const random = new SeededRandom(3);
    let decoded = 0;
    for (let round = 0; round < 20_000; round += 1) {
      if (decodeCommand(random.mutate(command)).ok) decoded += 1;
    }
    expect(decoded).toBeGreaterThan(1000);
    expect(decoded).toBeLessThan(19_000);
  });

  it('never make the data set reader throw (20,000 cases)', () => {
    const random = new SeededRandom(4);
    let read = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const encoding = random.pick(['implicit-little-endian', 'explicit-little-endian'] as const);
      const result = readDataset(random.mutate(encodeDataset(elements, encoding)), encoding);
      if (result.ok) {
        read += 1;
        for (const tag of result.dataset.elements.keys()) result.dataset.readText(tag);
      }
    }
    expect(read).toBeGreaterThan(1000);
    expect(read).toBeLessThan(19_500);
  });
});

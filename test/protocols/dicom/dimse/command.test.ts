import { describe, expect, it } from 'vitest';
import {
  MAX_COMMAND_BYTES,
  MessageAssembler,
} from '../../../../src/protocols/dicom/dimse/assemble-message.ts';
import { decodeCommand, encodeCommand } from '../../../../src/protocols/dicom/dimse/command.ts';
import { classifyStatus, readStatus } from '../../../../src/protocols/dicom/dimse/status.ts';

describe('command set codec', () => {
  it('writes a C-ECHO-RQ as PS3.7 prescribes', () => {
    const bytes = encodeCommand({
      commandDataSetType: 0x0101,
      messageId: 1,
      commandField: 0x0030,
      affectedSopClassUid: '1.2.840.10008.1.1',
    });
    expect(bytes.toString('hex')).toBe(
      [
        '00000000' + '04000000' + '38000000',
        `00000200${'12000000'}${Buffer.from('1.2.840.10008.1.1\0').toString('hex')}`,
        '00000001' + '02000000' + '3000',
        '00001001' + '02000000' + '0100',
        '00000008' + '02000000' + '0101',
      ].join(''),
    );
  });

  it('gives back every field', () => {
    const fields = {
      affectedSopClassUid: '1.2.3',
      requestedSopClassUid: '1.2.4',
      commandField: 0x8021,
      messageId: 65_535,
      messageIdBeingRespondedTo: 0,
      moveDestination: 'DESTINATION',
      priority: 2,
      commandDataSetType: 1,
      status: 0xff01,
      offendingElements: [0x00100020, 0x7fe00010],
      errorComment: 'odd',
      errorId: 9,
      affectedSopInstanceUid: '1.2.5',
      requestedSopInstanceUid: '1.2.6',
      eventTypeId: 1,
      attributeIdentifiers: [0x00080018],
      actionTypeId: 1,
      remainingSuboperations: 4,
      completedSuboperations: 3,
      failedSuboperations: 2,
      warningSuboperations: 1,
      moveOriginatorAeTitle: 'MOVER',
      moveOriginatorMessageId: 77,
    };
    expect(decodeCommand(encodeCommand(fields))).toEqual({
      ok: true,
      command: { ...fields, unknownElements: [] },
    });
  });

  it('keeps elements that it does not know', () => {
    expect(decodeCommand(Buffer.from('0000015102000000abcd', 'hex'))).toEqual({
      ok: true,
      command: {
        unknownElements: [{ group: 0, element: 0x5101, value: Buffer.from('abcd', 'hex') }],
      },
    });
  });

  it.each([
    ['an element beyond the end', '0000000904000000'],
    ['stray bytes', '000000'],
    ['a status of four bytes', '000000090400000000000000'],
  ])('says what is wrong with %s', (_, hex) => {
    expect(decodeCommand(Buffer.from(hex, 'hex'))).toMatchObject({ ok: false });
  });
});

describe('message assembly', () => {
  const response = encodeCommand({ commandField: 0x8020, commandDataSetType: 1, status: 0xff00 });

  it('joins fragments of command and data set', () => {
    const assembler = new MessageAssembler(100);
    const part = (data: Buffer, isCommand: boolean, isLast: boolean) =>
      assembler.add({ contextId: 3, data, isCommand, isLast });
    expect(part(response.subarray(0, 10), true, false)).toEqual({ kind: 'incomplete' });
    expect(part(response.subarray(10), true, true)).toEqual({ kind: 'incomplete' });
    expect(part(Buffer.from('ab'), false, false)).toEqual({ kind: 'incomplete' });
    expect(part(Buffer.from('cd'), false, true)).toMatchObject({
      kind: 'message',
      message: { contextId: 3, command: { status: 0xff00 }, dataset: Buffer.from('abcd') },
    });
  });

  it('refuses what is out of order or too large', () => {
    const command = { contextId: 1, isCommand: true, isLast: true, data: response };
    const data = { contextId: 1, isCommand: false, isLast: false, data: Buffer.alloc(60) };
    const fresh = (): MessageAssembler => new MessageAssembler(100);

    expect(fresh().add(data)).toMatchObject({ kind: 'violation' });

    const interleaved = fresh();
    interleaved.add(command);
    expect(interleaved.add(command)).toMatchObject({ kind: 'violation' });

    const otherContext = fresh();
    otherContext.add(command);
    expect(otherContext.add({ ...data, contextId: 3 })).toMatchObject({ kind: 'violation' });

    const large = fresh();
    large.add(command);
    large.add(data);
    expect(large.add(data)).toEqual({ kind: 'too-large', limitBytes: 100 });

    const longCommand = fresh();
    const piece = { ...command, isLast: false, data: Buffer.alloc(MAX_COMMAND_BYTES) };
    longCommand.add(piece);
    expect(longCommand.add(piece)).toMatchObject({ kind: 'violation' });

    const noField = encodeCommand({ commandDataSetType: 0x0101 });
    expect(fresh().add({ ...command, data: noField })).toMatchObject({ kind: 'violation' });
  });
});

describe('status', () => {
  it.each([
    [0x0000, 'success'],
    [0xff00, 'pending'],
    [0xff01, 'pending'],
    [0xfe00, 'cancelled'],
    [0xb000, 'warning'],
    [0xb007, 'warning'],
    [0x0107, 'warning'],
    [0xa700, 'failure'],
    [0xa900, 'failure'],
    [0xc123, 'failure'],
    [0x0122, 'failure'],
  ])('%i is %s', (code, category) => {
    expect(classifyStatus(code)).toBe(category);
  });

  it('is absent when the peer left it out', () => {
    expect(readStatus({ unknownElements: [] })).toBeUndefined();
    expect(readStatus({ status: 0x0124, errorComment: 'no', unknownElements: [] })).toEqual({
      code: 0x0124,
      category: 'failure',
      meaning: 'Not authorised',
      errorComment: 'no',
    });
  });
});

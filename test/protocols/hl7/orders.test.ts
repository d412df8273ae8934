import { describe, expect, it } from 'vitest';
import type { Er7Message } from '../../../src/protocols/hl7/er7.ts';
import type { SentVersion } from '../../../src/protocols/hl7/message-header.ts';
import { buildTestOrder, type TestOrder } from '../../../src/protocols/hl7/orders.ts';
import { buildPatientQuery } from '../../../src/protocols/hl7/queries.ts';
import { read } from './support.ts';

function order(version: SentVersion): TestOrder {
  return {
    envelope: {
      version,
      sendingFacility: 'BV',
      receivingApplication: 'RIS',
      receivingFacility: 'KHOA',
      sentAt: new Date('2026-11-22T01:00:00Z'),
    },
    patient: { id: '000012345678', assigningAuthority: 'CCCD', birthDate: '19900101', sex: 'O' },
    placerOrderNumber: 'RPP0001',
    accessionNumber: 'RPA0001',
    requestedProcedureId: 'RPR0001',
    scheduledStepId: 'RPS0001',
    studyInstanceUid: '2.25.1234567890',
    modality: 'CT',
    scheduledAt: new Date('2026-11-22T17:30:00Z'),
    procedure: { code: 'CT001', text: 'Chụp CLVT sọ não', scheme: '99RISPACS' },
    stationAeTitle: 'CT1',
  };
}

const values = (message: Er7Message, paths: string): (string | undefined)[] =>
  paths.split(' ').map((path) => message.at(path));

describe('synthetic order', () => {
  it('is ORM^O01 with ZDS in 2.3.1', async () => {
    const built = await buildTestOrder(order('2.3.1'));
    const message = read(built.bytes);
    expect(message.segments.map(({ id }) => id).join(' ')).toBe('MSH PID PV1 ORC OBR ZDS');
    expect(built.messageType).toBe('ORM^O01');
    expect(message.segment('MSH')?.rawField(9)).toBe('ORM^O01');
    expect(values(message, 'MSH-3 MSH-6 MSH-11 MSH-12 MSH-18')).toEqual([
      'RISPACS',
      'KHOA',
      'P',
      '2.3.1',
      'UNICODE UTF-8',
    ]);
    expect(message.controlId).toBe(built.controlId);
    expect(values(message, 'PID-3 PID-3.4 PID-5.1 PID-5.2 PID-8')).toEqual([
      '000012345678',
      'CCCD',
      'KIỂM THỬ',
      'RISPACS',
      'O',
    ]);
    expect(values(message, 'ORC-1 ORC-2 ORC-5 ORC-7.4 ORC-7.6 ORC-18')).toEqual([
      'NW',
      'RPP0001',
      'SC',
      '20261123003000+0700',
      'R',
      'CT1',
    ]);
    expect(values(message, 'OBR-4.1 OBR-4.5 OBR-18 OBR-19 OBR-20 OBR-24 OBR-44')).toEqual([
      'CT001',
      'Chụp CLVT sọ não',
      'RPA0001',
      'RPR0001',
      'RPS0001',
      'CT',
      'CT001',
    ]);
    expect(values(message, 'ZDS-1.1 ZDS-1.3 ZDS-1.4')).toEqual([
      '2.25.1234567890',
      'Application',
      'DICOM',
    ]);
    expect(message.findings).toEqual([]);
  });

  it.each<SentVersion>(['2.5.1', '2.7'])('is OMI^O23 with TQ1 and IPC in %s', async (version) => {
    const message = read((await buildTestOrder(order(version))).bytes);
    expect(message.segments.map(({ id }) => id).join(' ')).toBe('MSH PID PV1 ORC TQ1 OBR IPC');
    expect(message.segment('MSH')?.rawField(9)).toBe('OMI^O23^OMI_O23');
    expect(values(message, 'MSH-12 ORC-7 TQ1-7 TQ1-9')).toEqual([
      version,
      undefined,
      '20261123003000+0700',
      'R',
    ]);
    expect(values(message, 'IPC-1 IPC-2 IPC-3 IPC-4 IPC-5 IPC-6.2 IPC-9')).toEqual([
      'RPA0001',
      'RPR0001',
      '2.25.1234567890',
      'RPS0001',
      'CT',
      'Chụp CLVT sọ não',
      'CT1',
    ]);
  });

  it.each([
    ['cancel', 'CA'],
    ['discontinue', 'DC'],
  ] as const)('%s repeats the identifiers with ORC-1 %s', async (action, control) => {
    for (const version of ['2.3.1', '2.5.1'] as const) {
      const first = read((await buildTestOrder(order(version))).bytes);
      const cancel = read((await buildTestOrder(order(version), action)).bytes);
      expect(values(cancel, 'ORC-1 ORC-5')).toEqual([control, 'CA']);
      const same = 'PID-3 ORC-2 OBR-2 OBR-18 IPC-1 IPC-3 IPC-4 ZDS-1';
      expect(values(cancel, same)).toEqual(values(first, same));
      expect(cancel.controlId).not.toBe(first.controlId);
    }
  });

  it('can give the name in one component and leave the charset out', async () => {
    const base = order('2.7');
    const built = await buildTestOrder({
      ...base,
      envelope: { ...base.envelope, charset: 'absent', processingId: 'T' },
      patient: { ...base.patient, nameForm: 'single-component' },
    });
    const message = read(built.bytes);
    expect(values(message, 'PID-5.1 PID-5.2 MSH-11 MSH-18')).toEqual([
      'KIỂM THỬ RISPACS',
      undefined,
      'T',
      undefined,
    ]);
  });

  it.each([
    [
      'a citizen number that could be issued',
      { patient: { id: '001090012345', birthDate: '19900101', sex: 'M' } },
    ],
    ['a hospital number', { patient: { id: 'HN12345', birthDate: '19900101', sex: 'M' } }],
    ['an accession number over 16 characters', { accessionNumber: 'A'.repeat(17) }],
    ['a backslash in an identifier', { scheduledStepId: 'A\\B' }],
    ['an empty identifier', { placerOrderNumber: '' }],
    ['a UID that is not one', { studyInstanceUid: '1.02.3' }],
    [
      'a control ID over 20 characters',
      { envelope: { version: '2.5.1', controlId: 'C'.repeat(21) } },
    ],
  ] as const)('refuses %s', async (_, change) => {
    await expect(buildTestOrder({ ...order('2.5.1'), ...change })).rejects.toThrow(RangeError);
  });
});

describe('harmless query', () => {
  const query = (version: SentVersion, patientId = 'RISPACS-0001') =>
    buildPatientQuery({ envelope: { version, controlId: 'Q1' }, patientId });

  it('is QBP^Q22 for one record from 2.5.1 on', async () => {
    const message = read((await query('2.5.1')).bytes);
    expect(message.segments.map(({ id }) => id)).toEqual(['MSH', 'QPD', 'RCP']);
    expect(message.segment('MSH')?.rawField(9)).toBe('QBP^Q22^QBP_Q21');
    expect(values(message, 'QPD-3.1 QPD-3.2 RCP-1 RCP-2.1')).toEqual([
      '@PID.3.1',
      'RISPACS-0001',
      'I',
      '1',
    ]);
  });

  it('is QRY^A19 in 2.3.1', async () => {
    const message = read((await query('2.3.1')).bytes);
    expect(message.segments.map(({ id }) => id)).toEqual(['MSH', 'QRD']);
    expect(values(message, 'MSH-9.2 QRD-2 QRD-3 QRD-7.1 QRD-8 QRD-9')).toEqual([
      'A19',
      'R',
      'I',
      '1',
      'RISPACS-0001',
      'DEM',
    ]);
  });

  it('never asks about anybody but the test patient', async () => {
    await expect(query('2.5.1', '012345678901')).rejects.toThrow(RangeError);
  });
});

import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  openAssociation,
  WORKFLOW_SOP_CLASSES,
} from '../../src/protocols/dicom/index.ts';
import { sendMessage } from '../../src/protocols/hl7/client.ts';
import { postMessage } from '../../src/protocols/hl7/http.ts';
import { startListener } from '../../src/protocols/hl7/listener.ts';
import { buildTestOrder, type OrderAction } from '../../src/protocols/hl7/orders.ts';
import type { SimulatedHospital } from '../../src/simulator/index.ts';
import { makeObject } from '../../src/simulator/pacs/make-object.ts';
import { PLACEHOLDER_JPEG } from '../../src/simulator/pacs/placeholder-jpeg.ts';
import { portOf, startHospital } from './support/start-hospital.ts';

async function order(action: OrderAction = 'new', patientId = 'RISPACS-88') {
  const content = {
    envelope: { version: '2.5.1' },
    patient: { id: 'RISPACS-88', birthDate: '19900102', sex: 'F' },
    placerOrderNumber: 'PLACER88',
    accessionNumber: 'ACC88',
    requestedProcedureId: 'RP88',
    scheduledStepId: 'SPS88',
    studyInstanceUid: '2.25.88',
    modality: 'CT',
    scheduledAt: new Date('2026-01-02T03:04:00Z'),
    procedure: { code: 'CTNGUC', text: 'CT ngực', scheme: '99SIM' },
  } as const;
  const { bytes } = await buildTestOrder(content, action);
  return Buffer.from(bytes.toString('utf8').replaceAll('RISPACS-88', patientId));
}

/** Reports an examination done, as a modality does, to the worklist server of the RIS. */
async function completeStep(hospital: SimulatedHospital, accessionNumber: string): Promise<void> {
  const sopClassUid = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;
  const opened = await openAssociation({
    host: '127.0.0.1',
    port: portOf(hospital, 'danh-sach-cho'),
    callingAeTitle: 'CT_SIM',
    calledAeTitle: 'RIS_MWL_SIM',
    contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] }],
  });
  if (opened.kind !== 'accepted') throw new Error(opened.kind);
  const { association } = opened;
  const attributes = (status: string): Buffer =>
    encodeDataset(
      [
        { tag: 0x00400252, vr: 'CS', text: status },
        {
          tag: 0x00400270,
          vr: 'SQ',
          items: [[{ tag: 0x00080050, vr: 'SH', text: accessionNumber }]],
        },
      ],
      'explicit-little-endian',
    );
  const step = { sopClassUid, sopInstanceUid: '2.25.881' };
  await association.create({ ...step, attributes: attributes('IN PROGRESS') });
  await association.set({ ...step, attributes: attributes('COMPLETED') });
  await association.release();
}

describe('orders over HTTP', () => {
  it('reach the same RIS as over MLLP, and are answered by it', async () => {
    const hospital = await startHospital();
    const url = `http://127.0.0.1:${portOf(hospital, 'ris-http')}/hl7`;
    expect(await postMessage(await order(), { url })).toMatchObject({
      kind: 'ack',
      code: 'AA',
      matches: true,
      http: { status: 200 },
      findings: { answer: [] },
    });
    const port = portOf(hospital, 'ris-hl7');
    const mllp = { host: '127.0.0.1', port, firstByteTimeoutMs: 2_000, ackTimeoutMs: 2_000 };
    expect(await sendMessage(await order('cancel'), mllp)).toMatchObject({ code: 'AA' });
    expect(await postMessage(await order('cancel'), { url })).toMatchObject({ code: 'AE' });
    expect(await postMessage(await order('new', '001234567890'), { url })).toMatchObject({
      code: 'AR',
    });
  });

  it('are refused on another path, by another method, type or size', async () => {
    const hospital = await startHospital();
    const origin = `http://127.0.0.1:${portOf(hospital, 'ris-http')}`;
    const type = { 'content-type': 'application/hl7-v2' };
    const status = async (path: string, init: RequestInit) =>
      (await fetch(origin + path, init)).status;
    expect(await status('/', { method: 'POST', headers: type, body: 'MSH' })).toBe(404);
    expect(await status('/hl7', {})).toBe(405);
    expect(await status('/hl7', { method: 'POST', body: 'MSH' })).toBe(415);
    expect(await status('/hl7', { method: 'POST', headers: type, body: 'nonsense' })).toBe(400);
  });
});

describe('results of the simulated RIS', () => {
  it('go to the HIS when the modality reports the examination done, with text and JPEG', async () => {
    const hospital = await startHospital();
    await completeStep(hospital, 'SIMACC2');
    const { messages } = hospital.behind.his;
    await expect.poll(() => messages.length).toBe(1);
    const [result] = messages;
    expect(result?.at('MSH-9.2')).toBe('R01');
    expect(result?.at('PID-3.1')).toBe('RISPACS-SIM-2');
    expect(result?.at('OBR-25')).toBe('F');
    expect(result?.at('OBX-5')).toContain('DỮ LIỆU MÔ PHỎNG');
    const jpeg = Buffer.from(result?.at('OBX[3]-5.5') ?? '', 'base64');
    expect(jpeg.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(jpeg.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    // Done once, and nobody ordered a correction.
    await completeStep(hospital, 'SIMACC2');
    await setTimeout(1_000);
    expect(messages).toHaveLength(1);
  });

  it('of an ordered examination are corrected soon after, marked as such', async () => {
    const hospital = await startHospital();
    const port = portOf(hospital, 'ris-hl7');
    await sendMessage(await order(), { host: '127.0.0.1', port });
    await completeStep(hospital, 'ACC88');
    const { messages } = hospital.behind.his;
    await expect.poll(() => messages.length, { timeout: 5_000 }).toBe(2);
    const [first, second] = messages;
    for (const [result, status] of [
      [first, 'F'],
      [second, 'C'],
    ] as const) {
      expect(result?.at('OBR-25')).toBe(status);
      expect(result?.at('OBX-11')).toBe(status);
      expect(result?.at('OBX[3]-11')).toBe(status);
      expect(result?.at('ORC-2')).toBe('PLACER88');
      expect(result?.at('OBR-18')).toBe('ACC88');
      expect([result?.at('OBX[2]-3'), result?.at('OBX[2]-5')]).toEqual(['113014', '2.25.88']);
    }
    expect(first?.at('OBX-5')).not.toBe(second?.at('OBX-5'));
  });

  it('come without word from the modality once images stop coming, with one of them', async () => {
    const hospital = await startHospital();
    const port = portOf(hospital, 'ris-hl7');
    await sendMessage(await order(), { host: '127.0.0.1', port });
    const image = makeObject({
      PatientID: 'RISPACS-88',
      AccessionNumber: 'ACC88',
      StudyInstanceUID: '2.25.88',
      SeriesInstanceUID: '2.25.881',
      SOPInstanceUID: '2.25.8811',
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      Modality: 'CT',
    });
    expect(hospital.behind.pacs.archive.store(image)).toBe(0);
    const { messages } = hospital.behind.his;
    await expect.poll(() => messages.length, { timeout: 8_000 }).toBeGreaterThan(0);
    const jpeg = Buffer.from(messages[0]?.at('OBX[3]-5.5') ?? '', 'base64');
    expect(jpeg.equals(PLACEHOLDER_JPEG)).toBe(false);
    expect(jpeg.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it('of an order that was cancelled are never sent', async () => {
    const hospital = await startHospital();
    const mllp = { host: '127.0.0.1', port: portOf(hospital, 'ris-hl7') };
    await sendMessage(await order(), mllp);
    await completeStep(hospital, 'ACC88');
    expect(await sendMessage(await order('cancel'), mllp)).toMatchObject({ code: 'AA' });
    await setTimeout(1_000);
    expect(hospital.behind.his.messages).toEqual([]);
  });

  it('go to another HIS when there is one', async () => {
    const got: string[] = [];
    const listener = await startListener({
      host: '127.0.0.1',
      port: 0,
      allowedPeers: ['127.0.0.1'],
      handler: ({ message }) => {
        got.push(message.at('MSH-3') ?? '');
        return { kind: 'ack', code: 'AA' };
      },
    });
    onTestFinished(() => listener.close());
    const hospital = await startHospital({ resultsPort: listener.port });
    await completeStep(hospital, 'SIMACC3');
    await expect.poll(() => got).toEqual(['RISPACS_SIM']);
    expect(hospital.behind.his.messages).toEqual([]);
  });
});

describe('the simulated HIS', () => {
  it('takes messages about test patients and keeps nothing about anybody else', async () => {
    const hospital = await startHospital();
    const port = portOf(hospital, 'his-hl7');
    const mllp = { host: '127.0.0.1', port, firstByteTimeoutMs: 2_000, ackTimeoutMs: 2_000 };
    expect(await sendMessage(await order(), mllp)).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(await sendMessage(await order('new', '001234567890'), mllp)).toMatchObject({
      code: 'AR',
    });
    const kept = hospital.behind.his.messages.map((one) => one.at('PID-3.1'));
    expect(kept).toEqual(['RISPACS-88']);
  });
});

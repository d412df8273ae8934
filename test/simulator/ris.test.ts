import { afterEach, describe, expect, it } from 'vitest';
import { buildTestAdt, buildTestMerge } from '../../src/protocols/hl7/adt.ts';
import { sendMessage } from '../../src/protocols/hl7/client.ts';
import { readMessage } from '../../src/protocols/hl7/er7.ts';
import {
  buildTestOrder,
  type OrderAction,
  type TestOrder,
} from '../../src/protocols/hl7/orders.ts';
import { buildPatientQuery } from '../../src/protocols/hl7/queries.ts';
import type { RunningService } from '../../src/simulator/listen-on-loopback.ts';
import { type RisBehaviour, SOUND_RIS as working } from '../../src/simulator/ris/behaviour.ts';
import { makeMessageHandler } from '../../src/simulator/ris/handle-message.ts';
import { startOrderPort } from '../../src/simulator/ris/start-ris.ts';
import type { PatientRecords } from '../../src/simulator/ris/take-patient.ts';
import { makeSyntheticEntries, Worklist } from '../../src/simulator/ris/worklist.ts';

const started: RunningService[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
});

async function startRis(
  behaviour: RisBehaviour = working,
  records: readonly PatientRecords[] = [],
) {
  const worklist = new Worklist();
  const ris = await startOrderPort(
    makeMessageHandler(behaviour, worklist, records),
    new AbortController().signal,
  );
  started.push(ris);
  const send = (bytes: Uint8Array) =>
    sendMessage(bytes, {
      host: '127.0.0.1',
      port: ris.port,
      firstByteTimeoutMs: 2_000,
      ackTimeoutMs: 500,
    });
  return { worklist, send };
}

async function order(version: '2.3.1' | '2.5.1' | '2.7', action: OrderAction = 'new') {
  const content: TestOrder = {
    envelope: { version, receivingApplication: 'ANOTHER' },
    patient: { id: 'RISPACS-77', birthDate: '19900102', sex: 'F' },
    placerOrderNumber: 'PLACER77',
    accessionNumber: 'ACC77',
    requestedProcedureId: 'RP77',
    scheduledStepId: 'SPS77',
    studyInstanceUid: '2.25.77',
    modality: 'CT',
    scheduledAt: new Date('2026-01-02T03:04:00Z'),
    procedure: { code: 'CTNGUC', text: 'CT ngực có cản quang', scheme: '99SIM' },
  };
  return (await buildTestOrder(content, action)).bytes;
}

describe('the simulated RIS', () => {
  it.each(['2.3.1', '2.5.1', '2.7'] as const)(
    'puts an order on the worklist and takes its cancel off: %s',
    async (version) => {
      const { worklist, send } = await startRis();
      const answer = await send(await order(version));
      expect(answer).toMatchObject({ kind: 'ack', code: 'AA' });
      const reading = readMessage(answer.transcript.received.subarray(1));
      expect(reading.kind === 'message' && reading.message.at('MSH-3')).toBe('RISPACS_SIM');
      const found = worklist.find({ PatientID: 'RISPACS-77' });
      expect(found).toMatchObject({
        kind: 'records',
        records: [{ PatientID: 'RISPACS-77' }],
      });
      expect(worklist.find({})).toMatchObject({
        records: [
          {
            AccessionNumber: 'ACC77',
            PatientName: 'KIỂM THỬ^RISPACS',
            PatientBirthDate: '19900102',
            PatientSex: 'F',
            StudyInstanceUID: '2.25.77',
            RequestedProcedureID: 'RP77',
            ScheduledProcedureStepSequence: [
              {
                Modality: 'CT',
                ScheduledProcedureStepID: 'SPS77',
                ScheduledProcedureStepStartDate: '20260102',
                ScheduledProcedureStepStartTime: expect.stringMatching(/^1004/),
                ScheduledProcedureStepDescription: 'CT ngực có cản quang',
              },
            ],
          },
        ],
      });
      expect(await send(await order(version, 'cancel'))).toMatchObject({ code: 'AA' });
      expect(worklist.find({})).toEqual({ kind: 'records', records: [] });
      expect(await send(await order(version, 'cancel'))).toMatchObject({ code: 'AE' });
    },
  );

  it('refuses anybody who is not a test patient, and keeps nothing', async () => {
    const { worklist, send } = await startRis();
    const text = (await order('2.5.1')).toString('utf8').replaceAll('RISPACS-77', '001234567890');
    expect(await send(Buffer.from(text))).toMatchObject({ kind: 'ack', code: 'AR' });
    expect(worklist.find({})).toEqual({ kind: 'records', records: [] });
  });

  it.each(['2.3.1', '2.5.1'] as const)('answers a demographics query: %s', async (version) => {
    const { worklist, send } = await startRis();
    const query = async () =>
      (await buildPatientQuery({ envelope: { version }, patientId: 'RISPACS-77' })).bytes;
    const unknown = await send(await query());
    expect(unknown).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(unknown.transcript.received.toString('utf8')).not.toContain('PID|');
    await send(await order(version));
    const known = await send(await query());
    expect(known.transcript.received.toString('utf8')).toContain('PID|1||RISPACS-77');
    expect(worklist.entriesOf('RISPACS-77')).toHaveLength(1);
  });

  it('answers what it does not know with AR, whatever stands in it', async () => {
    const { send } = await startRis();
    const answer = await send(Buffer.from('MSH|^~\\&|A\\X0D\\PID|||||||ZZZ^Z99|1|P|9.9\r'));
    expect(answer).toMatchObject({ kind: 'ack', code: 'AR' });
  });

  it('refuses orders when its order interface is broken', async () => {
    const { worklist, send } = await startRis({ ...working, orders: 'error' });
    expect(await send(await order('2.5.1'))).toMatchObject({ kind: 'ack', code: 'AE' });
    expect(worklist.find({})).toEqual({ kind: 'records', records: [] });
  });

  it('can name another message than the one it answers', async () => {
    const { send } = await startRis({ ...working, controlId: 'wrong' });
    const answer = await send(await order('2.5.1'));
    expect(answer).toMatchObject({ kind: 'ack', matches: false });
    expect(answer.findings.answer).toContainEqual({ kind: 'foreign-acknowledgement', count: 1 });
  });

  it('can lose an order, or keep one that was cancelled', async () => {
    const losing = await startRis({ ...working, newOrders: 'lost' });
    expect(await losing.send(await order('2.5.1'))).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(losing.worklist.entriesOf('RISPACS-77')).toHaveLength(0);
    const keeping = await startRis({ ...working, cancels: 'ignored' });
    await keeping.send(await order('2.5.1'));
    expect(await keeping.send(await order('2.5.1', 'cancel'))).toMatchObject({ code: 'AA' });
    expect(keeping.worklist.entriesOf('RISPACS-77')).toHaveLength(1);
  });

  it('changes what an order asks for, and keeps how far it has come', async () => {
    const { worklist, send } = await startRis();
    expect(await send(await order('2.5.1', 'change'))).toMatchObject({ code: 'AE' });
    await send(await order('2.5.1'));
    expect(worklist.complete('ACC77')).toMatchObject({ placerOrderNumber: 'PLACER77' });
    expect(worklist.complete('ACC77')).toBeUndefined();
    const changed = (await order('2.5.1', 'change')).toString('utf8').replaceAll('có', 'không');
    expect(await send(Buffer.from(changed))).toMatchObject({ code: 'AA' });
    expect(worklist.find({})).toMatchObject({
      records: [
        {
          StudyInstanceUID: '2.25.77',
          RequestedProcedureDescription: 'CT ngực không cản quang',
          ScheduledProcedureStepSequence: [{ ScheduledProcedureStepStatus: 'COMPLETED' }],
        },
      ],
    });
    const ignoring = await startRis({ ...working, orderChanges: 'ignored' });
    await ignoring.send(await order('2.5.1'));
    expect(await ignoring.send(Buffer.from(changed))).toMatchObject({ code: 'AA' });
    expect(JSON.stringify(ignoring.worklist.find({}))).not.toContain('không cản quang');
  });

  it('renames and merges test patients wherever they stand, and nobody else', async () => {
    const seen: string[] = [];
    const elsewhere: PatientRecords = {
      rename: (id, name) => seen.push(`${id} ${name}`),
      merge: (former, id, name) => seen.push(`${former} into ${id} ${name}`),
    };
    const { worklist, send } = await startRis(working, [elsewhere]);
    const envelope = { version: '2.5.1' } as const;
    const patient = { id: 'RISPACS-77', birthDate: '19900102', sex: 'F' } as const;
    const adt = async (event: 'A04' | 'A08' | 'A11') =>
      (await buildTestAdt({ envelope, patient: { ...patient, name: 'changed' } }, event)).bytes;
    await send(await order('2.5.1'));
    for (const event of ['A04', 'A11', 'A08'] as const)
      expect(await send(await adt(event))).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(worklist.find({})).toMatchObject({
      records: [{ PatientName: 'KIỂM THỬ^ĐẶNG ĐỨC ƯỚC' }],
    });
    const survivor = { ...patient, id: 'RISPACS-78' };
    const merge = (await buildTestMerge({ envelope, patient: survivor }, 'RISPACS-77')).bytes;
    expect(await send(merge)).toMatchObject({ code: 'AA' });
    expect(worklist.find({})).toMatchObject({
      records: [{ PatientID: 'RISPACS-78', PatientName: 'KIỂM THỬ^RISPACS' }],
    });
    expect(seen).toEqual([
      'RISPACS-77 KIỂM THỬ^ĐẶNG ĐỨC ƯỚC',
      'RISPACS-77 into RISPACS-78 KIỂM THỬ^RISPACS',
    ]);
    const foreign = merge.toString('utf8').replaceAll('RISPACS-77', '001234567890');
    expect(await send(Buffer.from(foreign))).toMatchObject({ code: 'AR' });
    expect(seen).toHaveLength(2);
  });

  it('numbers what an order does not number, always in the same way', async () => {
    const bare = async (): Promise<unknown> => {
      const { worklist, send } = await startRis();
      const text = (await order('2.7')).toString('utf8').replace(/IPC\|.*\r/, '');
      expect(await send(Buffer.from(text))).toMatchObject({ code: 'AA' });
      return worklist.find({});
    };
    const found = await bare();
    expect(found).toMatchObject({
      records: [
        {
          AccessionNumber: 'PLACER77',
          StudyInstanceUID: expect.stringMatching(/^2\.25\.\d+\.9\.\d+$/),
          RequestedProcedureID: expect.stringMatching(/./),
        },
      ],
    });
    expect(await bare()).toEqual(found);
  });

  it('bounds its worklist', () => {
    const worklist = new Worklist();
    const [entry] = makeSyntheticEntries('20260102');
    if (entry === undefined) throw new Error('no entry');
    for (let number = 0; number < 500; number += 1) {
      expect(worklist.put({ ...entry, placerOrderNumber: `P${number}` })).toBe(true);
    }
    expect(worklist.put({ ...entry, placerOrderNumber: 'ONE-MORE' })).toBe(false);
    expect(worklist.put({ ...entry, placerOrderNumber: 'P1' })).toBe(true);
  });
});

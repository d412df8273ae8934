import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StepId, StepOutcome } from '../../../src/probes/workflow/step-ids.ts';
import { stepIds } from '../../../src/probes/workflow/step-ids.ts';
import type { Er7Message } from '../../../src/protocols/hl7/er7.ts';
import { frameMessage } from '../../../src/protocols/hl7/mllp.ts';
import type { Elements } from '../../../src/simulator/dicom/read-values.ts';
import { ackText, startRawPeer } from '../../protocols/hl7/support.ts';
import type { RisFaults } from './support/fake-ris.ts';
import { follow, type HospitalWishes, startHospital } from './support/follow.ts';

/** An acknowledgement in an MLLP block. */
function ack(message: Er7Message, code: string, controlId = message.controlId ?? ''): Buffer {
  const text = ackText(code, controlId).replace('|2.3.1|', `|${message.version}|`);
  return frameMessage(Buffer.from(text.replace('|HIS|BV|', '|RISPACS||'), 'utf8'));
}

/** Changes the answer to new orders only. */
function toOrders(answer: (message: Er7Message) => Buffer): RisFaults {
  return {
    answer: (message, usual) =>
      message.at('ORC-1') === 'NW' ? { kind: 'raw', bytes: answer(message) } : usual,
  };
}

const strip = (text: unknown): string =>
  String(text).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('Đ', 'D').replaceAll('đ', 'd');

const change = (to: (item: Elements) => Elements): RisFaults => ({ item: (item) => to(item) });

/** Answers what it is asked for as long as it has nothing of its own. */
function echoAtFirst(): RisFaults {
  let hadItems = false;
  return {
    find: (query, items) => {
      hadItems ||= items.length > 0;
      const { PatientID, AccessionNumber } = query;
      return hadItems ? items : [{ PatientID, AccessionNumber }];
    },
  };
}

interface Fault {
  readonly name: string;
  readonly wishes: HospitalWishes;
  readonly step: StepId;
  readonly outcome: StepOutcome;
  readonly says: RegExp;
  /** Steps that cannot be done then. */
  readonly without?: readonly StepId[];
}

const faults: readonly Fault[] = [
  {
    name: 'a wrong MSA-2',
    wishes: { ris: toOrders((message) => ack(message, 'AA', 'SOMEOTHER')) },
    step: 'order-ack',
    outcome: 'failed',
    says: /MSA-2/,
  },
  {
    name: 'a commit acknowledgement and then silence',
    wishes: { ris: toOrders((message) => ack(message, 'CA')) },
    step: 'order-ack',
    outcome: 'failed',
    says: /CA/,
  },
  {
    name: 'half an acknowledgement',
    wishes: { ris: toOrders((message) => ack(message, 'AA').subarray(0, 30)) },
    step: 'order-ack',
    outcome: 'failed',
    says: /only part/,
  },
  {
    name: 'two acknowledgements',
    wishes: {
      ris: toOrders((message) => Buffer.concat([ack(message, 'AA'), ack(message, 'AA')])),
    },
    step: 'order-ack',
    outcome: 'warned',
    says: /repeated-answer|frames-after-answer/,
  },
  {
    name: 'a message of its own before the acknowledgement',
    wishes: {
      ris: toOrders((message) =>
        Buffer.concat([
          frameMessage(Buffer.from('MSH|^~\\&|RIS|X|Y|Z|20261122||ORU^R01|1|P|2.5.1\rPID|1\r')),
          ack(message, 'AA'),
        ]),
      ),
    },
    step: 'order-ack',
    outcome: 'warned',
    says: /unsolicited-message/,
  },
  {
    name: 'an acknowledgement in an older version',
    wishes: {
      ris: toOrders((message) =>
        Buffer.from(ack(message, 'AA').toString().replace('|2.5.1|', '|2.2|')),
      ),
    },
    step: 'order-ack',
    outcome: 'warned',
    says: /version/,
  },
  {
    name: 'the accession number lost',
    wishes: { ris: change((item) => ({ ...item, AccessionNumber: '' })) },
    step: 'worklist',
    outcome: 'failed',
    says: /AccessionNumber/,
  },
  {
    name: 'letters stripped of their marks',
    wishes: { ris: change((item) => ({ ...item, PatientName: strip(item.PatientName) })) },
    step: 'worklist',
    outcome: 'failed',
    says: /PatientName.*\[stripped\]/,
  },
  {
    name: 'letters that became question marks',
    wishes: { ris: change((item) => ({ ...item, PatientName: 'KI?M TH?^RISPACS' })) },
    step: 'worklist',
    outcome: 'failed',
    says: /\[replaced\]/,
  },
  {
    name: 'leading zeros lost',
    wishes: {
      ris: change((item) => ({
        ...item,
        AdmissionID: String(item.AdmissionID).replace(/^0+/, ''),
      })),
    },
    step: 'worklist',
    outcome: 'warned',
    says: /AdmissionID/,
  },
  {
    name: 'a worklist that repeats the question',
    wishes: { ris: echoAtFirst() },
    step: 'negative-control',
    outcome: 'failed',
    says: /never sent/,
  },
  {
    name: 'a cancel that changes nothing',
    wishes: { ris: { keepsCancelled: true } },
    step: 'cancel',
    outcome: 'failed',
    says: /still shows/,
  },
  {
    name: 'changes that are acknowledged and ignored',
    wishes: { ris: { ignoresChanges: true } },
    step: 'correction-to-ris',
    outcome: 'warned',
    says: /not seen/,
    without: ['patient-update', 'patient-merge'],
  },
  {
    name: 'a report that names another patient',
    wishes: { ris: { result: (parts) => ({ ...parts, patientId: 'BN0001' }) } },
    step: 'report',
    outcome: 'failed',
    says: /another patient/,
    without: ['correction-to-his'],
  },
  {
    name: 'a JPEG cut short',
    wishes: {
      ris: {
        result: (parts) =>
          parts.status === 'F'
            ? { ...parts, picture: parts.picture?.subarray(0, parts.picture.length - 40) }
            : parts,
      },
    },
    step: 'report',
    outcome: 'failed',
    says: /whole JPEG/,
  },
  {
    name: 'a script in the report',
    wishes: {
      ris: {
        result: (parts) =>
          parts.status === 'F'
            ? { ...parts, text: '<b>x</b><script>fetch("//evil")</script>' }
            : parts,
      },
    },
    step: 'report',
    outcome: 'warned',
    says: /active content/,
  },
  {
    name: 'the Study Instance UID of another study in the report',
    wishes: {
      ris: {
        result: (parts) =>
          parts.status === 'F' ? { ...parts, studyUid: '1.2.826.0.1.3680043.9' } : parts,
      },
    },
    step: 'report',
    outcome: 'failed',
    says: /another study/,
  },
  {
    name: 'letters of the report that were read as Latin-1',
    wishes: {
      ris: {
        result: (parts) =>
          parts.status === 'F'
            ? { ...parts, text: Buffer.from(parts.text, 'utf8').toString('latin1') }
            : parts,
      },
    },
    step: 'report',
    outcome: 'failed',
    says: /damaged/,
  },
  {
    name: 'a correction that is not marked as one',
    wishes: {
      ris: { result: (parts) => (parts.status === 'C' ? { ...parts, status: 'F' } : parts) },
    },
    step: 'correction-to-his',
    outcome: 'warned',
    says: /not marked/,
  },
  {
    name: 'an archive that changes the name',
    wishes: { pacs: { keep: (study) => ({ ...study, PatientName: strip(study.PatientName) }) } },
    step: 'pacs-study',
    outcome: 'failed',
    says: /PatientName/,
  },
  {
    name: 'an archive that loses the study',
    wishes: {
      pacs: {
        keep: (study) => (String(study.PatientID) === 'RISPACS-TEST' ? undefined : study),
      },
    },
    step: 'pacs-study',
    outcome: 'failed',
    says: /does not find/,
    without: ['removal'],
  },
  {
    name: 'an archive that refuses to remove',
    wishes: { pacs: { rejectionStatus: 0x0110 } },
    step: 'removal',
    outcome: 'failed',
    says: /could not be removed/,
  },
];

/** A worklist that gives a Study Instance UID of its own. */
const assigning = (uid: string): RisFaults =>
  change((item) => ({ ...item, StudyInstanceUID: uid }));

describe('one fault changes its own step', () => {
  it.each(faults)('$name', async ({ wishes, step, outcome, says, without = [] }) => {
    const followed = await follow(await startHospital(wishes));
    expect(followed.outcomes[step], followed.observed(step)).toBe(outcome);
    expect(followed.observed(step)).toMatch(says);
    const others = stepIds.filter((one) => one !== step && !without.includes(one));
    expect(
      others
        .filter((one) => followed.outcomes[one] !== 'passed')
        .map((one) => `${one}: ${followed.outcomes[one]} ${followed.observed(one)}`),
    ).toEqual([]);
    for (const { state } of followed.effects.values())
      expect(['removed-verified', 'left']).toContain(state);
  });

  it('a Study Instance UID of the RIS that the archive knows already gets no images', async () => {
    const uid = '1.2.826.0.1.3680043.9.7.1';
    const hospital = await startHospital({ version: '2.7', ris: assigning(uid) });
    hospital.pacs.hold(uid, { PatientID: 'BN0009', PatientName: 'PHẠM^VĂN BÍ MẬT' });
    const followed = await follow(hospital);
    expect(followed.outcomes).toMatchObject({ images: 'failed', 'pacs-study': 'not-reached' });
    expect(followed.observed('images')).toContain('already');
    expect(hospital.pacs.studies.get(uid)).toMatchObject({ PatientID: 'BN0009' });
    expect(hospital.pacs.changes).not.toContain(uid);
    const kept = JSON.stringify([followed.observation, followed.logged, followed.journalled]);
    expect(kept).not.toMatch(/BN0009|BÍ MẬT/);
  });

  it('a study under a UID of the RIS that somebody else fills meanwhile is left', async () => {
    const uid = '1.2.826.0.1.3680043.9.7.2';
    const hospital = await startHospital({
      version: '2.7',
      ris: {
        ...assigning(uid),
        answer: (message, usual) => {
          // Long after the images were stored.
          if (message.triggerEvent === 'A40') hospital.pacs.add(uid, '1.2.840.113619.7');
          return usual;
        },
      },
    });
    const followed = await follow(hospital);
    expect(followed.outcomes.removal).toBe('failed');
    expect(followed.observed('removal')).toContain('did not send');
    expect([...hospital.pacs.studies.keys()]).toEqual([uid]);
    const study = [...followed.effects].find(([id]) => id.startsWith('study-'));
    expect(study?.[1].state).toBe('left');
  });

  it('an acknowledgement of one byte a second is not waited for', async () => {
    const followed = await follow(
      await startHospital({ hl7Port: (ris) => startSlowProxy(ris.hl7Port) }),
    );
    expect(followed.outcomes['order-ack']).toBe('failed');
    expect(followed.observed('order-ack')).toMatch(/only part/);
    expect(stepIds.filter((one) => followed.outcomes[one] !== 'passed')).toEqual(['order-ack']);
  });

  it('a refused order stops everything after it, and is cancelled all the same', async () => {
    const followed = await follow(
      await startHospital({
        ris: {
          answer: (message, usual) =>
            message.at('ORC-1') === 'NW'
              ? { kind: 'ack', code: 'AE', errorCode: '101', text: 'OBR-4 missing' }
              : usual,
          item: () => undefined,
        },
      }),
    );
    expect(followed.outcomes).toMatchObject({
      adt: 'passed',
      order: 'passed',
      'order-ack': 'failed',
      worklist: 'not-reached',
      images: 'not-reached',
      report: 'not-reached',
      'patient-merge': 'not-reached',
      cancel: 'passed',
    });
    expect(followed.observed('order-ack')).toContain('101');
    expect(followed.observed('order-ack')).toContain('OBR-4 missing');
  });

  it('an order that never comes to the worklist is followed all the same, up to its report', async () => {
    const followed = await follow(await startHospital({ ris: { item: () => undefined } }));
    expect(followed.outcomes).toMatchObject({
      'order-ack': 'passed',
      worklist: 'failed',
      images: 'passed',
      'pacs-study': 'passed',
      report: 'awaiting-person',
    });
  });

  it('a vendor gets a text about each step that failed, and of no other', async () => {
    const followed = await follow(
      await startHospital({
        ris: {
          ...toOrders((message) => ack(message, 'AA', 'SOMEOTHER')),
          ...change((item) => ({ ...item, AccessionNumber: '' })),
        },
      }),
      { context: { language: 'vi' } },
    );
    const texts = new Map(
      (followed.observation.attachments ?? [])
        .filter(({ mediaType }) => mediaType === 'text/plain')
        .map(({ originalName = '', sha256 }) => [
          originalName,
          Buffer.from(followed.attached.get(sha256) ?? []).toString('utf8'),
        ]),
    );
    expect([...texts.keys()]).toEqual(['ris-vendor-order-ack.txt', 'ris-vendor-worklist.txt']);
    const text = texts.get('ris-vendor-order-ack.txt') ?? '';
    const [order] = followed.journalled.filter(({ kind }) => kind === 'order');
    expect(text).toContain(order?.identifiers.placerOrderNumber);
    expect(text).toMatch(/- \d{4}-\d\d-\d\dT\S+ gửi OMI\^O23\^OMI_O23, MSH-10 \S+, attachments\//);
    expect(text).toMatch(/- \S+ nhận ACK\S*, MSH-10 \S+, MSA-1 AA, MSA-2 SOMEOTHER, attachments\//);
    expect(texts.get('ris-vendor-worklist.txt')).toContain('AccessionNumber (từ IPC-1)');
  });

  it('an item of another patient under our number fails, and no value of it is kept', async () => {
    const followed = await follow(
      await startHospital({
        ris: change((item) => ({ ...item, PatientID: 'BN0007', PatientName: 'PHẠM^VĂN BÍ MẬT' })),
      }),
    );
    expect(followed.outcomes.worklist).toBe('failed');
    const kept = JSON.stringify([followed.observation, followed.logged, followed.journalled]);
    expect(kept).not.toMatch(/BN0007|BÍ MẬT/);
    for (const bytes of followed.attached.values())
      expect(Buffer.from(bytes).toString('utf8')).not.toMatch(/BN0007|BÍ MẬT/);
  });

  it('of a report about another patient nothing is kept', async () => {
    const secret = { patientId: 'BN0001', patientName: ['LÊ', 'THỊ KÍN'], text: 'ung thư' };
    const followed = await follow(
      await startHospital({ ris: { result: (parts) => ({ ...parts, ...secret }) } }),
    );
    const kept = JSON.stringify([followed.observation, followed.logged, followed.journalled]);
    expect(kept).not.toMatch(/BN0001|THỊ KÍN|ung thư/);
    for (const bytes of followed.attached.values())
      expect(Buffer.from(bytes).toString('utf8')).not.toMatch(/BN0001|THỊ KÍN|ung thư/);
    expect(followed.rows('workflow.transcript')[0]?.refusedIn).toBeGreaterThan(0);
  });
});

/** Passes everything on, but gives the answer to a new order away byte by byte. */
async function startSlowProxy(port: number): Promise<number> {
  const { connect } = await import('node:net');
  const peer = await startRawPeer((socket) => {
    const inner = connect({ host: '127.0.0.1', port });
    let isOrder = false;
    inner.on('error', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      isOrder ||= chunk.includes('ORC|NW');
      inner.write(chunk);
    });
    inner.on('data', async (chunk: Buffer) => {
      if (!isOrder) {
        socket.write(chunk);
        return;
      }
      for (const byte of chunk) {
        if (socket.destroyed) return;
        socket.write(Buffer.of(byte));
        await sleep(1_000, undefined, { ref: false });
      }
    });
  });
  onTestFinished(() => peer.close());
  return peer.port;
}

import { describe, expect, it } from 'vitest';
import { foldLetters } from '../../../src/probes/shared/compare-text.ts';
import { stepIds } from '../../../src/probes/workflow/step-ids.ts';
import { type Followed, follow, startHospital } from './support/follow.ts';

const notPassed = (followed: Followed): readonly string[] =>
  followed
    .rows('workflow.step')
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ step, outcome, observed }) => `${step}: ${outcome} ${observed}`);

const mapped = (followed: Followed, attribute: string) =>
  followed
    .rows('workflow.mapping')
    .find((row) => row.attribute === attribute && row.view === 'worklist');

describe('following an order from the HIS to its report', () => {
  it.each(['2.3.1', '2.5.1'] as const)(
    'passes every step at a good hospital, HL7 %s',
    async (version) => {
      const hospital = await startHospital({ version });
      const followed = await follow(hospital);
      expect(notPassed(followed)).toEqual([]);
      expect(followed.rows('workflow.step').map(({ step }) => step)).toEqual(stepIds);
      for (const row of followed.rows('workflow.mapping'))
        expect(row).toMatchObject({ equal: true });
      expect(followed.rows('workflow.report')).toMatchObject([
        {
          purpose: 'report',
          messageType: 'ORU^R01',
          status: 'F',
          hasText: true,
          hasJpeg: true,
          jpegValid: true,
          textIntact: true,
          studyUidEqual: true,
          activeContent: false,
        },
        { purpose: 'correction', status: 'C' },
      ]);
      expect(followed.rows('workflow.transcript')).toEqual([
        {
          endpoint: 'ris',
          messagesOut: 9,
          acknowledgementsIn: 9,
          messagesIn: 2,
          bytesOut: expect.any(Number),
          bytesIn: expect.any(Number),
          refusedIn: 0,
        },
      ]);
      for (const { state } of followed.effects.values()) expect(state).toBe('removed-verified');
      expect(hospital.ris.items).toEqual([]);
      expect([...hospital.pacs.studies.keys()]).toEqual([]);
      expect(hospital.ris.received.map((message) => message.at('MSH-9.2')).join(' ')).toMatch(
        /^A04 (O01|O23) \1 A08 A08 A04 A40 \1 A11$/,
      );
    },
  );

  it('follows Vietnamese practice, where the RIS gives the Study Instance UID', async () => {
    const hospital = await startHospital({ version: '2.7' });
    const followed = await follow(hospital);
    expect(notPassed(followed)).toEqual([]);
    const order = hospital.ris.received.find((message) => message.at('ORC-1') === 'NW');
    expect(order?.segment('IPC')).toBeUndefined();
    expect(order?.segment('ZDS')).toBeUndefined();
    expect(order?.at('PID-5.1')).toBe('KIỂM THỬ RISPACS');
    expect(order?.at('IN1-2')).toMatch(/^XX\d{13}$/);
    expect(order?.at('OBR-2.1')).toBe(mapped(followed, 'AccessionNumber')?.received);
    const shown = mapped(followed, 'StudyInstanceUID');
    expect(shown).toMatchObject({ equal: true });
    expect(shown).not.toHaveProperty('hl7Field');
    expect(shown?.received).toMatch(/^1\.2\.826\.0\.1\./);
    expect(followed.notes.join(' ')).toContain('Study Instance UID of its own');
    const study = followed.journalled.find(
      ({ kind, identifiers }) => kind === 'study' && identifiers.uidAssignedBy === 'worklist',
    );
    expect(study?.identifiers.studyInstanceUid).toBe(shown?.received);
    expect(followed.effects.get(study?.id ?? '')?.state).toBe('removed-verified');
    expect([...hospital.pacs.studies.keys()]).toEqual([]);
  });

  it.each(
    (['NFC', 'NFD'] as const).flatMap((textForm) =>
      (['UNICODE UTF-8', 'UTF-8', 'absent'] as const).map((charset) => ({ textForm, charset })),
    ),
  )('names in $textForm, UTF-8 declared as $charset, survive', async ({ textForm, charset }) => {
    const hospital = await startHospital({ endpoint: { textForm, charset } });
    const followed = await follow(hospital);
    expect(notPassed(followed)).toEqual([]);
    const { received } = hospital.ris;
    for (const message of received)
      expect(message.declaredCharset).toBe(charset === 'absent' ? undefined : charset);
    const at = (what: string, path: string): string | undefined =>
      received.find((one) => [one.at('ORC-1'), one.triggerEvent].includes(what))?.at(path);
    expect(at('NW', 'PID-5.1')).toBe('KIỂM THỬ'.normalize(textForm));
    expect(at('NW', 'OBR-16.2')).toBe('ĐẶNG ĐỨC ƯỚC'.normalize(textForm));
    expect(at('NW', 'PV1-8.2')).toBe('NGUYỄN THỊ ÁNH'.normalize(textForm));
    expect(at('A08', 'PID-5.2')).toBe('ĐẶNG ĐỨC ƯỚC'.normalize(textForm));
    for (const attribute of ['PatientName', 'RequestingPhysician', 'ReferringPhysicianName'])
      expect(mapped(followed, attribute)).toMatchObject({ equal: true, text: 'intact' });
    for (const report of followed.rows('workflow.report'))
      expect(report).toMatchObject({ textIntact: true });
  });

  it.each(
    (
      [
        ['RequestingPhysician', 'ĐẶNG ĐỨC ƯỚC'],
        ['ReferringPhysicianName', 'NGUYỄN THỊ ÁNH'],
      ] as const
    ).flatMap(([attribute, name]) =>
      (
        [
          ['stripped', (text: string) => foldLetters(text)],
          ['replaced', (text: string) => text.normalize('NFC').replace(/[^ A-Z^]/g, '?')],
          ['mojibake', (text: string) => Buffer.from(text, 'utf8').toString('latin1')],
          ['mojibake', (text: string) => text.normalize('NFC').replace(/[^ A-Z^]/g, '®')],
          ['lost', (text: string) => text.slice(0, -3)],
        ] as const
      ).flatMap(([verdict, spoil]) =>
        (['NFC', 'NFD'] as const).map((textForm) => ({
          attribute,
          name,
          verdict,
          spoil,
          shown: spoil(name),
          textForm,
        })),
      ),
    ),
  )(
    '$name in $textForm that a worklist shows as "$shown" is $verdict',
    async ({ attribute, verdict, spoil, textForm }) => {
      const hospital = await startHospital({
        endpoint: { textForm },
        without: ['pacs', 'receive'],
        ris: { item: (item) => ({ ...item, [attribute]: spoil(String(item[attribute])) }) },
      });
      const followed = await follow(hospital);
      expect(mapped(followed, attribute)).toMatchObject({ equal: false, text: verdict });
      expect(followed.outcomes.worklist).toMatch(/^(failed|warned)$/);
    },
  );

  it('a RIS that composes decomposed letters is told apart from one that loses them', async () => {
    const hospital = await startHospital({
      texts: { form: 'NFD' },
      ris: {
        item: (item) => ({ ...item, PatientName: String(item.PatientName).normalize('NFC') }),
      },
    });
    const followed = await follow(hospital);
    expect(notPassed(followed)).toEqual([]);
    expect(mapped(followed, 'PatientName')).toMatchObject({ equal: true, text: 'nfc-nfd-changed' });
  });

  it('keeps the local day across midnight, and leading zeros', async () => {
    const hospital = await startHospital();
    const followed = await follow(hospital, { now: new Date('2026-11-22T17:30:00Z') });
    expect(notPassed(followed)).toEqual([]);
    expect(mapped(followed, 'ScheduledProcedureStepStartDate')).toMatchObject({
      sent: '20261123',
      received: '20261123',
    });
    expect(mapped(followed, 'ScheduledProcedureStepStartTime')).toMatchObject({ sent: '003000' });
    expect(mapped(followed, 'AdmissionID')?.received).toMatch(/^00RP/);
    expect(mapped(followed, 'OtherPatientIDsSequence.PatientID')?.received).toMatch(/^000\d{9}$/);
  });

  it('a RIS that takes the time for UTC shows the day before', async () => {
    const hospital = await startHospital({
      ris: {
        item: (item) => {
          const [step] = Array.isArray(item.ScheduledProcedureStepSequence)
            ? item.ScheduledProcedureStepSequence
            : [];
          const wrong = {
            ScheduledProcedureStepStartDate: '20261122',
            ScheduledProcedureStepStartTime: '173000',
          };
          return { ...item, ScheduledProcedureStepSequence: [{ ...step, ...wrong }] };
        },
      },
    });
    const followed = await follow(hospital, { now: new Date('2026-11-22T17:30:00Z') });
    expect(followed.outcomes.worklist).toBe('warned');
    expect(followed.observed('worklist')).toContain('ScheduledProcedureStepStartDate');
  });

  it('keeps every message of ours in the dossier, taken apart and as a picture', async () => {
    const followed = await follow(await startHospital());
    const attachments = followed.observation.attachments ?? [];
    const named = (name: string): string => {
      const found = attachments.find((one) => one.originalName === name);
      return Buffer.from(followed.attached.get(found?.sha256 ?? '') ?? []).toString('utf8');
    };
    const transcript = JSON.parse(named('ris-transcript.json'));
    expect(transcript.messages).toHaveLength(20);
    expect(transcript.messages[0]).toMatchObject({ direction: 'out', step: 'adt' });
    expect(JSON.stringify(transcript.messages)).toContain('KIỂM THỬ');
    for (const message of transcript.messages) {
      expect(message.at).toMatch(/^\d{4}-.*Z$/);
      expect(message.bytes).toBeGreaterThan(0);
      expect(attachments.map(({ path }) => path)).toContain(message.file);
      expect(message.segments[0].id).toBe('MSH');
    }
    expect(named('ris-sequence.svg')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });
});

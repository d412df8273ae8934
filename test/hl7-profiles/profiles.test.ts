import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../src/hl7-profiles/check-message.ts';
import { chooseProfile } from '../../src/hl7-profiles/choose-profile.ts';
import { listProfiles } from '../../src/hl7-profiles/describe-profiles.ts';
import {
  captureFindings,
  encodingFindings,
  framingFindings,
} from '../../src/hl7-profiles/known-findings.ts';
import { buildTestAdt, buildTestMerge } from '../../src/protocols/hl7/adt.ts';
import { buildTestOrder, type TestOrder } from '../../src/protocols/hl7/orders.ts';
import { read } from '../protocols/hl7/support.ts';
import { judge, message, profileOf, profiles, short } from './support.ts';

const jpeg = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex').toString('base64');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const UID = '1.2.840.113619.2.55.3';

/** Lines that a profile has nothing to say about. */
const PID = 'PID|1||RISPACS-TEST^^^BV||KIỂM THỬ^RISPACS||19900101|F';
const good: Readonly<Record<string, string>> = {
  'ihe-swf-orm-2.3.1': message(
    'ORM^O01',
    '2.3.1',
    PID,
    'PV1|1|O',
    'ORC|NW|P1|||SC||^^^20261122083000^^R',
    'OBR|1|P1||CT1^Chụp CLVT^99T||||||||||||||A1|R1|S1||||CT||||||||||||||||||||CT1^Chụp CLVT^99T',
    `ZDS|${UID}^BV^Application^DICOM`,
  ),
  'ihe-swf-omi-2.5.1': message(
    'OMI^O23^OMI_O23',
    '2.5.1',
    PID,
    'PV1|1|O',
    'ORC|NW|P1|||SC',
    'TQ1|1||||||20261122083000||R',
    'OBR|1|P1||CT1^Chụp CLVT^99T||||||||||||||||||||||||||||||||||||||||CT1^Chụp CLVT^99T',
    `IPC|A1|R1|${UID}|S1|CT|CT1^Chụp CLVT^99T`,
  ),
  'ihe-oru-report': message(
    'ORU^R01^ORU_R01',
    '2.5.1',
    PID,
    'ORC|RE|P1|F1',
    'OBR|1|P1|F1|CT1^Chụp CLVT^99T|||202611220900|||||||||||A1|||||||F|||||||BS1&BÁC SĨ',
    'OBX|1|TX|R^Kết quả||Không thấy bất thường.||||||F',
    `OBX|2|ED|I^Hình||PACS^IM^JPEG^Base64^${jpeg}||||||F`,
    'OBX|3|RP|L^Liên kết||https://pacs.example/v?a=1\\T\\b=2^PACS^IM^JPEG||||||F',
    `OBX|4|ST|113014^DICOM Study^DCM||${UID}||||||O`,
  ),
  adt: message('ADT^A08^ADT_A01', '2.5.1', 'EVN||20261122080000', PID, 'PV1|1|O'),
  'hl7-ack': message('ACK^O01^ACK', '2.5.1', 'MSA|AA|C9'),
  'hl7-base': message('SIU^S12^SIU_S12', '2.5.1', 'SCH|1'),
  'vn-practice-2.7': message(
    'ORU^R01^ORU_R01',
    '2.7',
    'PID|1||0001234||KIỂM THỬ RISPACS||19900101|F',
    'PV1|1|O',
    'IN1|1|DN4790000000001||||||||||20260101|20261231',
    'OBR|1|CD001^1|F1|XR01^Chụp XQ',
    `OBX|1|TX|DX|${UID}|${base64('<p>Không thấy bất thường</p>')}||||||F`,
    `OBX|2|TX|DX|${UID}|${base64('https://pacs.example/v?study=1')}||||||F`,
  ),
};

/** Each departure from the good message, and what it must lead to and nothing else. */
const faults: readonly [string, string, (text: string) => string, readonly string[]][] = [
  ['hl7-base', 'no MSH-10', (t) => t.replace('|C1|P', '||P'), ['fail msh-10 MSH-10']],
  ['hl7-base', 'no version', (t) => t.replace('|P|2.5.1', '|P|'), ['fail msh-12 MSH-12']],
  [
    'hl7-base',
    'a word for a version',
    (t) => t.replace('|2.5.1|', '|2.x|'),
    ['fail msh-12 MSH-12'],
  ],
  [
    'hl7-base',
    'a long MSH-10',
    (t) => t.replace('|C1|', `|${'C'.repeat(21)}|`),
    ['warn msh-10-length MSH-10'],
  ],
  [
    'hl7-base',
    'a date without a time',
    (t) => t.replace('20261122080000+0700', '20261122'),
    ['fail msh-7 MSH-7'],
  ],
  [
    'hl7-base',
    'odd delimiters',
    (t) => t.replace('^~\\&', '^~\\'),
    ['warn short-encoding-characters', 'warn msh-2 MSH-2'],
  ],
  [
    'hl7-base',
    'broken lines',
    (t) => t.replace('SCH|1', 'SCH|1\rbroken line'),
    ['fail continuation-line SCH'],
  ],
  ['hl7-base', 'a bad segment', (t) => `${t}pid|1\r`, ['fail bad-segment-id']],
  ['hl7-base', 'two messages in one', (t) => t + t, ['warn second-header MSH[2]']],
  ['hl7-base', 'LF', (t) => t.replaceAll('\r', '\n'), ['warn line-ends']],
  [
    'hl7-base',
    'a lie about the charset',
    (t) => t.replace('UNICODE UTF-8', '8859/1').replace('SCH|1', 'SCH|Ễ'),
    ['fail charset-mismatch'],
  ],
  [
    'hl7-base',
    'no charset',
    (t) => t.replace('UNICODE UTF-8', '').replace('SCH|1', 'SCH|Ễ'),
    ['warn charset-undeclared'],
  ],
  [
    'hl7-base',
    'UTF-8 by its common name',
    (t) => t.replace('UNICODE UTF-8', 'UTF-8'),
    ['warn charset-not-in-table-0211'],
  ],

  ['hl7-ack', 'no MSA', (t) => t.replace('MSA|AA|C9\r', ''), ['fail msa MSA']],
  ['hl7-ack', 'no MSA-2', (t) => t.replace('|C9', '|'), ['fail msa-2 MSA-2']],
  ['hl7-ack', 'a commit', (t) => t.replace('|AA|', '|CA|'), ['info msa-1-mode MSA-1']],
  ['hl7-ack', 'an unknown code', (t) => t.replace('|AA|', '|OK|'), ['warn msa-1-table MSA-1']],
  ['hl7-ack', 'a refusal without a reason', (t) => t.replace('|AA|', '|AE|'), ['warn err ERR']],

  ['adt', 'no EVN-2', (t) => t.replace('EVN||20261122080000', 'EVN||'), ['fail evn-2 EVN-2']],
  ['adt', 'the old PID-2', (t) => t.replace('PID|1|', 'PID|1|77'), ['warn pid-2 PID-2']],
  [
    'adt',
    'no assigning authority',
    (t) => t.replace('^^^BV', ''),
    ['warn pid-3-authority PID-3.4'],
  ],
  ['adt', 'no identifier', (t) => t.replace('RISPACS-TEST', ''), ['fail pid-3 PID-3.1']],
  ['adt', 'a word for a sex', (t) => t.replace('|F\r', '|Nữ\r'), ['fail pid-8 PID-8']],
  [
    'adt',
    'an impossible birth date',
    (t) => t.replace('19900101', '31/01/1990'),
    ['fail pid-7 PID-7'],
  ],
  ['adt', 'no family name', (t) => t.replace('KIỂM THỬ^', '^'), ['fail pid-5-family PID-5.1']],
  ['adt', 'a merge without MRG', (t) => t.replace('A08^ADT_A01', 'A40^ADT_A39'), ['warn mrg MRG']],
  [
    'adt',
    'a merge into itself',
    (t) => `${t.replace('A08^ADT_A01', 'A40^ADT_A39')}MRG|RISPACS-TEST^^^BV\r`,
    ['warn mrg-differs MRG-1.1'],
  ],

  ['ihe-swf-orm-2.3.1', 'no ORC-1', (t) => t.replace('ORC|NW', 'ORC|'), ['fail orc-1 ORC-1']],
  [
    'ihe-swf-orm-2.3.1',
    'no PID',
    (t) => t.replace(`${PID}\r`, ''),
    ['warn pid PID', 'warn pv1 PV1'],
  ],
  [
    'ihe-swf-orm-2.3.1',
    'a long accession number',
    (t) => t.replace('|A1|', `|${'A'.repeat(17)}|`),
    ['warn obr-18 OBR-18'],
  ],
  [
    'ihe-swf-orm-2.3.1',
    'two placer numbers',
    (t) => t.replace('OBR|1|P1', 'OBR|1|P2'),
    ['warn obr-2 OBR-2'],
  ],
  [
    'ihe-swf-orm-2.3.1',
    'a UID that is none',
    (t) => t.replace(UID, '1.02.3'),
    ['warn zds-1 ZDS-1.1'],
  ],
  ['ihe-swf-orm-2.3.1', 'no ZDS', (t) => t.replace(/ZDS.*\r/, ''), ['warn zds ZDS']],
  [
    'ihe-swf-orm-2.3.1',
    'a question mark in the name',
    (t) => t.replace('KIỂM', 'KI?M'),
    ['warn pid-5-intact PID-5'],
  ],

  [
    'ihe-swf-omi-2.5.1',
    'no accession number',
    (t) => t.replace('IPC|A1', 'IPC|'),
    ['fail ipc-1 IPC-1'],
  ],
  [
    'ihe-swf-omi-2.5.1',
    'a long accession number',
    (t) => t.replace('IPC|A1', `IPC|${'A'.repeat(17)}`),
    ['fail ipc-1-length IPC-1.1'],
  ],
  [
    'ihe-swf-omi-2.5.1',
    'no IPC',
    (t) => t.replace(/IPC.*\r/, ''),
    ['warn obr OBR', 'warn ipc IPC'],
  ],
  ['ihe-swf-omi-2.5.1', 'no TQ1', (t) => t.replace(/TQ1.*\r/, ''), ['warn tq1 TQ1']],
  [
    'ihe-swf-omi-2.5.1',
    'timing in ORC-7',
    (t) => t.replace('|P1|||SC\r', '|P1|||SC||^^^20261122\r'),
    ['warn orc-7 ORC-7'],
  ],

  [
    'ihe-oru-report',
    'no OBX-11',
    (t) => t.replace('thường.||||||F', 'thường.||||||'),
    ['fail obx-11 OBX-11'],
  ],
  [
    'ihe-oru-report',
    'no OBR',
    (t) => t.replace(/OBR.*\r/, ''),
    ['fail obr OBR', 'warn obx OBX', 'warn obx OBX[2]', 'warn obx OBX[3]', 'warn obx OBX[4]'],
  ],
  [
    'ihe-oru-report',
    'a truncated JPEG',
    (t) => t.replace(jpeg, Buffer.from('ffd8ffe000104a46', 'hex').toString('base64')),
    ['warn ed-jpeg OBX[2]-5.5'],
  ],
  [
    'ihe-oru-report',
    'Base64 that is none',
    (t) => t.replace(jpeg, `${jpeg}*`),
    ['warn ed-data OBX[2]-5.5', 'warn ed-jpeg OBX[2]-5.5'],
  ],
  [
    'ihe-oru-report',
    'a script',
    (t) => t.replace('Không thấy', '<script>x</script>'),
    ['warn obx-5-active OBX-5'],
  ],
  [
    'ihe-oru-report',
    'a link to a file',
    (t) => t.replace('https://pacs.example/v?a=1', 'C:/anh'),
    ['warn rp-link OBX[3]-5.1'],
  ],
  [
    'ihe-oru-report',
    'no Study Instance UID',
    (t) => t.replace('113014', '999999'),
    ['warn study-uid OBX'],
  ],
  [
    'ihe-oru-report',
    'an unknown status',
    (t) => t.replace('|||||||F|||||||BS1', '|||||||K|||||||BS1'),
    ['fail obr-25-table OBR-25'],
  ],
  [
    'ihe-oru-report',
    'no placer number',
    (t) => t.replace('OBR|1|P1', 'OBR|1|'),
    ['warn obr-2 OBR-2'],
  ],
  [
    'ihe-oru-report',
    'damaged diacritics',
    (t) => t.replace('Không', Buffer.from('Không').toString('latin1')),
    ['warn obx-5-intact OBX-5'],
  ],

  [
    'vn-practice-2.7',
    'UTF-8 by its common name',
    (t) => t.replace('UNICODE UTF-8', 'UTF-8'),
    ['info charset-not-in-table-0211'],
  ],
  [
    'vn-practice-2.7',
    'a name in two parts',
    (t) => t.replace('THỬ RIS', 'THỬ^RIS'),
    ['info pid-5-whole PID-5.2'],
  ],
  [
    'vn-practice-2.7',
    'a card of the wrong length',
    (t) => t.replace('DN479', 'DN47'),
    ['warn in1-2 IN1-2'],
  ],
  [
    'vn-practice-2.7',
    'the citizen number first',
    (t) => t.replace('0001234|', '001234567890^^^CCCD~0001234|'),
    ['warn pid-3-first PID-3.4'],
  ],
  [
    'vn-practice-2.7',
    'a citizen number without its zero',
    (t) => t.replace('0001234|', '0001234~1234567890^^^CCCD|'),
    ['warn citizen-id PID-3[2].1'],
  ],
  [
    'vn-practice-2.7',
    'no Study Instance UID',
    (t) => t.replace(`DX|${UID}|`, 'DX||'),
    ['warn obx-4 OBX-4'],
  ],
  [
    'vn-practice-2.7',
    'HTML as it is',
    (t) => t.replace(base64('<p>Không thấy bất thường</p>'), '<p>Bình thường</p>'),
    ['warn obx-5 OBX-5'],
  ],
  [
    'vn-practice-2.7',
    'a script in Base64',
    (t) => t.replace(base64('<p>Không thấy bất thường</p>'), base64('<p>x<script>y</script></p>')),
    ['warn obx-5-active OBX-5'],
  ],
  ['vn-practice-2.7', 'no status', (t) => t.replace(/\|F\r$/, '|\r'), ['fail obx-11 OBX[2]-11']],
];

describe('the profiles that come with the tool', () => {
  it('have a good message each, which leads to no finding', () => {
    expect(Object.keys(good).sort()).toEqual(profiles.map(({ id }) => id).sort());
    for (const [id, text] of Object.entries(good)) {
      expect([id, judge(text, profileOf(id))]).toEqual([id, []]);
    }
  });

  it.each(faults)('%s: %s', (id, _, damage, expected) => {
    const damaged = damage(good[id] ?? '');
    expect(damaged).not.toBe(good[id]);
    expect(judge(damaged, profileOf(id))).toEqual(expected);
  });

  it('weigh every finding of the reader, the deframer and the capture', () => {
    const base = profileOf('hl7-base');
    const ids = (list: readonly { readonly finding: string }[]): string[] =>
      list.map(({ finding }) => finding).sort();
    expect(ids(base.encoding)).toEqual([...encodingFindings].sort());
    expect(ids(base.framing)).toEqual([...framingFindings].sort());
    expect(ids(base.capture)).toEqual([...captureFindings].sort());
  });

  it('reject only by rules whose text was read, and say where it can be read', () => {
    for (const { rules, encoding, framing, capture } of profiles) {
      for (const rule of [...rules, ...encoding, ...framing, ...capture]) {
        if (rule.severity === 'fail')
          expect([rule.id, rule.source.verified]).toEqual([rule.id, true]);
        if (rule.source.verified)
          expect([rule.id, rule.source.url]).toEqual([rule.id, expect.stringMatching(/^https?:/)]);
      }
    }
  });

  it('claim nothing of Vietnamese practice that would reject a message', () => {
    const own = profileOf('vn-practice-2.7').rules.filter(
      ({ source }) => source.unwritten === true,
    );
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(({ severity }) => severity === 'fail')).toEqual([]);
  });

  it('are listed with what they judge', () => {
    const list = listProfiles(profiles, 'vi');
    expect(list.map(({ id }) => id)).toEqual([
      'adt',
      'hl7-ack',
      'hl7-base',
      'ihe-oru-report',
      'ihe-swf-omi-2.5.1',
      'ihe-swf-orm-2.3.1',
      'vn-practice-2.7',
    ]);
    expect(list.find(({ id }) => id === 'ihe-swf-orm-2.3.1')?.messages).toEqual([
      'ORM^O01 2.3, 2.3.1, 2.4',
    ]);
  });
});

describe('choosing a profile', () => {
  it.each<[string, string, string, string]>([
    ['ORM^O01', '2.3.1', 'ihe-swf-orm-2.3.1', 'type-and-version'],
    ['ORM^O01', '2.7', 'vn-practice-2.7', 'type-and-version'],
    ['OMI^O23', '2.5.1', 'ihe-swf-omi-2.5.1', 'type-and-version'],
    ['OMI^O23', '2.7', 'vn-practice-2.7', 'type-and-version'],
    ['OMI^O23', '3.0', 'ihe-swf-omi-2.5.1', 'type'],
    ['ORU^R01', '2.5.1', 'ihe-oru-report', 'type-and-version'],
    ['ORU^R01', '2.7', 'vn-practice-2.7', 'type-and-version'],
    ['ADT^A40', '2.3.1', 'adt', 'type-and-version'],
    ['ACK', '2.7', 'hl7-ack', 'type-and-version'],
    ['DFT^P03', '2.5.1', 'hl7-base', 'none'],
    ['', '', 'hl7-base', 'none'],
  ])('%s %s: %s', (type, version, id, choice) => {
    const chosen = chooseProfile(read(message(type, version)), profiles);
    expect([chosen.profile.id, chosen.choice]).toEqual([id, choice]);
  });

  it('that was asked for judges everything but acknowledgements', () => {
    const asked = profileOf('vn-practice-2.7');
    const of = (type: string) => chooseProfile(read(message(type, '2.5.1')), profiles, asked);
    expect(of('ORU^R01')).toEqual({ profile: asked, choice: 'asked-for' });
    expect(of('DFT^P03')).toEqual({ profile: asked, choice: 'asked-for' });
    expect(of('ACK').profile.id).toBe('hl7-ack');
  });
});

describe('our own messages', () => {
  const order: TestOrder = {
    envelope: {
      version: '2.5.1',
      receivingApplication: 'RIS',
      receivingFacility: 'BV',
      sendingFacility: 'RISPACS',
    },
    patient: { id: 'RISPACS-TEST', assigningAuthority: 'RISPACS', birthDate: '19900101', sex: 'F' },
    placerOrderNumber: 'RPP1',
    accessionNumber: 'RPA1',
    requestedProcedureId: 'RPR1',
    scheduledStepId: 'RPS1',
    studyInstanceUid: UID,
    modality: 'CT',
    scheduledAt: new Date('2026-11-22T17:30:00Z'),
    procedure: { code: 'CT1', text: 'Chụp | CLVT & sọ', scheme: '99T' },
  };

  const judged = (bytes: Uint8Array): string[] => {
    const { profile } = chooseProfile(read(bytes), profiles);
    return short(checkMessage(read(bytes), profile)).filter((one) => !one.startsWith('info'));
  };

  it.each([
    ['2.3.1', 'ihe'],
    ['2.5.1', 'ihe'],
    ['2.7', 'vietnam'],
  ] as const)('orders of %s (%s) are what the profile asks for', async (version, style) => {
    const envelope = { ...order.envelope, version };
    for (const action of ['new', 'cancel', 'discontinue'] as const) {
      const { bytes } = await buildTestOrder({ ...order, envelope, style }, action);
      expect([action, judged(bytes)]).toEqual([action, []]);
    }
  });

  it('registration, update and merge are what the profile asks for', async () => {
    const { envelope, patient } = order;
    for (const event of ['A04', 'A08', 'A11'] as const) {
      const { bytes } = await buildTestAdt({ envelope, patient, visitNumber: 'V1' }, event);
      expect([event, judged(bytes)]).toEqual([event, []]);
    }
    const merge = await buildTestMerge({ envelope, patient }, 'RISPACS-TEST-2');
    expect(judged(merge.bytes)).toEqual([]);
  });
});

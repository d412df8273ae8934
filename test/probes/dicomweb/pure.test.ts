import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareJson } from '../../../src/probes/dicomweb/compare-json.ts';
import { isRightContentType } from '../../../src/probes/dicomweb/content-type.ts';
import { describeDamage } from '../../../src/probes/dicomweb/describe-damage.ts';
import { codeOfFailure, stateOfFailure } from '../../../src/probes/dicomweb/failure.ts';
import { dicomwebMessages } from '../../../src/probes/dicomweb/messages.ts';
import { mayCarryAccount } from '../../../src/probes/dicomweb/render-study.ts';
import { ChangeTally } from '../../../src/probes/dicomweb/tally-changes.ts';
import { TextTally } from '../../../src/probes/dicomweb/tally-texts.ts';
import { makeTestStudy } from '../../../src/probes/dicomweb/test-objects.ts';
import type {
  DicomJsonDataset,
  DicomWebFailureReason,
} from '../../../src/protocols/dicomweb/index.ts';
import { DEFAULT_DICOMWEB_LIMITS } from '../../../src/protocols/dicomweb/options.ts';
import { readDicomJson } from '../../../src/protocols/dicomweb/read-dicom-json.ts';
import { type JsonDataset, toJson } from './support/to-json.ts';

function read(json: unknown): DicomJsonDataset {
  const bytes = Buffer.from(JSON.stringify(json), 'utf8');
  const [dataset] = readDicomJson(bytes, DEFAULT_DICOMWEB_LIMITS).datasets;
  if (dataset === undefined) throw new Error('no data set');
  return dataset;
}

describe('what became of a text', () => {
  const sent = 'KIỂM THỬ^ĐẶNG THỊ NGỌC ÁNH';
  const asLatin1 = Buffer.from(sent, 'utf8').toString('latin1');
  it.each([
    [sent, undefined],
    [`${sent} `, undefined],
    [undefined, 'absent'],
    ['', 'absent'],
    [sent.normalize('NFD'), 'unicode-form'],
    [asLatin1, 'decoded-wrongly'],
    ['KIM TH^NG TH NGC NH', 'stripped'],
    // Latin-1 has Á; the rest is gone.
    ['KIM TH^NG TH NGC ÁNH', 'stripped'],
    ['KI?M TH?^??NG TH? NG?C ?NH', 'replaced'],
    ['KI???M TH???^?????NG TH??? NG???C ÁNH', 'replaced'],
    ['KI\ufffdM TH\ufffd^x', 'replaced'],
    ['KIEM THU^DANG THI NGOC ANH', 'unaccented'],
    ['ANOTHER^NAME', 'other'],
    ['KIỂM THỬ^ĐẶNG THỊ NGỌC', 'other'],
  ])('%j is named %s', (received, damage) => {
    expect(describeDamage(sent, received)).toBe(damage);
  });

  it('is named for any text, and only an equal one is intact', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (received) => {
        const damage = describeDamage(sent, received);
        expect(damage === undefined).toBe(received.trimEnd() === sent);
      }),
      { seed: 41, numRuns: 500 },
    );
  });
});

describe('a tally', () => {
  it('of texts shows the damaged one of several, without what could act on a terminal', () => {
    const texts = new TextTally('web');
    const common = { source: 'wado-metadata', attribute: 'PatientName', withheld: false } as const;
    texts.add({ ...common, sent: 'KIỂM', received: 'KIỂM' });
    texts.add({ ...common, sent: 'KIỂM', received: 'K\u001b[2J' });
    texts.add({ ...common, sent: 'ASCII', received: 'other' });
    expect(texts.rows).toMatchObject([
      { checked: 2, intact: false, damage: 'other', received: 'K\ufffd[2J' },
    ]);
  });

  it('of changes counts the same change of many objects once, and never grows without bound', () => {
    const changes = new ChangeTally('web');
    for (let tag = 0; tag < 1000; tag += 1) {
      const difference = { path: `(${tag})`, tag, kind: 'added', theirs: 'x\u0007' } as const;
      changes.add('wado-instances', [difference, difference]);
    }
    expect(changes.rows).toHaveLength(300);
    expect(changes.rows[0]).toMatchObject({ kind: 'added', objects: 2, received: 'x\ufffd' });
  });
});

describe('comparing with DICOM JSON', () => {
  const test = makeTestStudy();
  const change = (json: JsonDataset, key: string, Value: unknown[]): JsonDataset => ({
    ...json,
    [key]: { vr: json[key]?.vr ?? 'UN', Value },
  });

  it.each(test.objects.map((object) => [object.name, object] as const))(
    '%s is equal to itself',
    (_name, { dataset }) => {
      expect(compareJson(dataset, read(toJson(dataset)))).toEqual({
        differences: [],
        withheld: false,
      });
    },
  );

  it('takes a number as text, an empty attribute left out and VR UN for what they are', () => {
    const [ct] = test.objects;
    if (ct === undefined) throw new Error('no object');
    const json = toJson(ct.dataset);
    delete json['00080090'];
    const spacing = json['00280030']?.Value ?? [];
    const altered = change(change(json, '00280030', spacing.map(String)), '00280010', ['512']);
    expect(compareJson(ct.dataset, read(altered)).differences).toEqual([]);
  });

  it('names what is removed, changed and lost within sequences', () => {
    const report = test.objects.at(-1);
    if (report === undefined) throw new Error('no object');
    const json = toJson(report.dataset);
    delete json['00081030'];
    const content = json['0040A730']?.Value as JsonDataset[];
    const altered = change(
      change(json, '00200013', [99]),
      '0040A730',
      content.slice(1).map((item, index) => (index === 0 ? change(item, '0040A040', ['X']) : item)),
    );
    const { differences } = compareJson(report.dataset, read(altered));
    expect(differences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ keyword: 'StudyDescription', kind: 'removed' }),
        expect.objectContaining({
          keyword: 'InstanceNumber',
          kind: 'changed',
          ours: '1',
          theirs: '99',
        }),
        expect.objectContaining({ keyword: 'ContentSequence', kind: 'item-count' }),
        expect.objectContaining({ path: '(0040,A730)[1] > (0040,A040)', kind: 'changed' }),
      ]),
    );
  });

  it('shows no value once the patient is another', () => {
    const [ct] = test.objects;
    if (ct === undefined) throw new Error('no object');
    const json = change(toJson(ct.dataset), '00100020', ['BN0001']);
    const { differences, withheld } = compareJson(
      ct.dataset,
      read(change(json, '00100010', [{ Alphabetic: 'NGUYỄN VĂN THẬT' }])),
    );
    expect(withheld).toBe(true);
    expect(JSON.stringify(differences)).not.toMatch(/NGUYỄN|BN0001/);
    expect(differences.map(({ keyword }) => keyword)).toEqual(['PatientName', 'PatientID']);
  });

  it('never throws for a peer’s JSON', () => {
    const [ct] = test.objects;
    if (ct === undefined) throw new Error('no object');
    const keys = [...ct.dataset.elements.keys()].map((tag) =>
      tag.toString(16).padStart(8, '0').toUpperCase(),
    );
    const attribute = fc.record(
      {
        vr: fc.constantFrom('PN', 'LO', 'SQ', 'US', 'DS', 'AT', 'OW', 'ZZ', ''),
        Value: fc.array(fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant({ Alphabetic: 'x' })), {
          maxLength: 4,
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), attribute, { maxKeys: 20 }), (json) => {
        compareJson(ct.dataset, read(json));
      }),
      { seed: 42, numRuns: 300 },
    );
  });
});

describe('the right media type', () => {
  it.each([
    ['application/dicom+json', 'json', true],
    ['application/dicom+json; charset=utf-8', 'json', true],
    ['application/json', 'json', false],
    ['multipart/related; type="application/dicom"; boundary=x', 'instances', true],
    ['multipart/related; type=application/dicom; boundary=x', 'instances', true],
    ['multipart/related; boundary=x', 'instances', false],
    ['multipart/related; type="application/dicom"', 'instances', false],
    ['application/dicom', 'instances', true],
    [
      'multipart/related; type="application/octet-stream; transfer-syntax=1.2"; boundary=x',
      'octets',
      true,
    ],
    ['multipart/related; type="image/jpeg"; boundary=x', 'octets', false],
    ['image/jpeg', 'image/jpeg', true],
    ['image/png', 'image/jpeg', false],
    ['nonsense', 'json', false],
    [undefined, 'json', undefined],
  ] as const)('%s for %s: %s', (contentType, wanted, expected) => {
    expect(isRightContentType(contentType, wanted)).toBe(expected);
  });
});

describe('whom an account is sent to', () => {
  it.each([
    ['https://pacs/dicom-web', 'https://pacs/wado', true],
    ['https://pacs/dicom-web', 'https://pacs:8443/wado', true],
    ['https://pacs/dicom-web', 'http://pacs/wado', false],
    ['http://pacs/dicom-web', 'https://pacs/wado', true],
    ['http://pacs/dicom-web', 'http://other/wado', false],
  ])('given for %s, asked at %s: %s', (given, other, expected) => {
    expect(mayCarryAccount(given, other)).toBe(expected);
  });
});

describe('every failure', () => {
  const failures: DicomWebFailureReason[] = [
    { kind: 'refused', code: 'ECONNREFUSED' },
    { kind: 'unreachable', code: 'EHOSTUNREACH' },
    { kind: 'reset', phase: 'headers', code: 'ECONNRESET' },
    { kind: 'closed', phase: 'headers' },
    { kind: 'timeout', phase: 'headers', limit: 'phase', limitMs: 1000 },
    { kind: 'cancelled', phase: 'body' },
    { kind: 'tls-error', phase: 'tls', code: 'CERT_HAS_EXPIRED', message: 'x' },
    { kind: 'too-large', limit: 'body-bytes', max: 1 },
    ...[302, 401, 403, 404, 413, 500].map((status) => ({ kind: 'http-status', status }) as const),
    { kind: 'http-status', status: 302, location: 'https://sso.invalid/' },
    ...(
      [undefined, 'html-page', 'content-type', 'empty', 'not-an-image', 'tls', 'ssh'] as const
    ).map(
      (hint) =>
        ({
          kind: 'protocol-error',
          message: 'odd',
          firstBytesHex: '',
          ...(hint === undefined ? {} : { hint }),
        }) as const,
    ),
  ];
  it.each(failures.map((failure) => [codeOfFailure(failure), failure] as const))(
    '%s has a state and a sentence in both languages',
    (_code, failure) => {
      expect(stateOfFailure(failure)).toMatch(/^(refused|unreachable|timed-out|protocol-error)$/);
      const sentences = (['vi', 'en'] as const).map((language) =>
        dicomwebMessages(language).failure(failure, 'http://pacs/'),
      );
      for (const sentence of sentences) expect(sentence).toMatch(/http:\/\/pacs\/.*\.$/);
      expect(sentences[0]).not.toBe(sentences[1]);
    },
  );
});

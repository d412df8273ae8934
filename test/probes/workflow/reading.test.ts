import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../../src/probes/shared/compare-text.ts';
import { decodeForView } from '../../../src/probes/workflow/decode-view.ts';
import { decodeBase64, readJpeg } from '../../../src/probes/workflow/read-jpeg.ts';
import { looksDamaged, readReport } from '../../../src/probes/workflow/read-report.ts';
import { sortMessage } from '../../../src/probes/workflow/sort-message.ts';
import { makeTestCase } from '../../../src/probes/workflow/test-case.ts';
import { readMessage } from '../../../src/protocols/hl7/er7.ts';
import { PLACEHOLDER_JPEG } from '../../../src/simulator/pacs/placeholder-jpeg.ts';
import { read } from '../../protocols/hl7/support.ts';

const testCase = makeTestCase(
  {
    id: 'ris',
    role: 'ris',
    transport: 'mllp',
    host: 'h',
    port: 1,
    send: 'workflow',
    version: '2.5.1',
  },
  new Date('2026-11-22T00:00:00Z'),
);
const picture = PLACEHOLDER_JPEG.toString('base64');

const result = (
  lines: readonly string[],
  pid = 'RISPACS-TEST',
  placer = testCase.placerOrderNumber,
) =>
  [
    'MSH|^~\\&|RIS|||HIS|20261122||ORU^R01^ORU_R01|1|P|2.5.1||||||UNICODE UTF-8',
    `PID|1||${pid}||KIỂM THỬ^RISPACS`,
    `OBR|1|${placer}|F1|T^CT^L|||||||||||||||||||||F`,
    ...lines,
    '',
  ].join('\r');

describe('comparing a text that came back', () => {
  const sent = 'ĐẶNG ĐỨC ƯỚC';
  it.each([
    ['intact', sent],
    ['nfc-nfd-changed', sent.normalize('NFD')],
    ['stripped', 'DANG DUC UOC'],
    ['stripped', 'Đặng Đức Ước'.normalize('NFD').replace(/\p{M}/gu, '')],
    ['replaced', '??NG ??C ???C'],
    ['replaced', '\ufffdẶNG \ufffdỨC ƯỚC'],
    ['mojibake', Buffer.from(sent, 'utf8').toString('latin1')],
    ['mojibake', new TextDecoder('windows-1252').decode(Buffer.from(sent, 'utf8'))],
    ['lost', ''],
    ['lost', 'ĐẶNG ĐỨC'],
    ['other', 'NGUYỄN THỊ ÁNH'],
  ] as const)('%s: %s', (verdict, received) => {
    expect(compareText(sent, received)).toBe(verdict);
  });

  it('names of both kinds of letters survive, however they are composed', () => {
    for (const name of ['NGUYỄN THỊ ÁNH', 'ĐẶNG ĐỨC ƯỚC', 'Trần Ngọc Quỳnh Như'])
      for (const form of ['NFC', 'NFD'] as const)
        expect(compareText(name, name.normalize(form))).toMatch(/^(intact|nfc-nfd-changed)$/);
  });

  it('sees UTF-8 that was read as something else, and leaves good Vietnamese alone', () => {
    expect(looksDamaged('NGUYá»„N')).toBe(true);
    expect(looksDamaged('Nguyễn Thị Ánh, đường Trần Hưng Đạo')).toBe(false);
  });
});

describe('whose a message is', () => {
  it.each([
    ['ours', 'RISPACS-TEST', testCase.placerOrderNumber],
    ['ours', 'MRN77~RISPACS-TEST', testCase.placerOrderNumber],
    ['other-order', 'RISPACS-TEST', 'RP0000000000AB'],
    ['wrong-patient', 'BN0001', testCase.placerOrderNumber],
    ['foreign', 'BN0001', 'X1'],
  ] as const)('%s: patient %s, order %s', (kind, pid, placer) => {
    expect(sortMessage(read(result([], pid, placer)), testCase).kind).toBe(kind);
  });

  it('one of ours with another patient behind is not ours to keep', () => {
    const two = `${result([])}PID|2||BN0001||LÊ THỊ KÍN\r`;
    expect(sortMessage(read(two), testCase).kind).toBe('wrong-patient');
  });

  it('a document is matched by its own order numbers, and a sub-ID is no Study UID', () => {
    const document = [
      'MSH|^~\\&|RIS|||HIS|20261122||MDM^T02|1|P|2.5.1',
      'PID|1||RISPACS-TEST',
      `TXA|1|RAD||||||||||||${testCase.placerOrderNumber}`,
      'OBX|1|TX|R|1.2|text',
      '',
    ].join('\r');
    expect(sortMessage(read(document), testCase)).toEqual({
      kind: 'ours',
      matchedBy: ['patient', 'placer'],
    });
  });
});

describe('reading a report', () => {
  it('finds text, picture and study', () => {
    const report = readReport(
      read(
        result([
          'OBX|1|TX|REPORT||Phổi sáng đều.',
          `OBX|2|ED|IMAGE||RIS^IM^JPEG^Base64^${picture}`,
          'OBX|3|ST|113014^DICOM Study^DCM||2.25.12345678901234567890',
        ]),
      ),
    );
    expect(report).toMatchObject({
      isReport: true,
      isFinal: true,
      isCorrection: false,
      status: 'F',
      hasText: true,
      hasBrokenPicture: false,
      hasPointer: false,
      studyUids: ['2.25.12345678901234567890'],
      textIntact: true,
      activeContent: false,
      fillerOrderNumber: 'F1',
    });
    expect(report.pictures).toEqual([
      { bytes: PLACEHOLDER_JPEG.length, isComplete: true, columns: 56, rows: 19 },
    ]);
  });

  it('base64 broken over lines is still one picture', () => {
    const broken = picture.replace(/.{76}/g, '$&\r\n');
    const report = readReport(read(result([`OBX|1|ED|I||R^IM^JPEG^Base64^${broken}`])));
    expect(report.pictures[0]?.isComplete).toBe(true);
  });

  it('a picture that is announced and is none is broken', () => {
    for (const data of ['', '!!!', Buffer.from('GIF89a').toString('base64')]) {
      const report = readReport(read(result([`OBX|1|ED|I||R^IM^JPEG^Base64^${data}`])));
      expect(report.hasBrokenPicture).toBe(true);
    }
  });

  it('Vietnamese practice: HTML and links as base64 in a text, Study UID in OBX-4', () => {
    const html = Buffer.from('<p>Kết luận: bình thường</p><script>alert(1)</script>');
    const url = Buffer.from('https://pacs.example/view?id=1');
    const report = readReport(
      read(
        result([
          `OBX|1|TX|CT|1.2.826.0.1.3680043.1|${html.toString('base64')}`,
          `OBX|2|TX|CT||${url.toString('base64')}`,
          `OBX|3|TX|CT||${picture}`,
        ]),
      ),
    );
    expect(report).toMatchObject({
      hasText: true,
      hasPointer: true,
      activeContent: true,
      studyUids: ['1.2.826.0.1.3680043.1'],
    });
    expect(report.pictures[0]?.isComplete).toBe(true);
  });

  it('a pointer is noticed and not followed', () => {
    const report = readReport(
      read(result(['OBX|1|RP|I||http://10.0.0.1/x?a=1\\T\\b=2^RIS^IM^JPEG'])),
    );
    expect(report.hasPointer).toBe(true);
  });

  it('the same text gives the same hash, another text another', () => {
    const hash = (text: string): string =>
      readReport(read(result([`OBX|1|TX|R||${text}`]))).textSha256;
    expect(hash('a')).toBe(hash('a'));
    expect(hash('a')).not.toBe(hash('b'));
  });

  it('survives whatever a peer puts into it', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), fc.string(), (lines, junk) => {
        const reading = readMessage(
          result([...lines, `OBX|1|ED|${junk}|${junk}|${junk}^^^^${junk}`]),
        );
        if (reading.kind !== 'message') return;
        readReport(reading.message);
        sortMessage(reading.message, testCase);
        decodeForView(reading.message.bytes);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('pictures', () => {
  it('a JPEG that is cut anywhere is not whole', () => {
    for (let end = 2; end < PLACEHOLDER_JPEG.length - 1; end += 37)
      expect(readJpeg(PLACEHOLDER_JPEG.subarray(0, end)).isComplete).toBe(false);
    expect(readJpeg(PLACEHOLDER_JPEG).isComplete).toBe(true);
  });

  it('base64 is strict but for line breaks', () => {
    expect(decodeBase64('AAEC\r\nAwQ=')).toEqual(Buffer.from([0, 1, 2, 3, 4]));
    for (const text of ['', 'A', 'AA*=', 'AAAA=AAA', 'ệ'])
      expect(decodeBase64(text)).toBeUndefined();
  });
});

describe('taking a message apart for reading', () => {
  it('shows fields by number and cuts what is long', () => {
    const segments = decodeForView(
      Buffer.from(result([`OBX|1|ED|I||R^IM^JPEG^Base64^${picture}`])),
    );
    const pid = segments?.find(({ id }) => id === 'PID');
    expect(pid?.fields).toContainEqual({ field: 'PID-5', value: 'KIỂM THỬ^RISPACS' });
    const obx = segments?.find(({ id }) => id === 'OBX');
    const long = obx?.fields.find(({ field }) => field === 'OBX-5')?.value ?? '';
    expect(long.length).toBeLessThan(400);
    expect(decodeForView(Buffer.from('no message'))).toBeUndefined();
  });
});

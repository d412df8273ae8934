import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareClaims } from '../../../src/probes/dicom/compare-claims.ts';
import { type DicomContextRow, dicomClaimFacts } from '../../../src/probes/dicom/facts.ts';
import { loadClaims } from '../../../src/probes/dicom/load-claims.ts';
import { dicomMessages } from '../../../src/probes/dicom/messages.ts';
import { type Claim, parseClaims } from '../../../src/probes/dicom/parse-claims.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const mr = '1.2.840.10008.5.1.4.1.1.4';
const studyFind = '1.2.840.10008.5.1.4.1.2.2.1';
const implicit = '1.2.840.10008.1.2';
const explicit = '1.2.840.10008.1.2.1';
const jpegSv1 = '1.2.840.10008.1.2.4.70';
const jpeg2000 = '1.2.840.10008.1.2.4.90';

const parse = (text: string) => parseClaims(Buffer.from(text));

describe('a file of claims', () => {
  const expected: readonly Claim[] = [
    { sopClassUid: ct, role: 'scp', transferSyntaxUid: implicit },
    { sopClassUid: studyFind, role: 'scu' },
    { sopClassUid: studyFind, role: 'scp' },
  ];
  const lines = [
    ['SOP Class', 'Role', 'Transfer Syntax'],
    ['CT Image Storage', 'SCP', 'Implicit VR Little Endian'],
    ['Study Root Query/Retrieve Information Model – FIND', 'SCU/SCP', ''],
  ];
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

  it.each([
    ['commas', Buffer.from(lines.map((one) => one.join(',')).join('\n'))],
    [
      'a byte order mark, semicolons and CRLF, as a Vietnamese Excel saves',
      Buffer.from(`\ufeff${lines.map((one) => one.join(';')).join('\r\n')}\r\n`),
    ],
    ['UTF-16 with tabs, as "Unicode text"', utf16(lines.map((one) => one.join('\t')).join('\r\n'))],
    [
      'the other byte order of UTF-16',
      utf16(lines.map((one) => one.join('\t')).join('\r\n')).swap16(),
    ],
    [
      'a sep= line and every cell in quotes',
      Buffer.from(
        `sep=;\r\n${lines.map((one) => one.map((cell) => `"${cell}"`).join(';')).join('\r\n')}`,
      ),
    ],
    ['old Macintosh line ends', Buffer.from(lines.map((one) => one.join(',')).join('\r'))],
    [
      'further columns, in another order, and empty lines',
      Buffer.from(
        [
          'note,transfer_syntax,role,sop_class',
          ',,,',
          `"said ""by"" them, page 3",${implicit},scp,${ct}`,
          '',
          `,,both,${studyFind}`,
        ].join('\n'),
      ),
    ],
  ])('is read with %s', (_name, bytes) => {
    expect(parseClaims(bytes)).toEqual({ claims: expected, problems: [] });
  });

  it('takes names as PS3.6 and vendors write them', () => {
    const names = [
      ['DICOM Implicit VR Little Endian: Default Transfer Syntax for DICOM', implicit],
      [
        'JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1]): Default Transfer Syntax for Lossless JPEG Image Compression',
        jpegSv1,
      ],
      ['JPEG 2000 Image Compression (Lossless Only)', jpeg2000],
      ['JPEG2000Lossless', jpeg2000],
      ['RLE Lossless', '1.2.840.10008.1.2.5'],
    ];
    for (const [name, uid] of names)
      expect(parse(`sop_class,role,transfer_syntax\n${ct},scp,"${name}"`).claims).toEqual([
        { sopClassUid: ct, role: 'scp', transferSyntaxUid: uid },
      ]);
    const classes = [
      ['Modality Performed Procedure Step SOP Class', '1.2.840.10008.3.1.2.3.3'],
      ['CTImageStorage', ct],
      ['Ultrasound Image Storage (Retired)', '1.2.840.10008.5.1.4.1.1.6'],
      ['Basic Grayscale Print Management Meta SOP Class', '1.2.840.10008.5.1.1.9'],
      ['1.3.12.2.1107.5.9.1', '1.3.12.2.1107.5.9.1'],
    ];
    for (const [name, uid] of classes)
      expect(parse(`sop_class,role\n${name},scp`).claims).toEqual([
        { sopClassUid: uid, role: 'scp' },
      ]);
  });

  it('may name several syntaxes in one cell, and each claim counts once', () => {
    const { claims } = parse(
      `sop_class,role,transfer_syntax\n${ct},scp,"${implicit}\n${jpegSv1} | RLE Lossless"\n${ct},scp,${implicit}`,
    );
    expect(claims.map((one) => one.transferSyntaxUid)).toEqual([
      implicit,
      jpegSv1,
      '1.2.840.10008.1.2.5',
    ]);
  });

  it('names every wrong line by its number in the file, and keeps the others', () => {
    const { claims, problems } = parse(
      [
        'sop_class,role,transfer_syntax',
        `${ct},scp,"${implicit}`,
        `${explicit}"`,
        'My Image Storage,scp,',
        `${mr},sender,`,
        `${mr},scp,JPEG Lossless`,
        `${ct}.,scp,`,
      ].join('\n'),
    );
    expect(problems).toEqual([
      { kind: 'unknown-class', line: 4, value: 'My Image Storage' },
      { kind: 'unknown-role', line: 5, value: 'sender' },
      // Two syntaxes are called so.
      { kind: 'unknown-syntax', line: 6, value: 'JPEG Lossless' },
      { kind: 'unknown-class', line: 7, value: `${ct}.` },
    ]);
    // The class is claimed all the same.
    expect(claims.at(-1)).toEqual({ sopClassUid: mr, role: 'scp' });
    expect(claims).toHaveLength(3);
  });

  it.each([
    ['nothing', '', { kind: 'no-header', line: 1 }],
    ['no header', `${ct},scp,${implicit}`, { kind: 'no-header', line: 1 }],
    [
      'a quotation mark left open',
      `sop_class,role\n${ct},scp\n"${mr},scp\n${mr},scp`,
      { kind: 'unclosed-quote', line: 3 },
    ],
  ])('with %s says so', (_name, text, problem) => {
    expect(parse(text).problems).toContainEqual(problem);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `1.2.3.${index + 1},scp`);
    const { claims, problems } = parse(`sop_class,role\n${many.join('\n')}`);
    expect(claims).toHaveLength(2_000);
    expect(problems).toEqual([{ kind: 'too-many', line: 2_002, most: 2_000 }]);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, headed) => {
        const text = headed ? Buffer.concat([Buffer.from('sop_class,role\n'), bytes]) : bytes;
        const { claims, problems } = parseClaims(text);
        expect(claims.length + problems.length).toBeLessThan(1_000);
        for (const one of problems) dicomMessages('vi').claimProblem('a.csv', one);
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});

describe('loading claims', () => {
  const load = async (file: string, baseFolder: string) =>
    loadClaims(file, makeProbeContext({ baseFolder }).context, dicomMessages('vi'));

  it('tells a file that is not there in one sentence', async () => {
    const { claims, notes } = await load('khong-co.csv', await makeTempFolder());
    expect(claims).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/khong-co\.csv \(missing\).*claims/)]);
  });

  it('tells the first wrong lines one by one and counts the rest', async () => {
    const folder = await makeTempFolder();
    const wrong = Array.from({ length: 30 }, (_, index) => `Lớp ${index},scp`);
    await writeFile(path.join(folder, 'a.csv'), `sop_class,role\n${wrong.join('\n')}`);
    const { notes } = await load('a.csv', folder);
    expect(notes).toHaveLength(21);
    expect(notes[0]).toMatch(/^a\.csv, dòng 2: không biết lớp SOP "Lớp 0"/);
    expect(notes.at(-1)).toContain('10');
  });
});

describe('claims beside what was negotiated', () => {
  const row = (
    sopClass: string,
    transferSyntax: string,
    refusal?: DicomContextRow['refusal'],
  ): DicomContextRow => ({
    node: 'pacs',
    role: 'pacs',
    sopClass,
    sopClassName: '',
    transferSyntax,
    transferSyntaxName: '',
    accepted: refusal === undefined,
    ...(refusal !== undefined && { refusal }),
  });
  const compare = (claims: readonly Claim[], rows: readonly DicomContextRow[]) =>
    compareClaims('pacs', claims, rows).map((one) => {
      dicomClaimFacts.row.parse(one);
      return [one.sopClass, one.transferSyntax, one.role, one.claimed, one.negotiated, one.agrees];
    });

  it('agree, differ, or cannot be told', () => {
    const rows = [
      row(ct, implicit),
      row(ct, jpegSv1, 'transfer-syntaxes-not-supported'),
      row(mr, implicit, 'abstract-syntax-not-supported'),
    ];
    expect(
      compare(
        [
          { sopClassUid: ct, role: 'scp', transferSyntaxUid: implicit },
          { sopClassUid: ct, role: 'scp', transferSyntaxUid: jpegSv1 },
          { sopClassUid: ct, role: 'scp', transferSyntaxUid: jpeg2000 },
          { sopClassUid: ct, role: 'scu' },
          // Refused as a class, so with every syntax.
          { sopClassUid: mr, role: 'scp', transferSyntaxUid: jpeg2000 },
          { sopClassUid: studyFind, role: 'scp' },
        ],
        rows,
      ),
    ).toEqual([
      [ct, implicit, 'scp', true, 'accepted', true],
      [ct, jpegSv1, 'scp', true, 'refused', false],
      [ct, jpeg2000, 'scp', true, 'not-probed', undefined],
      [ct, undefined, 'scu', true, 'role-not-visible', undefined],
      [mr, jpeg2000, 'scp', true, 'refused', false],
      [studyFind, undefined, 'scp', true, 'not-probed', undefined],
    ]);
  });

  it.each([
    ['abstract-syntax-not-supported', false],
    ['transfer-syntaxes-not-supported', false],
    ['user-rejection', undefined],
    ['no-reason', undefined],
  ])('are contradicted only by a refusal that is about the product: %s', (refusal, agrees) => {
    const rows = [row(ct, implicit, refusal), row(ct, explicit, refusal)];
    for (const claim of [{}, { transferSyntaxUid: implicit }])
      expect(compare([{ sopClassUid: ct, role: 'scp', ...claim }], rows)[0]?.slice(4)).toEqual([
        'refused',
        agrees,
      ]);
  });

  it('show what is accepted without being claimed: a class once, a syntax of a claimed class each', () => {
    const rows = [
      row(ct, implicit),
      row(ct, explicit),
      row(mr, implicit),
      row(mr, explicit),
      row(studyFind, implicit),
      row(studyFind, explicit),
    ];
    expect(
      compare(
        [
          { sopClassUid: ct, role: 'scp', transferSyntaxUid: implicit },
          { sopClassUid: mr, role: 'scp' },
          // An SCU claim says nothing about providing.
          { sopClassUid: studyFind, role: 'scu' },
        ],
        rows,
      ).filter(([, , , claimed]) => claimed === false),
    ).toEqual([
      [ct, explicit, 'scp', false, 'accepted', false],
      [studyFind, undefined, 'scp', false, 'accepted', false],
    ]);
  });

  it('name the service a class belongs to, and other for a private class', () => {
    const services = compareClaims(
      'pacs',
      [
        { sopClassUid: studyFind, role: 'scp' },
        { sopClassUid: '1.2.3', role: 'scp' },
      ],
      [],
    ).map((one) => one.service);
    expect(services).toEqual(['query', 'other']);
  });
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/evidence/manifest.ts';
import { converse, pipe } from './support/converse.ts';
import { assessedOn, makeDossier, outcomeOf, statementsOf } from './support/dossier.ts';

let parent: string;
let folder: string;
let workingFolder: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'rispacs-test-'));
  const made = await makeDossier(parent);
  folder = made.folder;
  workingFolder = made.home;
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const at = () => ({ folder, workingFolder });
const paper = 'giấy tờ/biên bản.txt';
const person = ['Trần Thị B', 'Trưởng khoa'];
const attest = (id: string, over: { file?: string[]; confirm?: string } = {}) => [
  id,
  '1',
  ...person,
  '',
  'Đã xem trên máy trạm 1',
  ...(over.file ?? [paper, '']),
  '',
  '',
  over.confirm ?? 'có',
];

describe('a guided attestation', () => {
  it('is recorded with its file, decides its criterion, and leaves an intact dossier', async () => {
    const { outcome, shown, lines, ended } = await pipe([...attest('pacs-09'), ''], at());
    expect(await statementsOf(folder)).toMatchObject([
      {
        kind: 'attestation',
        source: 'attest',
        for: ['pacs-09'],
        statement: 'Đã xem trên máy trạm 1',
        by: { name: 'Trần Thị B', role: 'Trưởng khoa' },
        date: assessedOn,
        attachments: [{ mediaType: 'text/plain', originalName: 'biên bản.txt' }],
      },
    ]);
    expect(await outcomeOf(folder, 'pacs-09')).toBe('met');
    expect(outcome.open).not.toContain('pacs-09');
    expect(outcome.statements[0]?.effect.criteria).toMatchObject([
      { criterion: 'pacs-09', effect: 'decides', after: 'met' },
    ]);
    expect(ended).toBe('finished');
    expect(lines.join('\n')).toMatch(/Còn \d+ tiêu chí mở/);
    expect(shown).toContain('Dự thảo ghi: "Chức năng thao tác với hình ảnh"');
    expect(shown).toContain('Cách kiểm tra bằng tay');
    expect((await checkManifest(folder)).state).toBe('intact');
    const assessment: unknown = JSON.parse(
      await readFile(path.join(folder, 'assessment.json'), 'utf8'),
    );
    expect(assessment).toMatchObject({ evidence: [{ kind: 'attestation' }] });
  });

  it.each([
    ['the kind', ['pacs-09', '', '']],
    ['the name', ['pacs-09', '1', '', '', '']],
    ['the statement', ['pacs-09', '1', ...person, '', '', '', '']],
    ['the last question', [...attest('pacs-09', { confirm: '' }), '', '']],
    ['an exclamation mark', ['pacs-09', '1', 'Trần Thị B', '!', '', '']],
  ])('is not recorded when %s is left empty or given up', async (_name, answers) => {
    const { outcome, lines } = await pipe(answers, at());
    expect(await statementsOf(folder)).toEqual([]);
    expect(outcome.statements).toEqual([]);
    expect(lines[0]).toBe('Không ghi thêm mục nào.');
  });

  it('without a file is recorded but does not count, and says so before and after', async () => {
    const { shown, lines } = await pipe([...attest('pacs-09', { file: [''] }), '', ''], at());
    expect(shown).toContain('sẽ được ghi nhưng KHÔNG được tính');
    expect(lines.join('\n')).toContain('KHÔNG được tính: xác nhận của Trần Thị B không có tệp');
    expect(await statementsOf(folder)).toHaveLength(1);
    expect(await outcomeOf(folder, 'pacs-09')).toBe('needs-attestation');
  });

  it('is asked for part by part, with witnesses and an end', async () => {
    await pipe(
      [
        ...['ris-05', '1', '9', '3, 4', ...person, '20/11/2026', 'Đã xem', paper, ''],
        ...['Lê Văn C', 'Lê Văn C; Kỹ sư', '', '19/11/2026', '1/2/2027', 'x', 'có', '', ''],
      ],
      at(),
    );
    expect(await statementsOf(folder)).toMatchObject([
      {
        for: ['ris-05.c', 'ris-05.d'],
        date: '2026-11-20',
        expires: '2027-02-01',
        witnesses: [{ name: 'Lê Văn C', role: 'Kỹ sư' }],
      },
    ]);
  });

  it('is recorded once when it is made again, word for word with the same file', async () => {
    await pipe([...attest('pacs-09'), ''], at());
    const { shown, outcome } = await pipe([...attest('pacs-09'), '', ''], at());
    expect(shown).toContain('Đã có sẵn trong hồ sơ');
    expect(outcome.statements).toEqual([]);
    expect(await statementsOf(folder)).toHaveLength(1);
  });

  it('offers the last person again', async () => {
    const again = ['pacs-10', '1', '', '', 'Đã xem', paper, '', '', '', 'có'];
    const { shown } = await pipe([...attest('pacs-09'), ...again, ''], at());
    expect(shown).toContain('[Trần Thị B, Trưởng khoa]');
    const by = (await statementsOf(folder)).map((one) => 'by' in one && one.by);
    expect(by).toEqual([
      { name: 'Trần Thị B', role: 'Trưởng khoa' },
      { name: 'Trần Thị B', role: 'Trưởng khoa' },
    ]);
  });
});

describe('other guided statements', () => {
  it('a refusal with its letter lets an attestation stand in for the probe', async () => {
    await pipe([...attest('ris-02'), '', ''], at());
    expect(await outcomeOf(folder, 'ris-02')).toBe('undetermined');
    const refusal = ['4', '1', '1', 'Ông D', 'Giám đốc nhà cung cấp', '', 'Không cho gửi chỉ định'];
    const { outcome } = await pipe(['ris-02', ...refusal, 'thu.pdf', '', 'có', ''], at());
    expect(outcome.statements).toMatchObject([
      { statement: { kind: 'refusal', probe: 'hl7', reason: 'refused' } },
    ]);
    expect(await outcomeOf(folder, 'ris-02')).toBe('met');
  });

  it('a refusal without its letter does not', async () => {
    const refusal = ['4', '1', '2', 'Ông D', 'Giám đốc', '', 'Không cho', '', 'có', '', ''];
    const { lines } = await pipe([...attest('ris-02'), ...refusal], at());
    expect(lines.join('\n')).toContain('từ chối cho đo không có văn bản kèm theo');
    expect(await outcomeOf(folder, 'ris-02')).toBe('undetermined');
  });

  it('a declaration of absence makes the criterion not met, with a warning first', async () => {
    const { shown } = await pipe(
      ['pacs-09', '3', ...person, '', 'Chưa có chức năng này', '', 'có', ''],
      at(),
    );
    expect(shown).toContain('KHÔNG ĐẠT');
    expect(await outcomeOf(folder, 'pacs-09')).toBe('not-met');
  });

  it('papers carry number, dates, figures and, where it is asked, the product', async () => {
    const contract = ['ht-04', '2', 'Viễn thông A', '0123/HĐ', '1/1/2026', '', '2025-12-31'];
    const figures = ['1.000', '1 Gbps', '200 Mb/s', '99,5', paper, '', 'có', ''];
    const conformance = ['tc-01', '2', '1', 'V', '', '2024-05-06', 'PACS Việt', paper, '', 'có'];
    const { shown } = await pipe(
      [...contract, '1/1/2027', ...figures, ...conformance, '', ''],
      at(),
    );
    expect(shown).toContain('Cần có ngày này');
    expect(shown).toContain('Trước ngày cấp');
    expect(shown).toContain('Không dùng dấu ngăn cách hàng nghìn');
    expect(shown).toContain('Chỉ gõ số, tính theo Mb/s');
    expect(await statementsOf(folder)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          documentKind: 'isp-contract',
          issuer: 'Viễn thông A',
          number: '0123/HĐ',
          issued: '2026-01-01',
          expires: '2027-01-01',
          figures: { downloadMbps: 200, uploadMbps: 99.5 },
        }),
        expect.objectContaining({
          documentKind: 'dicom-conformance-statement',
          subject: 'PACS Việt',
        }),
      ]),
    );
  });

  it('a paper on a Specialized package says which one it is about, with product, version, licence and day', async () => {
    const acceptance = ['cs-01', '2', 'Bệnh viện', '12/BB', '1/11/2026', '5', 'Gói thần kinh'];
    const { shown } = await pipe(
      [...acceptance, '2.1', 'BQ-01', '2/11/2026', paper, '', 'có', '', ''],
      at(),
    );
    expect(shown).toContain('Giấy này nói về:');
    expect(await statementsOf(folder)).toMatchObject([
      {
        documentKind: 'specialized-package-acceptance',
        concerns: 'cs-01.neurology',
        subject: 'Gói thần kinh',
        productVersion: '2.1',
        certificateNumber: 'BQ-01',
        demonstratedOn: '2026-11-02',
      },
    ]);
  });

  it('of a kind that a criterion does not take are not offered', async () => {
    const { shown } = await pipe(['tr-01', '1', '', ''], at());
    expect(shown).toContain('Tiêu chí này không nhận loại đó');
    expect(shown).not.toContain('1  Xác nhận');
  });
});

describe('files', () => {
  it('are checked at once and asked again with the reason', async () => {
    const wrong = ['khong-co.pdf', 'rong.pdf', 'anh.exe', 'giấy tờ', `"${paper}"`, paper, ''];
    const { shown } = await pipe([...attest('pacs-09', { file: wrong }), ''], at());
    for (const why of [
      'Không tìm thấy tệp',
      'Tệp rỗng',
      'không phải là PDF',
      'không phải là một tệp thường',
      'Tệp này đã chọn rồi',
    ])
      expect(shown).toContain(why);
    expect(await outcomeOf(folder, 'pacs-09')).toBe('met');
  });

  it('are not kept when the statement is given up', async () => {
    await pipe([...attest('pacs-09', { confirm: 'không' }), '', ''], at());
    expect(await readdir(path.join(folder, 'attachments'))).toEqual([]);
  });

  it('that change between choosing and recording are noticed, and nothing is recorded', async () => {
    const answers = attest('pacs-09').map((one) => `${one}\r`);
    const change = async () => {
      await writeFile(path.join(workingFolder, paper), 'khác\n');
      return 'có\r';
    };
    const { shown } = await converse([...answers.slice(0, -1), change, '\r', '\r'], at());
    expect(shown).toContain('đã thay đổi từ lúc chọn');
    expect(await statementsOf(folder)).toEqual([]);
  });
});

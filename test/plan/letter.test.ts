import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import { readPdfText } from '../../src/doctor/read-pdf-text.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import { describePlan } from '../../src/plan/describe-plan.ts';
import { describeWindow } from '../../src/plan/letter-sentences.ts';
import { makeLetterView } from '../../src/plan/letter-view.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { renderLetter } from '../../src/plan/render-letter.ts';
import { type LetterRequest, writeLetter } from '../../src/plan/write-letter.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const browser = await findBrowser();
if (browser === undefined) process.stderr.write('skipped: needs a browser\n');

const facility = facilitySchema.parse({
  schemaVersion: 1,
  facility: { name: 'Bệnh viện Đa khoa <b>Ví Dụ</b>', parentBody: 'Sở Y tế', place: 'Phú Thọ' },
  product: { name: 'MediView', version: '4.2', vendor: 'Công ty Ví Dụ' },
  dicom: {
    nodes: [
      { id: 'pacs', host: '10.0.0.5', port: 104, calledAe: 'PACS_MAIN', callingAe: 'DO_KIEM' },
    ],
  },
  hl7: { endpoints: [{ id: 'ris', host: '10.0.0.6', port: 2575, send: 'test-order' }] },
  lan: { paths: [{ id: 'duong', server: 'iperf3://10.0.0.5', between: ['workstation', 'pacs'] }] },
  testData: { removal: 'order-cancel', administrator: 'Trần Thị Hà', autoForward: ['Kho tỉnh'] },
  allowedWindow: [{ days: ['mon', 'tue', 'wed'], from: '20:00', to: '02:00' }],
  statements: ['bang-chung.yaml'],
});
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-letter-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const request = (out: string, more: Partial<LetterRequest> = {}): LetterRequest => ({
  facility,
  checklist,
  out: path.join(folder, out),
  address: '10.0.0.9',
  language: 'vi',
  signal: new AbortController().signal,
  ...more,
});
async function htmlOf(of = facility, candidates: readonly string[] = ['10.0.0.9', '192.168.1.5']) {
  const plan = await makePlan(of, { language: 'vi', checklist });
  const source = checklist.manifest.source.vi;
  return renderLetter(
    makeLetterView({
      plan,
      facility: of,
      toolVersion: '1.2.3',
      source,
      candidates,
      from: '2026-12-01',
      to: '2027-01-05',
    }),
  );
}

describe('the permission letter', () => {
  it('lists each port that others must reach on this computer once, and who will', async () => {
    const plan = await makePlan(facility, { language: 'vi', checklist });
    const steps = plan.steps.map((scheduled, index) => ({
      ...scheduled,
      step: {
        ...scheduled.step,
        listens: [
          { host: '10.0.0.9', port: 11112, protocol: 'dicom', from: ['pacs', `pacs-${index % 2}`] },
        ],
      },
    }));
    const view = makeLetterView({
      plan: { steps },
      facility,
      toolVersion: '1.2.3',
      source: '',
      candidates: [],
    });
    expect(view.inbound).toEqual([
      { address: '10.0.0.9', service: 'cổng 11112, DICOM', from: 'pacs, pacs-0, pacs-1' },
    ]);
    const html = await renderLetter(view);
    expect(html).toContain('từ <bdi>pacs, pacs-0, pacs-1</bdi>');
    expect(html).not.toContain('không cần mở cổng nào');
    expect(describePlan({ steps }, facility, 'vi').join('\n')).toContain(
      'máy này nhận kết nối dicom tại 10.0.0.9:11112 từ: pacs, pacs-0',
    );
  });

  it('names what must be registered and everything that is contacted and sent', async () => {
    const html = await htmlOf();
    for (const said of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'SỞ Y TẾ',
      'DO_KIEM',
      'AE gọi DO_KIEM, AE được gọi PACS_MAIN',
      '10.0.0.5',
      'cổng 104, DICOM',
      'cổng 5201, TCP (iperf3)',
      'KIỂM THỬ^RISPACS',
      'Trần Thị Hà',
      'Kho tỉnh',
      'Công ty Ví Dụ',
      'ngày 01 tháng 12 năm 2026 đến ngày 05 tháng 01 năm 2027',
      'thứ Hai đến thứ Tư, từ 20 giờ 00 đến 02 giờ 00 hôm sau',
      'không cần mở cổng nào chiều vào',
      'PHẦN GHI Ý KIẾN KHÔNG ĐỒNG Ý',
      'là dự thảo, chưa được ban hành',
    ])
      expect(html).toContain(said);
    expect(html).not.toContain('Sở Y tế');
  });

  it('offers every address of this computer when none is named', async () => {
    const html = await htmlOf();
    for (const address of ['10.0.0.9', '192.168.1.5', 'địa chỉ khác'])
      expect(html).toContain(`<span class="box"></span> ${address}`);
  });

  it('escapes what the hospital wrote and asks for nothing from the network', async () => {
    const html = await htmlOf();
    expect(html).toContain('&lt;b&gt;Ví Dụ&lt;/b&gt;');
    expect(html).not.toMatch(/<b>Ví|<script|(src|href)=/);
  });

  it('promises only what the plan does', async () => {
    const reading = facilitySchema.parse({
      ...facility,
      hl7: {},
      lan: {},
      allowedWindow: undefined,
    });
    const html = await htmlOf(reading);
    expect(html).toContain('Kế hoạch này không gửi dữ liệu thử nào');
    expect(html).toContain('Nhóm gửi dữ liệu thử: không thực hiện trong đợt này.');
    expect(html).not.toContain('khung giờ');
    expect(html).not.toContain('Với HL7');
  });

  it('says in words when test data and load may run', () => {
    expect(describeWindow(undefined, false)).toBe('');
    expect(describeWindow(undefined, true)).toContain('do các đơn vị thống nhất');
    expect(describeWindow([{ days: ['sun', 'sat'], from: '08:30', to: '11:00' }], true)).toContain(
      'thứ Bảy, Chủ nhật, từ 08 giờ 30 đến 11 giờ 00.',
    );
  });
});

describe('writing the letter', () => {
  it.skipIf(browser === undefined)('prints it with readable Vietnamese text', async () => {
    const written = await writeLetter(request('l.pdf'));
    expect(written).toMatchObject({ format: 'pdf', addresses: ['10.0.0.9'] });
    const { text } = readPdfText(await readFile(written.file));
    const plain = text.replace(/\s+/g, '');
    expect(plain).toContain('BỆNHVIỆNĐAKHOA');
    expect(plain).toContain('PHẦNGHIÝKIẾNKHÔNGĐỒNGÝ');
  });

  it('writes HTML beside when there is no browser, and says why', async () => {
    vi.stubEnv('RISPACS_BROWSER', '/nowhere/chrome');
    const written = await writeLetter(request('l.pdf'));
    expect(written).toMatchObject({ format: 'html', file: path.join(folder, 'l.html') });
    expect(written.pdfProblem).toContain('/nowhere/chrome');
    expect(await readdir(folder)).toEqual(['l.html']);
  });

  it('never writes over a letter', async () => {
    await writeFile(path.join(folder, 'l.html'), 'đã ký');
    await expect(writeLetter(request('l.html'))).rejects.toThrow('đã có');
    expect(await readFile(path.join(folder, 'l.html'), 'utf8')).toBe('đã ký');
  });

  it('explains what does not fit', async () => {
    const wrong: readonly [Partial<LetterRequest>, string][] = [
      [{ from: '2026-02-30' }, '--from'],
      [{ from: '2026-12-05', to: '2026-12-01' }, 'sớm hơn'],
      [{ address: '10.0.0' }, '--ip'],
      [{ out: path.join(folder, 'l.docx') }, '--out'],
      [
        { facility: facilitySchema.parse({ schemaVersion: 1, facility: { name: 'A' } }) },
        'không có gì để xin phép',
      ],
    ];
    for (const [more, said] of wrong) {
      const written = writeLetter(request('l.html', more));
      await expect(written).rejects.toBeInstanceOf(UserError);
      await expect(written).rejects.toThrow(said);
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

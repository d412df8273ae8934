import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { DocumentInput } from '../../src/documents/document-input.ts';
import { documentKinds } from '../../src/documents/document-kinds.ts';
import { renderDocuments } from '../../src/documents/render-documents.ts';
import { checkManifest } from '../../src/evidence/manifest.ts';
import type { LegalBasis } from '../../src/legal-basis/load-legal-basis.ts';
import type { Language } from '../../src/locale/language.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { hashAssessment } from '../../src/report/hash-assessment.ts';
import { addToReview } from '../../src/review/add-to-review.ts';
import { loadCouncilCompositions } from '../../src/review/council-composition.ts';
import { reviewInputSchema } from '../../src/review/review-schema.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const compositions = await loadCouncilCompositions();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-documents-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const text = {
  use: 'basis',
  checkedOn: '2026-10-05',
  source: { vi: 'nguồn', en: 'source' },
} as const;
const note = { vi: 'ghi chú của danh mục', en: 'a note of the list' };
const legalBasis: LegalBasis = {
  texts: [
    { ...text, id: 'tt', title: 'Thông tư số 54/2017/TT-BYT', status: 'partly-in-force', note },
    { ...text, id: 'nd', title: 'Nghị định số 331/2026/NĐ-CP', status: 'in-force' },
    {
      ...text,
      id: 'moi',
      title: 'Luật chưa có hiệu lực',
      status: 'in-force',
      effective: '2099-01-01',
    },
    { ...text, id: 'luat', title: 'Luật Khám bệnh, chữa bệnh', status: 'in-force' },
  ],
};
const fingerprint = 'ab'.repeat(32);

async function render(
  options: FixtureOptions & {
    readonly review?: boolean;
    readonly in?: Language;
    readonly council?: object;
    readonly reason?: string;
    readonly lookedUpOn?: string;
    readonly meeting?: object;
    readonly parentBody?: string;
    readonly opinions?: readonly object[];
    readonly votes?: readonly object[];
    readonly observed?: Readonly<Record<string, string>>;
  } = {},
): Promise<Readonly<Record<string, string>>> {
  const plain = fixtureAssessment(checklist, { target: 'advanced', ...options });
  const { facility } = plain.facility;
  const { parentBody = facility.parentBody ?? '' } = options;
  const assessment = {
    ...plain,
    facility: { ...plain.facility, facility: { ...facility, parentBody } },
    findings: plain.findings.map((one) => ({
      ...one,
      observed: options.observed?.[one.criterion] ?? one.observed,
    })),
  };
  const hostile = '<script>alert(1)</script>';
  const review = reviewInputSchema.parse({
    schemaVersion: 1,
    council: {
      kind: 'facility',
      decision: { number: '123/QĐ-BV', date: '2026-11-02' },
      members: [
        { id: 'tv1', name: 'Trần Thị B', position: 'Phó Giám đốc', duty: 'chair' },
        { id: 'tv2', name: hostile, position: 'Kỹ sư', present: false },
      ],
      ...options.council,
    },
    ...(options.meeting && { meeting: options.meeting }),
    opinions: options.opinions ?? [
      {
        member: 'tv1',
        criteria: ['ht-03'],
        opinion: 'disagree',
        reason: options.reason ?? 'Cổng phòng 5 chưa đo',
        date: '2026-11-22',
      },
    ],
    votes: options.votes ?? [
      { member: 'tv1', vote: 'against', reason: 'Chưa đủ', date: '2026-11-22' },
      { member: 'tv2', vote: 'abstain', date: '2026-11-22' },
    ],
  });
  const added = addToReview(undefined, review, {
    assessment,
    resultSha256: hashAssessment(assessment),
    checklist,
    today: '2026-11-22',
  });
  if (!added.ok) throw new Error(JSON.stringify(added.problems));
  const input: DocumentInput = {
    assessment,
    checklist,
    language: options.in ?? 'vi',
    compositions,
    keys: options.review ? [{ as: 'facility', name: 'Bệnh viện A', fingerprint }] : [],
    ...(options.review && { review: added.review }),
  };
  const { files } = await renderDocuments({
    folder,
    input,
    legalBasis: {
      texts: legalBasis.texts.map((one) => ({
        ...one,
        checkedOn: options.lookedUpOn ?? one.checkedOn,
      })),
    },
    kinds: documentKinds,
    pdf: false,
    signal: new AbortController().signal,
  });
  const pages = await Promise.all(
    files.map(async (file) => [
      path.basename(file),
      await readFile(path.join(folder, file), 'utf8'),
    ]),
  );
  return Object.fromEntries(pages);
}

/** Text as it is read, without styles and tags. */
function textOf(page: string | undefined): string {
  return (page ?? '')
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<\/?span[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the papers of a council', () => {
  it('are written as one sheet per member, and lie in the manifest', async () => {
    const pages = await render({ review: true });
    expect(Object.keys(pages)).toEqual([
      'minutes.html',
      'decision.html',
      'scoring-tv1.html',
      'scoring-tv2.html',
    ]);
    expect(await checkManifest(folder)).toMatchObject({ state: 'intact' });
  });

  it('say on each that they are under the draft, and never that a hospital is at a level', async () => {
    for (const [name, page] of Object.entries(await render({ review: true }))) {
      const text = textOf(page);
      expect(text, name).toMatch(/theo dự thảo/i);
      expect(text, name).not.toMatch(/đã đạt mức|được công nhận|đạt mức nâng cao/i);
    }
  });

  it('minutes carry hash, key, decision, members, votes and disagreements', async () => {
    const text = textOf((await render({ review: true }))['minutes.html']);
    const assessment = fixtureAssessment(checklist, { target: 'advanced' });
    for (const expected of [
      hashAssessment(assessment),
      fingerprint,
      '123/QĐ-BV',
      'Trần Thị B',
      'vắng',
      'HT-03',
      'Cổng phòng 5 chưa đo',
      'không tán thành 1',
    ])
      expect(text).toContain(expected);
    // Mẫu 1.9: minutes have no line for place and date at the head.
    expect(text).not.toMatch(/, ngày\s+tháng\s+năm/);
  });

  it('minutes of the inter-sectoral council give every body a line', async () => {
    const text = textOf((await render({ target: 'specialized' }))['minutes.html']);
    for (const body of ['Bảo hiểm xã hội Việt Nam', 'hội chuyên ngành', 'Chuyên gia khác'])
      expect(text.split(body).length).toBeGreaterThan(2);
  });

  it('minutes say when the council is not the one that the draft names', async () => {
    const own = await render({ review: true, target: 'specialized' });
    expect(textOf(own['minutes.html'])).toContain('điểm b khoản 2 Điều 4');
    const right = await render({
      review: true,
      target: 'specialized',
      council: { kind: 'inter-sectoral' },
    });
    expect(textOf(right['minutes.html'])).not.toContain('không phải Hội đồng của cơ sở');
    const basic = textOf((await render({ target: 'basic' }))['minutes.html']);
    expect(basic).toContain('không nêu ai xác định mức cơ bản');
  });

  it('of the inter-sectoral council carry its letterhead, and leave blank who issues', async () => {
    const pages = await render({ target: 'specialized' });
    expect(textOf(pages['minutes.html'])).toMatch(
      /BỘ Y TẾ - BẢO HIỂM XÃ HỘI VIỆT NAM\s+HỘI ĐỒNG THẨM ĐỊNH LIÊN NGÀNH/,
    );
    const decision = textOf(pages['decision.html']);
    expect(decision).toContain('NGƯỜI CÓ THẨM QUYỀN');
    expect(decision).not.toContain('THỦ TRƯỞNG CƠ SỞ');
    expect(textOf((await render())['decision.html'])).toContain('THỦ TRƯỞNG CƠ SỞ');
  });

  it('list the bodies that the review names instead of those of the list', async () => {
    const council = { kind: 'inter-sectoral', bodies: ['Sở Y tế tỉnh A', 'Cơ quan mới B'] };
    const text = textOf(
      (await render({ review: true, target: 'specialized', council }))['minutes.html'],
    );
    expect(text).toContain('Cơ quan mới B');
    expect(text).not.toContain('hội chuyên ngành');
  });

  it('minutes say who was not there, and where the rest of a long reason is', async () => {
    const text = textOf(
      (await render({ review: true, reason: 'lý do '.repeat(200) }))['minutes.html'],
    );
    expect(text).toContain('Kỹ sư (vắng mặt, ý kiến gửi bằng văn bản)');
    expect(text).toMatch(/… \[còn 59\d ký tự, xem council\/review\.json\]/);
  });

  it('minutes say what is open, what bars, and why the level is held at Advanced', async () => {
    const open = await render({
      target: 'specialized',
      outcomes: { 'cs-02': 'needs-attestation', 'ht-09': 'not-met' },
    });
    expect(textOf(open['minutes.html'])).toMatch(/Không đạt, chặn mức cao hơn\s+HT-09/);
    expect(textOf(open['minutes.html'])).toMatch(/Điều kiện của mức chuyên sâu\s+2\s+1\s+0\s+1/);
    expect(textOf((await render())['minutes.html'])).not.toContain('Điều kiện của mức chuyên sâu');
  });

  it('leave room for the fingerprint where nothing is signed yet', async () => {
    expect(textOf((await render())['minutes.html'])).toMatch(/Ghi tay khi có: \.{20}/);
  });

  it('the decision warns when the legal texts were looked at too long ago', async () => {
    const pages = await render({ lookedUpOn: '2020-01-01' });
    expect(textOf(pages['decision.html'])).toContain('đã quá 180 ngày');
    expect(textOf((await render())['decision.html'])).not.toContain('180 ngày');
  });

  it('the decision names no level', async () => {
    const text = textOf((await render({ review: true }))['decision.html']);
    expect(text).toContain('MẪU TRỐNG');
    for (const level of ['Nâng cao', 'Cơ bản', 'Chuyên sâu']) expect(text).not.toContain(level);
  });

  it('the decision cites by rank, notes nothing in brackets, and sets the draft apart as not issued', async () => {
    const text = textOf((await render())['decision.html']);
    expect(text).toMatch(
      /Căn cứ Luật Khám bệnh, chữa bệnh;\s+Căn cứ Nghị định số 331\/2026\/NĐ-CP;\s+Căn cứ Thông tư số 54\/2017\/TT-BYT;\s+Xem xét [^;]*dự thảo 1\.7\.1[^;]*\(chưa ban hành\);/,
    );
    for (const never of [
      'ghi chú của danh mục',
      'xem trang 1',
      'Luật chưa có hiệu lực',
      'bản ghi.',
    ])
      expect(text).not.toContain(never);
    expect(text).toMatch(
      /Điều 1\. Ghi nhận kết luận[^:]*Biên bản số \.+[^:]*: mức \.{20,} theo dự thảo\./,
    );
    expect(text).toContain('Quyết định này có hiệu lực kể từ ngày ký.');
    expect(text).toContain(
      `${hashAssessment(fixtureAssessment(checklist, { target: 'advanced' }))};`,
    );
  });

  it('the decision leaves a place for the superior body where the facility file names none', async () => {
    expect(textOf((await render())['decision.html'])).toMatch(/SỞ Y TẾ TỈNH PHÚ THỌ\s+BỆNH VIỆN/);
    const unnamed = textOf((await render({ parentBody: '' }))['decision.html']);
    expect(unnamed).toMatch(/\.{20}\s+BỆNH VIỆN/);
  });

  it('minutes have every section, and room to write where nothing is recorded', async () => {
    const page = (await render())['minutes.html'] ?? '';
    const text = textOf(page);
    for (const title of [
      'Diễn biến cuộc họp',
      'Kiểm tra tại chỗ',
      'Tiêu chí bảo lưu',
      'Kết luận của Hội đồng',
    ])
      expect(text).toContain(title);
    expect(page.match(/<tr><td><\/td><td><\/td><td><\/td><td><\/td><\/tr>/g)).toHaveLength(10);
    expect(text).toMatch(
      /tán thành …+\/…+ phiếu; không tán thành …+ phiếu; không biểu quyết …+ phiếu/,
    );
    expect(text).toContain('Chữ ký của các thành viên');
    expect(text).not.toContain('rispacs review');
  });

  it('minutes of named members carry their names under the signatures and in a table to sign', async () => {
    const members = [
      { id: 'tv1', name: 'Trần Thị B', position: 'Phó Giám đốc', duty: 'chair' },
      { id: 'tv2', name: 'Lê Văn C', position: 'Kỹ sư', duty: 'secretary' },
      { id: 'tv3', name: 'Phạm Thị D', position: 'Bác sĩ' },
      { id: 'tv4', name: 'Hoàng Văn E', position: 'Bác sĩ', present: false },
    ];
    const page = (await render({ review: true, council: { members } }))['minutes.html'];
    const text = textOf(page);
    expect(text).toMatch(/THƯ KÝ\s+\(Ký\)\s+Lê Văn C/);
    expect(text).toMatch(/CHỦ TỌA\s+\(Ký\)\s+Trần Thị B/);
    const [, signing = ''] = text.split('Chữ ký của các thành viên');
    expect(signing).toContain('Phạm Thị D');
    // Whoever was not there does not sign; whoever signs above does not sign twice.
    for (const other of ['Hoàng Văn E', 'Lê Văn C', 'Trần Thị B'])
      expect(signing).not.toContain(other);
  });

  it('minutes count the criteria of the level applied for, and write times in words', async () => {
    const meeting = { date: '2026-11-22', from: '08:30', to: '11:00' };
    const text = textOf((await render({ review: true, meeting }))['minutes.html']);
    expect(text).toContain('Trong 45 tiêu chí: 1 có ý kiến');
    expect(text).toContain('08 giờ 30, ngày 22 tháng 11 năm 2026');
    expect(text).toContain('kết thúc lúc 11 giờ 00, ngày 22 tháng 11 năm 2026.');
    const beyond = await render({ review: true, meeting, target: 'specialized' });
    expect(textOf(beyond['minutes.html'])).toContain(
      '45 tiêu chí và 2 điều kiện của mức chuyên sâu',
    );
  });

  it('scoring sheets cut an observation at a sentence and say where the whole is', async () => {
    const observed = `Câu thứ nhất của bằng chứng. ${'Câu sau rất dài. '.repeat(40)}`;
    const text = textOf((await render({ observed: { 'ht-03': observed } }))['scoring.html']);
    expect(text).toMatch(/Câu thứ nhất của bằng chứng\.[^(]*\(xem Phụ lục I, TT\s3\)/);
    expect(text).not.toContain('ký tự');
  });

  it('remove the sheets that they made for people who are no members any more, and nothing else', async () => {
    await render({ review: true });
    const council = path.join(folder, 'council');
    await writeFile(path.join(council, 'scoring-tv9.pdf'), '%PDF-1.4 bản quét phiếu có chữ ký tay');
    await writeFile(path.join(council, 'scoring-tv8.html'), '<p>ghi chú riêng</p>');
    await writeFile(path.join(council, 'ghi-chu.html'), 'x');
    const members = [{ id: 'tv2', name: 'Lê Văn C', position: 'Kỹ sư' }];
    await render({ review: true, council: { members }, opinions: [], votes: [] });
    expect((await readdir(council)).sort()).toEqual([
      'decision.html',
      'ghi-chu.html',
      'minutes.html',
      'scoring-tv2.html',
      'scoring-tv8.html',
      'scoring-tv9.pdf',
    ]);
    expect(await checkManifest(folder)).toMatchObject({ state: 'intact' });
    for (const name of ['scoring-tv9.pdf', 'scoring-tv8.html', 'ghi-chu.html'])
      await rm(path.join(council, name));
  });

  it('scoring sheets hold the evidence and no judgement, even where one is recorded', async () => {
    const page = (await render({ review: true }))['scoring-tv1.html'] ?? '';
    const text = textOf(page);
    expect(text).not.toContain('Cổng phòng 5 chưa đo');
    expect(page.match(/<i class="tick">/g)).toHaveLength(45 * 3 + 3);
    expect(text).toContain('HT-01');
  });

  it('show names from outside as text', async () => {
    for (const page of Object.values(await render({ review: true })))
      expect(page).not.toContain('<script>');
  });

  it('are made in English on request, and marked when simulated', async () => {
    const pages = await render({ in: 'en', simulated: true });
    expect(textOf(pages['minutes.html'])).toContain('MINUTES');
    expect(textOf(pages['scoring.html'])).toContain('SIMULATED DATA');
  });
});

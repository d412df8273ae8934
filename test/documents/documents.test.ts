import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { DocumentInput } from '../../src/documents/document-input.ts';
import { documentKinds } from '../../src/documents/document-kinds.ts';
import { renderDocuments } from '../../src/documents/render-documents.ts';
import { checkManifest } from '../../src/evidence/manifest.ts';
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

const legalBasis = {
  entries: [{ title: 'Luật Khám bệnh, chữa bệnh', status: 'còn hiệu lực' }],
  replaced: [],
  warning: '',
};
const fingerprint = 'ab'.repeat(32);

async function render(
  options: FixtureOptions & { readonly review?: boolean; readonly in?: Language } = {},
): Promise<Readonly<Record<string, string>>> {
  const assessment = fixtureAssessment(checklist, { target: 'advanced', ...options });
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
    },
    opinions: [
      {
        member: 'tv1',
        criteria: ['ht-03'],
        opinion: 'disagree',
        reason: 'Cổng phòng 5 chưa đo',
        date: '2026-11-22',
      },
    ],
    votes: [{ member: 'tv1', vote: 'against', reason: 'Chưa đủ', date: '2026-11-22' }],
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
    legalBasis,
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
    for (const body of ['Bảo hiểm xã hội Việt Nam', 'Hội chuyên ngành', 'Chuyên gia khác'])
      expect(text.split(body).length).toBeGreaterThan(2);
  });

  it('the decision names no level', async () => {
    const text = textOf((await render({ review: true }))['decision.html']);
    expect(text).toContain('MẪU TRỐNG');
    for (const level of ['Nâng cao', 'Cơ bản', 'Chuyên sâu']) expect(text).not.toContain(level);
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

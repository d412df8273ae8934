import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { hashAssessment } from '../../src/report/hash-assessment.ts';
import { makeReportView } from '../../src/report/view-model.ts';
import { addToReview } from '../../src/review/add-to-review.ts';
import { councilKindFor, loadCouncilCompositions } from '../../src/review/council-composition.ts';
import { loadReviewInput } from '../../src/review/load-review-input.ts';
import { readReview, reviewFile, writeReview } from '../../src/review/review-file.ts';
import {
  type CouncilReview,
  type ReviewInput,
  reviewInputSchema,
} from '../../src/review/review-schema.ts';
import { reviewTemplate } from '../../src/review/review-template.ts';
import { summariseReview } from '../../src/review/summarise-review.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-review-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const make = (options: FixtureOptions = {}) =>
  fixtureAssessment(checklist, { target: 'advanced', ...options });

function input(over: Partial<ReviewInput> = {}): ReviewInput {
  return reviewInputSchema.parse({
    schemaVersion: 1,
    council: {
      kind: 'facility',
      members: [
        { id: 'tv1', name: 'Trần Thị B', position: 'Phó Giám đốc', duty: 'chair' },
        { id: 'tv2', name: 'Lê Văn C', position: 'Kỹ sư' },
      ],
    },
    ...over,
  });
}

function add(from: ReviewInput, earlier?: CouncilReview, assessment = make()): CouncilReview {
  const addition = addToReview(earlier, from, {
    assessment,
    resultSha256: hashAssessment(assessment),
    checklist,
    today: '2026-11-22',
  });
  if (!addition.ok) throw new Error(JSON.stringify(addition.problems));
  return addition.review;
}

const disagreement = {
  member: 'tv2',
  criteria: ['ht-03'],
  opinion: 'disagree' as const,
  reason: 'Cổng phòng 5 chưa đo',
  proposes: 'undetermined' as const,
  date: '2026-11-22',
};

describe('the opinions of a council', () => {
  it('are kept beside the findings, with who, why and on which result', () => {
    const assessment = make();
    const before = JSON.stringify(assessment);
    const review = add(input({ opinions: [disagreement] }), undefined, assessment);
    expect(JSON.stringify(assessment)).toBe(before);
    expect(review.opinions).toEqual([
      {
        by: { id: 'tv2', name: 'Lê Văn C', position: 'Kỹ sư' },
        criterion: 'ht-03',
        opinion: 'disagree',
        reason: 'Cổng phòng 5 chưa đo',
        proposes: 'undetermined',
        date: '2026-11-22',
        outcome: 'met',
        resultSha256: hashAssessment(assessment),
      },
    ]);
  });

  it('named apart outrank the same member’s opinion on all', () => {
    const all = { member: 'tv2', criteria: 'all' as const, opinion: 'agree' as const };
    const opinions = [disagreement, { ...all, date: '2026-11-22' }];
    const review = add(input({ opinions }));
    const summary = summariseReview(review, make());
    // Nobody speaks of the Specialized conditions where that level was not applied for.
    expect(summary.criteria).toHaveLength(45);
    expect(review.opinions.some(({ criterion }) => criterion.startsWith('cs-'))).toBe(false);
    expect(summary.disputed).toEqual(['ht-03']);
    expect(summary.silent).toEqual([]);
    expect(summary.criteria.find((one) => one.criterion === 'ht-03')?.agree).toBe(0);
  });

  it('are never removed, and only the last word of a member counts', () => {
    const first = add(input({ opinions: [disagreement] }));
    const { reason: _, proposes: __, ...rest } = disagreement;
    const agreed = { ...rest, opinion: 'agree' as const };
    const second = add(input({ opinions: [agreed] }), first);
    expect(second.opinions.map(({ opinion }) => opinion)).toEqual(['disagree', 'agree']);
    expect(summariseReview(second, make()).disputed).toEqual([]);
    expect(add(input({ opinions: [agreed] }), second).opinions).toHaveLength(2);
  });

  it('say when they were given on another result', () => {
    const review = add(input({ opinions: [disagreement] }));
    expect(summariseReview(review, make()).concernsThisResult).toBe(true);
    const later = summariseReview(review, make({ outcomes: { 'ht-03': 'not-met' } }));
    expect(later.concernsThisResult).toBe(false);
    expect(later.criteria.find((one) => one.criterion === 'ht-03')?.outdated).toBe(true);
  });

  it('are refused for members, criteria and days that are not there', () => {
    const result = addToReview(
      undefined,
      input({
        opinions: [
          { ...disagreement, member: 'tv9' },
          { ...disagreement, criteria: ['zz-99'] },
          { ...disagreement, date: '2027-01-01' },
        ],
      }),
      { assessment: make(), resultSha256: '0'.repeat(64), checklist, today: '2026-11-22' },
    );
    expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual([
      'unknown-member',
      'in-the-future',
      'unknown-criterion',
    ]);
  });

  it('need a reason unless they agree', () => {
    const { reason: _, ...bare } = disagreement;
    for (const opinion of ['disagree', 'ask'])
      expect(
        reviewInputSchema.safeParse({ ...input(), opinions: [{ ...bare, opinion }] }).success,
      ).toBe(false);
    const against = { member: 'tv1', vote: 'against', date: '2026-11-22' };
    expect(reviewInputSchema.safeParse({ ...input(), votes: [against] }).success).toBe(false);
  });

  it('count votes by level, each member once', () => {
    const vote = { member: 'tv1', vote: 'for' as const, date: '2026-11-22' };
    const second = { member: 'tv2', vote: 'abstain' as const, date: '2026-11-22' };
    const first = add(input({ votes: [{ ...vote, vote: 'abstain' }, second] }));
    const [tally, ...others] = summariseReview(
      add(input({ votes: [vote] }), first),
      make(),
    ).tallies;
    expect(others).toEqual([]);
    expect(tally).toMatchObject({
      level: 'advanced',
      counts: { for: 1, against: 0, abstain: 1 },
    });
  });
});

describe('the review file', () => {
  it('is written whole and read back', async () => {
    const review = add(input({ opinions: [disagreement] }));
    await writeReview(folder, review);
    expect(await readReview(folder, 'vi')).toEqual(review);
    expect(await readReview(path.join(folder, 'nothing'), 'vi')).toBeUndefined();
  });

  it('that was edited into another form ends with code 5', async () => {
    const file = path.join(folder, reviewFile);
    const whole = await readFile(file, 'utf8');
    await writeFile(file, whole.replace('"disagree"', '"approve"'));
    await expect(readReview(folder, 'vi')).rejects.toMatchObject({ exitCode: 5 });
  });

  it('with a name of 10,000 characters is refused, from the secretary and from the folder', async () => {
    const name = 'N'.repeat(10_000);
    const council = input().council;
    const [first] = council.members;
    expect(
      reviewInputSchema.safeParse({
        ...input(),
        council: { ...council, members: [{ ...first, name }] },
      }).success,
    ).toBe(false);
    const other = path.join(folder, 'long');
    const review = add(input({ opinions: [disagreement] }));
    const opinions = review.opinions.map((one) => ({ ...one, by: { ...one.by, name } }));
    await writeReview(other, { ...review, opinions });
    await expect(readReview(other, 'vi')).rejects.toMatchObject({ exitCode: 5 });
  });

  it('as shown in the template fits the schema', () => {
    const parsed = parseYaml(reviewTemplate, { schema: reviewInputSchema, language: 'vi' });
    expect(parsed.ok).toBe(true);
  });

  it('with a slip is refused with line and example', async () => {
    const file = path.join(folder, 'y-kien.yaml');
    await writeFile(file, reviewTemplate.replace('opinion: disagree', 'opinion: refuse'));
    const error = await loadReviewInput(file, 'vi', new AbortController().signal).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error instanceof UserError ? error.details.join() : '').toMatch(/y-kien\.yaml:\d+/);
  });
});

describe('the report', () => {
  const review = add(input({ opinions: [disagreement] }));
  const view = (language: 'vi' | 'en', given?: CouncilReview) =>
    makeReportView({ assessment: make(), checklist, language, ...(given && { review: given }) });

  it('shows a disagreement on page 1 and beside the outcome, which stays', () => {
    const shown = view('vi', review);
    expect(shown.cover.council).toContain('HT-03');
    const row = shown.criteria.flatMap(({ rows }) => rows).find(({ id }) => id === 'ht-03');
    expect(row?.outcome).toBe('Đạt');
    expect(row?.council.said.join()).toContain('Cổng phòng 5 chưa đo');
    expect(shown.cover.level).toBe('Nâng cao');
  });

  it('says nothing of a council that has said nothing', () => {
    expect(view('en').cover.council).toBe('');
  });

  it('carries the same hash with and without a council', () => {
    expect(view('vi', review).cover.resultHash).toBe(view('vi').cover.resultHash);
  });
});

describe('the composition of a council', () => {
  it('is the facility’s own up to Advanced, the inter-sectoral one for Specialized', async () => {
    expect(councilKindFor('advanced')).toBe('facility');
    expect(councilKindFor('specialized')).toBe('inter-sectoral');
    const compositions = await loadCouncilCompositions();
    const interSectoral = compositions.find(({ id }) => id === 'inter-sectoral');
    expect(interSectoral?.bodies.map(({ id }) => id)).toEqual([
      'health-authority',
      'health-insurance-authority',
      'social-security',
      'association',
      'experts',
    ]);
  });
});

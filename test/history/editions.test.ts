import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintSuccession } from '../../src/checklist/lint-succession.ts';
import type { Checklist, Criterion } from '../../src/checklist/schema.ts';
import { linkEditions, reverseLinks } from '../../src/checklist/succession.ts';
import { compareSides } from '../../src/history/compare-sides.ts';
import { describeDifference } from '../../src/history/describe-difference.ts';
import { readSide, readSides } from '../../src/history/read-side.ts';
import { relateEditions } from '../../src/history/relate-editions.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';
import { asSide, checklist, earlierEdition, editionFolder, laterEdition } from './support.ts';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-editions-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** What a comparison finds of a dossier: the result, and the checklist it was judged by. */
async function folderBy(
  edition: Checklist,
  options: FixtureOptions & { readonly withCopy?: boolean } = {},
): Promise<string> {
  const folder = await mkdtemp(path.join(home, 'ho-so-'));
  const assessment = fixtureAssessment(edition, { target: 'advanced', ...options });
  await writeFile(path.join(folder, 'assessment.json'), JSON.stringify(assessment));
  if (options.withCopy !== false && edition !== checklist) {
    await mkdir(path.join(folder, 'checklist'));
    await cp(editionFolder(edition.manifest.id), path.join(folder, 'checklist'), {
      recursive: true,
    });
  }
  return folder;
}

async function compare(pathA: string, pathB: string, language: 'vi' | 'en' = 'vi') {
  const sides = await readSides({ a: pathA, b: pathB }, language);
  const relation = await relateEditions(sides.a, sides.b, language);
  const difference = compareSides(sides.a.side, sides.b.side, relation);
  return { difference, text: describeDifference(difference, sides, language).join('\n') };
}

describe('a later edition of a checklist', () => {
  it('says what became of each criterion of the earlier one', () => {
    expect(linkEditions([earlierEdition, laterEdition])).toEqual([
      { kind: 'same', from: ['ht-01'], to: ['ht-01'] },
      { kind: 'renamed', from: ['ht-02'], to: ['ht-12'] },
      { kind: 'split', from: ['ht-03'], to: ['ht-13', 'ht-14'] },
      { kind: 'merged', from: ['ht-04', 'ht-05'], to: ['ht-15'] },
      { kind: 'changed', from: ['ht-07'], to: ['ht-07'] },
      { kind: 'added', from: [], to: ['ht-16'] },
      { kind: 'same', from: ['cs-01'], to: ['cs-01'] },
      { kind: 'dropped', from: ['ht-06'], to: [] },
    ]);
    const back = reverseLinks(linkEditions([earlierEdition, laterEdition]));
    expect(back.find(({ to }) => to.includes('ht-03'))).toMatchObject({ kind: 'merged' });
  });

  it('links by id to another copy of itself, and through an edition in between', () => {
    expect(new Set(linkEditions([laterEdition, laterEdition]).map(({ kind }) => kind))).toEqual(
      new Set(['same']),
    );
    const third = rewrite(laterEdition, (one) =>
      one.id === 'ht-13' ? { ...one, id: 'ht-23', replaces: ['ht-13'] } : keep(one),
    );
    const links = linkEditions([earlierEdition, laterEdition, third]);
    expect(links).toContainEqual({ kind: 'split', from: ['ht-03'], to: ['ht-23', 'ht-14'] });
  });
});

/** As an edition after the later one that changes nothing. */
function keep({ replaces: _, ...one }: Criterion): Criterion {
  return one;
}

function rewrite(edition: Checklist, change: (one: Criterion) => Criterion): Checklist {
  return {
    ...edition,
    manifest: { ...edition.manifest, id: 'small-2030', extends: { id: 'small-2027', dropped: [] } },
    criteria: edition.criteria.map(change),
    specialized: edition.specialized.map(keep),
  };
}

describe('linting what an edition says about the one before', () => {
  const checks = (edition: Checklist, earlier: Checklist | undefined = laterEdition) =>
    lintSuccession(edition, earlier).map(({ check, subject }) =>
      `${check} ${subject ?? ''}`.trim(),
    );
  const kept = rewrite(laterEdition, keep);
  const change = (id: string, to: (one: Criterion) => Criterion) =>
    rewrite(laterEdition, (one) => (one.id === id ? to(keep(one)) : keep(one)));

  it('finds nothing in the two editions, nor in one that extends none', () => {
    expect(lintSuccession(laterEdition, earlierEdition)).toEqual([]);
    expect(lintSuccession(checklist, undefined)).toEqual([]);
    expect(checks(kept)).toEqual([]);
  });

  it.each<[string, Checklist]>([
    [
      'unknown-predecessor ht-01',
      change('ht-01', (one) => ({ ...one, replaces: ['ht-01', 'ht-99'] })),
    ],
    [
      'predecessor-still-here ht-01',
      change('ht-01', (one) => ({ ...one, replaces: ['ht-01', 'ht-12'] })),
    ],
    ['reused-id ht-01', change('ht-01', (one) => ({ ...one, replaces: ['ht-12'] }))],
    ['changed-unsaid ht-01', change('ht-01', (one) => ({ ...one, vi: 'Khác' }))],
    ['changed-unsaid ht-01', change('ht-01', (one) => ({ ...one, level: 'advanced' }))],
    ['unaccounted ht-01', change('ht-01', (one) => ({ ...one, id: 'ht-31' }))],
    [
      'repeated-predecessor ht-01',
      change('ht-01', (one) => ({ ...one, replaces: ['ht-01', 'ht-01'] })),
    ],
    [
      'dropped-wrongly ht-01',
      {
        ...kept,
        manifest: {
          ...kept.manifest,
          extends: { id: 'small-2027', dropped: [{ criterion: 'ht-01', vi: 'x', en: 'x' }] },
        },
      },
    ],
  ])('%s', (expected, edition) => {
    expect(checks(edition)).toContain(expected);
  });

  it('takes a criterion that goes on in part and says so', () => {
    const edition = rewrite(laterEdition, (one) => {
      if (one.id === 'ht-01') return { ...keep(one), vi: 'Máy trạm bàn', replaces: ['ht-01'] };
      return one.id === 'ht-12' ? { ...keep(one), replaces: ['ht-12', 'ht-01'] } : keep(one);
    });
    expect(checks(edition)).toEqual([]);
  });

  it('says that the extended edition is not there', () => {
    expect(lintSuccession(kept, undefined).map(({ check }) => check)).toEqual(['extended-missing']);
    const { extends: _, ...manifest } = laterEdition.manifest;
    expect(checks({ ...laterEdition, manifest })[0]).toMatch(/^replaces-without-extends/);
  });
});

describe('comparing across editions', () => {
  it('lines criteria up and says what each was called', async () => {
    const { difference, text } = await compare(
      await folderBy(earlierEdition, { outcomes: { 'ht-02': 'not-met', 'ht-03': 'not-met' } }),
      await folderBy(laterEdition, { outcomes: { 'ht-14': 'undetermined' } }),
    );
    const find = (id: string) => difference.criteria.find(({ criterion }) => criterion === id);
    expect(find('ht-12')).toMatchObject({
      link: 'renamed',
      direction: 'better',
      outcome: { from: 'not-met', to: 'met' },
    });
    expect(find('ht-13')).toMatchObject({ direction: 'regrouped', outcome: {} });
    expect(find('ht-01')).toBeUndefined();
    expect(text).toContain('ht-12 là ht-02 ở bản Bản 2021');
    expect(text).toContain(
      'tách: A ht-03 (Không đạt) -> B ht-13 (Đạt), ht-14 (Chưa đủ bằng chứng)',
    );
    expect(text).toContain('gộp: A ht-04 (Đạt), ht-05 (Đạt) -> B ht-15 (Đạt)');
    expect(text).toMatch(/ht-06 +Đạt +\(không có\) +chỉ ở A/);
    expect(text).toMatch(/ht-06 -> -: bỏ/);
    expect(text).toMatch(/- -> ht-16: mới/);
  });

  it('never calls another rule better or worse', async () => {
    const { difference } = await compare(
      await folderBy(earlierEdition, { outcomes: { 'ht-07': 'not-met' } }),
      await folderBy(laterEdition),
    );
    expect(difference.criteria.find(({ criterion }) => criterion === 'ht-07')).toMatchObject({
      link: 'changed',
      direction: 'other-rule',
    });
  });

  it('says that a level of the same name asks for other things', async () => {
    const [a, b] = [await folderBy(earlierEdition), await folderBy(laterEdition)];
    const { difference, text } = await compare(a, b);
    expect(difference.checklist.relation).toMatchObject({
      kind: 'linked',
      way: 'forward',
      levels: [
        { level: 'basic', a: 6, b: 6, common: 2 },
        { level: 'advanced', a: 7, b: 7, common: 2 },
        { level: 'specialized', a: 8, b: 8, common: 3 },
      ],
    });
    expect(text).toContain('MỨC: cùng tên, theo hai bộ tiêu chí khác nhau');
    expect(text).toContain('mức Cơ bản của A gồm 6 tiêu chí, của B gồm 6; 2 tiêu chí giống hệt');
    const english = await compare(a, b, 'en');
    expect(english.text).toContain('One name, other demands');
  });

  it('reads the other way round as well', async () => {
    const { difference } = await compare(
      await folderBy(laterEdition),
      await folderBy(earlierEdition),
    );
    expect(difference.checklist.relation).toMatchObject({ kind: 'linked', way: 'backward' });
    expect(difference.checklist.onlyInA).toEqual(['ht-16']);
  });

  it('does not line up checklists that say nothing about each other, though ids coincide', async () => {
    const { difference, text } = await compare(
      await folderBy(checklist),
      await folderBy(laterEdition, { outcomes: { 'ht-01': 'not-met' } }),
    );
    expect(difference.checklist.relation.kind).toBe('unrelated');
    expect(difference.criteria).toEqual([]);
    expect(text).toContain('TIÊU CHÍ: không so');
  });

  it('does not guess when a checklist is not at hand, or is not the one named', async () => {
    const without = await folderBy(laterEdition, { withCopy: false });
    expect((await readSide(without, 'vi')).checklist).toBeUndefined();
    const { difference } = await compare(await folderBy(earlierEdition), without);
    expect(difference.checklist.relation.kind).toBe('unrelated');
    const edited = await folderBy(laterEdition);
    await writeFile(path.join(edited, 'checklist', 'documents.yaml'), 'documents: []\n');
    expect((await readSide(edited, 'vi')).checklist).toBeUndefined();
  });
});

describe('what is not two assessments of one facility', () => {
  it('a product is never compared with a facility, nor passed off as one', async () => {
    const facility = await folderBy(checklist);
    const product = {
      ...JSON.parse(JSON.stringify(fixtureAssessment(checklist))),
      scope: 'vendor',
      product: null,
    };
    const file = path.join(home, 'product-assessment.json');
    await writeFile(file, JSON.stringify(product));
    await expect(compare(facility, file)).rejects.toThrow('xét một sản phẩm (--scope vendor)');
    expect(() => asSide(product)).toThrow();
    const folder = await folderBy(checklist);
    const settings = {
      ...{ schemaVersion: 1, toolVersion: '0', assessedOn: '2026-11-22', language: 'vi' },
      ...{ checklist: 'annex-1-2021', allowed: [], startedAt: '2026-11-22T08:00:00+07:00' },
      scope: 'vendor',
    };
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
    await expect(compare(facility, folder)).rejects.toThrow('product-assessment.json');
  });

  it('two products are compared without a level', async () => {
    const write = async (version: string) => {
      const { specialized: _, verdict: __, facility: ___, ...rest } = fixtureAssessment(checklist);
      const file = path.join(home, `product-${version}.json`);
      const product = { name: 'RIS-PACS Mẫu', version, vendor: 'Công ty Mẫu' };
      await writeFile(file, JSON.stringify({ ...rest, scope: 'vendor', product }));
      return file;
    };
    const { difference, text } = await compare(await write('4.2'), await write('4.3'));
    expect(difference).toMatchObject({ scope: 'vendor', sameFacility: true });
    expect(difference.level).toBeUndefined();
    expect(text).toContain('MỨC: không có');
    expect(text).toContain('4.2');
  });

  it('simulated beside real is said', async () => {
    const { text } = await compare(
      await folderBy(checklist, { simulated: true }),
      await folderBy(checklist),
    );
    expect(text).toContain('A là dữ liệu mô phỏng, bên kia là thật');
  });
});

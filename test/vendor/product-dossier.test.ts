import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packBag } from '../../src/bag/pack-bag.ts';
import { hasReports, refreshAssessment } from '../../src/cleanup/refresh-assessment.ts';
import { judgeDossier } from '../../src/cli/judge-dossier.ts';
import { type DossierRequest, prepareDossier } from '../../src/cli/prepare-dossier.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import { readSettings, scopeOf } from '../../src/evidence/dossier-settings.ts';
import { makeGap } from '../../src/gap/make-gap.ts';
import { publishedSchema } from '../../src/schemas/published-schemas.ts';
import { requireSharingDossier } from '../../src/sharing/record-report.ts';
import { signDossier } from '../../src/signature/sign-dossier.ts';
import { isProductDossier, rejudgeProduct } from '../../src/vendor/rejudge-product.ts';
import { productFile, refreshProduct } from '../../src/vendor/write-product.ts';
import { describeVerification } from '../../src/verification/describe-verification.ts';
import { verifyDossier } from '../../src/verification/verify-dossier.ts';
import { makeValidator } from '../schemas/support/make-validator.ts';
import { newKey } from '../signature/support/reported-dossier.ts';

const signal = new AbortController().signal;
let home: string;
let facilityFile: string;
let folder: string;

/** A facility file without a single system: nothing is connected to. */
async function begin(scope: 'facility' | 'vendor', changes: Partial<DossierRequest> = {}) {
  return prepareDossier({
    facilityFile,
    out: await mkdtemp(path.join(home, 'ho-so-')),
    target: undefined,
    allow: '',
    only: undefined,
    resume: false,
    scope,
    language: 'vi',
    ...changes,
  });
}

const rejudge = (formats: readonly string[]) =>
  rejudgeProduct({ folder, formats, language: 'vi', signal });

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-product-'));
  facilityFile = path.join(home, 'facility.yaml');
  await writeFile(
    facilityFile,
    [
      'schemaVersion: 1',
      'facility: { name: Phòng thử của nhà cung cấp }',
      'product: { name: RIS-PACS Mẫu, version: "4.2", vendor: Công ty Mẫu }',
      '',
    ].join('\n'),
  );
  folder = (await begin('vendor')).dossier.folder;
  await rejudge(['json', 'html']);
});

afterAll(() => rm(home, { recursive: true, force: true }));

describe("a product's dossier", () => {
  it('keeps what it judges in its settings; one that does not say is of a facility', async () => {
    expect(await isProductDossier(folder, 'vi')).toBe(true);
    const { dossier } = await begin('facility');
    expect(await isProductDossier(dossier.folder, 'vi')).toBe(false);
    const { scope: _, ...older } = await readSettings(dossier.folder, 'vi');
    await writeFile(dossier.path('settings.json'), JSON.stringify(older));
    expect(scopeOf(await readSettings(dossier.folder, 'vi'))).toBe('facility');
  });

  it('is judged again to the same bytes, as published, and holds no level', async () => {
    const before = await readFile(path.join(folder, productFile), 'utf8');
    const { files } = await rejudge(['json', 'html']);
    expect(files).toEqual([productFile, 'product-report.html']);
    expect(await readFile(path.join(folder, productFile), 'utf8')).toBe(before);
    const value: unknown = JSON.parse(before);
    expect(makeValidator(publishedSchema('product-assessment'))(value)).toEqual([]);
    expect(before).not.toMatch(/"(verdict|level|floor|ceiling)":/);
    await expect(readFile(path.join(folder, 'assessment.json'))).rejects.toThrow('ENOENT');
  });

  it('verifies against the product result, and names what was edited in it', async () => {
    const sound = await verifyDossier(folder, 'vi');
    expect(sound).toMatchObject({ ok: true, rejudged: { state: 'equal' } });
    const file = path.join(folder, productFile);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"outcome":"needs-attestation"', '"outcome":"met"'));
    const edited = await verifyDossier(folder, 'vi');
    expect(edited.ok).toBe(false);
    expect(edited.rejudged.state).toBe('different');
    expect(describeVerification(edited, 'vi').join('\n')).toContain(productFile);
    await writeFile(file, text);
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'verdict of a facility',
      () => judgeDossier({ folder, formats: ['json'], language: 'vi', signal }),
    ],
    [
      'signature of a facility',
      () =>
        signDossier({ folder, as: 'facility', key: newKey(), name: 'A', language: 'vi', signal }),
    ],
    [
      'bag for a council',
      () => packBag({ folder, out: path.join(home, 'x.zip'), language: 'vi', signal }),
    ],
    ['plan towards a level', () => makeGap(folder, undefined, 'vi')],
    ['annex of shared results', () => requireSharingDossier(folder, 'vi')],
  ])('gives no %s, and says so', async (_, act) => {
    const error = await act().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('Hồ sơ này xét một sản phẩm (--scope vendor)');
  });

  it('says what became of test data as soon as it was cleaned up, and still verifies', async () => {
    const { dossier } = await begin('vendor');
    const study = { id: 'effect-1', system: 'pacs', kind: 'study', identifiers: {} } as const;
    await dossier.journal({ ...study, state: 'sent' });
    await refreshProduct(dossier);
    const read = () => readFile(dossier.path(productFile), 'utf8');
    expect(await read()).toContain('"state":"sent"');
    await dossier.journal({ ...study, state: 'removed-verified' });
    const opened = await Dossier.open(dossier.folder, 'vi');
    expect(await refreshAssessment(opened, true)).toEqual({ state: 'refreshed' });
    expect(await read()).toContain('"state":"removed-verified"');
    expect(await refreshAssessment(opened, false)).toEqual({ state: 'current' });
    expect(await hasReports(opened)).toBe(false);
    expect(await verifyDossier(dossier.folder, 'vi')).toMatchObject({ ok: true });
    await expect(readFile(dossier.path('assessment.json'))).rejects.toThrow('ENOENT');
  });

  it('leads from each finding to its evidence in print', async () => {
    const html = await readFile(path.join(folder, 'product-report.html'), 'utf8');
    expect(html).not.toContain('[object');
    expect(html).toContain('không xét cơ sở nào');
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(targets.length).toBeGreaterThan(0);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
  });

  it('has no form of report that names levels', async () => {
    await expect(rejudge(['csv'])).rejects.toThrow('không có dạng "csv"');
    expect((await rejudge(['junit'])).files).toEqual([productFile, 'product-report.junit.xml']);
  });

  it('is not gone on with as a facility’s, nor the other way round', async () => {
    await expect(begin('facility', { out: folder, resume: true })).rejects.toThrow(
      'lập với --scope vendor',
    );
    const { dossier } = await begin('facility');
    await expect(begin('vendor', { out: dossier.folder, resume: true })).rejects.toThrow(
      'lập với --scope facility',
    );
  });
});

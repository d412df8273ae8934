import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeDossier } from '../../src/cli/judge-dossier.ts';
import { type DossierRequest, prepareDossier } from '../../src/cli/prepare-dossier.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { readSettings, scopeOf } from '../../src/evidence/dossier-settings.ts';
import { publishedSchema } from '../../src/schemas/published-schemas.ts';
import { signDossier } from '../../src/signature/sign-dossier.ts';
import { isProductDossier, rejudgeProduct } from '../../src/vendor/rejudge-product.ts';
import { productFile } from '../../src/vendor/write-product.ts';
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
  ])('gives no %s, and says so', async (_, act) => {
    const error = await act().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('Hồ sơ này xét một sản phẩm (--scope vendor)');
  });

  it('has no form of report that names levels', async () => {
    await expect(rejudge(['csv'])).rejects.toThrow('không có dạng "csv"');
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

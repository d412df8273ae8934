import { UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { readSettings, scopeOf } from '../evidence/dossier-settings.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import type { Language } from '../locale/language.ts';
import { loadVendorScope } from './load-vendor-scope.ts';
import { type ProductResult, productFormats, writeProduct } from './write-product.ts';

/** Whether a folder is the dossier of a product. @throws UserError as reading its settings does. */
export async function isProductDossier(folder: string, language: Language): Promise<boolean> {
  return scopeOf(await readSettings(folder, language)) === 'vendor';
}

/**
 * Judges a product's dossier that is on disk, offline, and writes what is asked for.
 * @throws UserError for a form that a product's result does not have, or when the dossier is in use, damaged, or cannot
 * be written.
 */
export async function rejudgeProduct(request: {
  readonly folder: string;
  readonly formats: readonly string[];
  readonly language: Language;
  readonly signal: AbortSignal;
}): Promise<ProductResult> {
  const { folder, language, signal } = request;
  const wanted = productFormats.filter((one) => request.formats.includes(one));
  const other = request.formats.find((one) => !productFormats.some((known) => known === one));
  if (other !== undefined) {
    throw new UserError(
      language === 'vi'
        ? `Hồ sơ xét sản phẩm không có dạng "${other}"; có: ${productFormats.join(', ')}.`
        : `A product's dossier has no form "${other}"; there are: ${productFormats.join(', ')}.`,
    );
  }
  const dossier = await Dossier.open(folder, language);
  const { checklist } = await readDossierContents(dossier);
  try {
    await lockDossier(folder, language);
    return await writeProduct({
      dossier,
      scope: await loadVendorScope(),
      checklist,
      wanted,
      signal,
    });
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}

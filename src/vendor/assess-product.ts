import { type DossierRequest, prepareDossier } from '../cli/prepare-dossier.ts';
import { makeProgress } from '../cli/progress.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { collect } from '../flow.ts';
import { loadVendorScope } from './load-vendor-scope.ts';
import { type ProductResult, productFormats, writeProduct } from './write-product.ts';

/**
 * Collects and judges only what a product can be judged on, and writes `product-assessment.json` and `product-report`.
 * @throws UserError as an assessment does.
 */
export async function assessProduct(
  request: DossierRequest & { readonly signal: AbortSignal; readonly verbose?: boolean },
): Promise<ProductResult> {
  const scope = await loadVendorScope();
  const only = request.only ?? scope.product.flatMap(({ criteria }) => criteria);
  const prepared = await prepareDossier({ ...request, only, scope: 'vendor' });
  const { dossier, checklist } = prepared;
  try {
    await collect({
      ...prepared,
      only,
      resume: request.resume,
      signal: request.signal,
      onEvent: makeProgress(request.language, request.verbose ?? false),
    });
    return await writeProduct({
      dossier,
      scope,
      checklist,
      wanted: productFormats,
      signal: request.signal,
    });
  } catch (error) {
    throw explainWriteError(error, dossier.folder, request.language);
  }
}

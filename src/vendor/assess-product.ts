import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type DossierRequest, prepareDossier } from '../cli/prepare-dossier.ts';
import { makeProgress } from '../cli/progress.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { writeManifest } from '../evidence/manifest.ts';
import { collect, judge } from '../flow.ts';
import { compilePage } from '../report/compile-page.ts';
import { mapStrings } from '../report/map-strings.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { judgeProduct, type ProductAssessment } from './judge-product.ts';
import { loadVendorScope } from './load-vendor-scope.ts';
import { viewProduct } from './view-product.ts';

const pdfDeadlineMs = 90_000;

/** What became of a product's assessment. */
export interface ProductResult {
  readonly product: ProductAssessment;
  /** Paths inside the dossier. */
  readonly files: readonly string[];
  readonly pdfProblem?: RenderedReport['pdfProblem'];
}

/**
 * Collects and judges only what a product can be judged on, and writes `product-assessment.json` and `product-report`.
 * @throws UserError as an assessment does.
 */
export async function assessProduct(
  request: DossierRequest & { readonly signal: AbortSignal; readonly verbose?: boolean },
): Promise<ProductResult> {
  const scope = await loadVendorScope();
  const only = request.only ?? scope.product.flatMap(({ criteria }) => criteria);
  const prepared = await prepareDossier({ ...request, only });
  const { dossier, checklist } = prepared;
  try {
    await collect({
      ...prepared,
      only,
      resume: request.resume,
      signal: request.signal,
      onEvent: makeProgress(request.language, request.verbose ?? false),
    });
    const assessment = await judge(dossier);
    const product = judgeProduct(assessment, scope);
    const text = canonicalize(product) ?? '';
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    await writeFileAtomically(dossier.path('product-assessment.json'), text);
    // Sentences on what is cut name the facility's model; here it is the product's.
    const view = mapStrings(viewProduct(product, assessment, checklist, sha256), (text) =>
      text.replaceAll(/(?<![\w-])assessment\.json/g, 'product-assessment.json'),
    );
    const html = await compilePage({
      template: 'vendor/product.hbs',
      styles: ['report.css', 'council/council.css', 'vendor/product.css'],
      view,
      marks: {
        foot: view.w.foot,
        page: view.w.page,
        ...(product.simulated && { warning: view.w.simulated }),
      },
    });
    await writeFileAtomically(dossier.path('product-report.html'), html);
    const { renderPdf } = await import('../report/render-pdf.ts');
    const { signal } = request;
    const pdf = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
    if (pdf.state === 'rendered')
      await writeFileAtomically(dossier.path('product-report.pdf'), pdf.pdf);
    await writeManifest(dossier.folder);
    return {
      product,
      files: [
        'product-assessment.json',
        'product-report.html',
        ...(pdf.state === 'rendered' ? ['product-report.pdf'] : []),
      ],
      ...(pdf.state !== 'rendered' && { pdfProblem: { state: pdf.state, message: pdf.message } }),
    };
  } catch (error) {
    throw explainWriteError(error, dossier.folder, request.language);
  }
}

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Checklist } from '../checklist/schema.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import type { Dossier } from '../evidence/dossier.ts';
import { writeManifest } from '../evidence/manifest.ts';
import { examine } from '../flow.ts';
import { compilePage } from '../report/compile-page.ts';
import { mapStrings } from '../report/map-strings.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { judgeProduct, type ProductAssessment } from './judge-product.ts';
import { loadVendorScope, type VendorScope } from './load-vendor-scope.ts';
import { renderProductJunit } from './render-product-junit.ts';
import { viewProduct } from './view-product.ts';

const pdfDeadlineMs = 90_000;

/** The file that holds what was found of a product. */
export const productFile = 'product-assessment.json';
/** Forms in which a product's result is written. */
export const productFormats = ['json', 'html', 'pdf', 'junit'] as const;
export type ProductFormat = (typeof productFormats)[number];

const htmlFile = 'product-report.html';
const pdfFile = 'product-report.pdf';
const junitFile = 'product-report.junit.xml';
/** Renderings beside the result; they are of the time at which they were made. */
export const productReportFiles: readonly string[] = [htmlFile, pdfFile, junitFile];

/** What became of a product's assessment. */
export interface ProductResult {
  readonly product: ProductAssessment;
  /** Paths inside the dossier. */
  readonly files: readonly string[];
  readonly pdfProblem?: RenderedReport['pdfProblem'];
}

/** The bytes of `product-assessment.json`: canonical JSON (RFC 8785), UTF-8, no line end. */
export function renderProductJson(product: ProductAssessment): string {
  const text = canonicalize(product);
  if (text === undefined) throw new Error('A product assessment has no canonical form');
  return text;
}

/**
 * Judges a product's dossier again and writes its result and the manifest, without reports.
 * @throws UserError when a part of the dossier is damaged
 */
export async function refreshProduct(dossier: Dossier): Promise<ProductAssessment> {
  const product = judgeProduct(await examine(dossier), await loadVendorScope());
  await writeFileAtomically(dossier.path(productFile), renderProductJson(product));
  await writeManifest(dossier.folder);
  return product;
}

/** Judges a product's dossier and writes the result, the reports that are wanted, and last the manifest. */
export async function writeProduct(request: {
  readonly dossier: Dossier;
  readonly scope: VendorScope;
  readonly checklist: Checklist;
  readonly wanted: readonly ProductFormat[];
  readonly signal: AbortSignal;
}): Promise<ProductResult> {
  const { dossier, wanted, signal } = request;
  const assessment = await examine(dossier);
  const product = judgeProduct(assessment, request.scope);
  const text = renderProductJson(product);
  await writeFileAtomically(dossier.path(productFile), text);
  const files: string[] = [productFile];
  if (wanted.includes('junit')) {
    await writeFileAtomically(
      dossier.path(junitFile),
      renderProductJunit(product, assessment, request.checklist),
    );
    files.push(junitFile);
  }
  let pdfProblem: RenderedReport['pdfProblem'];
  if (wanted.includes('html') || wanted.includes('pdf')) {
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    // Sentences on what is cut name the facility's model; here it is the product's.
    const view = mapStrings(
      viewProduct(product, assessment, request.checklist, sha256),
      (sentence) => sentence.replaceAll(/(?<![\w-])assessment\.json/g, productFile),
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
    if (wanted.includes('html')) {
      await writeFileAtomically(dossier.path(htmlFile), html);
      files.push(htmlFile);
    }
    if (wanted.includes('pdf')) {
      const { renderPdf } = await import('../report/render-pdf.ts');
      const pdf = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
      if (pdf.state === 'rendered') {
        await writeFileAtomically(dossier.path(pdfFile), pdf.pdf);
        files.push(pdfFile);
      } else pdfProblem = { state: pdf.state, message: pdf.message };
    }
  }
  await writeManifest(dossier.folder);
  return { product, files, ...(pdfProblem && { pdfProblem }) };
}

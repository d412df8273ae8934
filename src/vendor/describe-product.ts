import { exitCodes } from '../cli/exit-codes.ts';
import { isLeft } from '../evidence/is-left.ts';
import { outcomeNames } from '../report/labels.ts';
import { printableText } from '../report/printable-text.ts';
import type { ProductAssessment } from './judge-product.ts';
import { productWords } from './words.ts';

const mostListed = 15;

/** What the terminal shows at the end: counts, what is not met or open, and that there is no level. */
export function describeProduct(product: ProductAssessment): readonly string[] {
  const { language, counts } = product;
  const w = productWords[language];
  const undone = product.findings.filter(({ outcome }) => outcome !== 'met');
  const left = undone.length - mostListed;
  return [
    ...(product.simulated ? [`*** ${w.simulated} ***`] : []),
    [product.product?.name, product.product?.version].filter(Boolean).join(' ') || w.unnamed,
    w.noLevel,
    `${w.judged}: ${product.findings.length}; ${outcomeNames.met[language]} ${counts.met}; ${outcomeNames['not-met'][language]} ${counts['not-met']}; ${w.open} ${counts.undetermined + counts['needs-attestation']}; ${w.outside}: ${product.outside.length}`,
    ...undone
      .slice(0, mostListed)
      .map(
        ({ criterion, outcome, because }) =>
          `  ${criterion} ${outcomeNames[outcome][language]}: ${because.slice(0, 160)}`,
      ),
    ...(left > 0 ? [`  … (+${left})`] : []),
  ].map(printableText);
}

/** 3 when something judged is not met, 4 while something is open or test data is left, else 0 (6 without the PDF). */
export function productExitCode(product: ProductAssessment, hasPdf: boolean): number {
  const { counts, sideEffects } = product;
  if (counts['not-met'] > 0) return exitCodes.rejected;
  if (counts.undetermined + counts['needs-attestation'] > 0 || sideEffects.some(isLeft))
    return exitCodes.provisional;
  return hasPdf ? exitCodes.done : exitCodes.noPdf;
}

import type { LegalBasis } from '../legal-basis/load-legal-basis.ts';

/** Uses that a decision rests on; the form and the signature are the business of its making. */
const citedUses: readonly LegalBasis['texts'][number]['use'][] = ['basis', 'related', 'security'];
/** The order in which Vietnamese documents cite: by rank of the text. */
const ranks: readonly RegExp[] = [/^Luật/, /^Nghị định/, /^Thông tư/];

/**
 * Titles of the texts in force on a day, highest rank first. Texts that are drafts, replaced, or not yet in force are no
 * ground of a decision.
 * @param on YYYY-MM-DD
 */
export function listGrounds({ texts }: LegalBasis, on: string): readonly string[] {
  return texts
    .filter(
      ({ status, use, effective }) =>
        (status === 'in-force' || status === 'partly-in-force') &&
        citedUses.includes(use) &&
        (effective === undefined || effective <= on),
    )
    .map(({ title }) => title)
    .sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(title: string): number {
  const rank = ranks.findIndex((one) => one.test(title));
  return rank < 0 ? ranks.length : rank;
}

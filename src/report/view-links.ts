import { codeOf, type ViewContext } from './view-context.ts';

/** Records listed in Annex III; a link leads only to a row that is printed. */
export const recordsShown = 1_000;
const linksShown = 12;

/** Anchor of a record's row in Annex III: a number, since ids may hold anything. */
export function anchorOfRecord(index: number): string {
  return `ev-${index + 1}`;
}

/** Records behind a finding, each leading to its row in Annex III; `undefined` without any. */
export function viewEvidenceLinks(context: ViewContext, ids: readonly string[]) {
  if (ids.length === 0) return undefined;
  const { evidence } = context.assessment;
  return {
    lead: context.say.evidenceIds(''),
    links: ids.slice(0, linksShown).map((id) => {
      const index = evidence.findIndex((one) => one.id === id);
      return {
        label: context.clip(id, 120),
        anchor: index >= 0 && index < recordsShown ? anchorOfRecord(index) : '',
      };
    }),
    more: ids.length > linksShown ? ` (+${context.count(ids.length - linksShown)})` : '',
  };
}

/** Criteria that rest on a record, each leading to its row in Annex I. */
export function viewUses(context: ViewContext, id: string) {
  const { findings, specialized } = context.assessment;
  return [...findings, ...specialized]
    .filter((finding) => finding.evidence.includes(id))
    .slice(0, linksShown)
    .map(({ criterion }) => ({ anchor: criterion, code: codeOf(criterion) }));
}

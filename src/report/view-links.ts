import { walkRecordsOf, walkRowsOf } from './attached/list-pictures.ts';
import { codeOf, isAppliedFor, type ViewContext } from './view-context.ts';
import { walkWords } from './walk-words.ts';

/** Records listed in Annex III; a link leads only to a row that is printed. */
export const recordsShown = 1_000;
const linksShown = 12;

/** Anchor of a record's row in Annex III: a number, since ids may hold anything. */
export function anchorOfRecord(index: number): string {
  return `ev-${index + 1}`;
}

/** Anchor of a guided walk in Annex IV. */
export function anchorOfWalk(index: number): string {
  return `walk-${index + 1}`;
}

/** Anchor of the first step of a criterion in a guided walk. */
export function anchorOfStep(index: number, criterion: string): string {
  return `${anchorOfWalk(index)}-${criterion}`;
}

/** A record by its id, leading to its row in Annex III where that is printed. */
export function linkToRecord(context: ViewContext, id: string) {
  const index = context.assessment.evidence.findIndex((one) => one.id === id);
  return {
    label: context.clip(id, 120),
    anchor: index >= 0 && index < recordsShown ? anchorOfRecord(index) : '',
  };
}

/** Whether a criterion has a row in Annex I: those of the Specialized level have none. */
export function isInAnnexI({ assessment }: ViewContext, criterion: string): boolean {
  return assessment.findings.some((finding) => finding.criterion === criterion);
}

/** A criterion by its code, leading to its row in Annex I where it has one. */
export function linkToCriterion(context: ViewContext, criterion: string) {
  return {
    code: context.clip(codeOf(criterion), 40),
    target: isInAnnexI(context, criterion) ? criterion : '',
  };
}

/**
 * Records behind a finding, each leading to its row in Annex III, and a guided walk also to what was done there in Annex
 * IV; `undefined` without any.
 */
export function viewEvidenceLinks(
  context: ViewContext,
  ids: readonly string[],
  criterion?: string,
) {
  if (ids.length === 0) return undefined;
  return {
    lead: context.say.evidenceIds(''),
    links: ids
      .slice(0, linksShown)
      .flatMap((id) => [linkToRecord(context, id), ...linkToWalk(context, id, criterion)]),
    more: ids.length > linksShown ? ` (+${context.count(ids.length - linksShown)})` : '',
  };
}

function linkToWalk(context: ViewContext, id: string, criterion: string | undefined) {
  const index = walkRecordsOf(context.assessment.evidence).findIndex((one) => one.id === id);
  const record = walkRecordsOf(context.assessment.evidence)[index];
  if (record === undefined) return [];
  const rows = walkRowsOf(record);
  if (rows.length === 0) return [];
  const hasStep = rows.some((row) => row.criterion === criterion);
  return [
    {
      label: walkWords(context.language).fromAnnexI,
      anchor:
        criterion !== undefined && hasStep ? anchorOfStep(index, criterion) : anchorOfWalk(index),
    },
  ];
}

/** Criteria that rest on a record, each leading to its row in Annex I or section V, which is empty when not applied for. */
export function viewUses(context: ViewContext, id: string) {
  const { findings, specialized } = context.assessment;
  return [...findings, ...(isAppliedFor(context, 'specialized') ? specialized : [])]
    .filter((finding) => finding.evidence.includes(id))
    .slice(0, linksShown)
    .map(({ criterion }) => ({ anchor: criterion, code: codeOf(criterion) }));
}

import type { Checklist, Criterion } from '../checklist/schema.ts';
import type { Finding } from '../findings/finding.ts';
import { requiredCriteria } from '../verdict/decide-level.ts';
import type { AttestContext } from './session.ts';

/** A criterion that evidence has not decided. */
export interface OpenCriterion {
  readonly criterion: Criterion;
  readonly finding: Finding;
}

/** Open criteria under the heading of their group, in the circular's order. */
export interface OpenGroup {
  readonly vi: string;
  readonly en: string;
  readonly open: readonly OpenCriterion[];
}

/** Groups the open criteria of the level applied for; criteria above it are not asked about. */
export function groupOpenCriteria(
  findings: readonly Finding[],
  context: Pick<AttestContext, 'checklist' | 'facility' | 'dossier'>,
): OpenGroup[] {
  const { checklist } = context;
  const target = context.dossier.settings.target ?? context.facility.appliesFor ?? 'specialized';
  const open = requiredCriteria(target, checklist).flatMap((criterion): OpenCriterion[] => {
    const finding = findings.find((one) => one.criterion === criterion.id);
    const isOpen = finding?.outcome === 'undetermined' || finding?.outcome === 'needs-attestation';
    return finding && isOpen ? [{ criterion, finding }] : [];
  });
  return headings(checklist)
    .map(({ vi, en, ids }) => ({
      vi,
      en,
      open: open.filter((one) => ids.includes(one.criterion.id)),
    }))
    .filter((group) => group.open.length > 0);
}

function headings(checklist: Checklist) {
  return [
    ...checklist.groups.map((group) => ({ vi: group.vi, en: group.en, ids: group.criterionIds })),
    {
      vi: 'Điều kiện của mức chuyên sâu',
      en: 'Conditions of the Specialized level',
      ids: checklist.specialized.map((one) => one.id),
    },
  ];
}

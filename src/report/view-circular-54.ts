import type { Circular54 } from '../legal-basis/load-circular-54.ts';
import { levelNames, outcomeNames } from './labels.ts';
import { codeOf, type ViewContext, wordingOf } from './view-context.ts';

/** Annex V: what each criterion of Circular 54/2017, group IV, has become in the draft, with the outcome found. */
export function viewCircular54(context: ViewContext, circular: Circular54 | undefined) {
  const { checklist, pick } = context;
  const known = new Set(circular?.criteria.map(({ id }) => id));
  const rows = (circular?.criteria ?? []).map((one) => {
    const own = checklist.criteria.filter(({ tt54_2017 }) => tt54_2017 === one.id);
    return {
      id: one.id,
      title: pick(one),
      level: pick(levelNames[one.level]),
      now: own.map((criterion) => {
        const finding = context.findingOf(criterion.id);
        return {
          code: codeOf(criterion.id),
          wording: context.shorten(wordingOf(context, criterion, criterion.id), 120),
          level: pick(levelNames[criterion.level]),
          outcome: finding === undefined ? '' : pick(outcomeNames[finding.outcome]),
          moved: criterion.level !== one.level,
        };
      }),
    };
  });
  const added = checklist.criteria.filter(
    ({ tt54_2017 }) => tt54_2017 === undefined || !known.has(tt54_2017),
  );
  return {
    rows,
    source: circular === undefined ? '' : pick(circular.source),
    added: added.map(({ id }) => codeOf(id)).join(', '),
  };
}

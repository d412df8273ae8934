import { opinionNames } from '../review/words.ts';
import { codeOf, type ViewContext } from './view-context.ts';

const mostCodes = 4;
const mostSaid = 6;

/** The council's word on page 1: disagreements first. Empty when it has said nothing. */
export function viewCouncilOnCover(context: ViewContext): string {
  const { review, say, count } = context;
  if (review === undefined) return '';
  const spoken = review.criteria.length - review.silent.length;
  const parts = [
    review.disputed.length === 0
      ? say.councilNoDispute(count(spoken), count(review.criteria.length))
      : say.councilDisputes(count(review.disputed.length), codesOf(review.disputed)),
    ...(review.asked.length === 0
      ? []
      : [say.councilAsks(count(review.asked.length), codesOf(review.asked))]),
    ...(review.concernsThisResult ? [] : [say.councilOutdated]),
    say.councilUnchanged,
  ];
  return parts.join('; ');
}

/** What the council says of one criterion, to be printed beside its outcome. */
export function viewCouncilOnCriterion(context: ViewContext, criterion: string) {
  const { review, say, count, clip } = context;
  const own = review?.criteria.find((one) => one.criterion === criterion);
  if (own === undefined || own.agree + own.disagree.length + own.ask.length === 0)
    return { counts: '', said: [] };
  const said = [...own.disagree, ...own.ask].slice(0, mostSaid).map((one) => {
    const word = context.pick(opinionNames[one.opinion]);
    return clip(say.councilSaid(one.by.name, one.by.position, word, one.reason ?? ''), 400);
  });
  return {
    counts: say.councilOnCriterion(
      count(own.agree),
      count(own.disagree.length),
      count(own.ask.length),
    ),
    said,
  };
}

function codesOf(ids: readonly string[]): string {
  const shown = ids.slice(0, mostCodes).map(codeOf).join(', ');
  return ids.length > mostCodes ? `${shown}…` : shown;
}

import { formatDate } from '../report/format.ts';
import { basisText, levelNames, outcomeNames } from '../report/labels.ts';
import { codeOf, wordingOf } from '../report/view-context.ts';
import type { RecordedVote } from '../review/review-schema.ts';
import type { CriterionReview } from '../review/summarise-review.ts';
import { opinionNames, voteNames } from '../review/words.ts';
import type { DocumentContext } from './document-input.ts';

const reasonMax = 600;

type Speaker = RecordedVote['by'];

/** Codes as printed, in the order given. */
export function listCodes(ids: readonly string[]): string {
  return ids.map(codeOf).join(', ');
}

/** What members said of each criterion, or rows to write it in. */
export function viewOpinions(context: DocumentContext) {
  const { view, words, summary } = context;
  if (summary === undefined)
    return {
      counts: words.noReview,
      blankRows: blankRows(10),
      outdated: '',
      rows: [],
      agreed: '',
      silent: '',
      none: false,
    };
  const rows = summary.criteria.flatMap((one) => opinionRows(context, one));
  const agreed = summary.criteria.filter(
    ({ agree, disagree, ask }) => agree > 0 && disagree.length + ask.length === 0,
  );
  const isCondition = (id: string) => view.criterion(id)?.level === 'specialized';
  const conditions = summary.criteria.filter(({ criterion }) => isCondition(criterion)).length;
  return {
    counts: words.counts(
      view.count(summary.criteria.length - summary.silent.length),
      words.ofCriteria(
        view.count(summary.criteria.length - conditions),
        conditions === 0 ? '' : view.count(conditions),
      ),
      view.count(summary.disputed.length),
      view.count(summary.asked.length),
    ),
    blankRows: [],
    outdated: summary.concernsThisResult ? '' : words.outdated,
    rows,
    none: rows.length === 0,
    agreed: agreed.map(({ criterion }) => codeOf(criterion)).join(', '),
    silent: summary.silent.map(codeOf).join(', '),
  };
}

/** What a council may reserve is named; that it does is for the council to write. */
export function viewReserved({ summary }: DocumentContext) {
  const open = new Set([...(summary?.disputed ?? []), ...(summary?.asked ?? [])]);
  const inOrder = summary?.criteria.filter(({ criterion }) => open.has(criterion)) ?? [];
  return { open: listCodes(inOrder.map(({ criterion }) => criterion)), blankRows: blankRows(3) };
}

/** Rows to write in; handlebars repeats what a list has. */
function blankRows(count: number): readonly string[] {
  return Array.from({ length: count }, () => '');
}

/** Who spoke, and that they were not there where they were not. */
function speaker({ members, words }: DocumentContext, { id, name, position }: Speaker): string {
  const isAbsent = members.some((one) => one.id === id && !one.present);
  return `${name}, ${position}${isAbsent ? ` (${words.inAbsence})` : ''}`;
}

/** The whole reason is in the dossier, and the minutes say where. */
function cutReason({ view, words }: DocumentContext, reason = ''): string {
  const characters = [...reason];
  const left = characters.length - reasonMax;
  if (left <= 0) return reason;
  return `${characters.slice(0, reasonMax).join('')}…${words.cut(view.count(left))}`;
}

function opinionRows(context: DocumentContext, one: CriterionReview) {
  const { view } = context;
  const finding = view.findingOf(one.criterion);
  const wording = wordingOf(view, view.criterion(one.criterion), one.criterion);
  return [...one.disagree, ...one.ask].map((said) => ({
    code: codeOf(one.criterion),
    wording: view.shorten(wording, 110),
    outcome: view.pick(outcomeNames[one.outcome]),
    basis: finding === undefined ? '' : basisText(finding.basis, view.language),
    member: speaker(context, said.by),
    opinion: view.pick(opinionNames[said.opinion]),
    proposes: said.proposes === undefined ? '' : view.pick(outcomeNames[said.proposes]),
    reason: cutReason(context, said.reason),
    date: formatDate(said.date, view.language),
  }));
}

/** Votes as recorded; empty when none is. */
export function viewTallies(context: DocumentContext) {
  const { view, words, summary } = context;
  return (summary?.tallies ?? []).map(({ level, counts, votes }) => ({
    sentence: words.tally(
      view.pick(levelNames[level]),
      view.count(counts.for),
      view.count(counts.against),
      view.count(counts.abstain),
    ),
    votes: votes.map((one) => ({
      member: speaker(context, one.by),
      level: view.pick(levelNames[one.level]),
      vote: view.pick(voteNames[one.vote]),
      reason: cutReason(context, one.reason),
      date: formatDate(one.date, view.language),
    })),
  }));
}

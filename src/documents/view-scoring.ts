import type { Finding } from '../findings/finding.ts';
import { basisText, levelNames, outcomeNames } from '../report/labels.ts';
import { codeOf, isAppliedFor, type ViewContext, wordingOf } from '../report/view-context.ts';
import type { CouncilMember } from '../review/review-schema.ts';
import { dutyNames } from '../review/words.ts';
import { type DocumentContext, viewHead } from './document-input.ts';
import { shortenObserved } from './shorten-observed.ts';

const mostIds = 2;
/** Characters of an observation: some six lines of the column. */
const observedMax = 190;
/** The condition on packages must show product, version, licence and day of demonstration. */
const conditionMax = 480;

/** Document D: one member's sheet. Evidence is filled in; the judgement is left to the member, recorded or not. */
export function viewScoring(context: DocumentContext, member: CouncilMember | undefined) {
  const { view, words } = context;
  const { assessment, checklist } = view;
  const groups = checklist.groups.map((group) => ({
    name: view.pick(group),
    rows: assessment.findings
      .filter(({ criterion }) => group.criterionIds.includes(criterion))
      .map((finding) => viewRow(context, finding)),
  }));
  const beyond = isAppliedFor(view, 'specialized')
    ? [
        {
          name: words.specialized,
          rows: assessment.specialized.map((finding) => viewRow(context, finding)),
        },
      ]
    : [];
  return {
    ...viewHead(context, words.scoringNumber, { issuer: 'council', withDate: true }),
    title: `${words.scoringType} - ${context.body}`,
    who: [
      { label: words.name, value: member?.name ?? '' },
      { label: words.facility, value: context.body },
      {
        label: words.position,
        value: [member?.position, member?.organisation]
          .filter((one) => one !== undefined)
          .join(', '),
      },
      { label: words.duty, value: member === undefined ? '' : view.pick(dutyNames[member.duty]) },
    ],
    signerName: member?.name ?? '',
    resultSha256: context.resultSha256,
    note: assessment.language === view.language ? '' : words.otherLanguage,
    findingsLang: assessment.language,
    proposed: view.pick(levelNames[assessment.verdict.level]),
    groups: [...groups, ...beyond].filter(({ rows }) => rows.length > 0),
  };
}

function viewRow({ view, words }: DocumentContext, finding: Finding) {
  const criterion = view.criterion(finding.criterion);
  const isCondition = criterion?.level === 'specialized';
  const ordinal = criterion === undefined ? '' : String(criterion.ordinal);
  // Signs become words before the cut is measured, quotes and all.
  const observed = shortenObserved(
    view.recorded(finding.observed, Number.MAX_SAFE_INTEGER),
    isCondition ? conditionMax : observedMax,
  );
  return {
    ordinal,
    code: codeOf(finding.criterion),
    wording: view.shorten(wordingOf(view, criterion, finding.criterion), 200),
    level: criterion === undefined ? '' : view.pick(levelNames[criterion.level]),
    outcome: view.pick(outcomeNames[finding.outcome]),
    basis: basisText(finding.basis, view.language),
    observed: observed.text,
    more: observed.isCut ? (isCondition ? words.seeConditions : words.seeAnnex(ordinal)) : '',
    evidence: listEvidence(view, finding.evidence),
  };
}

/** The first ids; the report lists them all. */
function listEvidence(view: ViewContext, ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const left = ids.length - mostIds;
  const shown = ids.slice(0, mostIds).join(', ');
  return view.say.evidenceIds(left > 0 ? `${shown} (+${view.count(left)})` : shown);
}

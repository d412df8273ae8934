import { formatDate } from '../report/format.ts';
import { basisText, levelNames, outcomeNames } from '../report/labels.ts';
import { drawHashCode } from '../report/pictures/draw-hash-code.ts';
import { codeOf, isOpen, wordingOf } from '../report/view-context.ts';
import { makeUpText, rangeText } from '../report/view-cover.ts';
import type { CriterionReview } from '../review/summarise-review.ts';
import { dutyNames, opinionNames, voteNames } from '../review/words.ts';
import { type DocumentContext, viewHead } from './document-input.ts';

/** Document B: minutes of the council. What the tool knows is filled in; conclusion, number and signatures stay blank. */
export function viewMinutes(context: DocumentContext) {
  const { view, words, input } = context;
  const { meeting, council } = input.review ?? {};
  const date = meeting?.date === undefined ? '' : formatDate(meeting.date, view.language);
  const decision = council?.decision;
  return {
    ...viewHead(context, words.minutesNumber, false),
    title: `${words.minutesType} - ${context.body}`,
    facilityName: context.body,
    councilName: council?.name ?? view.pick(context.composition),
    councilSource: `${context.composition.source}. ${view.pick(context.composition.note)}`,
    setUp:
      decision === undefined
        ? words.blank
        : words.setUp(
            decision.number,
            formatDate(decision.date, view.language),
            decision.issuer ?? '',
          ),
    began: words.at(meeting?.from ?? '', date) || words.blank,
    ended: meeting?.to ?? words.shortBlank,
    place: meeting?.place ?? words.blank,
    chair: nameOf(context, 'chair'),
    secretary: nameOf(context, 'secretary'),
    members: context.members.map((member, index) => ({
      ordinal: String(index + 1),
      name: member.name,
      position: [member.position, member.organisation]
        .filter((one) => one !== undefined)
        .join(', '),
      duty: view.pick(dutyNames[member.duty]),
      present: member.present ? words.present : words.absent,
    })),
    bodies: context.composition.bodies.map((one) => view.pick(one)),
    // Every body signs in the inter-sectoral council; in the facility's own, the list is a help where nobody is named.
    showBodies: context.composition.id === 'inter-sectoral' || context.members.length === 0,
    seen: viewSeen(context),
    hashCode: drawHashCode(context.resultSha256, {
      id: 'picture-result-hash',
      title: words.resultHash,
    }),
    result: viewResult(context),
    groups: viewGroups(context),
    opinions: viewOpinions(context),
    tallies: viewTallies(context),
    closing: words.closing(meeting?.to ?? words.shortBlank),
  };
}

function nameOf({ members, words }: DocumentContext, duty: 'chair' | 'secretary'): string {
  const found = members.find((one) => one.duty === duty);
  return found === undefined ? words.blank : `${found.name}, ${found.position}`;
}

function viewSeen(context: DocumentContext) {
  const { view, words, input } = context;
  const { assessment } = view;
  const keys = input.keys.map((key) => ({
    label: `${words.key}: ${words.keyOf(key.as, key.name)}`,
    value: key.fingerprint,
  }));
  return [
    { label: words.resultHash, value: context.resultSha256 },
    { label: words.checklistHash, value: assessment.checklist.sha256 },
    {
      label: words.checklist,
      value: `${view.pick(view.checklist.manifest.title)}, ${assessment.checklist.edition}`,
    },
    { label: words.assessedOn, value: formatDate(assessment.assessedOn, view.language) },
    { label: words.evidence, value: words.records(view.count(assessment.evidence.length)) },
    ...(keys.length === 0 ? [{ label: words.key, value: words.noKey }] : keys),
  ];
}

function viewResult({ view, words }: DocumentContext) {
  const { verdict } = view.assessment;
  return [
    { label: words.proposed, value: view.pick(levelNames[verdict.level]) },
    { label: words.makeUp, value: makeUpText(view) },
    {
      label: words.appliedFor,
      value:
        verdict.target === undefined ? view.say.noTarget : view.pick(levelNames[verdict.target]),
    },
    { label: words.range, value: rangeText(view) },
  ];
}

function viewGroups({ view, words }: DocumentContext) {
  const row = (name: string, keep: (criterion: string) => boolean) => {
    const own = view.assessment.findings.filter(({ criterion }) => keep(criterion));
    return {
      name,
      total: view.count(own.length),
      met: view.count(own.filter(({ outcome }) => outcome === 'met').length),
      notMet: view.count(own.filter(({ outcome }) => outcome === 'not-met').length),
      open: view.count(own.filter(isOpen).length),
    };
  };
  return [
    ...view.checklist.groups.map((group) =>
      row(view.pick(group), (id) => group.criterionIds.includes(id)),
    ),
    row(words.all, () => true),
  ];
}

function viewOpinions(context: DocumentContext) {
  const { view, words, summary } = context;
  if (summary === undefined)
    return { counts: words.noReview, outdated: '', rows: [], agreed: '', silent: '', none: false };
  const rows = summary.criteria.flatMap((one) => opinionRows(context, one));
  const agreed = summary.criteria.filter(
    ({ agree, disagree, ask }) => agree > 0 && disagree.length + ask.length === 0,
  );
  return {
    counts: words.counts(
      view.count(summary.criteria.length - summary.silent.length),
      view.count(summary.criteria.length),
      view.count(summary.disputed.length),
      view.count(summary.asked.length),
    ),
    outdated: summary.concernsThisResult ? '' : words.outdated,
    rows,
    none: rows.length === 0,
    agreed: agreed.map(({ criterion }) => codeOf(criterion)).join(', '),
    silent: summary.silent.map(codeOf).join(', '),
  };
}

function opinionRows({ view }: DocumentContext, one: CriterionReview) {
  const finding = view.findingOf(one.criterion);
  const wording = wordingOf(view, view.criterion(one.criterion), one.criterion);
  return [...one.disagree, ...one.ask].map((said) => ({
    code: codeOf(one.criterion),
    wording: view.shorten(wording, 110),
    outcome: view.pick(outcomeNames[one.outcome]),
    basis: finding === undefined ? '' : basisText(finding.basis, view.language),
    member: `${said.by.name}, ${said.by.position}`,
    opinion: view.pick(opinionNames[said.opinion]),
    proposes: said.proposes === undefined ? '' : view.pick(outcomeNames[said.proposes]),
    reason: view.clip(said.reason ?? '', 600),
    date: formatDate(said.date, view.language),
  }));
}

function viewTallies({ view, words, summary }: DocumentContext) {
  return (summary?.tallies ?? []).map(({ level, counts, votes }) => ({
    sentence: words.tally(
      view.pick(levelNames[level]),
      view.count(counts.for),
      view.count(counts.against),
      view.count(counts.abstain),
    ),
    votes: votes.map((one) => ({
      member: `${one.by.name}, ${one.by.position}`,
      level: view.pick(levelNames[one.level]),
      vote: view.pick(voteNames[one.vote]),
      reason: view.clip(one.reason ?? '', 600),
      date: formatDate(one.date, view.language),
    })),
  }));
}

import type { Finding } from '../findings/finding.ts';
import { formatDate, formatLongDate } from '../report/format.ts';
import { levelNames } from '../report/labels.ts';
import { drawHashCode } from '../report/pictures/draw-hash-code.ts';
import { isAppliedFor, isOpen } from '../report/view-context.ts';
import { makeUpText, rangeText } from '../report/view-cover.ts';
import { dutyNames } from '../review/words.ts';
import { type DocumentContext, viewHead } from './document-input.ts';
import { listCodes, viewOpinions, viewReserved, viewTallies } from './view-opinions.ts';

/** Document B: minutes of the council. What the tool knows is filled in; conclusion, number and signatures stay blank. */
export function viewMinutes(context: DocumentContext) {
  const { view, words, input } = context;
  const { meeting, council } = input.review ?? {};
  const day = meeting?.date === undefined ? '' : formatLongDate(meeting.date, view.language);
  const ended = meeting?.to === undefined ? '' : words.at(meeting.to, day);
  const isInterSectoral = context.composition.id === 'inter-sectoral';
  const decision = council?.decision;
  return {
    ...viewHead(context, words.minutesNumber, { issuer: 'council', withDate: false }),
    notes: viewNotes(context),
    title: `${words.minutesType} - ${context.body}`,
    councilName: council?.name ?? view.pick(context.composition),
    councilSource: `${words.councilSources[context.composition.id]}. ${view.pick(context.composition.note)}`,
    // What is empty is printed as a line to write on.
    meeting: [
      { label: words.facility, value: context.body },
      {
        label: words.setUpBy,
        value:
          decision === undefined
            ? ''
            : words.setUp(
                decision.number,
                formatDate(decision.date, view.language),
                decision.issuer ?? '',
              ),
      },
      { label: words.began, value: words.at(meeting?.from ?? '', day) },
      { label: words.place, value: meeting?.place ?? '' },
      { label: words.chair, value: nameOf(context, 'chair') },
      { label: words.secretary, value: nameOf(context, 'secretary') },
    ],
    members: context.members.map((member, index) => ({
      ordinal: String(index + 1),
      name: member.name,
      position: [member.position, member.organisation]
        .filter((one) => one !== undefined)
        .join(', '),
      duty: view.pick(dutyNames[member.duty]),
      present: member.present ? words.present : words.absent,
    })),
    bodies: council?.bodies ?? context.composition.bodies.map((one) => view.pick(one)),
    // Every body signs in the inter-sectoral council; in the facility's own, the list is a help where nobody is named.
    showBodies: isInterSectoral || context.members.length === 0,
    signers: viewSigners(context),
    secretaryName: signerOf(context, 'secretary')?.name ?? '',
    chairName: signerOf(context, 'chair')?.name ?? '',
    seen: viewSeen(context),
    hashCode: drawHashCode(context.resultSha256, {
      id: 'picture-result-hash',
      title: words.resultHash,
    }),
    result: viewResult(context),
    groups: viewGroups(context),
    opinions: viewOpinions(context),
    tallies: viewTallies(context),
    reserved: viewReserved(context),
    closing: words.closing(ended || words.shortBlank),
  };
}

/** Where the council is not the one that the draft names for the level applied for. */
function viewNotes({ view, words, composition }: DocumentContext): readonly string[] {
  const { target, level } = view.assessment.verdict;
  const wanted = target ?? level;
  if (wanted === 'specialized' && composition.id === 'facility') return [words.otherCouncil];
  return wanted === 'basic' || wanted === 'none' ? [words.noCouncil] : [];
}

function signerOf({ members }: DocumentContext, duty: 'chair' | 'secretary') {
  return members.find((one) => one.duty === duty);
}

function nameOf(context: DocumentContext, duty: 'chair' | 'secretary'): string {
  const found = signerOf(context, duty);
  return found === undefined ? '' : `${found.name}, ${found.position}`;
}

/** Members who were there; chair and secretary sign below the minutes. */
function viewSigners(context: DocumentContext) {
  const below = [signerOf(context, 'chair'), signerOf(context, 'secretary')];
  return context.members
    .filter((one) => one.present && !below.includes(one))
    .map(({ name, position, organisation }, index) => ({
      ordinal: String(index + 1),
      name,
      position: [position, organisation].filter((one) => one !== undefined).join(', '),
    }));
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
      value: `${view.pick(view.checklist.manifest.title)}, ${words.edition(assessment.checklist.edition)}`,
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
    { label: words.makeUp, value: makeUpText(view).replace(/^\((.*)\)$/, '$1') },
    {
      label: words.appliedFor,
      value:
        verdict.target === undefined ? view.say.noTarget : view.pick(levelNames[verdict.target]),
    },
    { label: words.range, value: rangeText(view) },
    { label: words.blocking, value: listCodes(verdict.blocking) },
    { label: words.deciding, value: listCodes(verdict.deciding) },
    {
      label: words.cap,
      value:
        verdict.cap === undefined
          ? ''
          : view.checklist.cap
            ? view.pick(view.checklist.cap)
            : verdict.cap.reason,
    },
  ].filter(({ value }) => value !== '');
}

function viewGroups({ view, words }: DocumentContext) {
  const { findings, specialized } = view.assessment;
  const beyond = isAppliedFor(view, 'specialized') ? specialized : [];
  const row = (name: string, own: readonly Finding[]) => {
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
      row(
        view.pick(group),
        findings.filter(({ criterion }) => group.criterionIds.includes(criterion)),
      ),
    ),
    ...(beyond.length === 0 ? [] : [row(words.specialized, beyond)]),
    row(words.all, [...findings, ...beyond]),
  ];
}

import type { Checklist, Criterion, DocumentKind } from '../checklist/schema.ts';
import { paperFieldWords } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { probeTitles } from '../probes/fact-groups.ts';
import type { Assessment } from '../report/assessment.ts';
import { formatDate } from '../report/format.ts';
import { levelNames, outcomeNames, stateNames, whoNames } from '../report/labels.ts';
import { shortenText } from '../report/printable-text.ts';
import { codeOf } from '../report/view-context.ts';
import type { Level } from '../verdict/verdict.ts';
import type { GapBlocker } from './find-blockers.ts';
import type { GapPlan, GapStage, GapStep } from './plan-gap.ts';
import { workKinds } from './plan-gap.ts';
import { tellMissing } from './tell-missing.ts';
import { gapWords, workNames } from './words.ts';

/** What the plan is told from. */
export interface GapViewInput {
  readonly plan: GapPlan;
  readonly checklist: Checklist;
  /** As judged in the language of the plan. */
  readonly assessment: Assessment;
  /** The language in which probes wrote their records. */
  readonly recordedIn: Language;
}

const blockersShown = 6;
const codesShown = 40;

/** The plan as plain data in one language, for a terminal and for print. Pure. */
export function viewGap({ plan, checklist, assessment, recordedIn }: GapViewInput) {
  const { language } = assessment;
  const w = gapWords[language];
  const name = (level: Level) => levelNames[level][language];
  const context = { checklist, assessment, recordedIn, language };
  const { target } = plan;
  return {
    lang: language,
    w,
    title: target === undefined ? w.noHigher : w.title(name(target)),
    simulated: assessment.simulated,
    facts: [
      { label: w.facility, value: assessment.facility.facility.name.slice(0, 300) },
      { label: w.assessedOn, value: formatDate(assessment.assessedOn, language) },
      {
        label: w.now,
        value: `${name(plan.from)} (${plan.status === 'final' ? w.final : w.range(name(plan.ceiling))})`,
      },
    ],
    lead: describeWay(plan, language),
    cap: plan.cap,
    blockers: plan.blockers
      .slice(0, blockersShown)
      .map((one) => viewBlocker(one, recordedIn, language)),
    stages: plan.stages.map((stage) => viewStage(stage, context)),
  };
}

/** The shortest way in a few sentences. */
function describeWay(plan: GapPlan, language: Language): readonly string[] {
  const w = gapWords[language];
  const name = (level: Level) => levelNames[level][language];
  const { target, next, appliedFor } = plan;
  if (target === undefined) return [w.noHigher];
  const beyond = appliedFor === undefined ? [] : [w.notAppliedFor(name(appliedFor))];
  if (next === undefined) return [w.reached(name(target)), ...beyond];
  const left = plan.stages.filter(({ groups }) => groups.length > 0);
  return [
    ...left.map((stage) => {
      const steps = stage.groups.flatMap((group) => group.steps);
      if (stage.level !== next) return w.afterThat(name(stage.level), steps.length);
      const works = workKinds.flatMap((work) => {
        const count = steps.filter((step) => step.work === work).length;
        return count === 0 ? [] : [w.works[work](count)];
      });
      return w.nextStep(name(stage.level), steps.length, works.join(', '));
    }),
    ...beyond,
  ];
}

function viewBlocker(blocker: GapBlocker, recordedIn: Language, language: Language) {
  const w = gapWords[language];
  const { risk, probe, state, subjects, criteria, message } = blocker;
  const left = criteria.length - codesShown;
  return {
    what:
      risk === undefined ? w.lookAgain(nameProbe(probe, language), subjects.length) : w.allow(risk),
    // A permission that is not given says it all.
    why:
      risk !== undefined
        ? ''
        : recordedIn === language
          ? `${stateNames[state][language]}: ${shortenText(message, 200)}`
          : stateNames[state][language],
    criteria: `${criteria.slice(0, codesShown).map(codeOf).join(', ')}${left > 0 ? ` ${w.more(left)}` : ''}`,
    count: criteria.length,
  };
}

interface StepContext {
  readonly checklist: Checklist;
  readonly assessment: Assessment;
  readonly recordedIn: Language;
  readonly language: Language;
}

function viewStage(stage: GapStage, context: StepContext) {
  const { language, checklist } = context;
  const w = gapWords[language];
  const own = stage.groups.reduce((sum, { steps }) => sum + steps.length, 0);
  const level = levelNames[stage.level][language];
  const packages = checklist.packages.map((one) => `${one.ordinal}. ${one[language]}`);
  return {
    title:
      own === 0 && stage.met === stage.required
        ? w.stageDone(level, stage.required)
        : w.stage(level, stage.met, stage.required, own),
    note:
      stage.level === 'specialized' && own > 0 && packages.length > 0
        ? w.packages(packages.join('; '))
        : '',
    groups: stage.groups.map(({ who, steps }) => ({
      who: whoNames[who][language],
      count: steps.length,
      steps: steps.map((step) => viewStep(step, context)),
    })),
  };
}

function viewStep(step: GapStep, context: StepContext) {
  const { checklist, language } = context;
  const criterion = [...checklist.criteria, ...checklist.specialized].find(
    ({ id }) => id === step.criterion,
  );
  return {
    code: codeOf(step.criterion),
    wording: criterion === undefined ? '' : shortenText(wordingOf(criterion, language), 160),
    outcome: outcomeNames[step.outcome][language],
    work: workNames[step.work][language],
    isFix: step.work === 'fix',
    remedy: step.remedy[language],
    because: step.work === 'fix' ? shortenText(step.because, 300) : '',
    byHand: step.level === 'specialized' ? step.byHand[language] : '',
    prepare: describePreparation(step, checklist, language),
    ...tellMissing(step, context),
  };
}

function wordingOf(criterion: Criterion, language: Language): string {
  return language === 'en' ? criterion.en : (criterion.vi_normalised ?? criterion.vi);
}

/** Evidence that a criterion accepts, in words. */
function describePreparation(
  { prepare }: Pick<GapStep, 'prepare'>,
  checklist: Checklist,
  language: Language,
): string {
  const w = gapWords[language];
  const kinds = new Map(checklist.documentKinds.map((one) => [one.id, one]));
  return [
    ...(prepare.probes.length === 0
      ? []
      : [w.probes(prepare.probes.map((one) => nameProbe(one, language)).join(', '))]),
    ...prepare.documents.map((id) => {
      const kind = kinds.get(id);
      return kind === undefined ? id : describePaper(kind, language);
    }),
    ...(prepare.attestation ? [w.attestation] : []),
  ].join('; ');
}

function describePaper(kind: DocumentKind, language: Language): string {
  const w = gapWords[language];
  const fields = (kind.requires ?? []).map((field) => paperFieldWords[language][field]);
  const asked = [
    ...(fields.length === 0 ? [] : [w.mustState(fields.join(', '))]),
    ...(kind.expires === 'required' ? [w.validOn] : []),
  ];
  return asked.length === 0 ? kind[language] : `${kind[language]} [${asked.join('; ')}]`;
}

function nameProbe(probe: string, language: Language): string {
  return probeTitles[probe]?.[language] ?? probe;
}

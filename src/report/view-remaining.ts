import type { Criterion } from '../checklist/schema.ts';
import type { Finding } from '../findings/finding.ts';
import { planGap } from '../gap/plan-gap.ts';
import { factRegistry } from '../probes/fact-registry.ts';
import { levelNames, whoNames } from './labels.ts';
import { viewMissing } from './missing-lines.ts';
import { isTallRow } from './row-height.ts';
import { codeOf, isAppliedFor, type ViewContext, wordingOf } from './view-context.ts';
import { viewCriterion } from './view-criteria.ts';

const papersNamed = 3;
const partMax = 60;

/** Section VII: what stands between here and the next level, those that decide it first. */
export function viewRemaining(context: ViewContext) {
  const { assessment, say, count, pick } = context;
  const { blocking, deciding } = assessment.verdict;
  const remaining = [...assessment.findings, ...assessment.specialized].filter(
    (finding) => finding.outcome !== 'met',
  );
  const within = remaining.filter((finding) => {
    const level = context.criterion(finding.criterion)?.level ?? 'specialized';
    return isAppliedFor(context, level);
  });
  const rank = (finding: Finding) =>
    blocking.includes(finding.criterion) ? 0 : deciding.includes(finding.criterion) ? 1 : 2;
  const rows = within
    .toSorted((a, b) => rank(a) - rank(b))
    .map((finding) => {
      const criterion = context.criterion(finding.criterion);
      const missing = viewMissing(context, finding);
      const { handIn, remedy } = viewRemedy(context, finding, criterion);
      return {
        ...viewCriterion(context, finding),
        wording: context.shorten(wordingOf(context, criterion, finding.criterion), 160),
        role: [say.blocking, say.deciding, ''][rank(finding)] ?? '',
        missing,
        against: againstText(context, finding),
        handIn,
        remedy,
        tall: isTallRow([
          { texts: missing, charactersPerLine: 52 },
          { texts: [handIn, remedy], charactersPerLine: 42 },
        ]),
        who: criterion === undefined ? '' : pick(whoNames[criterion.remedy.who]),
      };
    });
  const outside = remaining.length - within.length;
  const sentences = [
    rows.length === 0 ? say.remainingNone : say.remainingSome(count(rows.length)),
    ...(outside === 0 ? [] : [say.remainingOutside(count(outside))]),
  ];
  return { sentence: sentences.join(' '), path: viewPath(context), rows };
}

/** What was seen against the criterion: without it "not met" cannot be acted on. Empty where nothing was. */
function againstText(context: ViewContext, finding: Finding): string {
  if (finding.outcome !== 'not-met') return '';
  return context.recorded(finding.observed, 400);
}

/**
 * What to do. Where nothing failed, evidence may be all that is lacking: it is named first, and the remedy is put as what
 * to do if the thing is not there, never as an order to buy it.
 */
function viewRemedy(context: ViewContext, finding: Finding, criterion: Criterion | undefined) {
  if (criterion === undefined) return { handIn: '', remedy: '' };
  const { say, pick } = context;
  const remedy = context.sentence(pick(criterion.remedy), 500);
  if (finding.outcome === 'not-met') return { handIn: '', remedy };
  const papers = papersWanted(context, finding, criterion);
  const probes = criterion.accepts.flatMap((one) => /^probe:(.+)$/.exec(one)?.[1] ?? []);
  const ways = [
    ...(papers.length === 0 ? [] : [papers.join('; ')]),
    ...(criterion.accepts.includes('attestation') ? [say.handInAttestation] : []),
    ...(probes.some(isDemonstration) ? [say.handInDemonstration] : []),
    ...(probes.some((probe) => !isDemonstration(probe)) ? [say.handInProbe] : []),
  ];
  const open = openParts(context, finding, criterion);
  const first = open.length === 0 ? [] : [say.onlyOpen(open)];
  return {
    handIn: [...first, ...(ways.length === 0 ? [] : [say.handIn(ways)])].join(' '),
    remedy: say.ifNotThere(lowerFirst(remedy)),
  };
}

/** Required parts that are open beside others that are met: the remedy speaks of them all. */
function openParts({ pick, shorten }: ViewContext, { parts }: Finding, criterion: Criterion) {
  const stateOf = new Map(parts.map(({ id, state }) => [id, state]));
  const own = criterion.parts ?? [];
  if (!own.some(({ id }) => stateOf.get(id) === 'met')) return [];
  return own
    .filter(({ id }) => stateOf.get(id) === 'open')
    .map((part) => shorten(pick(part), partMax));
}

/** What a person shows in the hospital's own viewer; every other probe looks by itself. */
function isDemonstration(probe: string): boolean {
  const groups = [...factRegistry().values()].filter(({ probes }) => probes.includes(probe));
  return groups.some(({ basis }) => basis === 'demonstrated');
}

/** Papers that the finding names are in the column beside it; else those that the criterion takes. */
function papersWanted(context: ViewContext, finding: Finding, criterion: Criterion) {
  const { checklist, assessment, pick } = context;
  const accepted = checklist.documentKinds.filter(({ id }) =>
    criterion.accepts.includes(`document:${id}`),
  );
  const named = accepted.filter((kind) =>
    finding.missing.some((line) => line.includes(kind[assessment.language])),
  );
  if (named.length > 0) return [context.say.papersBeside];
  const left = accepted.length - papersNamed;
  return [
    ...accepted.slice(0, papersNamed).map((kind) => context.shorten(lowerFirst(pick(kind)), 120)),
    ...(left > 0 ? [context.say.otherPapers(context.count(left))] : []),
  ];
}

/** Words that begin a sentence, inside another; abbreviations and names of products stay. */
function lowerFirst(text: string): string {
  const [first = '', second = ''] = text;
  return second !== '' && second === second.toLocaleLowerCase('vi') && /\p{L}|\s/u.test(second)
    ? `${first.toLocaleLowerCase('vi')}${text.slice(first.length)}`
    : text;
}

/** The way to the target in short: per level, how much is left and for whom. Empty when nothing is left. */
function viewPath(context: ViewContext) {
  const { assessment, checklist, pick, count } = context;
  const { stages } = planGap(assessment, checklist, assessment.verdict.target);
  return stages
    .filter(({ groups }) => groups.length > 0)
    .map((stage) => ({
      level: pick(levelNames[stage.level]),
      met: `${count(stage.met)}/${count(stage.required)}`,
      groups: stage.groups.map(
        ({ who, steps }) =>
          `${pick(whoNames[who])} (${count(steps.length)}): ${steps.map(({ criterion }) => codeOf(criterion)).join(', ')}`,
      ),
    }));
}

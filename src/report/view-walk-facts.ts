import type { ObservedEvidence } from '../evidence/evidence.ts';
import type { ChallengeTaskRow } from '../probes/challenge/facts.ts';
import type { AttachedData } from './attached/read-attached.ts';
import { formatDate } from './format.ts';
import type { ViewContext } from './view-context.ts';
import { linkToCriterion, linkToRecord } from './view-links.ts';
import { walkWords } from './walk-words.ts';

const mostPeople = 6;
const mostStatements = 40;
/** Source of the attestations that a walk records. */
export const walkSource = 'attest:challenge';

/** Who performed and watched, when, and whose seed it was. */
export function viewWalkFacts(
  context: ViewContext,
  rows: readonly ChallengeTaskRow[],
  record: ObservedEvidence,
) {
  const words = walkWords(context.language);
  const examiners = [...Map.groupBy(rows, ({ examiner }) => examiner)].map(
    ([name, of], _index, { length }) =>
      length === 1
        ? context.clip(name, 200)
        : `${context.clip(name, 200)} (${context.count(of.length)})`,
  );
  const left = examiners.length - mostPeople;
  const witnesses = rows.map((row) => row.witnesses);
  const [least, most] = [Math.min(...witnesses), Math.max(...witnesses)];
  const times = rows.map(({ shownAt }) => shownAt).sort((a, b) => Date.parse(a) - Date.parse(b));
  const issuers = [...new Set(rows.map(({ seedIssuedBy }) => seedIssuedBy))];
  const [note] = record.notes;
  return [
    {
      name: words.examiners,
      value: `${examiners.slice(0, mostPeople).join('; ')}${left > 0 ? ` (+${context.count(left)})` : ''}`,
    },
    {
      name: words.witnesses,
      value:
        most <= 0
          ? words.noWitness
          : words.someWitnesses(context.count(least), context.count(most)),
    },
    {
      name: words.time,
      value: context.say.between(context.time(times[0] ?? ''), context.time(times.at(-1) ?? '')),
    },
    { name: words.issuer, value: issuers.map((one) => words.issuers[one]).join('; ') },
    ...(note === undefined ? [] : [{ name: words.log, value: context.recorded(note, 300) }]),
  ];
}

/** What makes the same study again: the seed, and the commands that compare. */
export function viewRedo(
  context: ViewContext,
  attached: AttachedData,
  record: ObservedEvidence,
  runCode: string,
) {
  const words = walkWords(context.language);
  const recipe = attached.recipes.get(record.id);
  const recordLink = linkToRecord(context, record.id);
  if (recipe?.ok !== true) {
    const problem = words.recipeProblems[recipe?.problem ?? 'missing'];
    return { record: recordLink, problem, seed: '', text: '', commands: [] };
  }
  return {
    record: recordLink,
    problem:
      recipe.runCode === undefined
        ? words.otherVersion
        : recipe.runCode === runCode
          ? ''
          : words.otherRun(recipe.runCode),
    seed: recipe.seed,
    text: words.redoText,
    commands: [
      `rispacs challenge make --recipe ${recipe.path} --out ${words.folder}`,
      `rispacs challenge check attachments/${words.picture}.png --challenge ${words.folder}`,
    ],
  };
}

/** Attestations that this walk recorded: what only its witnesses saw. */
export function viewStatements(context: ViewContext, runCode: string) {
  return context.assessment.evidence
    .filter((record) => record.kind === 'attestation')
    .filter(({ source, statement }) => source === walkSource && statement.includes(runCode))
    .slice(0, mostStatements)
    .map((record) => ({
      criteria: record.for.slice(0, 12).map((one) => linkToCriterion(context, one)),
      text: context.clip(record.statement, 600),
      by: context.clip(`${record.by.name}, ${record.by.role}`, 200),
      date: formatDate(record.date, context.language),
      witnesses: context.count(record.witnesses.length),
      record: linkToRecord(context, record.id),
    }));
}

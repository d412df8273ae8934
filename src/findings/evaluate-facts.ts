import { declaredColumns } from '../checklist/condition-schema.ts';
import { sayValue, sayValues } from '../checklist/rule-words.ts';
import type { CountLeaf, EachLeaf, FactLeaf, SomeLeaf } from '../checklist/schema.ts';
import type { FactRow, FactValue } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';
import type { FactBasis } from '../probes/define-facts.ts';
import { factRegistry } from '../probes/fact-registry.ts';
import { compareValue } from './compare.ts';
import { type Evaluation, type Missing, makeEvaluation, type Truth } from './evaluation.ts';
import { type IndexedRow, splitFactName } from './fact-index.ts';
import { labelFact, labelGroup } from './fact-labels.ts';
import { groupWords } from './group-words.ts';
import type { JudgeContext } from './judge-context.ts';
import { nameRow, sayColumnSeen, sayRowsSeen } from './say-rows.ts';

type Membership = 'member' | 'perhaps' | 'no';
type Where = FactLeaf['where'];
interface Candidate extends IndexedRow {
  readonly membership: Exclude<Membership, 'no'>;
}

/** All known rows agree: true or false. None known, or disagreement: unknown. */
export function evaluateFact(leaf: FactLeaf, context: JudgeContext): Evaluation {
  const { group, column } = splitFactName(leaf.fact);
  const rows = selectRows(group, leaf.where, context).filter((one) => one.membership === 'member');
  const truths = rows.map((one) => rowTruth(one.row[column], leaf, context));
  const known = truths.filter((truth) => truth !== 'unknown');
  if (known.length === 0) return unknownFor(group, column, rows, context, leaf);
  const truth: Truth = known.every((one) => one === 'true')
    ? 'true'
    : known.every((one) => one === 'false')
      ? 'false'
      : 'unknown';
  const missing =
    truth === 'unknown'
      ? [factMissing(group, context.words.mixed(labelFact(group, column, context.language)))]
      : [];
  return describe(truth, group, column, rows, missing, context, leaf);
}

/** One row that satisfies is enough; with none, an unknown row leaves it open. */
export function evaluateSome(leaf: SomeLeaf, context: JudgeContext): Evaluation {
  const { group, column } = splitFactName(leaf.some);
  const rows = selectRows(group, leaf.where, context);
  const satisfied = rows.filter(
    (one) => one.membership === 'member' && rowTruth(one.row[column], leaf, context) === 'true',
  );
  const members = rows.filter((one) => one.membership === 'member');
  if (satisfied.length > 0)
    return describe('true', group, column, satisfied, [], context, leaf, members);
  const open = rows.filter(
    (one) => rowTruth(one.row[column], leaf, context) === 'unknown' || one.membership === 'perhaps',
  );
  if (members.length === 0 || open.length > 0)
    return unknownFor(group, column, open.length > 0 ? open : rows, context, leaf);
  return describe('false', group, column, members, [], context, leaf);
}

/** Every required row must be known and satisfy. No row at all is unknown: a rule is never vacuously true. */
export function evaluateEach(leaf: EachLeaf, context: JudgeContext): Evaluation {
  const { group, column } = splitFactName(leaf.each);
  const rows = selectRows(group, leaf.where, context);
  const members = rows.filter((one) => one.membership === 'member');
  const failing = members.filter((one) => rowTruth(one.row[column], leaf, context) === 'false');
  if (failing.length > 0)
    return describe('false', group, column, failing, [], context, leaf, members);
  if (rows.length === 0)
    return withComputers(unknownFor(group, column, rows, context, leaf), leaf, members, context);
  const open = rows.filter((one) => rowTruth(one.row[column], leaf, context) !== 'true');
  const missing: Missing[] = [
    ...open.map((one) =>
      probeMissing(
        context.words.unknownValue(
          labelFact(group, column, context.language),
          nameRow(group, one.row, context.language),
        ),
      ),
    ),
    ...missingCover(leaf, members, context),
    ...missingComputers(leaf, members, context),
    ...missingEntries(leaf, members, context),
  ];
  return describe(
    missing.length > 0 ? 'unknown' : 'true',
    group,
    column,
    members,
    missing,
    context,
    leaf,
  );
}

/** At least so many distinct rows known to match. Fewer seen is unknown, because what was not seen may exist. */
export function evaluateCount(leaf: CountLeaf, context: JudgeContext): Evaluation {
  const members = selectRows(leaf.count, leaf.where, context).filter(
    (one) => one.membership === 'member',
  );
  const keys = new Set(
    members.map((one, index) => (leaf.distinct ? keyOf(one.row[leaf.distinct]) : String(index))),
  );
  keys.delete('');
  const enough = keys.size >= leaf.atLeast;
  const { language } = context;
  return makeEvaluation(enough ? 'true' : 'unknown', {
    basis: enough ? [basisOf(leaf.count)] : [],
    evidence: members.map((one) => one.evidenceId),
    observed:
      members.length > 0
        ? [sayRowsSeen({ group: leaf.count, language, rows: members.map((one) => one.row) })]
        : [],
    missing: enough
      ? []
      : [
          factMissing(
            leaf.count,
            context.words.countShort(
              sayLacking(leaf, language),
              keys.size,
              leaf.atLeast,
              unseenValues(leaf, keys, context),
            ),
          ),
          ...attemptReasons(leaf.count, context),
        ],
    tolerances: toleranceOf(leaf, context),
  });
}

function rowTruth(
  value: FactValue | undefined,
  leaf: FactLeaf | SomeLeaf | EachLeaf,
  context: JudgeContext,
): Truth {
  if (value === undefined) return 'unknown';
  return compareValue(value, leaf.op, leaf.value, context.assessedOn) ? 'true' : 'false';
}

function selectRows(group: string, where: Where, context: JudgeContext): Candidate[] {
  return context.facts.rowsOf(group).flatMap((one) => {
    const membership = membershipOf(one.row, where);
    return membership === 'no' ? [] : [{ ...one, membership }];
  });
}

function membershipOf(row: FactRow, where: Where): Membership {
  let result: Membership = 'member';
  for (const [column, wanted] of Object.entries(where ?? {})) {
    const value = row[column];
    if (value === undefined) result = 'perhaps';
    else if (!(Array.isArray(wanted) ? wanted : [wanted]).some((one) => one === value)) return 'no';
  }
  return result;
}

function missingCover(
  leaf: EachLeaf,
  members: readonly Candidate[],
  context: JudgeContext,
): Missing[] {
  const { covering } = leaf;
  if (!covering) return [];
  const absent = covering.values.filter(
    (value) => !members.some((one) => one.row[covering.column] === value),
  );
  return absent.length > 0 ? [probeMissing(context.words.notCovered(absent.join(', ')))] : [];
}

/** Only computers the facility file names; that a role must be there at all is said by `covering`. */
function missingComputers(
  leaf: EachLeaf,
  members: readonly Candidate[],
  context: JudgeContext,
): Missing[] {
  const { everyComputer } = leaf;
  if (!everyComputer) return [];
  const unread = context.facility.computers
    .filter((computer) => everyComputer.includes(computer.role))
    .filter((computer) => !members.some((one) => one.row.host === computer.id))
    .map((computer) => computer.id);
  return unread.length > 0
    ? [probeMissing(context.words.noRowForComputers(shorten(unread, context)))]
    : [];
}

/** Entries of the facility file that nothing is known of: one that could not be read may be the one that fails. */
function missingEntries(
  { everyDeclared, where }: EachLeaf,
  members: readonly Candidate[],
  { facility, words, ...context }: JudgeContext,
): Missing[] {
  if (!everyDeclared) return [];
  const column = declaredColumns[everyDeclared];
  const wanted = where?.of === undefined ? undefined : [where.of].flat();
  const declared: readonly { readonly id: string; readonly of: string }[] = facility[everyDeclared];
  const unread = declared
    .filter(({ of }) => wanted === undefined || wanted.includes(of))
    .filter(({ id }) => !members.some((one) => one.row[column] === id))
    .map(({ id }) => id);
  return unread.length > 0
    ? [probeMissing(words.noRowForEntries(shorten(unread, { facility, words, ...context })))]
    : [];
}

function withComputers(
  evaluation: Evaluation,
  leaf: EachLeaf,
  members: readonly Candidate[],
  context: JudgeContext,
): Evaluation {
  return {
    ...evaluation,
    missing: [
      ...evaluation.missing,
      ...missingComputers(leaf, members, context),
      ...missingEntries(leaf, members, context),
    ],
  };
}

function unknownFor(
  group: string,
  column: string,
  rows: readonly Candidate[],
  context: JudgeContext,
  leaf: FactLeaf | SomeLeaf | EachLeaf,
): Evaluation {
  const label = labelFact(group, column, context.language);
  const missing =
    rows.length > 0
      ? rows.map((one) =>
          factMissing(
            group,
            context.words.unknownValue(label, nameRow(group, one.row, context.language)),
          ),
        )
      : [noRows(group, column, context)];
  return describe('unknown', group, column, rows, missing, context, leaf);
}

function noRows(group: string, column: string, context: JudgeContext): Missing {
  const { language, words } = context;
  const own = groupWords[group]?.columns?.[column]?.unknown?.[language];
  const said = own ?? words.noRows(labelFact(group, column, language));
  const reasons = context.facts
    .attemptsFor(group)
    .map((attempt) => `${attempt.subject}: ${attempt.reason.message}`);
  return factMissing(
    group,
    reasons.length > 0 ? `${said}: ${shorten([...new Set(reasons)], context, 3)}` : said,
  );
}

function attemptReasons(group: string, context: JudgeContext): Missing[] {
  return context.facts
    .attemptsFor(group)
    .slice(0, 3)
    .map((attempt) => factMissing(group, `${attempt.subject}: ${attempt.reason.message}`));
}

/** `all`: the rows that the rule was over, where fewer of them decided it. */
function describe(
  truth: Truth,
  group: string,
  column: string,
  rows: readonly Candidate[],
  missing: readonly Missing[],
  context: JudgeContext,
  leaf: FactLeaf | SomeLeaf | EachLeaf,
  all: readonly Candidate[] = rows,
): Evaluation {
  const seen = sayColumnSeen({
    group,
    column,
    truth,
    language: context.language,
    rows: rows.map((one) => one.row),
    others: all.filter((one) => !rows.includes(one)).map((one) => one.row),
  });
  return makeEvaluation(truth, {
    basis: truth === 'unknown' ? [] : [basisOf(group)],
    evidence: [
      ...rows.map((one) => one.evidenceId),
      ...(rows.length === 0 ? context.facts.attemptsFor(group).map((one) => one.id) : []),
    ],
    observed: seen === undefined ? [] : [seen],
    missing,
    tolerances: toleranceOf(leaf, context),
  });
}

function toleranceOf(
  leaf: FactLeaf | SomeLeaf | EachLeaf | CountLeaf,
  context: JudgeContext,
): string[] {
  return leaf.tolerance ? [leaf.tolerance[context.language]] : [];
}

function basisOf(group: string): FactBasis {
  return factRegistry().get(group)?.basis ?? 'inspected';
}

function shorten(values: readonly string[], context: JudgeContext, most = 6): string {
  const shown = values.slice(0, most).join('; ');
  return values.length > most ? `${shown}; ${context.words.more(values.length - most)}` : shown;
}

function keyOf(value: FactValue | undefined): string {
  return value === undefined ? '' : JSON.stringify(value);
}

/** Columns that limit what is counted without telling people what is lacking. */
const unsaidColumns: readonly string[] = [
  'role',
  'criterion',
  'part',
  'kind',
  'result',
  'outcome',
  'direction',
  'selection',
];

/** What was looked for and not seen: the thing, and the codes that tell one of its kind from another. */
function sayLacking({ count, where, distinct }: CountLeaf, language: Language): string {
  const lack = groupWords[count]?.lack?.[language] ?? `"${labelGroup(count, language)}"`;
  const codes = Object.entries(where ?? {}).flatMap(([column, wanted]) => {
    // A code without words of its own ("AA", "01") would tell nobody what to look for.
    const values = [wanted].flat().filter((value) => sayValue(value, language) !== value);
    const unsaid =
      column === distinct ||
      unsaidColumns.includes(column) ||
      !values.every((value) => typeof value === 'string');
    return unsaid || values.length === 0 ? [] : [sayValues(values, language)];
  });
  return codes.length === 0 ? lack : `${lack}: ${codes.join('; ')}`;
}

/** The values that a count of distinct ones still lacks, in words; empty where the rule does not list them. */
function unseenValues(
  { distinct, where }: CountLeaf,
  keys: ReadonlySet<string>,
  { language }: JudgeContext,
): string {
  const listed = distinct === undefined ? undefined : where?.[distinct];
  const unseen = listed === undefined ? [] : [listed].flat().filter((one) => !keys.has(keyOf(one)));
  return unseen.map((one) => sayValue(one, language)).join(', ');
}

/** What a person demonstrates is lacking like a statement: no probe can bring it. */
function factMissing(group: string, text: string): Missing {
  return { text, needs: basisOf(group) === 'demonstrated' ? 'statement' : 'probe' };
}

function probeMissing(text: string): Missing {
  return { text, needs: 'probe' };
}

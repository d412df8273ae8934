import type { Outcome } from '../findings/finding.ts';
import type { FactDescription } from '../probes/fact-registry.ts';
import { lintCases, lintDocuments, lintLevels, lintUnique } from './lint-checklist.ts';
import { lintFactLeaf } from './lint-facts.ts';
import { lintParts } from './lint-parts.ts';
import { lintStatementLeaf } from './lint-statements.ts';
import { lintSuccession } from './lint-succession.ts';
import type { Checklist, Criterion } from './schema.ts';
import { leavesOf } from './walk-rule.ts';

/** One thing wrong in a checklist that its schema alone cannot see. */
export interface LintProblem {
  /** Stable name of the check, e.g. `unknown-fact`. */
  readonly check: string;
  /** Criterion, document kind or level the problem belongs to; absent for the whole checklist. */
  readonly subject?: string;
  readonly vi: string;
  readonly en: string;
}

/** What linting looks at. Pure: nothing is read from disk. */
export interface LintInput {
  readonly checklist: Checklist;
  /** Every fact that a probe can emit, from `describeFacts()`. */
  readonly facts: readonly FactDescription[];
  /** Outcomes of the written case tables by criterion; absent where the tables are not at hand (an installed package). */
  readonly cases?: ReadonlyMap<string, readonly Outcome[]>;
  /** The edition that this one extends; absent where it extends none or that one is not at hand. */
  readonly earlier?: Checklist | undefined;
}

/** What every check of a single criterion shares. */
export interface LintContext {
  readonly checklist: Checklist;
  readonly factsByName: ReadonlyMap<string, FactDescription>;
  readonly factsByGroup: ReadonlyMap<string, readonly FactDescription[]>;
  readonly probes: ReadonlySet<string>;
  readonly criterion: Criterion;
}

/** Checks a whole checklist; an empty list means that every rule can be judged and every figure is accounted for. */
export function lintChecklist(input: LintInput): LintProblem[] {
  const { checklist, facts } = input;
  const shared = {
    checklist,
    factsByName: new Map(facts.map((fact) => [fact.name, fact])),
    factsByGroup: groupFacts(facts),
    probes: new Set(facts.flatMap((fact) => fact.probes)),
  };
  return [
    ...lintUnique(checklist),
    ...lintLevels(checklist),
    ...lintDocuments(checklist),
    ...lintSuccession(checklist, input.earlier),
    ...[...checklist.criteria, ...checklist.specialized].flatMap((criterion) =>
      lintCriterion({ ...shared, criterion }),
    ),
    ...(input.cases ? lintCases(checklist, input.cases) : []),
  ];
}

function lintCriterion(context: LintContext): LintProblem[] {
  return [
    ...leavesOf(context.criterion).flatMap((at) => [
      ...lintFactLeaf(at, context),
      ...lintStatementLeaf(at, context),
    ]),
    ...lintParts(context),
    ...lintAccepts(context),
  ];
}

function lintAccepts({ checklist, criterion, probes }: LintContext): LintProblem[] {
  return criterion.accepts.flatMap((one) => {
    const [kind, name] = one.split(':');
    if (kind === 'probe' && name !== undefined && !probes.has(name)) {
      return {
        check: 'unknown-probe',
        subject: criterion.id,
        vi: `không có phép dò "${name}"`,
        en: `there is no probe "${name}"`,
      };
    }
    if (kind === 'document' && !checklist.documentKinds.some((known) => known.id === name)) {
      return {
        check: 'unknown-document',
        subject: criterion.id,
        vi: `không có loại hồ sơ "${name}"`,
        en: `there is no document kind "${name}"`,
      };
    }
    return [];
  });
}

function groupFacts(
  facts: readonly FactDescription[],
): ReadonlyMap<string, readonly FactDescription[]> {
  const groups = new Map<string, FactDescription[]>();
  for (const fact of facts) groups.set(fact.group, [...(groups.get(fact.group) ?? []), fact]);
  return groups;
}

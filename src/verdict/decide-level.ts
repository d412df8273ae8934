import type { Checklist, Criterion } from '../checklist/schema.ts';
import { type BasisKind, basisOrder, type Finding } from '../findings/finding.ts';
import type { Language } from '../locale/language.ts';
import { type Level, levels, type Verdict } from './verdict.ts';

type NamedLevel = Exclude<Level, 'none'>;

/** What the level rule weighs. */
export interface LevelInput {
  readonly checklist: Checklist;
  /** One finding per criterion of the table. */
  readonly findings: readonly Finding[];
  /** Findings on the Specialized conditions. */
  readonly specialized: readonly Finding[];
  /** The level applied for; levels above it are not weighed. */
  readonly target?: NamedLevel | undefined;
  readonly language: Language;
}

/**
 * The level rule of Article 4(1)(c): the highest level all of whose criteria are met. That the rule applies again at
 * each lower level is our reading, and the checklist's `level_rule` says so in print.
 */
export function decideLevel(input: LevelInput): Verdict {
  const top: NamedLevel = input.target ?? 'specialized';
  const weighed = levels.filter(
    (level): level is NamedLevel => level !== 'none' && rank(level) <= rank(top),
  );
  const floor = highest(weighed, (level) =>
    requiredFindings(level, input).every((one) => one.outcome === 'met'),
  );
  const ceiling = highest(weighed, (level) =>
    requiredFindings(level, input).every((one) => one.outcome !== 'not-met'),
  );
  const deciding =
    ceiling === 'none'
      ? []
      : requiredFindings(ceiling, input)
          .filter(isOpen)
          .map((one) => one.criterion);
  const next = weighed.find((level) => rank(level) > rank(ceiling));
  const wanted =
    input.target !== undefined && rank(input.target) > rank(ceiling) ? input.target : next;
  const blocking = wanted
    ? requiredFindings(wanted, input)
        .filter((one) => one.outcome === 'not-met')
        .map((one) => one.criterion)
    : [];
  const cap = top === 'specialized' ? findCap(input) : undefined;
  return {
    level: floor,
    floor,
    ceiling,
    status: floor === ceiling ? 'final' : 'provisional',
    ...(input.target && { target: input.target }),
    deciding: floor === ceiling ? [] : deciding,
    blocking,
    makeUp: countMakeUp(
      floor === 'none' ? requiredFindings(top, input) : requiredFindings(floor, input),
    ),
    ...(cap && { cap }),
    rule: input.checklist.manifest.level_rule[input.language],
  };
}

/** Criteria a level asks for: its own and those of the levels it inherits. */
export function requiredCriteria(level: NamedLevel, checklist: Checklist): Criterion[] {
  const table = checklist.criteria.filter((one) => rank(one.level) <= rank(level));
  return level === 'specialized' ? [...table, ...checklist.specialized] : table;
}

/** Order of the levels: none < basic < advanced < specialized. */
export function rank(level: Level): number {
  return levels.indexOf(level);
}

/** The weakest basis of a finding decides how it is counted, so that nothing attested hides behind a measurement. */
export function weakestBasis(finding: Finding): BasisKind | undefined {
  const parts = finding.basis.split('+');
  return [...basisOrder].reverse().find((kind) => parts.includes(kind));
}

/**
 * A criterion met in a way that Specialized does not accept, while the condition that asks for another way is not met.
 * The draft caps nothing by the way itself (Annex I, part II, point 3 only asks for a certificate), so the condition
 * decides: not met, the ceiling is Advanced; open, a certificate could still be handed in, the ceiling stays where the
 * open items leave it and the condition is among those that decide. The sentence says what lifts the cap.
 */
function findCap(input: LevelInput): Verdict['cap'] {
  const { cap } = input.checklist;
  if (cap === undefined) return undefined;
  const met = input.findings.find((one) => one.criterion === cap.criterion);
  const condition = input.specialized.find((one) => one.criterion === cap.condition);
  const ways = met?.outcome === 'met' ? met.parts.filter((part) => part.state === 'met') : [];
  if (ways.length === 0 || ways.some((part) => part.id === cap.beyond)) return undefined;
  if (condition?.outcome === 'met') return undefined;
  return { level: 'advanced', criterion: cap.criterion, reason: cap[input.language] };
}

function requiredFindings(level: NamedLevel, input: LevelInput): Finding[] {
  const byCriterion = new Map(
    [...input.findings, ...input.specialized].map((one) => [one.criterion, one]),
  );
  return requiredCriteria(level, input.checklist).map((criterion) => {
    const finding = byCriterion.get(criterion.id);
    if (!finding) throw new Error(`no finding for criterion ${criterion.id}`);
    return finding;
  });
}

function highest(weighed: readonly NamedLevel[], holds: (level: NamedLevel) => boolean): Level {
  return [...weighed].reverse().find(holds) ?? 'none';
}

function isOpen(finding: Finding): boolean {
  return finding.outcome === 'undetermined' || finding.outcome === 'needs-attestation';
}

function countMakeUp(findings: readonly Finding[]): Verdict['makeUp'] {
  const counts = { measured: 0, inspected: 0, demonstrated: 0, attested: 0 };
  for (const finding of findings) {
    const kind = finding.outcome === 'met' ? weakestBasis(finding) : undefined;
    if (kind) counts[kind] += 1;
  }
  return counts;
}

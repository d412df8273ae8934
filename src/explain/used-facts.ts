import { declaredColumns } from '../checklist/condition-schema.ts';
import type { Checklist, Criterion } from '../checklist/schema.ts';
import { factOf, groupOf, type LeafAt, leavesOf } from '../checklist/walk-rule.ts';
import { describeFacts, type FactDescription } from '../probes/fact-registry.ts';

let knownFacts: ReadonlyMap<string, FactDescription> | undefined;

/** Why a rule reads a fact: its value decides, or it says which rows count. */
export type FactUse = 'compared' | 'selects';

export interface UsedFact {
  readonly name: string;
  readonly use: FactUse;
  /** Where in the criterion, e.g. only in a remark for the council. */
  readonly places: readonly LeafAt['place'][];
  /** Absent for a fact that no probe declares. */
  readonly known?: FactDescription;
}

/** Every fact a criterion's rules read, in order of name. */
export function listUsedFacts(criterion: Criterion): UsedFact[] {
  const found = new Map<string, { use: FactUse; places: Set<LeafAt['place']> }>();
  const add = (name: string, use: FactUse, place: LeafAt['place']) => {
    const present = found.get(name) ?? { use, places: new Set() };
    if (use === 'compared') present.use = use;
    present.places.add(place);
    found.set(name, present);
  };
  for (const { leaf, place } of leavesOf(criterion)) {
    const read = groupOf(leaf);
    if (!read) continue;
    const fact = factOf(leaf);
    if (fact) add(fact.name, 'compared', place);
    const selecting = [
      ...Object.keys(read.where ?? {}),
      ...('each' in leaf && leaf.covering ? [leaf.covering.column] : []),
      ...('each' in leaf && leaf.everyComputer ? ['host'] : []),
      ...('each' in leaf && leaf.everyDeclared ? [declaredColumns[leaf.everyDeclared]] : []),
    ];
    for (const column of selecting) add(`${read.group}.${column}`, 'selects', place);
    if ('count' in leaf && leaf.distinct !== undefined)
      add(`${read.group}.${leaf.distinct}`, 'compared', place);
  }
  knownFacts ??= new Map(describeFacts().map((one) => [one.name, one]));
  const known = knownFacts;
  return [...found]
    .map(([name, { use, places }]) => {
      const description = known.get(name);
      return { name, use, places: [...places], ...(description && { known: description }) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Groups of facts that a criterion's rules read. */
export function listUsedGroups(criterion: Criterion): string[] {
  return [...new Set(leavesOf(criterion).flatMap(({ leaf }) => groupOf(leaf)?.group ?? []))].sort();
}

/** Criteria whose rules read one of these facts, or any fact of one of these groups. */
export function criteriaReading(names: readonly string[], checklist: Checklist): string[] {
  return [...checklist.criteria, ...checklist.specialized]
    .filter(
      (criterion) =>
        listUsedFacts(criterion).some((one) => names.includes(one.name)) ||
        listUsedGroups(criterion).some((group) => names.includes(group)),
    )
    .map((one) => one.id);
}

/** Figures of papers (`isp-contract.downloadMbps`) that a criterion's rules read. */
export function listUsedFigures(criterion: Criterion): string[] {
  return [
    ...new Set(
      leavesOf(criterion).flatMap(({ leaf }) =>
        'figure' in leaf ? [leaf.figure, ...(leaf.than === undefined ? [] : [leaf.than])] : [],
      ),
    ),
  ];
}

/** Tolerances of a criterion's rules: figures that are ours, each once. */
export function listTolerances(
  criterion: Criterion,
): { readonly vi: string; readonly en: string }[] {
  const found = leavesOf(criterion).flatMap(({ leaf }) =>
    'tolerance' in leaf && leaf.tolerance ? [leaf.tolerance] : [],
  );
  return found.filter((one, index) => found.findIndex((other) => other.vi === one.vi) === index);
}

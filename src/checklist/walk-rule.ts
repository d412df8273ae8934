import type {
  Condition,
  CountLeaf,
  Criterion,
  EachLeaf,
  FactLeaf,
  Leaf,
  SomeLeaf,
} from './schema.ts';

/** Where in a criterion a rule stands. */
export type RulePlace = 'met' | 'not_met' | 'council';

/** One leaf with its surroundings. */
export interface LeafAt {
  readonly leaf: Leaf;
  readonly place: RulePlace;
  /** Branches around the leaf, outermost first. */
  readonly parents: readonly Condition[];
}

/** A criterion's rules, each with its place. */
export function rulesOf(
  criterion: Criterion,
): { readonly place: RulePlace; readonly rule: Condition }[] {
  return [
    { place: 'met', rule: criterion.met },
    ...(criterion.not_met ? [{ place: 'not_met' as const, rule: criterion.not_met }] : []),
    ...(criterion.council ?? []).flatMap((one) =>
      one.when ? [{ place: 'council' as const, rule: one.when }] : [],
    ),
  ];
}

/** Every leaf of a criterion's rules, in the order written. */
export function leavesOf(criterion: Criterion): LeafAt[] {
  return rulesOf(criterion).flatMap(({ place, rule }) =>
    leavesUnder(rule).map((one) => ({ ...one, place })),
  );
}

/** Every leaf under one rule. */
export function leavesUnder(
  rule: Condition,
  parents: readonly Condition[] = [],
): { readonly leaf: Leaf; readonly parents: readonly Condition[] }[] {
  const children = childrenOf(rule);
  if (children === undefined) return isLeaf(rule) ? [{ leaf: rule, parents }] : [];
  return children.flatMap((child) => leavesUnder(child, [...parents, rule]));
}

/** Every branch (`all`, `any` or `unless`) of a rule with the branches around it. */
export function branchesUnder(
  rule: Condition,
  parents: readonly Condition[] = [],
): { readonly branch: Exclude<Condition, Leaf>; readonly parents: readonly Condition[] }[] {
  const children = childrenOf(rule);
  if (children === undefined || isLeaf(rule)) return [];
  return [
    { branch: rule, parents },
    ...children.flatMap((child) => branchesUnder(child, [...parents, rule])),
  ];
}

/** Whether a condition decides by itself, without further branches. */
export function isLeaf(rule: Condition): rule is Leaf {
  return childrenOf(rule) === undefined;
}

/** The name of the fact or group of facts a leaf reads; `undefined` for a leaf about people or papers. */
export function factOf(
  leaf: Condition,
): { readonly leaf: FactLeaf | SomeLeaf | EachLeaf; readonly name: string } | undefined {
  if ('fact' in leaf) return { leaf, name: leaf.fact };
  if ('some' in leaf) return { leaf, name: leaf.some };
  if ('each' in leaf) return { leaf, name: leaf.each };
  return undefined;
}

/** Fact group a leaf reads, and the rows it reads there. */
export function groupOf(
  leaf: Condition,
): { readonly group: string; readonly where: CountLeaf['where'] } | undefined {
  if ('count' in leaf) return { group: leaf.count, where: leaf.where };
  const fact = factOf(leaf);
  return fact && { group: fact.name.slice(0, fact.name.lastIndexOf('.')), where: fact.leaf.where };
}

function childrenOf(rule: Condition): readonly Condition[] | undefined {
  if ('all' in rule) return rule.all;
  if ('unless' in rule) return [rule.unless];
  return 'any' in rule ? rule.any : undefined;
}

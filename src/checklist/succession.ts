import type { Checklist, Criterion } from './schema.ts';

/** How criteria of an earlier edition became criteria of a later one. */
export const linkKinds = [
  'same',
  'renamed',
  'changed',
  'split',
  'merged',
  'regrouped',
  'dropped',
  'added',
] as const;
/**
 * `same`: id, wording and rule. `renamed`: another id, wording and rule as before. `changed`: one criterion still, with
 * another wording, level or rule. `split`, `merged`, `regrouped`: one became several, several one, several others.
 */
export type LinkKind = (typeof linkKinds)[number];

/** Criteria of two editions that belong together; each criterion is in exactly one link. */
export interface EditionLink {
  readonly kind: LinkKind;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** All criteria of an edition: the table, then the conditions beyond it. */
export function criteriaOf(checklist: Checklist): readonly Criterion[] {
  return [...checklist.criteria, ...checklist.specialized];
}

/**
 * The criteria of the edition before that a criterion takes the place of. One that says nothing is the criterion of the
 * same id, if there was one.
 */
export function predecessorsOf(
  criterion: Pick<Criterion, 'id' | 'replaces'>,
  earlier: ReadonlySet<string>,
): readonly string[] {
  return (criterion.replaces ?? [criterion.id]).filter((id) => earlier.has(id));
}

/** Whether two criteria ask the same: wording, level and rule, whatever their ids. Translations and remedies may differ. */
export function isSameCriterion(a: Criterion, b: Criterion): boolean {
  return askedBy(a) === askedBy(b);
}

function askedBy(one: Criterion): string {
  const { vi, vi_sub, level, accepts, parts, any_of, met, not_met } = one;
  const wordings = (list: typeof parts) => list?.map((part) => ({ id: part.id, vi: part.vi }));
  const asked = { vi, vi_sub, level, accepts, met, not_met };
  const text = JSON.stringify({ ...asked, parts: wordings(parts), any_of: wordings(any_of) });
  // Ids of parts and of attestations begin with the criterion's own.
  return text.replaceAll(`"${one.id}"`, '"@"').replaceAll(`"${one.id}.`, '"@.');
}

/**
 * Links the criteria of the first and the last of a chain of editions, each of which extends the one before it.
 * A chain of two checklists of the same edition links by id.
 * @throws RangeError for an empty chain
 */
export function linkEditions(chain: readonly Checklist[]): readonly EditionLink[] {
  const [first] = chain;
  const last = chain.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('no edition to link');
  // For each criterion of the edition reached so far: those of the first edition that it comes from.
  let origins = new Map(criteriaOf(first).map(({ id }) => [id, new Set([id])]));
  for (const [index, later] of chain.slice(1).entries()) {
    const before = origins;
    const known = new Set(before.keys());
    // What the same edition replaces in the one before it says nothing about another copy of itself.
    const isCopy = chain[index]?.manifest.id === later.manifest.id;
    origins = new Map(
      criteriaOf(later).map((one) => {
        const ids = predecessorsOf(isCopy ? { id: one.id } : one, known);
        return [one.id, new Set(ids.flatMap((id) => [...(before.get(id) ?? [])]))];
      }),
    );
  }
  const earlier = new Map(criteriaOf(first).map((one) => [one.id, one]));
  const now = new Map(criteriaOf(last).map((one) => [one.id, one]));
  return gather([...earlier.keys()], origins).map(({ from, to }) => ({
    kind: kindOf(from, to, earlier, now),
    from,
    to,
  }));
}

/** The same links seen from the later edition. */
export function reverseLinks(links: readonly EditionLink[]): readonly EditionLink[] {
  const opposite: Partial<Record<LinkKind, LinkKind>> = {
    split: 'merged',
    merged: 'split',
    dropped: 'added',
    added: 'dropped',
  };
  return links.map(({ kind, from, to }) => ({ kind: opposite[kind] ?? kind, from: to, to: from }));
}

/** Puts together what is connected, in the order of the later edition, then what has no successor. */
function gather(
  earlier: readonly string[],
  origins: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Pick<EditionLink, 'from' | 'to'>[] {
  const groups: { readonly from: Set<string>; readonly to: Set<string> }[] = [];
  for (const [id, from] of origins) {
    const touched = groups.filter((group) => [...from].some((one) => group.from.has(one)));
    const [group = { from: new Set<string>(), to: new Set<string>() }, ...others] = touched;
    if (touched.length === 0) groups.push(group);
    for (const other of others) {
      for (const one of other.from) group.from.add(one);
      for (const one of other.to) group.to.add(one);
      groups.splice(groups.indexOf(other), 1);
    }
    for (const one of from) group.from.add(one);
    group.to.add(id);
  }
  const succeeded = new Set(groups.flatMap(({ from }) => [...from]));
  return [
    ...groups.map(({ from, to }) => ({ from: [...from], to: [...to] })),
    ...earlier.filter((id) => !succeeded.has(id)).map((id) => ({ from: [id], to: [] })),
  ];
}

function kindOf(
  from: readonly string[],
  to: readonly string[],
  earlier: ReadonlyMap<string, Criterion>,
  now: ReadonlyMap<string, Criterion>,
): LinkKind {
  if (from.length === 0) return 'added';
  if (to.length === 0) return 'dropped';
  if (from.length > 1) return to.length > 1 ? 'regrouped' : 'merged';
  if (to.length > 1) return 'split';
  const [before, after] = [earlier.get(from[0] ?? ''), now.get(to[0] ?? '')];
  if (before === undefined || after === undefined || !isSameCriterion(before, after))
    return 'changed';
  return before.id === after.id ? 'same' : 'renamed';
}

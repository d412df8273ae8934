import type { EditionLink, LinkKind } from '../checklist/succession.ts';
import type { EditionRelation } from './relate-editions.ts';
import type { AnySide, SideFinding } from './side-schema.ts';

/** Something that both sides state, when they state it differently. */
export interface Change {
  readonly from?: string;
  readonly to?: string;
}

/** How a criterion stands on one side. */
export type Standing = Pick<SideFinding, 'criterion' | 'outcome' | 'basis'>;

/**
 * `other-rule`: one criterion, judged by another wording or rule. `regrouped`: split, merged or mixed with others. In both
 * the outcomes do not compare.
 */
export type CriterionDirection =
  | 'better'
  | 'worse'
  | 'same-outcome'
  | 'sideways'
  | 'other-rule'
  | 'regrouped'
  | 'only-a'
  | 'only-b';

/** A criterion whose outcome or basis differs, or that is another one on the other side. */
export interface CriterionChange {
  /** Its id in B; in A for what B has not. */
  readonly criterion: string;
  readonly link: LinkKind;
  readonly before: readonly Standing[];
  readonly after: readonly Standing[];
  /** Empty unless one criterion became one. */
  readonly outcome: Change;
  readonly basis: Change;
  readonly direction: CriterionDirection;
  /** Why, as the later side says; of the earlier one when the later has no such criterion. */
  readonly because: string;
}

/** Compares findings criterion by criterion; none where the checklists have nothing to do with each other. */
export function compareCriteria(
  a: AnySide,
  b: AnySide,
  relation: EditionRelation,
): readonly CriterionChange[] {
  if (relation.kind === 'unrelated') return [];
  const before = findingsOf(a);
  const after = findingsOf(b);
  const links = relation.kind === 'linked' ? relation.links : linkById(before, after);
  return links.flatMap((link) => {
    const pick = (ids: readonly string[], all: ReadonlyMap<string, SideFinding>) =>
      ids.flatMap((id) => all.get(id) ?? []);
    return compareLinked(link, pick(link.from, before), pick(link.to, after));
  });
}

/** All findings of a side by criterion. */
export function findingsOf(side: AnySide): Map<string, SideFinding> {
  return new Map([...side.findings, ...side.specialized].map((one) => [one.criterion, one]));
}

/** Criteria of the same id are the same, as far as anybody can tell. */
export function linkById(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly EditionLink[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((id) => {
    const [from, to] = [before.has(id) ? [id] : [], after.has(id) ? [id] : []];
    const kind = from.length === 0 ? 'added' : to.length === 0 ? 'dropped' : 'same';
    return { kind, from, to };
  });
}

function compareLinked(
  link: EditionLink,
  before: readonly SideFinding[],
  after: readonly SideFinding[],
): readonly CriterionChange[] {
  const [from, to] = [before[0], after[0]];
  const present = to ?? from;
  if (present === undefined) return [];
  const isOne = link.from.length === 1 && link.to.length === 1;
  if (isOne && from?.outcome === to?.outcome && from?.basis === to?.basis) return [];
  return [
    {
      criterion: present.criterion,
      link: link.kind,
      before: before.map(standingOf),
      after: after.map(standingOf),
      outcome: link.from.length > 1 || link.to.length > 1 ? {} : change(from?.outcome, to?.outcome),
      basis: link.from.length > 1 || link.to.length > 1 ? {} : change(from?.basis, to?.basis),
      direction: directionOf(link.kind, from, to),
      because: present.because,
    },
  ];
}

function standingOf({ criterion, outcome, basis }: SideFinding): Standing {
  return { criterion, outcome, basis };
}

function change(from: string | undefined, to: string | undefined): Change {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

const outcomeRank: Readonly<Record<string, number>> = {
  'not-met': 0,
  undetermined: 1,
  'needs-attestation': 1,
  met: 2,
};

function directionOf(
  kind: LinkKind,
  a: SideFinding | undefined,
  b: SideFinding | undefined,
): CriterionDirection {
  if (!a) return 'only-b';
  if (!b) return 'only-a';
  if (kind === 'split' || kind === 'merged' || kind === 'regrouped') return 'regrouped';
  if (kind === 'changed') return 'other-rule';
  if (a.outcome === b.outcome) return 'same-outcome';
  const [from, to] = [outcomeRank[a.outcome], outcomeRank[b.outcome]];
  if (from === undefined || to === undefined || from === to) return 'sideways';
  return to > from ? 'better' : 'worse';
}

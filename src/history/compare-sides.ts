import { type CriterionChange, compareCriteria, findingsOf, linkById } from './compare-criteria.ts';
import { compareFacility, type FacilityChange } from './compare-facility.ts';
import { compareFacts, type FactComparison } from './compare-facts.ts';
import { compareMeasurements, type MeasurementChange } from './compare-measurements.ts';
import { type EditionRelation, relateByName } from './relate-editions.ts';
import type { AnySide, Side, SideEvidence } from './side-schema.ts';

/** A record that one side has and the other has not. */
export interface EvidenceChange {
  readonly id: string;
  readonly kind: string;
  /** In words that need no language: probe and subject, or kind, issuer and date. */
  readonly about: string;
  /** Of a probe: how it ended. */
  readonly state?: string;
}

/** A probe step that ended differently. */
export interface StateChange {
  readonly id: string;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

/** Everything that differs between two assessments. */
export interface Difference {
  /** What both judge; two of different scopes are never compared. */
  readonly scope: AnySide['scope'];
  /** Of a product: whether name and vendor agree. */
  readonly sameFacility: boolean;
  readonly simulated: { readonly a: boolean; readonly b: boolean };
  readonly assessedOn: { readonly a: string; readonly b: string };
  readonly tool: { readonly a: string; readonly b: string };
  readonly checklist: {
    readonly same: boolean;
    readonly a: AnySide['checklist'];
    readonly b: AnySide['checklist'];
    /** What the editions say about each other. */
    readonly relation: EditionRelation;
    /** Criteria without a counterpart; empty where the checklists are unrelated. */
    readonly onlyInA: readonly string[];
    readonly onlyInB: readonly string[];
  };
  /** Absent for products, which have no level. */
  readonly level?: {
    readonly a: Side['verdict'];
    readonly b: Side['verdict'];
    /** The same words on both sides; what they stand for is in `checklist.relation`. */
    readonly same: boolean;
  };
  readonly outcomes: {
    readonly a: Readonly<Record<string, number>>;
    readonly b: Readonly<Record<string, number>>;
  };
  readonly criteria: readonly CriterionChange[];
  readonly evidence: {
    readonly added: readonly EvidenceChange[];
    readonly removed: readonly EvidenceChange[];
    readonly states: readonly StateChange[];
  };
  readonly measurements: readonly MeasurementChange[];
  readonly facts: FactComparison;
  readonly facility: readonly FacilityChange[];
}

/**
 * Compares two assessments. Pure; differences are not errors.
 *
 * @param relation - how their checklists stand to each other; from their names alone when left out
 * @throws RangeError for a product and a facility
 */
export function compareSides(
  a: AnySide,
  b: AnySide,
  relation: EditionRelation = relateByName(a, b),
): Difference {
  if (a.scope !== b.scope) throw new RangeError('a product and a facility do not compare');
  const links =
    relation.kind === 'linked'
      ? relation.links
      : relation.kind === 'unrelated'
        ? []
        : linkById(findingsOf(a), findingsOf(b));
  const level = compareVerdicts(a, b);
  return {
    scope: a.scope,
    sameFacility: a.scope === 'vendor' ? isSameProduct(a, b) : isSameFacility(a, b),
    simulated: { a: a.simulated, b: b.simulated },
    assessedOn: { a: a.assessedOn, b: b.assessedOn },
    tool: { a: a.tool.version, b: b.tool.version },
    checklist: {
      same: a.checklist.sha256 === b.checklist.sha256,
      a: a.checklist,
      b: b.checklist,
      relation,
      onlyInA: links.flatMap(({ kind, from }) => (kind === 'dropped' ? from : [])),
      onlyInB: links.flatMap(({ kind, to }) => (kind === 'added' ? to : [])),
    },
    ...(level && { level }),
    outcomes: { a: countOutcomes(a), b: countOutcomes(b) },
    criteria: compareCriteria(a, b, relation),
    evidence: compareEvidence(a, b),
    measurements: compareMeasurements(a, b),
    facts: compareFacts(a, b),
    facility: compareFacility(a.facility, b.facility),
  };
}

function compareVerdicts(a: AnySide, b: AnySide): Difference['level'] {
  if (a.scope === 'vendor' || b.scope === 'vendor') return undefined;
  const [before, after] = [a.verdict, b.verdict];
  const keys = ['level', 'floor', 'ceiling', 'status', 'target'] as const;
  return { a: before, b: after, same: keys.every((key) => before[key] === after[key]) };
}

function isSameProduct(a: AnySide, b: AnySide): boolean {
  const [one, other] = [a.facility.product, b.facility.product];
  return one?.name === other?.name && one?.vendor === other?.vendor;
}

/** The code decides where both have one; names get re-typed. */
function isSameFacility(a: AnySide, b: AnySide): boolean {
  const [one, other] = [a.facility.facility, b.facility.facility];
  return one.code !== undefined && other.code !== undefined
    ? one.code === other.code
    : one.name === other.name;
}

function countOutcomes(side: AnySide): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { outcome } of side.findings) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function compareEvidence(a: AnySide, b: AnySide): Difference['evidence'] {
  const before = new Map(a.evidence.map((one) => [one.id, one]));
  const after = new Map(b.evidence.map((one) => [one.id, one]));
  return {
    added: b.evidence.filter((one) => !before.has(one.id)).map(nameEvidence),
    removed: a.evidence.filter((one) => !after.has(one.id)).map(nameEvidence),
    states: a.evidence.flatMap((one) => {
      const now = after.get(one.id);
      if (one.state === undefined || now?.state === undefined || one.state === now.state) return [];
      return [{ id: one.id, subject: now.subject ?? '', from: one.state, to: now.state }];
    }),
  };
}

function nameEvidence(one: SideEvidence): EvidenceChange {
  const parts =
    one.kind === 'probe'
      ? [one.subject]
      : [
          one.documentKind ?? one.probe ?? one.for?.join(', '),
          one.number,
          one.issuer ?? one.by?.name,
          one.issued ?? one.date,
          one.expires === undefined ? undefined : `-> ${one.expires}`,
        ];
  const about = parts.filter((part) => part !== undefined && part !== '').join('; ');
  return {
    id: one.id,
    kind: one.kind,
    about,
    ...(one.state !== undefined && { state: one.state }),
  };
}

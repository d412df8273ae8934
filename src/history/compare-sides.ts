import { compareFacility, type FacilityChange } from './compare-facility.ts';
import { compareFacts, type FactComparison } from './compare-facts.ts';
import type { Side, SideEvidence, SideFinding } from './side-schema.ts';

/** Something that both sides state, when they state it differently. */
export interface Change {
  readonly from?: string;
  readonly to?: string;
}

/** A criterion whose outcome or basis differs. */
export interface CriterionChange {
  readonly criterion: string;
  readonly outcome: Change;
  readonly basis: Change;
  readonly direction: 'better' | 'worse' | 'same-outcome' | 'sideways' | 'only-a' | 'only-b';
  /** Why, as the later side says; of the earlier one when the later has no such criterion. */
  readonly because: string;
}

/** A record that one side has and the other has not. */
export interface EvidenceChange {
  readonly id: string;
  readonly kind: string;
  /** In words that need no language: probe and subject, or kind, issuer and date. */
  readonly about: string;
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
  readonly sameFacility: boolean;
  readonly simulated: { readonly a: boolean; readonly b: boolean };
  readonly assessedOn: { readonly a: string; readonly b: string };
  readonly tool: { readonly a: string; readonly b: string };
  readonly checklist: {
    readonly same: boolean;
    readonly a: Side['checklist'];
    readonly b: Side['checklist'];
    readonly onlyInA: readonly string[];
    readonly onlyInB: readonly string[];
  };
  readonly level: {
    readonly a: Side['verdict'];
    readonly b: Side['verdict'];
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
  readonly facts: FactComparison;
  readonly facility: readonly FacilityChange[];
}

/** Compares two assessments. Pure; differences are not errors. */
export function compareSides(a: Side, b: Side): Difference {
  const findingsA = findingsOf(a);
  const findingsB = findingsOf(b);
  const onlyInA = [...findingsA.keys()].filter((id) => !findingsB.has(id));
  const onlyInB = [...findingsB.keys()].filter((id) => !findingsA.has(id));
  return {
    sameFacility: isSameFacility(a, b),
    simulated: { a: a.simulated, b: b.simulated },
    assessedOn: { a: a.assessedOn, b: b.assessedOn },
    tool: { a: a.tool.version, b: b.tool.version },
    checklist: {
      same: a.checklist.sha256 === b.checklist.sha256,
      a: a.checklist,
      b: b.checklist,
      onlyInA,
      onlyInB,
    },
    level: {
      a: a.verdict,
      b: b.verdict,
      same: (['level', 'floor', 'ceiling', 'status', 'target'] as const).every(
        (key) => a.verdict[key] === b.verdict[key],
      ),
    },
    outcomes: { a: countOutcomes(a), b: countOutcomes(b) },
    criteria: [...new Set([...findingsA.keys(), ...findingsB.keys()])].flatMap((id) =>
      compareFindings(findingsA.get(id), findingsB.get(id)),
    ),
    evidence: compareEvidence(a, b),
    facts: compareFacts(a, b),
    facility: compareFacility(a.facility, b.facility),
  };
}

function findingsOf(side: Side): Map<string, SideFinding> {
  return new Map([...side.findings, ...side.specialized].map((one) => [one.criterion, one]));
}

/** The code decides where both have one; names get re-typed. */
function isSameFacility(a: Side, b: Side): boolean {
  const [one, other] = [a.facility.facility, b.facility.facility];
  return one.code !== undefined && other.code !== undefined
    ? one.code === other.code
    : one.name === other.name;
}

function countOutcomes(side: Side): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { outcome } of side.findings) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function compareFindings(
  a: SideFinding | undefined,
  b: SideFinding | undefined,
): readonly CriterionChange[] {
  const present = b ?? a;
  if (!present || (a?.outcome === b?.outcome && a?.basis === b?.basis)) return [];
  return [
    {
      criterion: present.criterion,
      outcome: change(a?.outcome, b?.outcome),
      basis: change(a?.basis, b?.basis),
      direction: directionOf(a, b),
      because: present.because,
    },
  ];
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
  a: SideFinding | undefined,
  b: SideFinding | undefined,
): CriterionChange['direction'] {
  if (!a) return 'only-b';
  if (!b) return 'only-a';
  if (a.outcome === b.outcome) return 'same-outcome';
  const [from, to] = [outcomeRank[a.outcome], outcomeRank[b.outcome]];
  if (from === undefined || to === undefined || from === to) return 'sideways';
  return to > from ? 'better' : 'worse';
}

function compareEvidence(a: Side, b: Side): Difference['evidence'] {
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
      ? [one.subject, one.state]
      : [
          one.documentKind ?? one.probe ?? one.for?.join(', '),
          one.number,
          one.issuer ?? one.by?.name,
          one.issued ?? one.date,
          one.expires === undefined ? undefined : `-> ${one.expires}`,
        ];
  const about = parts.filter((part) => part !== undefined && part !== '').join('; ');
  return { id: one.id, kind: one.kind, about };
}

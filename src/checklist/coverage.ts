import type { FactDescription } from '../probes/fact-registry.ts';
import type { Checklist, Criterion } from './schema.ts';
import { factOf, groupOf, leavesOf, leavesUnder } from './walk-rule.ts';

/** The probe that reads statements: it is what every attestation and document comes through. */
const statementsProbe = 'documents';

/** Looks at what another draft asks, which has rules of its own (checklists/result-sharing-2025). */
const otherDraftProbe = 'sharing';

/** How one criterion can be answered. */
export interface CriterionCoverage {
  readonly criterion: string;
  readonly level: Criterion['level'];
  readonly method: Criterion['method'];
  /** Probes whose facts can decide the criterion (not those that only feed a remark). */
  readonly probes: readonly string[];
  readonly documents: readonly string[];
  readonly attestation: boolean;
}

/** Both directions: how each criterion is answered, and what nothing asks for. */
export interface Coverage {
  readonly criteria: readonly CriterionCoverage[];
  /** Criteria that no probe and no paper can help to decide: only people. */
  readonly attestationOnly: readonly string[];
  /** Criteria whose rule rests on nothing that `accepts` names. */
  readonly withoutMethod: readonly string[];
  readonly unusedFacts: readonly string[];
  readonly unusedDocuments: readonly string[];
  readonly unusedFigures: readonly string[];
  /** Probes that no criterion accepts. */
  readonly unacceptedProbes: readonly string[];
}

/** Measures a checklist against the facts that probes can emit. */
export function measureCoverage(
  checklist: Checklist,
  allFacts: readonly FactDescription[],
): Coverage {
  const facts = allFacts.filter(
    ({ probes }) => !probes.every((probe) => probe === otherDraftProbe),
  );
  const all = [...checklist.criteria, ...checklist.specialized];
  const criteria = all.map((criterion) => coverCriterion(criterion, facts));
  const leaves = all.flatMap((criterion) => leavesOf(criterion).map((at) => at.leaf));
  const used = new Set(
    leaves.flatMap((leaf) => {
      const read = groupOf(leaf);
      if (!read) return [];
      const columns = [
        ...Object.keys(read.where ?? {}),
        ...('count' in leaf && leaf.distinct !== undefined ? [leaf.distinct] : []),
        ...('each' in leaf && leaf.covering ? [leaf.covering.column] : []),
        ...('each' in leaf && leaf.everyComputer ? ['host'] : []),
      ].map((column) => `${read.group}.${column}`);
      return [...columns, factOf(leaf)?.name ?? []].flat();
    }),
  );
  const figures = new Set(
    leaves.flatMap((leaf) => ('figure' in leaf ? [leaf.figure, leaf.than ?? []].flat() : [])),
  );
  const documents = new Set([
    ...leaves.flatMap((leaf) => ('document' in leaf ? [leaf.document] : [])),
    ...[...figures].map((name) => name.slice(0, name.indexOf('.'))),
  ]);
  return {
    criteria,
    attestationOnly: criteria
      .filter((one) => one.attestation && one.probes.length + one.documents.length === 0)
      .map((one) => one.criterion),
    withoutMethod: criteria
      .filter((one) => !one.attestation && one.probes.length + one.documents.length === 0)
      .map((one) => one.criterion),
    unusedFacts: facts.map((fact) => fact.name).filter((name) => !used.has(name)),
    unusedDocuments: checklist.documentKinds
      .map((one) => one.id)
      .filter((id) => !documents.has(id)),
    unusedFigures: checklist.documentKinds
      .flatMap((one) => (one.figures ?? []).map((figure) => `${one.id}.${figure.id}`))
      .filter((name) => !figures.has(name)),
    unacceptedProbes: [...new Set(facts.flatMap((fact) => fact.probes))]
      .filter(
        (probe) =>
          probe !== statementsProbe && !all.some((one) => one.accepts.includes(`probe:${probe}`)),
      )
      .sort(),
  };
}

function coverCriterion(
  criterion: Criterion,
  facts: readonly FactDescription[],
): CriterionCoverage {
  const deciding = [criterion.met, ...(criterion.not_met ? [criterion.not_met] : [])]
    .flatMap((rule) => leavesUnder(rule))
    .map((one) => one.leaf);
  const groups = new Set(deciding.flatMap((leaf) => groupOf(leaf)?.group ?? []));
  const accepted = (prefix: string) =>
    criterion.accepts.flatMap((one) =>
      one.startsWith(`${prefix}:`) ? one.slice(prefix.length + 1) : [],
    );
  const answering = new Set(
    facts.filter((fact) => groups.has(fact.group)).flatMap((fact) => fact.probes),
  );
  const papers = new Set(
    deciding.flatMap((leaf) => {
      if ('document' in leaf) return [leaf.document];
      return 'figure' in leaf
        ? [leaf.figure, leaf.than ?? []].flat().map((name) => name.slice(0, name.indexOf('.')))
        : [];
    }),
  );
  return {
    criterion: criterion.id,
    level: criterion.level,
    method: criterion.method,
    probes: accepted('probe').filter((one) => answering.has(one)),
    documents: accepted('document').filter((one) => papers.has(one)),
    attestation:
      criterion.accepts.includes('attestation') && deciding.some((leaf) => 'attested' in leaf),
  };
}

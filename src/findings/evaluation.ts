import type { BasisKind } from './finding.ts';
import { basisOrder } from './finding.ts';
import type { Seen } from './seen.ts';

/** Kleene's three values: unknown is neither true nor false. */
export type Truth = 'true' | 'false' | 'unknown';

/** Something that is not known yet, and what kind of source could tell. */
export interface Missing {
  readonly text: string;
  /** `statement`: only a person or a paper can supply it; `probe`: a probe should have. */
  readonly needs: 'statement' | 'probe';
}

/** What became of one rule or part of a rule. */
export interface Evaluation {
  readonly truth: Truth;
  readonly basis: readonly BasisKind[];
  /** Ids of the evidence records that were weighed. */
  readonly evidence: readonly string[];
  readonly observed: readonly Seen[];
  /** Empty unless unknown, or false in a way that further evidence could change. */
  readonly missing: readonly Missing[];
  readonly tolerances: readonly string[];
}

const nothing: Evaluation = {
  truth: 'unknown',
  basis: [],
  evidence: [],
  observed: [],
  missing: [],
  tolerances: [],
};

/** Builds an evaluation from the parts that are known. */
export function makeEvaluation(
  truth: Truth,
  parts: Partial<Omit<Evaluation, 'truth'>>,
): Evaluation {
  return { ...nothing, ...parts, truth };
}

/** All must hold: one false decides; otherwise one unknown leaves it open. */
export function joinAll(children: readonly Evaluation[]): Evaluation {
  const truth = children.some((child) => child.truth === 'false')
    ? 'false'
    : children.every((child) => child.truth === 'true')
      ? 'true'
      : 'unknown';
  const deciding =
    truth === 'false' ? children.filter((child) => child.truth === 'false') : children;
  return merge(truth, deciding, children);
}

/**
 * One is enough. Of several true branches the one with the strongest basis is reported, so that an attestation
 * beside a measurement does not weaken what was measured.
 */
export function joinAny(children: readonly Evaluation[]): Evaluation {
  const true_ = children
    .filter((child) => child.truth === 'true')
    .sort((a, b) => weakestRank(a) - weakestRank(b));
  const best = true_[0];
  if (best) return merge('true', [best], children);
  const truth = children.every((child) => child.truth === 'false') ? 'false' : 'unknown';
  const merged = merge(truth, children, children);
  const open = children.filter((child) => child.truth === 'unknown');
  // A probe could answer as well as a person: then it is the probe's silence that is reported.
  const onlyStatements =
    open.length > 0 &&
    open.every((child) => child.missing.every((one) => one.needs === 'statement'));
  return {
    ...merged,
    missing: merged.missing.map((one) => ({
      ...one,
      needs: onlyStatements ? ('statement' as const) : ('probe' as const),
    })),
  };
}

/** Rank of the weakest basis: 0 measured … 3 attested. */
export function weakestRank(evaluation: Evaluation): number {
  return Math.max(0, ...evaluation.basis.map((kind) => basisOrder.indexOf(kind)));
}

function merge(
  truth: Truth,
  deciding: readonly Evaluation[],
  all: readonly Evaluation[],
): Evaluation {
  return {
    truth,
    basis: unique(deciding.flatMap((child) => child.basis)).sort(
      (a, b) => basisOrder.indexOf(a) - basisOrder.indexOf(b),
    ),
    evidence: unique(
      (truth === 'unknown' ? all : deciding).flatMap((child) => child.evidence),
    ).sort(),
    observed: (truth === 'unknown' ? all : deciding).flatMap((child) => child.observed),
    missing:
      truth === 'true'
        ? []
        : uniqueMissing(
            all.filter((child) => child.truth !== 'true').flatMap((child) => child.missing),
          ),
    tolerances: unique(all.flatMap((child) => child.tolerances)),
  };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function uniqueMissing(values: readonly Missing[]): Missing[] {
  const seen = new Set<string>();
  return values.filter((one) => !seen.has(one.text) && seen.add(one.text));
}

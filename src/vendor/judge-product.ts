import type { Finding, Outcome } from '../findings/finding.ts';
import type { BilingualText } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import type { VendorScope } from './load-vendor-scope.ts';

/**
 * What was found of a product. There is no level in it: a level belongs to a facility, whose lines, servers and people no
 * product brings along.
 */
export interface ProductAssessment {
  readonly schemaVersion: 1;
  readonly scope: 'vendor';
  readonly tool: Assessment['tool'];
  readonly language: Assessment['language'];
  readonly assessedOn: string;
  readonly checklist: Assessment['checklist'];
  readonly product: Assessment['facility']['product'] | null;
  readonly simulated: boolean;
  /** Findings on what a product can be judged on, in the order of the circular. */
  readonly findings: readonly (Finding & { readonly scopeReason: BilingualText })[];
  /** What only a facility can be judged on. */
  readonly outside: readonly { readonly criterion: string; readonly reason: BilingualText }[];
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly evidence: Assessment['evidence'];
  readonly sideEffects: Assessment['sideEffects'];
}

/**
 * Keeps of an assessment what a product can be judged on. Pure; changes no finding.
 * @throws RangeError for a criterion that the scope does not place: nothing may be left out unsaid.
 */
export function judgeProduct(assessment: Assessment, scope: VendorScope): ProductAssessment {
  const product = reasonsOf(scope.product);
  const facility = reasonsOf(scope.facility);
  const all = [...assessment.findings, ...assessment.specialized];
  const findings = all.flatMap((finding) => {
    const scopeReason = product.get(finding.criterion);
    return scopeReason === undefined ? [] : [{ ...finding, scopeReason }];
  });
  const outside = all
    .filter(({ criterion }) => !product.has(criterion))
    .map(({ criterion }) => {
      const reason = facility.get(criterion);
      if (reason === undefined) throw new RangeError(`vendor scope does not place ${criterion}`);
      return { criterion, reason };
    });
  const count = (outcome: Outcome) => findings.filter((one) => one.outcome === outcome).length;
  return {
    schemaVersion: 1,
    scope: 'vendor',
    tool: assessment.tool,
    language: assessment.language,
    assessedOn: assessment.assessedOn,
    checklist: assessment.checklist,
    product: assessment.facility.product ?? null,
    simulated: assessment.simulated,
    findings,
    outside,
    counts: {
      met: count('met'),
      'not-met': count('not-met'),
      undetermined: count('undetermined'),
      'needs-attestation': count('needs-attestation'),
    },
    evidence: assessment.evidence,
    sideEffects: assessment.sideEffects,
  };
}

function reasonsOf(entries: VendorScope['product']): ReadonlyMap<string, BilingualText> {
  return new Map(
    entries.flatMap(({ criteria, vi, en }) => criteria.map((id) => [id, { vi, en }] as const)),
  );
}

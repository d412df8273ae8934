import type { Checklist } from '../checklist/schema.ts';
import type { ProbeEvidence } from '../evidence/evidence.ts';
import type { Finding } from '../findings/finding.ts';
import type { Assessment } from '../report/assessment.ts';

type Unobserved = Exclude<ProbeEvidence, { readonly state: 'observed' }>;

/** One thing in the way of several criteria: done once, it may close them all. */
export interface GapBlocker {
  /** Set where only the permission to run is missing: `active` or `load`. */
  readonly risk?: 'active' | 'load';
  readonly probe: string;
  readonly state: Unobserved['state'];
  /** What was to be seen. */
  readonly subjects: readonly string[];
  /** Why the first of them was not, in the language of the dossier. */
  readonly message: string;
  readonly criteria: readonly string[];
}

/**
 * What could not be seen, joined where one cause stands behind several open criteria; what is in the way of most criteria
 * comes first. Pure.
 *
 * @param open - criteria to be closed
 */
export function findBlockers(
  assessment: Assessment,
  checklist: Checklist,
  open: ReadonlySet<string>,
): readonly GapBlocker[] {
  const unseen = assessment.evidence.filter(isUnobserved);
  const findings = [...assessment.findings, ...assessment.specialized].filter(
    ({ criterion, outcome }) => open.has(criterion) && outcome !== 'not-met',
  );
  const accepts = new Map(
    [...checklist.criteria, ...checklist.specialized].map((one) => [one.id, one.accepts]),
  );
  return [...Map.groupBy(unseen, causeOf).values()]
    .flatMap((records): readonly GapBlocker[] => {
      const [first] = records;
      if (first === undefined) return [];
      const risk = riskOf(first);
      const criteria = findings
        .filter((finding) =>
          records.some(
            (one) =>
              accepts.get(finding.criterion)?.includes(`probe:${one.probe}`) === true &&
              (risk !== undefined || concerns(finding, one)),
          ),
        )
        .map(({ criterion }) => criterion);
      if (criteria.length < 2) return [];
      const { probe, state, reason } = first;
      const subjects = records.map(({ subject }) => subject);
      return [{ ...(risk && { risk }), probe, state, subjects, message: reason.message, criteria }];
    })
    .toSorted((a, b) => b.criteria.length - a.criteria.length);
}

function isUnobserved(record: Assessment['evidence'][number]): record is Unobserved {
  return record.kind === 'probe' && record.state !== 'observed';
}

function causeOf(record: Unobserved): string {
  return riskOf(record) ?? `${record.probe} ${record.state} ${record.reason.code}`;
}

/** Which permission a step lacked; the message names the flag that gives it. */
function riskOf({ reason }: Unobserved): GapBlocker['risk'] {
  if (reason.code !== 'risk-not-allowed') return undefined;
  return /--allow load\b/.test(reason.message) ? 'load' : 'active';
}

function concerns(finding: Finding, record: Unobserved): boolean {
  return (
    finding.evidence.includes(record.id) ||
    finding.missing.some((line) => line.includes(record.subject))
  );
}

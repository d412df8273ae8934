import type { Criterion } from '../checklist/schema.ts';
import { factOf, leavesOf } from '../checklist/walk-rule.ts';
import { type EvidenceRecord, isObserved } from '../evidence/evidence.ts';
import type { Finding } from '../findings/finding.ts';
import { factRegistry } from '../probes/fact-registry.ts';
import { coverWords, type Ground, type Unmeasured } from './cover-words.ts';
import { formatDate } from './format.ts';
import { codeOf, isAppliedFor, type ViewContext } from './view-context.ts';

/** Groups that hold runs of a throughput measurement. */
const throughputGroups = ['lan.path', 'internet.line'] as const;
type ThroughputGroup = (typeof throughputGroups)[number];

/** What was seen before what was said. */
const groundOrder: readonly Ground[] = ['ports', 'systems', 'papers', 'attestations', 'absences'];

interface Gap {
  readonly line: string;
  readonly unmeasured: Unmeasured;
  readonly grounds: readonly Ground[];
}

/**
 * Page 1: throughput that a criterion could be decided by, and that was not measured in a way that counts. Read from the
 * rules, the findings and the records; empty where everything of the kind was measured.
 */
export function viewUnmeasured(context: ViewContext): readonly string[] {
  const words = coverWords(context.language);
  const gaps = throughputGroups.flatMap((group) => findGap(context, group));
  const byReason = Map.groupBy(gaps, ({ unmeasured }) => JSON.stringify(unmeasured));
  return [...byReason.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const grounds = groundOrder.filter((one) => own.some((gap) => gap.grounds.includes(one)));
    return [
      words.throughput(
        own.map(({ line }) => line),
        first.unmeasured,
        grounds.map((one) => words.restsOn[one]),
      ),
    ];
  });
}

function findGap(context: ViewContext, group: ThroughputGroup): readonly Gap[] {
  const findings = context.checklist.criteria
    .filter(({ level }) => isAppliedFor(context, level))
    .filter((criterion) => decidedBy(criterion, group))
    .flatMap(({ id }) => context.findingOf(id) ?? [])
    .filter((finding) => !isMeasured(context, finding, group));
  if (findings.length === 0) return [];
  const codes = findings.map(({ criterion }) => codeOf(criterion)).join(', ');
  const decided = findings.filter(({ outcome }) => outcome === 'met' || outcome === 'not-met');
  return [
    {
      line: `${coverWords(context.language).lines[group]} (${codes})`,
      unmeasured: whyUnmeasured(context, findings, group),
      grounds: groundsOf(recordsOf(context, decided)),
    },
  ];
}

/** By a rate: that a path was measured at all may stand for something else. */
function decidedBy(criterion: Criterion, group: ThroughputGroup): boolean {
  return leavesOf(criterion).some(({ place, leaf }) => {
    const name = factOf(leaf)?.name ?? '';
    return place === 'met' && name.startsWith(`${group}.`) && name.endsWith('Mbps');
  });
}

/** A decided criterion says so in its basis; an open one has runs among what was weighed. */
function isMeasured(context: ViewContext, finding: Finding, group: ThroughputGroup): boolean {
  if (finding.basis !== 'none') return finding.basis.split('+').includes('measured');
  return recordsOf(context, [finding]).some((record) => hasRows(record, group));
}

function recordsOf({ assessment }: ViewContext, findings: readonly Finding[]) {
  const ids = new Set(findings.flatMap(({ evidence }) => evidence));
  return assessment.evidence.filter(({ id }) => ids.has(id));
}

function hasRows(record: EvidenceRecord, group: string): boolean {
  return isObserved(record) && (record.facts[group]?.length ?? 0) > 0;
}

function whyUnmeasured(
  context: ViewContext,
  findings: readonly Finding[],
  group: ThroughputGroup,
): Unmeasured {
  const probes = factRegistry().get(group)?.probes ?? [];
  const { evidence } = context.assessment;
  // A letter that the finding rests on; any other one explains as well why nothing was run.
  const letters = [...recordsOf(context, findings), ...evidence].flatMap((one) =>
    one.kind === 'refusal' && probes.includes(one.probe) ? [one] : [],
  );
  const [letter] = letters;
  if (letter) return { why: 'refused', on: formatDate(letter.date, context.language) };
  if (evidence.some((record) => hasRows(record, group))) return { why: 'not-counted' };
  const tried = evidence.flatMap((one) =>
    one.kind === 'probe' && probes.includes(one.probe) ? [one] : [],
  );
  if (tried.length === 0) return { why: 'not-run' };
  return tried.some(({ state }) => state === 'not-permitted')
    ? { why: 'not-permitted' }
    : { why: 'failed' };
}

function groundsOf(records: readonly EvidenceRecord[]): readonly Ground[] {
  const found = new Set(records.flatMap(groundOf));
  return groundOrder.filter((one) => found.has(one));
}

function groundOf(record: EvidenceRecord): readonly Ground[] {
  switch (record.kind) {
    case 'probe':
      if (!isObserved(record)) return [];
      return [hasRows(record, 'lan.port') ? 'ports' : 'systems'];
    case 'document':
      return ['papers'];
    case 'attestation':
      return ['attestations'];
    case 'absence':
      return ['absences'];
    case 'refusal':
      return [];
  }
}

import type { Checklist } from '../checklist/schema.ts';
import type { Facility } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';
import type { PlannedStep, Probe, RiskClass } from '../probes/contract.ts';
import { probeLoaders } from '../probes/registry.ts';

/** A step with the probe that will do it. */
export interface ScheduledStep {
  readonly probe: Probe;
  readonly step: PlannedStep;
}

/** What would be done, in order: reading first, then what leaves data, then what loads a line. */
export interface Plan {
  readonly steps: readonly ScheduledStep[];
}

export interface PlanOptions {
  readonly language: Language;
  readonly checklist: Checklist;
  /** Only what these criteria need. */
  readonly only?: readonly string[] | undefined;
}

const riskOrder: readonly RiskClass[] = ['observe', 'active', 'load'];

/** Makes the plan from the facility file alone. Sends nothing. */
export async function makePlan(facility: Facility, options: PlanOptions): Promise<Plan> {
  const wanted = options.only ? probesFor(options.only, options.checklist) : undefined;
  const names = Object.keys(probeLoaders).filter(
    (name) => !wanted || wanted.has(name) || name === 'documents',
  );
  const probes = await Promise.all(names.map((name) => loadProbe(name)));
  const steps = probes.flatMap((probe) =>
    probe.planSteps(facility, options.language).map((step) => ({ probe, step })),
  );
  return {
    steps: steps.sort((a, b) => riskOrder.indexOf(a.step.risk) - riskOrder.indexOf(b.step.risk)),
  };
}

/** Loads one probe by name; an unknown name is our bug, because names come from the registry. */
export async function loadProbe(name: string): Promise<Probe> {
  const load = probeLoaders[name];
  if (!load) throw new Error(`there is no probe named ${name}`);
  return load();
}

function probesFor(criteria: readonly string[], checklist: Checklist): Set<string> {
  const prefix = 'probe:';
  return new Set(
    [...checklist.criteria, ...checklist.specialized]
      .filter((criterion) => criteria.includes(criterion.id))
      .flatMap((criterion) => criterion.accepts)
      .filter((kind) => kind.startsWith(prefix))
      .map((kind) => kind.slice(prefix.length)),
  );
}

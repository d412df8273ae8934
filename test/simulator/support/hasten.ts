import type { PlannedStep, Probe } from '../../../src/probes/contract.ts';
import { collectTestOrder } from '../../../src/probes/hl7/collect-test-order.ts';
import type { Hl7Target } from '../../../src/probes/hl7/target.ts';
import { collectWorkflow } from '../../../src/probes/workflow/collect.ts';
import { usualPatience, type WorkflowTarget } from '../../../src/probes/workflow/target.ts';

interface Scheduled {
  readonly probe: Probe;
  readonly step: PlannedStep;
}

/** Longer than anything of the simulated hospital takes, and no longer. */
const hastyOrder = { ackMs: 1_000, worklistMs: 500, cancelMs: 5_000 };
const hastyCase = {
  ...usualPatience,
  ackMs: 1_000,
  lingerMs: 10,
  worklistMs: 500,
  settleMs: 500,
  reportMs: 4_000,
  correctionMs: 2_000,
  changeMs: 300,
  firstPauseMs: 20,
  longestPauseMs: 200,
};

/** The same step with little patience for what a fault keeps from coming. */
export function hasten<One extends Scheduled>(scheduled: One): One {
  const { probe, step } = scheduled;
  if (probe.name === 'workflow')
    return withCollect(scheduled, (target, context) =>
      collectWorkflow(target as WorkflowTarget, context, hastyCase),
    );
  if (probe.name !== 'hl7') return scheduled;
  const target = step.target as Hl7Target;
  return target.kind === 'test-order'
    ? withCollect(scheduled, (_, context) => collectTestOrder(target, context, hastyOrder))
    : scheduled;
}

function withCollect<One extends Scheduled>(scheduled: One, collect: Probe['collect']): One {
  return { ...scheduled, probe: { ...scheduled.probe, collect } };
}

import { UserError } from '../errors/user-error.ts';
import type { Facility } from '../facility/schema.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { isInsideWindow } from '../plan/allowed-window.ts';
import type { ScheduledStep } from '../plan/make-plan.ts';
import type { Observation, ProbeContext, RiskClass } from '../probes/contract.ts';
import { factRegistry } from '../probes/fact-registry.ts';
import { collectMessages } from './collect-messages.ts';
import type { EvidenceRecord, ProbeEvidence } from './evidence.ts';
import { probeRecordId } from './record-id.ts';

/**
 * Time a probe has to end itself after its deadline or a cancel, before its result is given up, in milliseconds. One
 * that has left test data behind still has to remove it and to see that it is gone.
 */
const usualGraceMs: Readonly<Record<RiskClass, number>> = {
  observe: 2_000,
  active: 45_000,
  load: 2_000,
};

/** The records one step gave: the probe's own, then statements it read. */
export interface StepResult {
  readonly record: ProbeEvidence;
  readonly statements: readonly EvidenceRecord[];
  /** Set when the probe threw: our bug, for the log and `--verbose`. */
  readonly bug?: unknown;
}

/**
 * Runs one step under its deadline. Peers' faults, refusals and our own bugs all end as a record.
 * @throws the abort reason when the operator cancelled: then there is no record, and a resume runs the step again.
 */
export async function runStep(
  { probe, step }: ScheduledStep,
  context: ProbeContext,
  facility: Facility,
  graceMs = usualGraceMs[step.risk],
): Promise<StepResult> {
  const started = new Date();
  const words = collectMessages(context.language);
  const barred = whyBarred(step.risk, context, facility);
  const { observation, bug } = barred ? { observation: barred, bug: undefined } : await observe();
  context.signal.throwIfAborted();

  const base = {
    kind: 'probe' as const,
    id: probeRecordId(probe.name, step.subjectId),
    probe: probe.name,
    probeVersion: probe.version,
    subject: step.subject,
    subjectId: step.subjectId,
    startedAt: formatLocalTimestamp(started),
    durationMs: Math.max(0, Date.now() - started.getTime()),
    notes: observation.notes ?? [],
    attachments: observation.attachments ?? [],
    ...((facility.simulated || observation.simulated) && { simulated: true as const }),
  };
  if (observation.state !== 'observed') {
    return {
      record: { ...base, state: observation.state, facts: {}, reason: observation.reason },
      statements: [],
      bug,
    };
  }
  const foreign = findForeignFacts(observation.facts);
  if (foreign) {
    const reason = { code: 'foreign-facts', message: words.foreignFacts(foreign) };
    return {
      record: { ...base, state: 'crashed', facts: {}, reason },
      statements: [],
      bug: new Error(foreign),
    };
  }
  const statements = (observation.statements ?? []).map((one) =>
    base.simulated ? { ...one, simulated: true as const } : one,
  );
  return { record: { ...base, state: 'observed', facts: observation.facts }, statements };

  async function observe(): Promise<{ observation: Observation; bug?: unknown }> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Error('deadline')), step.deadlineMs);
    const late: Observation = {
      state: 'timed-out',
      reason: { code: 'deadline', message: words.deadline(Math.ceil(step.deadlineMs / 1000)) },
    };
    const signal = AbortSignal.any([context.signal, deadline.signal]);
    const grace = startGrace(signal, graceMs);
    try {
      const found = await Promise.race([
        probe.collect(step.target, { ...context, signal }),
        grace.over,
      ]);
      return { observation: found ?? late };
    } catch (error) {
      if (context.signal.aborted) throw context.signal.reason;
      if (deadline.signal.aborted) return { observation: late };
      // A secret that is not there is the hospital's to set, not a bug of ours.
      if (error instanceof UserError) {
        const reason = { code: 'configuration', message: error.message };
        return { observation: { state: 'not-configured', reason } };
      }
      return {
        observation: { state: 'crashed', reason: { code: 'bug', message: words.crashed } },
        bug: error,
      };
    } finally {
      clearTimeout(timer);
      grace.stop();
    }
  }
}

function whyBarred(
  risk: ScheduledStep['step']['risk'],
  context: ProbeContext,
  facility: Facility,
): Observation | undefined {
  const words = collectMessages(context.language);
  const bar = (code: string, message: string): Observation => ({
    state: 'not-permitted',
    reason: { code, message },
  });
  if (risk === 'observe') return undefined;
  if (!context.allowed.has(risk)) return bar('risk-not-allowed', words.riskNotAllowed(risk));
  if (risk === 'active' && facility.testData === undefined)
    return bar('no-removal', words.noRemoval);
  if (!isInsideWindow(facility.allowedWindow, new Date()))
    return bar('outside-window', words.outsideWindow);
  return undefined;
}

/** `over` resolves when the signal fired and the grace time passed after it; `stop` lets go of timer and signal. */
function startGrace(
  signal: AbortSignal,
  graceMs: number,
): { readonly over: Promise<undefined>; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let wait: () => void = () => undefined;
  const over = new Promise<undefined>((resolve) => {
    wait = () => {
      timer = setTimeout(() => resolve(undefined), graceMs);
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
  return {
    over,
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wait);
    },
  };
}

function findForeignFacts(
  facts: Extract<Observation, { state: 'observed' }>['facts'],
): string | undefined {
  for (const [group, rows] of Object.entries(facts)) {
    const known = factRegistry().get(group);
    if (!known) return group;
    for (const row of rows) {
      const parsed = known.row.safeParse(row);
      if (!parsed.success) return `${group}: ${parsed.error.issues[0]?.path.join('.') ?? ''}`;
    }
  }
  return undefined;
}

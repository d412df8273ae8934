import type { Attachment } from '../../evidence/evidence.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { settle, unsettle } from '../shared/settle.ts';
import { drawSequence } from './draw-sequence.ts';
import type { WorkflowStepRow } from './facts.ts';
import { makeSystemsReady, openResults, readChallengeRecipe } from './make-ready.ts';
import { beginProgress, progressFileName, writeProgress } from './progress.ts';
import { type EarlierAttempt, findWaitingCase, forgetWaiting } from './resume.ts';
import { Run, type StepReport } from './run.ts';
import { type ScenarioStep, scenario, whyNot } from './scenario.ts';
import { scheduleFromOrder } from './scheduled.ts';
import { type StepId, stepIds } from './step-ids.ts';
import { expectationOf, sourceOf } from './step-words.ts';
import { cancelOrder } from './steps/cancel.ts';
import { removeTestData } from './steps/removal.ts';
import { usualPatience, type WorkflowPatience, type WorkflowTarget } from './target.ts';
import { makeTestCase } from './test-case.ts';
import { unreachedObservation } from './unreached.ts';
import { vendorText } from './vendor-text.ts';

/**
 * Follows one order from the HIS to its report. Every step gives a row, also one that was not done; whatever happens, the
 * order is cancelled and what was stored is removed, unless the run waits for a person: then the order stays, the
 * journal has it as sent, and a resumed run or a cleanup ends it.
 *
 * @param now - the clock that identifiers and times of the order are made from
 */
export async function collectWorkflow(
  target: WorkflowTarget,
  context: ProbeContext & EarlierAttempt,
  patience: WorkflowPatience = usualPatience,
  now: Date = new Date(),
): Promise<Observation> {
  const ready = await makeSystemsReady(target, context, patience);
  if (!ready.ok) return ready.observation;
  const { systems } = ready;
  const waiting = await findWaitingCase(context, target.endpoint);
  const progress = waiting
    ? forgetWaiting(waiting)
    : beginProgress(target.endpoint, makeTestCase(target.endpoint, now));
  progress.scheduled ??= scheduleFromOrder(target, progress.testCase);
  const run = new Run({ target, context, patience, systems, progress });
  if (waiting) run.notes.add(run.words.resumed);
  await readChallengeRecipe(run);
  const results = await openResults(run);
  const worked = await settle(() => followScenario(run));
  const isWaiting = worked.ok && worked.value === 'waits';
  const ended = isWaiting ? undefined : await settle(() => endCase(run));
  await results?.close();
  unsettle(worked);
  if (ended !== undefined) unsettle(ended);
  run.throwIfUnstored();
  if (isWaiting) addWaitingRows(run);
  return run.unreached !== undefined && progress.order === 'unsent' && !waiting
    ? unreachedObservation(run, run.unreached)
    : describeRun(run, isWaiting);
}

/** The steps before the end, one row each. What needs no person is done although another step waits for one. */
async function followScenario(run: Run): Promise<'done' | 'waits'> {
  let waits = false;
  const done = new Set(run.progress.steps.map(({ step }) => step));
  for (const step of scenario) {
    if (done.has(step.id)) continue;
    const startedAt = performance.now();
    run.noteStart(step.id);
    const report = await doStep(run, step);
    run.throwIfUnstored();
    addRow(run, step.id, report, performance.now() - startedAt);
    waits ||= report.outcome === 'awaiting-person';
  }
  if (!waits || !run.signal.aborted) return waits ? 'waits' : 'done';
  // A run that was stopped is ended, so that there is nothing to go on with.
  run.progress.steps = run.progress.steps.map((row) =>
    row.outcome === 'awaiting-person' ? { ...row, outcome: 'not-reached' } : row,
  );
  return 'done';
}

async function doStep(run: Run, step: ScenarioStep): Promise<StepReport> {
  const stopped = { outcome: 'not-reached', observed: run.words.stopped } as const;
  if (run.signal.aborted) return stopped;
  const hindrance = whyNot(run, step);
  if (hindrance !== undefined) return hindrance;
  const report = await step.work(run);
  // What a step says of a peer after it was stopped is about the stop.
  return run.signal.aborted && report.outcome !== 'passed' ? stopped : report;
}

/** Cancels and removes side by side under one limit of their own: the scheduler waits only so long for a stopped run. */
async function endCase(run: Run): Promise<void> {
  const signal = AbortSignal.timeout(run.patience.endMs);
  const startedAt = performance.now();
  run.noteStart('cancel');
  run.noteStart('removal');
  const timed = async (work: () => Promise<StepReport>) => {
    const report = await work();
    return { report, ms: performance.now() - startedAt };
  };
  const [cancelled, removed] = await Promise.all([
    settle(() => timed(() => cancelOrder(run, signal))),
    settle(() => timed(() => removeTestData(run, signal))),
  ]);
  for (const [id, settled] of [
    ['cancel', cancelled],
    ['removal', removed],
  ] as const) {
    if (settled.ok) addRow(run, id, settled.value.report, settled.value.ms);
  }
  unsettle(cancelled);
  unsettle(removed);
}

function addRow(run: Run, step: StepId, report: StepReport, ms: number): void {
  const { language } = run.context;
  const wasDone = report.outcome !== 'not-reached' && report.outcome !== 'not-tried';
  const row: WorkflowStepRow = {
    endpoint: run.endpoint.id,
    step,
    outcome: report.outcome,
    expected: expectationOf(step, language),
    observed: report.observed,
    sourceOfRule: sourceOf(step),
    ...(wasDone && { ms: Math.round((report.ms ?? ms) * 10) / 10 }),
  };
  run.progress.steps.push(row);
}

/** The end comes after the person. */
function addWaitingRows(run: Run): void {
  const done = new Set(run.progress.steps.map(({ step }) => step));
  for (const step of stepIds)
    if (!done.has(step))
      addRow(run, step, { outcome: 'not-reached', observed: run.words.waitsForPerson }, 0);
}

async function describeRun(run: Run, isWaiting: boolean): Promise<Observation> {
  const { progress, transcript, words, notes, inbox, endpoint } = run;
  const refused = inbox?.refused;
  if (refused !== undefined)
    progress.refusedIn += refused.foreign + refused.otherOrder + refused.wrongPatient;
  if ((refused?.strangers ?? 0) > 0) notes.add(words.strangers(refused?.strangers ?? 0));
  if (run.inboxProblem !== undefined) notes.add(run.inboxProblem);
  if (run.signal.aborted) notes.add(words.stopped);
  if (progress.step?.state === 'completed') notes.add(words.whyCompleted);
  if (progress.report !== undefined) notes.add(words.reportStays);
  if (isWaiting) notes.add(words.howToGoOn);
  progress.transcript = [...transcript.entries];
  const attachments: Attachment[] = [
    ...transcript.entries.map(({ attachment }) => attachment),
    await transcript.attachView(endpoint.id),
    await attachPicture(run),
    ...(await attachVendorTexts(run)),
  ];
  if (isWaiting) attachments.push(await attachProgress(run));
  return {
    state: 'observed',
    facts: {
      'workflow.step': sortSteps(progress.steps),
      'workflow.mapping': progress.mappings,
      'workflow.report': progress.reports,
      'workflow.transcript': [transcript.describe(endpoint.id, progress.refusedIn)],
    },
    notes: [...notes],
    attachments: [...new Map(attachments.map((one) => [one.path, one])).values()],
    ...(progress.simulated && { simulated: true as const }),
  };
}

function sortSteps(rows: readonly WorkflowStepRow[]): readonly WorkflowStepRow[] {
  return [...rows].sort((a, b) => stepIds.indexOf(a.step) - stepIds.indexOf(b.step));
}

function attachPicture({ context, progress, endpoint }: Run): Promise<Attachment> {
  const svg = drawSequence(sortSteps(progress.steps), context.language);
  return context.attach(Buffer.from(svg, 'utf8'), {
    mediaType: 'image/svg+xml',
    extension: 'svg',
    originalName: `${endpoint.id}-sequence.svg`,
  });
}

/** One text for each step that a vendor has something to mend about, ready to be sent. */
async function attachVendorTexts({ context, progress, endpoint }: Run): Promise<Attachment[]> {
  const { testCase, scheduled = testCase, startedAt, transcript } = progress;
  const texts: Attachment[] = [];
  for (const row of sortSteps(progress.steps)) {
    const began = startedAt[row.step];
    const text = vendorText(
      row,
      {
        ...(began !== undefined && { startedAt: began }),
        placerOrderNumber: testCase.placerOrderNumber,
        accessionNumber: scheduled.accessionNumber,
        studyInstanceUid: scheduled.studyInstanceUid,
        transcript,
      },
      context.language,
    );
    if (text === undefined) continue;
    texts.push(
      await context.attach(Buffer.from(text, 'utf8'), {
        mediaType: 'text/plain',
        extension: 'txt',
        originalName: `${endpoint.id}-vendor-${row.step}.txt`,
      }),
    );
  }
  return texts;
}

function attachProgress({ context, progress }: Run): Promise<Attachment> {
  return context.attach(writeProgress(progress), {
    mediaType: 'application/json',
    extension: 'json',
    originalName: progressFileName,
  });
}

import { describeTestMpps } from '../../../test-study/index.ts';
import type { DicomPeer } from '../dicom-peer.ts';
import { imagesOf } from '../order-images.ts';
import { beginStep, completeStep } from '../performed-step.ts';
import type { Run, StepReport } from '../run.ts';
import { performedStepUid, scheduledOf } from '../scheduled.ts';
import { isOffered } from '../worklist.ts';
import { lookForOrder } from './worklist.ts';

/** Tells the RIS that the examination has begun (PS3.4 F.7.2.1). */
export async function beginPerformedStep(run: Run): Promise<StepReport> {
  const { words, progress, testCase } = run;
  const peer = needPeer(run);
  const sopInstanceUid = performedStepUid(testCase);
  const scheduled = scheduledOf(run);
  const effect = describeMpps(run);
  await run.journal(effect, 'planned');
  const { performed } = await imagesOf(run);
  const answer = await beginStep(peer, sopInstanceUid, scheduled, performed, sendingOf(run));
  if (answer.kind === 'trouble') {
    if (answer.isUnsent) await run.journal(effect, 'removed-verified', 'neverCreated');
    else {
      // It may have been created all the same.
      progress.step = { sopInstanceUid, state: 'begun' };
      await run.journal(effect, 'sent');
    }
    if (answer.isNotOffered) return { outcome: 'warned', observed: words.notOffered('MPPS') };
    // Some worklists reject an association that asks for nothing but MPPS; only a node that is named for it is blamed.
    const isNamed = peer.reachable.node.mpps === true;
    return {
      outcome: answer.isUnsent && !isNamed ? 'warned' : 'failed',
      observed: answer.sentence,
    };
  }
  if (!answer.isTaken) {
    progress.step = { sopInstanceUid, state: 'refused' };
    await run.journal(effect, 'removed-verified', 'neverCreated');
    return { outcome: 'failed', observed: words.status('N-CREATE', answer.status) };
  }
  progress.step = { sopInstanceUid, state: 'begun' };
  await run.journal(effect, 'sent');
  return { outcome: 'passed', observed: words.status('N-CREATE', answer.status) };
}

/**
 * Tells the RIS that the examination is done, with the images that it gave (PS3.4 F.7.2.2). COMPLETED is what lets a
 * radiologist report; the order's cancel comes after it all the same.
 */
export async function completePerformedStep(run: Run): Promise<StepReport> {
  const { words, progress, patience } = run;
  const { step } = progress;
  if (step === undefined) throw new Error('no performed procedure step was begun');
  const images = await imagesOf(run);
  const answer = await completeStep(
    needPeer(run),
    step.sopInstanceUid,
    images.objects,
    images.performed,
    sendingOf(run),
  );
  if (answer.kind === 'trouble') {
    return {
      outcome: 'failed',
      observed: answer.isNotOffered ? words.notOffered('MPPS') : answer.sentence,
    };
  }
  const told = words.status('N-SET', answer.status);
  if (!answer.isTaken) return { outcome: 'failed', observed: told };
  progress.step = { ...step, state: 'completed' };
  if (run.systems.worklist === undefined || !progress.wasShown)
    return { outcome: 'passed', observed: told };
  const seen = await run.poll(
    () => lookForOrder(run, run.signal),
    (look) => look.kind === 'trouble' || !look.items.some(isOffered),
    patience.changeMs,
    run.signal,
  );
  if (seen.kind === 'trouble') return { outcome: 'passed', observed: told };
  const isStill = seen.items.some(isOffered);
  // No rule that was checked says when a RIS takes a performed step off the list.
  return {
    outcome: isStill ? 'warned' : 'passed',
    observed: `${told}; ${isStill ? words.stillScheduled : words.noLongerScheduled}`,
  };
}

/** The journal's fixed part about the performed procedure step. */
export function describeMpps(run: Run) {
  const { accessionNumber, studyInstanceUid, patientId } = scheduledOf(run);
  return describeTestMpps(needPeer(run).reachable, {
    sopInstanceUid: performedStepUid(run.testCase),
    patientId,
    accessionNumber,
    studyInstanceUid,
  });
}

function needPeer({ systems }: Run): DicomPeer {
  if (systems.mpps === undefined) throw new Error('there is no node for performed steps');
  return systems.mpps;
}

function sendingOf(run: Run) {
  return { signal: run.signal, onSimulated: run.noteSimulated };
}

import {
  chooseEncoding,
  encodeDataset,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { planStudy, type SyntheticStudy, TEST_PATIENT_PERSON_NAME } from '../../synthetic/index.ts';
import {
  closeMpps,
  describeTestMpps,
  type MppsClosing,
  tellClosing,
} from '../../test-study/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import { describeMppsStart } from '../shared/describe-mpps-start.ts';
import { settle } from '../shared/settle.ts';
import type { DicomMppsRow } from './facts.ts';
import { proposeAny, roundMs, Session } from './session.ts';
import { type ExchangePatience, type StepTarget, usualPatience } from './target.ts';

const mppsClass = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;

/**
 * Opens a performed procedure step, changes it, and ends it as DISCONTINUED, never as COMPLETED: a completed step may be
 * billed. The journal has it before it is created; whatever happens after that, ending it is tried.
 */
export async function collectStep(
  target: StepTarget,
  context: ProbeContext,
  patience: ExchangePatience = usualPatience,
): Promise<Observation> {
  const prepared = await connectNode(target.node, target.callingAe, context, patience.deadlines);
  if (!prepared.ok) return prepared.observation;
  const { connection } = prepared;
  const notes = new Set<string>();
  const { language, signal } = context;
  const session = new Session({
    reachable: target,
    connection,
    patience,
    language,
    signal,
    notes,
  });
  const opened = await session.open({ contexts: proposeAny([mppsClass]) });
  if (opened.kind !== 'accepted') return connection.fail(opened);
  const { association } = opened;
  const conclude = (row: DicomMppsRow): Observation => ({
    state: 'observed',
    facts: { 'dicom.mpps': [row] },
    notes: [...notes],
    ...(session.isSimulated && { simulated: true as const }),
  });
  if (association.contexts.every(({ outcome }) => outcome.state !== 'accepted')) {
    await session.leave(association);
    session.note(session.words.notOffered('MPPS'));
    return conclude({ ...session.common, supported: false });
  }

  const study = planStudy();
  const sopInstanceUid = study.uid('mpps');
  const { patientId, accessionNumber, studyInstanceUid } = study;
  const effect = describeTestMpps(target, {
    sopInstanceUid,
    patientId,
    accessionNumber,
    studyInstanceUid,
  });
  const planned = await settle(() => context.journal({ ...effect, state: 'planned' }));
  if (!planned.ok) {
    await session.leave(association);
    throw planned.error;
  }
  const request = { sopClassUid: mppsClass, sopInstanceUid };
  const worked = await settle(async () => {
    const created = await association.create({
      ...request,
      attributes: (syntax) => encodeStart(study, target.callingAe, syntax),
    });
    await context.journal({ ...effect, state: 'sent' });
    const isCreated = created.kind === 'status' && created.status.category !== 'failure';
    const updated = isCreated
      ? await association.set({ ...request, attributes: encodeProgress })
      : undefined;
    return { created, updated };
  });
  await session.leave(association);
  const closing = await closeMpps(
    target,
    sopInstanceUid,
    context,
    AbortSignal.timeout(patience.removalMs),
  );
  await context.journal({ ...effect, state: closing.state, note: closing.note });
  session.note(tellClosing(closing, language));
  if (!worked.ok) throw worked.error;
  const { created, updated } = worked.value;
  if (created.kind !== 'status' && created.kind !== 'no-accepted-context') {
    context.signal.throwIfAborted();
    session.note(session.words.serviceFailed('N-CREATE', connection.tell(created)));
  }
  return conclude({
    ...session.common,
    supported: true,
    ...(created.kind === 'status' && {
      createStatus: created.status.code,
      createMs: roundMs(created.elapsedMs),
    }),
    ...(updated?.kind === 'status' && {
      updateStatus: updated.status.code,
      updateMs: roundMs(updated.elapsedMs),
    }),
    ...readClosing(closing),
  });
}

/** Whether the step took its end, and whether it then refused another change. */
function readClosing({
  note,
}: MppsClosing): Pick<DicomMppsRow, 'discontinued' | 'refusedAfterFinal'> {
  if (note === 'discontinued') return { discontinued: true, refusedAfterFinal: true };
  if (note === 'stillOpen') return { discontinued: true, refusedAfterFinal: false };
  return note === 'closeRefused' ? { discontinued: false } : {};
}

function encodeStart(study: SyntheticStudy, stationAe: string, transferSyntaxUid: string): Buffer {
  const { patientId, accessionNumber, studyInstanceUid, performed } = study;
  const nothingScheduled = { requestedProcedureId: '', scheduledStepId: '', description: '' };
  const scheduled = {
    ...nothingScheduled,
    patientId,
    patientName: TEST_PATIENT_PERSON_NAME,
    accessionNumber,
    studyInstanceUid,
  };
  return encodeDataset(
    describeMppsStart(scheduled, 'OT', stationAe, performed),
    encodingOf(transferSyntaxUid),
  );
}

/** A change that an SCU may make while the step is in progress. */
function encodeProgress(transferSyntaxUid: string): Buffer {
  return encodeDataset(
    [
      { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
      { tag: 0x00400254, vr: 'LO', text: 'KIỂM THỬ RISPACS - đang chạy' },
    ],
    encodingOf(transferSyntaxUid),
  );
}

function encodingOf(transferSyntaxUid: string) {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (!encoding) throw new Error(`the MPPS is not proposed in ${transferSyntaxUid}`);
  return encoding;
}

import { VERIFICATION_SOP_CLASS, WORKFLOW_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { startListener } from '../../protocols/hl7/listener.ts';
import type { MessageHandler } from '../../protocols/hl7/listener-session.ts';
import { type DicomServer, startDicomServer } from '../dicom/dicom-server.ts';
import {
  type ProcedureStepServices,
  STATUS_CANNOT_UNDERSTAND,
  STATUS_PROCESSING_FAILURE,
} from '../dicom/services.ts';
import { AE_TITLES, LOOPBACK } from '../identity.ts';
import type { RunningService } from '../listen-on-loopback.ts';
import { ProcedureSteps } from '../pacs/procedure-steps.ts';
import { isKnownCaller, NATIVE_SYNTAXES } from '../pacs/start-pacs.ts';
import { type RisBehaviour, SOUND_RIS, type WorklistBehaviour } from './behaviour.ts';
import type { Worklist } from './worklist.ts';

/** Long enough for an acknowledgement to leave, and shorter than any client takes to its next message. */
const goingDownMs = 5;

/** Starts the HL7 port of the RIS on loopback. */
export async function startOrderPort(
  handler: MessageHandler,
  signal: AbortSignal,
  { registrations }: Pick<RisBehaviour, 'registrations'> = SOUND_RIS,
): Promise<RunningService> {
  const listener = await startListener({
    host: LOOPBACK,
    port: 0,
    allowedPeers: [LOOPBACK],
    handler: async (received) => {
      const reply = await handler(received);
      if (registrations === 'then-down' && received.message.triggerEvent === 'A04')
        setTimeout(() => void listener.close(), goingDownMs).unref();
      return reply;
    },
    maxFrameBytes: 4 * 1024 * 1024,
    signal,
  });
  return { port: listener.port, stop: () => listener.close() };
}

/** Starts the modality worklist of the RIS (PS3.4 K), which also hears of performed procedure steps (PS3.4 F). */
export function startWorklistServer(
  worklist: Worklist,
  steps: ProcedureSteps,
  { mpps }: Pick<WorklistBehaviour, 'mpps'>,
  signal: AbortSignal,
): Promise<DicomServer> {
  const supported = new Set<string>([
    VERIFICATION_SOP_CLASS,
    WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid,
    ...(mpps === 'refused' ? [] : [WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid]),
  ]);
  return startDicomServer(
    {
      aeTitle: AE_TITLES.worklist,
      isKnownCaller,
      acceptedSyntaxes: (sopClassUid) => (supported.has(sopClassUid) ? NATIVE_SYNTAXES : []),
      find: (_sopClassUid, query) => worklist.find(query),
      store: () => STATUS_CANNOT_UNDERSTAND,
      steps: stepServices(steps, mpps),
    },
    signal,
  );
}

/** What becomes of performed procedure steps. */
function stepServices(
  { create, set }: ProcedureSteps,
  mpps: WorklistBehaviour['mpps'],
): ProcedureStepServices {
  switch (mpps) {
    case 'rejected':
      return { create: () => STATUS_PROCESSING_FAILURE, set };
    case 'ignored':
      return new ProcedureSteps();
    case 'never-final':
      // Success to changes of a step that has ended, against PS3.4 F.7.2.2.
      return {
        create,
        set: (uid, changes) => {
          const status = set(uid, changes);
          return status === STATUS_PROCESSING_FAILURE ? 0 : status;
        },
      };
    default:
      return { create, set };
  }
}

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
import type { ProcedureSteps } from '../pacs/procedure-steps.ts';
import { isKnownCaller, NATIVE_SYNTAXES } from '../pacs/start-pacs.ts';
import type { Worklist } from './worklist.ts';

/** Starts the HL7 port of the RIS on loopback. */
export async function startOrderPort(
  handler: MessageHandler,
  signal: AbortSignal,
): Promise<RunningService> {
  const listener = await startListener({
    host: LOOPBACK,
    port: 0,
    allowedPeers: [LOOPBACK],
    handler,
    maxFrameBytes: 4 * 1024 * 1024,
    signal,
  });
  return { port: listener.port, stop: () => listener.close() };
}

/** How the worklist server behaves beside answering queries. */
export interface WorklistBehaviour {
  /** Performed procedure steps: taken, not taken at all, or changed even when they have ended. */
  readonly mpps: 'kept' | 'refused' | 'never-final';
}

/** Starts the modality worklist of the RIS (PS3.4 K), which also hears of performed procedure steps (PS3.4 F). */
export function startWorklistServer(
  worklist: Worklist,
  steps: ProcedureSteps,
  { mpps }: WorklistBehaviour,
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
      steps: mpps === 'never-final' ? neverFinal(steps) : steps,
    },
    signal,
  );
}

/** Says success to changes of a step that has ended (against PS3.4 F.7.2.2). */
function neverFinal({ create, set }: ProcedureSteps): ProcedureStepServices {
  return {
    create,
    set: (uid, changes) => {
      const status = set(uid, changes);
      return status === STATUS_PROCESSING_FAILURE ? 0 : status;
    },
  };
}

import { VERIFICATION_SOP_CLASS, WORKFLOW_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { startListener } from '../../protocols/hl7/listener.ts';
import { type DicomServer, startDicomServer } from '../dicom/dicom-server.ts';
import { STATUS_CANNOT_UNDERSTAND } from '../dicom/scp.ts';
import { AE_TITLES, LOOPBACK } from '../identity.ts';
import { KNOWN_CALLERS, NATIVE_SYNTAXES } from '../pacs/start-pacs.ts';
import { makeMessageHandler, type RisBehaviour } from './handle-message.ts';
import type { Worklist } from './worklist.ts';

/** A running HL7 port of the RIS. */
export interface RisPort {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the HL7 port of the RIS on loopback. */
export async function startOrderPort(
  behaviour: RisBehaviour,
  worklist: Worklist,
  signal: AbortSignal,
): Promise<RisPort> {
  const listener = await startListener({
    host: LOOPBACK,
    port: 0,
    allowedPeers: [LOOPBACK],
    handler: makeMessageHandler(behaviour, worklist),
    maxFrameBytes: 4 * 1024 * 1024,
    signal,
  });
  return { port: listener.port, stop: () => listener.close() };
}

/** Starts the modality worklist of the RIS (PS3.4 K), an application entity of its own. */
export function startWorklistServer(worklist: Worklist, signal: AbortSignal): Promise<DicomServer> {
  const supported = new Set<string>([
    VERIFICATION_SOP_CLASS,
    WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid,
  ]);
  return startDicomServer(
    {
      aeTitle: AE_TITLES.worklist,
      knownCallers: KNOWN_CALLERS,
      acceptedSyntaxes: (sopClassUid) => (supported.has(sopClassUid) ? NATIVE_SYNTAXES : []),
      find: (_sopClassUid, query) => worklist.find(query),
      store: () => STATUS_CANNOT_UNDERSTAND,
    },
    signal,
  );
}

import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/uids.ts';
import { type DicomServer, startDicomServer } from '../dicom/dicom-server.ts';
import {
  type CommitmentRequest,
  type DicomServices,
  STATUS_OUT_OF_RESOURCES,
  STATUS_PROCESSING_FAILURE,
} from '../dicom/services.ts';
import { AE_TITLES } from '../identity.ts';
import { Archive } from './archive.ts';
import { Destinations, openSender } from './destinations.ts';
import { ProcedureSteps } from './procedure-steps.ts';
import { reportCommitment } from './report-commitment.ts';
import { makeSyntheticInstances } from './synthetic-studies.ts';

/** How the simulated PACS behaves. */
export interface PacsBehaviour {
  /** The title it answers to. */
  readonly aeTitle: string;
  /** Compressed transfer syntaxes it takes beside the two uncompressed ones. */
  readonly compressedSyntaxes: readonly string[];
  /** Storage SOP classes that it does not take. */
  readonly refusedClasses: readonly string[];
  /** `failing`: every C-ECHO ends with a failure status. */
  readonly echo: 'answered' | 'failing';
  /** `failing`: every C-FIND ends with a failure status, as when the database behind it is down. */
  readonly queries: 'answered' | 'failing';
}

/** What the PACS keeps and knows; nodes of one PACS share it. */
export interface PacsState {
  readonly archive: Archive;
  readonly destinations: Destinations;
  readonly steps: ProcedureSteps;
}

/** A running PACS, with its contents for tests. */
export interface Pacs extends DicomServer, PacsState {}

/** Transfer syntaxes of messages without pixels. */
export const NATIVE_SYNTAXES: readonly string[] = [
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
];

const knownCallers: ReadonlySet<string> = new Set([
  AE_TITLES.assessor,
  AE_TITLES.modality,
  AE_TITLES.workstation,
  AE_TITLES.pacs,
]);

/** Who may call the simulated DICOM servers. */
export function isKnownCaller(aeTitle: string): boolean {
  return knownCallers.has(aeTitle);
}

/** What a PACS begins with: the synthetic studies, nobody to send to, no procedure step. */
export function makePacsState(steps: ProcedureSteps = new ProcedureSteps()): PacsState {
  return {
    archive: new Archive(makeSyntheticInstances()),
    destinations: new Destinations(),
    steps,
  };
}

const { uid: performedStep } = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep;
const { uid: commitment } = WORKFLOW_SOP_CLASSES.storageCommitmentPushModel;
/** PACS report later than they answer; a caller that listens on the same association must not be needed. */
const commitmentDelayMs = 50;
const maxCommitmentsAtOnce = 8;

/**
 * Starts the PACS: verification, storage, query and retrieve at all levels of both roots, performed procedure steps,
 * and storage commitment with its answer on a second association.
 */
export async function startPacs(
  behaviour: PacsBehaviour,
  signal: AbortSignal,
  state: PacsState = makePacsState(),
): Promise<Pacs> {
  const ending = new AbortController();
  const running = AbortSignal.any([signal, ending.signal]);
  const server = await startDicomServer(makeServices(behaviour, state, running), signal);
  return {
    ...server,
    ...state,
    stop: () => {
      ending.abort();
      return server.stop();
    },
  };
}

function makeServices(
  behaviour: PacsBehaviour,
  { archive, destinations, steps }: PacsState,
  signal: AbortSignal,
): DicomServices {
  const storage = new Set<string>(
    Object.values(STORAGE_SOP_CLASSES)
      .map((one) => one.uid)
      .filter((uid) => !behaviour.refusedClasses.includes(uid)),
  );
  const messages = new Set<string>([
    VERIFICATION_SOP_CLASS,
    ...Object.values(QUERY_RETRIEVE_SOP_CLASSES).map((one) => one.uid),
    performedStep,
    commitment,
  ]);
  let reporting = 0;
  const commit = (request: CommitmentRequest): number => {
    const port = destinations.portOf(request.callingAeTitle);
    if (port === undefined) return STATUS_PROCESSING_FAILURE;
    if (reporting >= maxCommitmentsAtOnce) return STATUS_OUT_OF_RESOURCES;
    reporting += 1;
    const timer = setTimeout(() => {
      const where = { port, callingAeTitle: behaviour.aeTitle };
      const isSafe = ({ sopInstanceUid }: { readonly sopInstanceUid: string }): boolean =>
        archive.attributes(sopInstanceUid) !== undefined;
      void reportCommitment(request, where, isSafe, signal).finally(() => {
        reporting -= 1;
      });
    }, commitmentDelayMs);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    return 0;
  };
  return {
    aeTitle: behaviour.aeTitle,
    isKnownCaller,
    acceptedSyntaxes: (sopClassUid) => {
      if (messages.has(sopClassUid)) return NATIVE_SYNTAXES;
      return storage.has(sopClassUid) ? [...NATIVE_SYNTAXES, ...behaviour.compressedSyntaxes] : [];
    },
    echo: () => (behaviour.echo === 'answered' ? 0 : STATUS_PROCESSING_FAILURE),
    find: (sopClassUid, query) =>
      behaviour.queries === 'answered'
        ? archive.find(sopClassUid, query)
        : { kind: 'failed', status: STATUS_OUT_OF_RESOURCES },
    store: (object) => archive.store(object),
    retrieve: {
      select: (identifier) => archive.select(identifier),
      object: (uid) => archive.retrieve(uid),
      openDestination: (title) => {
        const port = destinations.portOf(title);
        if (port === undefined) return undefined;
        return openSender(port, title, behaviour.aeTitle, behaviour.compressedSyntaxes, signal);
      },
    },
    steps,
    commit,
  };
}

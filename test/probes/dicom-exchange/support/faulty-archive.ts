import { onTestFinished } from 'vitest';
import {
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from '../../../../src/protocols/dicom/index.ts';
import {
  type DicomServer,
  startDicomServer,
} from '../../../../src/simulator/dicom/dicom-server.ts';
import type { DicomServices, StoredObject } from '../../../../src/simulator/dicom/services.ts';
import { Archive } from '../../../../src/simulator/pacs/archive.ts';
import { Destinations, openSender } from '../../../../src/simulator/pacs/destinations.ts';
import { ProcedureSteps } from '../../../../src/simulator/pacs/procedure-steps.ts';
import { reportCommitment } from '../../../../src/simulator/pacs/report-commitment.ts';
import { NATIVE_SYNTAXES } from '../../../../src/simulator/pacs/start-pacs.ts';
import { makeSyntheticInstances } from '../../../../src/simulator/pacs/synthetic-studies.ts';

/** What an archive does wrong; without any it behaves. */
export interface ArchiveFaults {
  /** What becomes of an object before it is kept; `undefined` loses it, although it was acknowledged. */
  readonly keep?: (object: StoredObject, serial: number) => StoredObject | undefined;
  /** The status of a C-STORE instead of success; nothing is kept then. */
  readonly refuse?: (object: StoredObject, serial: number) => number | undefined;
  /** SOP classes that no context is accepted for. */
  readonly withoutClasses?: readonly string[];
  /** AE titles and ports of C-MOVE destinations and receivers of commitment results. */
  readonly destinations?: Readonly<Record<string, number>>;
  readonly commitment?: 'none' | 'refuses' | 'silent' | 'fails-all' | 'what-it-holds';
  /** More instances that every retrieve sends along. */
  readonly sendsAlong?: readonly string[];
  readonly query?: DicomServices['find'];
  /** C-FIND shows nothing for this long after the first object came, in milliseconds. */
  readonly indexMs?: number;
  readonly steps?: DicomServices['steps'];
  /** Only the native encoding named is accepted. */
  readonly onlySyntax?: string;
}

/** A running one. */
export interface FaultyArchive extends DicomServer {
  readonly aeTitle: string;
  readonly archive: Archive;
  readonly steps: ProcedureSteps;
  /** Objects that came by C-STORE. */
  readonly stored: () => number;
}

const aeTitle = 'FAULTY';

/** Starts an archive of the simulator's own parts, with some of them wrong; it ends with the test. */
export async function startFaultyArchive(faults: ArchiveFaults = {}): Promise<FaultyArchive> {
  const archive = new Archive(makeSyntheticInstances());
  const destinations = new Destinations();
  for (const [title, port] of Object.entries(faults.destinations ?? {}))
    destinations.register(title, port);
  const steps = new ProcedureSteps();
  const ending = new AbortController();
  let stored = 0;
  let firstStoredAtMs = 0;
  const storage = Object.values(STORAGE_SOP_CLASSES)
    .map((one): string => one.uid)
    .filter((uid) => !faults.withoutClasses?.includes(uid));
  const messages: string[] = [
    VERIFICATION_SOP_CLASS,
    ...Object.values(QUERY_RETRIEVE_SOP_CLASSES).map((one) => one.uid),
    WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid,
    ...(faults.commitment === 'none' ? [] : [WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid]),
  ].filter((uid) => !faults.withoutClasses?.includes(uid));
  const services: DicomServices = {
    aeTitle,
    isKnownCaller: (title) => title === 'RISPACS' || title === aeTitle,
    acceptedSyntaxes: (uid) =>
      storage.includes(uid) || messages.includes(uid)
        ? NATIVE_SYNTAXES.filter((one) => (faults.onlySyntax ?? one) === one)
        : [],
    find: (sopClassUid, query) => {
      if (performance.now() - firstStoredAtMs < (faults.indexMs ?? 0))
        return { kind: 'records', records: [] };
      return (faults.query ?? ((uid, keys) => archive.find(uid, keys)))(sopClassUid, query);
    },
    store: (object) => {
      stored += 1;
      if (stored === 1) firstStoredAtMs = performance.now();
      const refusal = faults.refuse?.(object, stored);
      if (refusal !== undefined) return refusal;
      const kept = faults.keep === undefined ? object : faults.keep(object, stored);
      return kept === undefined ? 0 : archive.store(kept);
    },
    retrieve: {
      select: (identifier) => {
        const uids = archive.select(identifier);
        return uids && [...uids, ...(faults.sendsAlong ?? [])];
      },
      object: (uid) => archive.retrieve(uid),
      openDestination: (title) => {
        const port = destinations.portOf(title);
        return port === undefined ? undefined : openSender(port, title, aeTitle, [], ending.signal);
      },
    },
    steps: faults.steps ?? steps,
    commit: (request) => {
      if (faults.commitment === 'refuses') return 0x0110;
      const port = destinations.portOf(request.callingAeTitle);
      if (faults.commitment === 'silent' || port === undefined) return 0;
      const isSafe = ({ sopInstanceUid }: { readonly sopInstanceUid: string }): boolean =>
        faults.commitment !== 'fails-all' && archive.attributes(sopInstanceUid) !== undefined;
      const where = { port, callingAeTitle: aeTitle };
      setTimeout(() => void reportCommitment(request, where, isSafe, ending.signal), 20);
      return 0;
    },
  };
  const server = await startDicomServer(services, ending.signal);
  const stop = async (): Promise<void> => {
    ending.abort();
    await server.stop();
  };
  onTestFinished(stop);
  return { ...server, stop, aeTitle, archive, steps, stored: () => stored };
}

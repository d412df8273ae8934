import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
} from '../../protocols/dicom/uids.ts';
import { type DicomServer, startDicomServer } from '../dicom/dicom-server.ts';
import { AE_TITLES } from '../identity.ts';
import { Archive } from './archive.ts';
import { makeSyntheticInstances } from './synthetic-studies.ts';

/** How the simulated PACS behaves. */
export interface PacsBehaviour {
  /** The title it answers to. */
  readonly aeTitle: string;
  /** Compressed transfer syntaxes it takes beside the two uncompressed ones. */
  readonly compressedSyntaxes: readonly string[];
}

/** A running PACS, with its contents for tests. */
export interface Pacs extends DicomServer {
  readonly archive: Archive;
}

/** Transfer syntaxes of messages without pixels. */
export const NATIVE_SYNTAXES: readonly string[] = [
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
];

/** Who may call the simulated DICOM servers. */
export const KNOWN_CALLERS: readonly string[] = [
  AE_TITLES.assessor,
  AE_TITLES.modality,
  AE_TITLES.workstation,
  AE_TITLES.pacs,
];

/** Starts the PACS: verification, storage, and query at all levels of both roots. */
export async function startPacs(behaviour: PacsBehaviour, signal: AbortSignal): Promise<Pacs> {
  const archive = new Archive(makeSyntheticInstances());
  const storage = new Set<string>(Object.values(STORAGE_SOP_CLASSES).map((one) => one.uid));
  const messages = new Set<string>([
    VERIFICATION_SOP_CLASS,
    QUERY_RETRIEVE_SOP_CLASSES.patientRootFind.uid,
    QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid,
  ]);
  const server = await startDicomServer(
    {
      aeTitle: behaviour.aeTitle,
      knownCallers: KNOWN_CALLERS,
      acceptedSyntaxes: (sopClassUid) => {
        if (messages.has(sopClassUid)) return NATIVE_SYNTAXES;
        return storage.has(sopClassUid)
          ? [...NATIVE_SYNTAXES, ...behaviour.compressedSyntaxes]
          : [];
      },
      find: (sopClassUid, query) => archive.find(sopClassUid, query),
      store: (object) => archive.store(object),
    },
    signal,
  );
  return { ...server, archive };
}

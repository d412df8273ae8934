import { onTestFinished } from 'vitest';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from '../../../src/protocols/dicom/index.ts';
import { startDicomServer } from '../../../src/simulator/dicom/dicom-server.ts';
import { readText } from '../../../src/simulator/dicom/read-values.ts';
import type { DicomServices, StoredObject } from '../../../src/simulator/dicom/services.ts';
import { Archive } from '../../../src/simulator/pacs/archive.ts';

/** How one node of an archive behaves. */
export interface NodeBehaviour {
  readonly archive?: Archive;
  /** Whether an object that is acknowledged is kept; all when left out. */
  readonly keeps?: (number: number) => boolean;
  /** The status of a C-STORE; success when left out. */
  readonly status?: (number: number) => number;
  /** Records that a query is cut down to. */
  readonly mostRecords?: number;
  /** Stores under another UID. */
  readonly renames?: boolean;
  /** Has no C-FIND. */
  readonly cannotFind?: boolean;
  /** Whether C-GET finds the bytes of an object; without it C-GET is not offered. */
  readonly canGet?: (number: number) => boolean;
}

/** An archive on loopback that ends with the test. */
export interface ArchiveNode {
  readonly port: number;
  readonly archive: Archive;
  /** Numbers of the objects that were acknowledged, in order. */
  readonly acknowledged: readonly number[];
  /** Ends it and every connection, as a killed server would. */
  stop(): Promise<void>;
}

/** Starts one. */
export async function startArchiveNode(behaviour: NodeBehaviour = {}): Promise<ArchiveNode> {
  const archive = behaviour.archive ?? new Archive([]);
  const acknowledged: number[] = [];
  const services: DicomServices = {
    aeTitle: 'PACS',
    isKnownCaller: () => true,
    acceptedSyntaxes: (sopClass) =>
      (behaviour.cannotFind && /\.1\.2\.2\.1$/.test(sopClass)) ||
      (behaviour.canGet === undefined && /\.1\.2\.2\.3$/.test(sopClass))
        ? []
        : [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
    find: (sopClass, query) => {
      const found = archive.find(sopClass, query);
      return found.kind === 'records'
        ? { ...found, records: found.records.slice(0, behaviour.mostRecords) }
        : found;
    },
    store: (object) => {
      const number = numberOf(object);
      const status = behaviour.status?.(number) ?? 0;
      if (status !== 0) return status;
      acknowledged.push(number);
      if (behaviour.keeps?.(number) === false) return 0;
      return archive.store(
        behaviour.renames ? { ...object, sopInstanceUid: `${object.sopInstanceUid}1` } : object,
      );
    },
    retrieve: {
      select: (identifier) => archive.select(identifier),
      object: (uid) => {
        const object = archive.object(uid);
        return object && behaviour.canGet?.(numberOf(object)) ? object : undefined;
      },
      openDestination: () => undefined,
    },
  };
  const server = await startDicomServer(services, new AbortController().signal);
  onTestFinished(() => server.stop());
  return { port: server.port, archive, acknowledged, stop: () => server.stop() };
}

function numberOf({ elements }: StoredObject): number {
  return Number(readText(elements, 'InstanceNumber'));
}

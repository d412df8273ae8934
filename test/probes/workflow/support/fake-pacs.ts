import { onTestFinished } from 'vitest';
import {
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
} from '../../../../src/protocols/dicom/index.ts';
import { startDicomServer } from '../../../../src/simulator/dicom/dicom-server.ts';
import { type Elements, readText } from '../../../../src/simulator/dicom/read-values.ts';
import { NATIVE_SYNTAXES } from '../../../../src/simulator/pacs/start-pacs.ts';

/** What a PACS does wrong; without any it behaves. */
export interface PacsFaults {
  /** What it keeps of a study. */
  readonly keep?: (study: Elements) => Elements | undefined;
  /** Status of a C-STORE in place of success. */
  readonly status?: number;
  /** Status of a rejection note in place of success. */
  readonly rejectionStatus?: number;
  /** Told of each request before it is answered: `C-FIND archive`, `C-STORE`, `rejection note`. */
  readonly onRequest?: (what: string) => void;
}

/** A PACS that keeps studies by their UID and removes them by rejection notes (IOCM). */
export interface FakePacs {
  readonly port: number;
  readonly aeTitle: string;
  readonly studies: ReadonlyMap<string, Elements>;
  /** Study Instance UIDs that something was stored under. */
  readonly changes: readonly string[];
  /** A study that is there already. */
  hold(studyUid: string, study: Elements): void;
  /** Somebody else's object in a study. */
  add(studyUid: string, sopInstanceUid: string): void;
  rename(patientId: string, name: string): void;
  merge(from: string, to: string): void;
}

const aeTitle = 'FAKEPACS';

/** Starts a PACS; it ends with the test. */
export async function startFakePacs(faults: PacsFaults = {}): Promise<FakePacs> {
  const studies = new Map<string, Elements>();
  const instances = new Map<string, readonly Elements[]>();
  const changes: string[] = [];
  const ending = new AbortController();
  const storage = Object.values(STORAGE_SOP_CLASSES).map((one): string => one.uid);
  const served: readonly string[] = [
    VERIFICATION_SOP_CLASS,
    ...Object.values(QUERY_RETRIEVE_SOP_CLASSES).map((one): string => one.uid),
    ...storage,
  ];
  const server = await startDicomServer(
    {
      aeTitle,
      isKnownCaller: () => true,
      acceptedSyntaxes: (uid) => (served.includes(uid) ? NATIVE_SYNTAXES : []),
      find: (_, query) => {
        faults.onRequest?.('C-FIND archive');
        const wanted = readText(query, 'StudyInstanceUID');
        const found = [...studies].filter(([uid]) => wanted === undefined || uid === wanted);
        const level = readText(query, 'QueryRetrieveLevel');
        const records =
          level === 'STUDY'
            ? found.map(([, study]) => study)
            : found.flatMap(([uid, study]) => listBelow(instances.get(uid) ?? [], study, level));
        return { kind: 'records', records };
      },
      store: ({ sopClassUid, elements }) => {
        if (faults.status !== undefined) return faults.status;
        const uid = readText(elements, 'StudyInstanceUID') ?? '';
        const isNote = sopClassUid === STORAGE_SOP_CLASSES.keyObjectSelection.uid;
        faults.onRequest?.(isNote ? 'rejection note' : 'C-STORE');
        changes.push(uid);
        if (isNote) {
          if (faults.rejectionStatus !== undefined) return faults.rejectionStatus;
          studies.delete(uid);
          return 0;
        }
        const study: Elements = {
          SpecificCharacterSet: 'ISO_IR 192',
          QueryRetrieveLevel: 'STUDY',
          StudyInstanceUID: uid,
          StudyDate: readText(elements, 'StudyDate'),
          StudyTime: readText(elements, 'StudyTime'),
          PatientName: readText(elements, 'PatientName'),
          PatientID: readText(elements, 'PatientID'),
          AccessionNumber: readText(elements, 'AccessionNumber') ?? '',
        };
        const kept = (faults.keep ?? ((one) => one))(study);
        if (kept !== undefined) studies.set(uid, kept);
        instances.set(uid, [
          ...(instances.get(uid) ?? []),
          {
            SeriesInstanceUID: readText(elements, 'SeriesInstanceUID'),
            SOPClassUID: sopClassUid,
            SOPInstanceUID: readText(elements, 'SOPInstanceUID'),
          },
        ]);
        return 0;
      },
    },
    ending.signal,
  );
  onTestFinished(async () => {
    ending.abort();
    await server.stop();
  });
  const change = (patientId: string, to: Elements): void => {
    for (const [uid, study] of studies)
      if (study.PatientID === patientId) studies.set(uid, { ...study, ...to });
  };
  return {
    port: server.port,
    aeTitle,
    studies,
    changes,
    hold: (uid, study) => {
      studies.set(uid, {
        SpecificCharacterSet: 'ISO_IR 192',
        QueryRetrieveLevel: 'STUDY',
        StudyInstanceUID: uid,
        ...study,
      });
    },
    add: (uid, sopInstanceUid) => {
      const [first] = instances.get(uid) ?? [];
      instances.set(uid, [
        ...(instances.get(uid) ?? []),
        { ...first, SOPInstanceUID: sopInstanceUid },
      ]);
    },
    rename: (id, name) => change(id, { PatientName: name }),
    merge: (from, to) => change(from, { PatientID: to }),
  };
}

/** Series once each, or every object. */
function listBelow(
  instances: readonly Elements[],
  study: Elements,
  level: string | undefined,
): readonly Elements[] {
  const records = instances.map(
    (one): Elements => ({ ...study, ...one, QueryRetrieveLevel: level }),
  );
  if (level !== 'SERIES') return records;
  return [...new Map(records.map((one) => [String(one.SeriesInstanceUID), one])).values()];
}

import type { TextForm } from '../../protocols/hl7/test-patient.ts';
import {
  encodeObject,
  makeCtSeries,
  makeSecondaryCapture,
  planStudy,
  SMALLEST_IMAGE,
  SYNTHETIC_TRANSFER_SYNTAX,
  type SyntheticObject,
  type SyntheticStudy,
} from '../../synthetic/index.ts';
import type { StudyIdentity } from '../../test-study/index.ts';
import type { Scheduled } from '../shared/describe-mpps-start.ts';
import { identifyStudy } from '../shared/identify-study.ts';
import { converse, type DicomPeer, notOffered, type Trouble, tellTrouble } from './dicom-peer.ts';

/** A small study of one of our patients. */
export interface TestImages {
  readonly identity: StudyIdentity;
  readonly objects: readonly SyntheticObject[];
  readonly performed: SyntheticStudy['performed'];
}

/** What a study of ours follows from, beside the order. */
interface ImageOptions {
  readonly seed: string;
  readonly textForm: TextForm;
  readonly performedAt: Date;
}

/** The study that answers the scheduled step. */
export function planScheduledStudy(
  scheduled: Scheduled,
  performedStepUid: string,
  options: ImageOptions,
): SyntheticStudy {
  return planStudy({
    ...options,
    patientId: scheduled.patientId,
    studyInstanceUid: scheduled.studyInstanceUid,
    accessionNumber: scheduled.accessionNumber,
    requestedProcedureId: scheduled.requestedProcedureId,
    scheduledProcedureStepId: scheduled.scheduledStepId,
    performedProcedureStepUid: performedStepUid,
  });
}

/** Two slices, as a CT would send them for the scheduled step. */
export function makeScheduledImages(
  scheduled: Scheduled,
  performedStepUid: string,
  options: ImageOptions,
): TestImages {
  const study = planScheduledStudy(scheduled, performedStepUid, options);
  const slices = makeCtSeries(study, { slices: 2, ...SMALLEST_IMAGE });
  return describeImages(study, slices, scheduled.patientName);
}

/** One picture of the second patient. */
export function makeSecondPatientImage(
  patient: { readonly id: string; readonly name: string },
  options: ImageOptions,
): TestImages {
  const study = planStudy({ ...options, patientId: patient.id });
  const picture = makeSecondaryCapture(study, { colours: 'grey', ...SMALLEST_IMAGE });
  return describeImages(study, [picture], patient.name);
}

/** Images of a study, in the name by which the patient is known. */
export function describeImages(
  study: SyntheticStudy,
  objects: readonly SyntheticObject[],
  patientName: string,
): TestImages {
  return {
    identity: identifyStudy(study, objects),
    objects: objects.map((object) => ({
      ...object,
      attributes: { ...object.attributes, PatientName: patientName },
    })),
    performed: study.performed,
  };
}

/** What became of the objects of a study. */
export interface Stored {
  readonly kind: 'stored';
  readonly accepted: number;
  /** Statuses other than 0, four hexadecimal digits, each once. */
  readonly statuses: readonly string[];
  /** What broke the sending off. */
  readonly broken?: string;
}

/**
 * Sends the objects of a study on one association (PS3.4 B). Nothing may be sent before it was journalled.
 *
 * @returns a trouble only when no object was sent
 */
export function storeImages(
  peer: DicomPeer,
  { objects }: TestImages,
  maxMs: number,
  signal: AbortSignal,
  onSimulated: () => void,
): Promise<Stored | Trouble> {
  const contexts = [...new Set(objects.map(({ sopClassUid }) => sopClassUid))].map(
    (abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [SYNTHETIC_TRANSFER_SYNTAX] }),
  );
  return converse(
    peer,
    contexts,
    signal,
    async (association): Promise<Stored | Trouble> => {
      const statuses = new Set<string>();
      let accepted = 0;
      for (const object of objects) {
        const outcome = await association.store({
          sopClassUid: object.sopClassUid,
          sopInstanceUid: object.sopInstanceUid,
          transferSyntaxUid: SYNTHETIC_TRANSFER_SYNTAX,
          dataset: { kind: 'bytes', bytes: encodeObject(object) },
          maxMs,
        });
        if (outcome.kind === 'no-accepted-context') return notOffered;
        if (outcome.kind !== 'status') {
          const { sentence } = tellTrouble(peer.connection, outcome);
          return { kind: 'stored', accepted, statuses: [...statuses], broken: sentence };
        }
        const { code, category } = outcome.status;
        if (category === 'success' || category === 'warning') accepted += 1;
        if (code !== 0) statuses.add(code.toString(16).padStart(4, '0').toUpperCase());
      }
      return { kind: 'stored', accepted, statuses: [...statuses] };
    },
    onSimulated,
  );
}

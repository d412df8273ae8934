import type { DicomNode, DicomwebEndpoint, Facility } from '../facility/schema.ts';
import type { ProbeContext } from '../probes/contract.ts';

/** Where a test study is put. */
export type StudyPlace =
  | {
      readonly kind: 'dicom';
      readonly node: DicomNode;
      readonly callingAe: string;
      /** Of the same archive, for removal. */
      readonly dicomweb?: DicomwebEndpoint;
    }
  | { readonly kind: 'dicomweb'; readonly endpoint: DicomwebEndpoint };

/** One object of a test study. */
export interface StudyInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
}

/** What tells a test study from every other. */
export interface StudyIdentity {
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly accessionNumber: string;
  /** The Study Instance UID is not ours: the hospital's worklist gave it. */
  readonly uidAssignedBy?: 'worklist';
  /** Empty when not known any more: then the place is asked, where they are needed. */
  readonly instances: readonly StudyInstance[];
}

/** How the facility file says that test data is removed. */
export type RemovalWay = NonNullable<Facility['testData']>['removal'];

/** What became of a test study at one place, and why we say so. */
export type StudyRemoval =
  | {
      readonly state: 'removed-verified';
      /** `neverStored`: the place says that it has no such study, and shows none. */
      readonly note: 'deleted' | 'rejected' | 'neverStored';
    }
  | {
      readonly state: 'left';
      /** `byAdministrator`: seen there, and no protocol is to remove it. `unverified`: the place could not tell. */
      readonly note:
        | 'byAdministrator'
        | 'deleteRefused'
        | 'stillThere'
        | 'unverified'
        | 'notReached';
      readonly detail?: string;
    };

/** What removing needs from a probe's context. */
export type RemovalContext = Pick<ProbeContext, 'baseFolder' | 'readSecret' | 'language'>;

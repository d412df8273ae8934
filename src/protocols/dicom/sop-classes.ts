import { CURRENT_STORAGE_SOP_CLASSES, type StoredKind } from './storage-sop-classes.ts';
import {
  type NamedUid,
  nameOfUid,
  QUERY_RETRIEVE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from './uids.ts';

/** The service that a SOP class belongs to (PS3.4). */
export type SopService =
  | 'verification'
  | 'storage'
  | 'query'
  | 'retrieve'
  | 'worklist'
  | 'procedure-step'
  | 'commitment'
  | 'availability'
  | 'print'
  | 'media'
  | 'workitem';

/** A SOP class with what it is for. */
export interface SopClass extends NamedUid {
  readonly service: SopService;
  /** Of a current storage class only. */
  readonly kind?: StoredKind;
}

const { patientRootFind, patientRootMove, patientRootGet } = QUERY_RETRIEVE_SOP_CLASSES;
const { studyRootFind, studyRootMove, studyRootGet } = QUERY_RETRIEVE_SOP_CLASSES;

const of =
  (service: SopService) =>
  ({ uid, name }: NamedUid): SopClass => ({ uid, name, service });

/** SOP classes of the services around storage that a RIS-PACS may provide, in the order of a department's workflow. */
export const SERVICE_SOP_CLASSES: readonly SopClass[] = [
  { uid: VERIFICATION_SOP_CLASS, name: 'Verification', service: 'verification' },
  ...[patientRootFind, studyRootFind].map(of('query')),
  ...[patientRootMove, patientRootGet, studyRootMove, studyRootGet].map(of('retrieve')),
  ...[
    { uid: '1.2.840.10008.5.1.4.1.2.4.2', name: 'Composite Instance Root Retrieve - MOVE' },
    { uid: '1.2.840.10008.5.1.4.1.2.4.3', name: 'Composite Instance Root Retrieve - GET' },
    {
      uid: '1.2.840.10008.5.1.4.1.2.5.3',
      name: 'Composite Instance Retrieve Without Bulk Data - GET',
    },
  ].map(of('retrieve')),
  of('worklist')(WORKFLOW_SOP_CLASSES.modalityWorklistFind),
  ...[
    WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep,
    {
      uid: '1.2.840.10008.3.1.2.3.4',
      name: 'Modality Performed Procedure Step Retrieve',
    },
    {
      uid: '1.2.840.10008.3.1.2.3.5',
      name: 'Modality Performed Procedure Step Notification',
    },
  ].map(of('procedure-step')),
  of('commitment')(WORKFLOW_SOP_CLASSES.storageCommitmentPushModel),
  of('availability')(WORKFLOW_SOP_CLASSES.instanceAvailabilityNotification),
  ...[
    { uid: '1.2.840.10008.5.1.1.9', name: 'Basic Grayscale Print Management Meta' },
    { uid: '1.2.840.10008.5.1.1.18', name: 'Basic Color Print Management Meta' },
    { uid: '1.2.840.10008.5.1.1.16', name: 'Printer' },
    { uid: '1.2.840.10008.5.1.1.14', name: 'Print Job' },
    { uid: '1.2.840.10008.5.1.1.15', name: 'Basic Annotation Box' },
    { uid: '1.2.840.10008.5.1.1.23', name: 'Presentation LUT' },
    { uid: '1.2.840.10008.5.1.1.16.376', name: 'Printer Configuration Retrieval' },
  ].map(of('print')),
  of('media')({ uid: '1.2.840.10008.5.1.1.33', name: 'Media Creation Management' }),
  ...[
    { uid: '1.2.840.10008.5.1.4.34.6.1', name: 'Unified Procedure Step - Push' },
    { uid: '1.2.840.10008.5.1.4.34.6.2', name: 'Unified Procedure Step - Watch' },
    { uid: '1.2.840.10008.5.1.4.34.6.3', name: 'Unified Procedure Step - Pull' },
    { uid: '1.2.840.10008.5.1.4.34.6.4', name: 'Unified Procedure Step - Event' },
    { uid: '1.2.840.10008.5.1.4.34.6.5', name: 'Unified Procedure Step - Query' },
  ].map(of('workitem')),
];

/** Every storage class of {@link CURRENT_STORAGE_SOP_CLASSES} as a {@link SopClass}. */
const storageClasses: readonly SopClass[] = CURRENT_STORAGE_SOP_CLASSES.map((one) => ({
  ...one,
  service: 'storage',
}));

/** Retired, but old devices and conformance statements still name them (PS3.6 table A-1). */
const retiredClasses: readonly SopClass[] = [
  {
    uid: '1.2.840.10008.5.1.4.1.1.3',
    name: 'Ultrasound Multi-frame Image Storage (Retired)',
  },
  { uid: '1.2.840.10008.5.1.4.1.1.5', name: 'Nuclear Medicine Image Storage (Retired)' },
  { uid: '1.2.840.10008.5.1.4.1.1.6', name: 'Ultrasound Image Storage (Retired)' },
  {
    uid: '1.2.840.10008.5.1.4.1.1.12.3',
    name: 'X-Ray Angiographic Bi-Plane Image Storage (Retired)',
  },
].map(of('storage'));

/** Names in other words than {@link TRANSFER_SYNTAXES} uses: those of PS3.6 annex A, and syntaxes that are rare. */
const otherSyntaxNames: readonly NamedUid[] = [
  { uid: '1.2.840.10008.1.2.1.98', name: 'Encapsulated Uncompressed Explicit VR Little Endian' },
  { uid: '1.2.840.10008.1.2.2', name: 'Explicit VR Big Endian' },
  { uid: '1.2.840.10008.1.2.4.50', name: 'JPEG Baseline' },
  { uid: '1.2.840.10008.1.2.4.50', name: 'JPEGBaseline8Bit' },
  { uid: '1.2.840.10008.1.2.4.51', name: 'JPEG Extended (Process 2 and 4)' },
  { uid: '1.2.840.10008.1.2.4.51', name: 'JPEG Extended' },
  { uid: '1.2.840.10008.1.2.4.51', name: 'JPEGExtended12Bit' },
  { uid: '1.2.840.10008.1.2.4.57', name: 'JPEG Lossless, Non-Hierarchical (Process 14)' },
  {
    uid: '1.2.840.10008.1.2.4.70',
    name: 'JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])',
  },
  { uid: '1.2.840.10008.1.2.4.70', name: 'JPEGLosslessSV1' },
  { uid: '1.2.840.10008.1.2.4.80', name: 'JPEG-LS Lossless Image Compression' },
  { uid: '1.2.840.10008.1.2.4.81', name: 'JPEG-LS Lossy (Near-Lossless) Image Compression' },
  { uid: '1.2.840.10008.1.2.4.90', name: 'JPEG 2000 Image Compression (Lossless Only)' },
  { uid: '1.2.840.10008.1.2.4.90', name: 'JPEG 2000 Lossless' },
  { uid: '1.2.840.10008.1.2.4.91', name: 'JPEG 2000 Image Compression' },
  {
    uid: '1.2.840.10008.1.2.4.92',
    name: 'JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)',
  },
  { uid: '1.2.840.10008.1.2.4.93', name: 'JPEG 2000 Part 2 Multi-component Image Compression' },
  { uid: '1.2.840.10008.1.2.4.110', name: 'JPEG XL Lossless' },
  { uid: '1.2.840.10008.1.2.4.111', name: 'JPEG XL JPEG Recompression' },
  { uid: '1.2.840.10008.1.2.4.112', name: 'JPEG XL' },
  {
    uid: '1.2.840.10008.1.2.4.201',
    name: 'High-Throughput JPEG 2000 Image Compression (Lossless Only)',
  },
  {
    uid: '1.2.840.10008.1.2.4.202',
    name: 'High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)',
  },
  { uid: '1.2.840.10008.1.2.4.203', name: 'High-Throughput JPEG 2000 Image Compression' },
  { uid: '1.2.840.10008.1.2.8.1', name: 'Deflated Image Frame Compression' },
];

/** Letters and digits only, so that punctuation, spaces and PS3.6 keywords make no difference. */
function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^dicom/, '')
    .replace(/(sopclass|sopclassuid)$/, '');
}

function lookUp<Named extends NamedUid>(
  named: readonly Named[],
  key: (one: Named) => string,
): (wanted: string) => Named | undefined {
  let found: Map<string, Named> | undefined;
  return (wanted) => {
    // The first of two equal keys stays: the usual name comes before the other ones.
    found ??= new Map([...named].reverse().map((one) => [key(one), one]));
    return found.get(wanted);
  };
}

const knownClasses = [...SERVICE_SOP_CLASSES, ...storageClasses, ...retiredClasses];
const knownSyntaxes: readonly NamedUid[] = [...TRANSFER_SYNTAXES, ...otherSyntaxNames];
const classByUid = lookUp(knownClasses, ({ uid }) => uid);
const classByName = lookUp(knownClasses, ({ name }) => foldName(name));
const syntaxByUid = lookUp(knownSyntaxes, ({ uid }) => uid);
const syntaxByName = lookUp(knownSyntaxes, ({ name }) => foldName(name));

/** What a SOP class is for; `undefined` for one that is not in these tables, such as a vendor's own. */
export function describeSopClass(uid: string): SopClass | undefined {
  return classByUid(uid);
}

/** A SOP class by its name as PS3.6 annex A writes it; case, spaces, punctuation and a last "SOP Class" do not matter. */
export function findSopClass(name: string): SopClass | undefined {
  return classByName(foldName(name));
}

/** A transfer syntax by name; what PS3.6 adds after a colon does not matter. "JPEG Lossless" alone names two, so none. */
export function findTransferSyntax(name: string): NamedUid | undefined {
  const [usual = ''] = name.split(':');
  const found = syntaxByName(foldName(usual));
  return found && syntaxByUid(found.uid);
}

/** The name of a SOP class or transfer syntax, or the UID itself. */
export function tellUid(uid: string): string {
  return classByUid(uid)?.name ?? syntaxByUid(uid)?.name ?? nameOfUid(uid) ?? uid;
}

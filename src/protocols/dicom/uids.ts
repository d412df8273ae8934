/** A UID of PS3.6 annex A with its name. */
export interface NamedUid {
  readonly uid: string;
  readonly name: string;
}

/** Our implementation class UID (PS3.7 D.3.3.2), derived from a UUID (PS3.5 B.2). */
export const IMPLEMENTATION_CLASS_UID = '2.25.166314690327298996427139894719407040775';

/** Our implementation version name, 16 characters at most (PS3.7 D.3.3.2). */
export const IMPLEMENTATION_VERSION = 'RISPACS_0';

/** Verification SOP class, C-ECHO (PS3.4 A). */
export const VERIFICATION_SOP_CLASS = '1.2.840.10008.1.1';

/** How the pixel data, or the whole data set, of a transfer syntax is coded. */
export type TransferSyntaxCoding =
  | 'native'
  | 'deflated'
  | 'lossless'
  /** Lossy, or able to be either. */
  | 'lossy'
  | 'video';

/** A transfer syntax of PS3.6 table A-1. */
export interface TransferSyntax extends NamedUid {
  readonly coding: TransferSyntaxCoding;
}

/** Implicit VR Little Endian, the default transfer syntax (PS3.5 10.1). */
export const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';
/** Explicit VR Little Endian (PS3.5 A.2). */
export const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** Every transfer syntax that a PACS may support, in the order of their UIDs. */
export const TRANSFER_SYNTAXES: readonly TransferSyntax[] = [
  { uid: IMPLICIT_VR_LITTLE_ENDIAN, name: 'Implicit VR Little Endian', coding: 'native' },
  { uid: EXPLICIT_VR_LITTLE_ENDIAN, name: 'Explicit VR Little Endian', coding: 'native' },
  {
    uid: '1.2.840.10008.1.2.1.99',
    name: 'Deflated Explicit VR Little Endian',
    coding: 'deflated',
  },
  { uid: '1.2.840.10008.1.2.2', name: 'Explicit VR Big Endian (retired)', coding: 'native' },
  { uid: '1.2.840.10008.1.2.4.50', name: 'JPEG Baseline (Process 1)', coding: 'lossy' },
  { uid: '1.2.840.10008.1.2.4.51', name: 'JPEG Extended (Process 2 & 4)', coding: 'lossy' },
  { uid: '1.2.840.10008.1.2.4.57', name: 'JPEG Lossless (Process 14)', coding: 'lossless' },
  {
    uid: '1.2.840.10008.1.2.4.70',
    name: 'JPEG Lossless, First-Order Prediction (Process 14, Selection Value 1)',
    coding: 'lossless',
  },
  { uid: '1.2.840.10008.1.2.4.80', name: 'JPEG-LS Lossless', coding: 'lossless' },
  { uid: '1.2.840.10008.1.2.4.81', name: 'JPEG-LS Near-Lossless', coding: 'lossy' },
  { uid: '1.2.840.10008.1.2.4.90', name: 'JPEG 2000 (Lossless Only)', coding: 'lossless' },
  { uid: '1.2.840.10008.1.2.4.91', name: 'JPEG 2000', coding: 'lossy' },
  { uid: '1.2.840.10008.1.2.4.100', name: 'MPEG2 Main Profile / Main Level', coding: 'video' },
  { uid: '1.2.840.10008.1.2.4.101', name: 'MPEG2 Main Profile / High Level', coding: 'video' },
  {
    uid: '1.2.840.10008.1.2.4.102',
    name: 'MPEG-4 AVC/H.264 High Profile / Level 4.1',
    coding: 'video',
  },
  {
    uid: '1.2.840.10008.1.2.4.103',
    name: 'MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1',
    coding: 'video',
  },
  {
    uid: '1.2.840.10008.1.2.4.104',
    name: 'MPEG-4 AVC/H.264 High Profile / Level 4.2 for 2D Video',
    coding: 'video',
  },
  {
    uid: '1.2.840.10008.1.2.4.105',
    name: 'MPEG-4 AVC/H.264 High Profile / Level 4.2 for 3D Video',
    coding: 'video',
  },
  {
    uid: '1.2.840.10008.1.2.4.106',
    name: 'MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2',
    coding: 'video',
  },
  {
    uid: '1.2.840.10008.1.2.4.107',
    name: 'HEVC/H.265 Main Profile / Level 5.1',
    coding: 'video',
  },
  {
    uid: '1.2.840.10008.1.2.4.108',
    name: 'HEVC/H.265 Main 10 Profile / Level 5.1',
    coding: 'video',
  },
  {
    uid: '1.2.840.10008.1.2.4.201',
    name: 'High-Throughput JPEG 2000 (Lossless Only)',
    coding: 'lossless',
  },
  {
    uid: '1.2.840.10008.1.2.4.202',
    name: 'High-Throughput JPEG 2000 with RPCL Options (Lossless Only)',
    coding: 'lossless',
  },
  { uid: '1.2.840.10008.1.2.4.203', name: 'High-Throughput JPEG 2000', coding: 'lossy' },
  { uid: '1.2.840.10008.1.2.5', name: 'RLE Lossless', coding: 'lossless' },
];

/** Storage SOP classes that a radiology department commonly stores (PS3.4 B.5). */
export const STORAGE_SOP_CLASSES = {
  computedRadiography: {
    uid: '1.2.840.10008.5.1.4.1.1.1',
    name: 'Computed Radiography Image Storage',
  },
  digitalXRayPresentation: {
    uid: '1.2.840.10008.5.1.4.1.1.1.1',
    name: 'Digital X-Ray Image Storage - For Presentation',
  },
  digitalXRayProcessing: {
    uid: '1.2.840.10008.5.1.4.1.1.1.1.1',
    name: 'Digital X-Ray Image Storage - For Processing',
  },
  mammographyPresentation: {
    uid: '1.2.840.10008.5.1.4.1.1.1.2',
    name: 'Digital Mammography X-Ray Image Storage - For Presentation',
  },
  intraOralPresentation: {
    uid: '1.2.840.10008.5.1.4.1.1.1.3',
    name: 'Digital Intra-Oral X-Ray Image Storage - For Presentation',
  },
  computedTomography: { uid: '1.2.840.10008.5.1.4.1.1.2', name: 'CT Image Storage' },
  enhancedComputedTomography: {
    uid: '1.2.840.10008.5.1.4.1.1.2.1',
    name: 'Enhanced CT Image Storage',
  },
  ultrasoundMultiframe: {
    uid: '1.2.840.10008.5.1.4.1.1.3.1',
    name: 'Ultrasound Multi-frame Image Storage',
  },
  magneticResonance: { uid: '1.2.840.10008.5.1.4.1.1.4', name: 'MR Image Storage' },
  enhancedMagneticResonance: {
    uid: '1.2.840.10008.5.1.4.1.1.4.1',
    name: 'Enhanced MR Image Storage',
  },
  ultrasound: { uid: '1.2.840.10008.5.1.4.1.1.6.1', name: 'Ultrasound Image Storage' },
  secondaryCapture: { uid: '1.2.840.10008.5.1.4.1.1.7', name: 'Secondary Capture Image Storage' },
  grayscaleByteSecondaryCapture: {
    uid: '1.2.840.10008.5.1.4.1.1.7.2',
    name: 'Multi-frame Grayscale Byte Secondary Capture Image Storage',
  },
  trueColourSecondaryCapture: {
    uid: '1.2.840.10008.5.1.4.1.1.7.4',
    name: 'Multi-frame True Color Secondary Capture Image Storage',
  },
  grayscalePresentationState: {
    uid: '1.2.840.10008.5.1.4.1.1.11.1',
    name: 'Grayscale Softcopy Presentation State Storage',
  },
  xRayAngiographic: {
    uid: '1.2.840.10008.5.1.4.1.1.12.1',
    name: 'X-Ray Angiographic Image Storage',
  },
  xRayRadiofluoroscopic: {
    uid: '1.2.840.10008.5.1.4.1.1.12.2',
    name: 'X-Ray Radiofluoroscopic Image Storage',
  },
  breastTomosynthesis: {
    uid: '1.2.840.10008.5.1.4.1.1.13.1.3',
    name: 'Breast Tomosynthesis Image Storage',
  },
  nuclearMedicine: { uid: '1.2.840.10008.5.1.4.1.1.20', name: 'Nuclear Medicine Image Storage' },
  videoEndoscopic: {
    uid: '1.2.840.10008.5.1.4.1.1.77.1.1.1',
    name: 'Video Endoscopic Image Storage',
  },
  basicTextReport: { uid: '1.2.840.10008.5.1.4.1.1.88.11', name: 'Basic Text SR Storage' },
  enhancedReport: { uid: '1.2.840.10008.5.1.4.1.1.88.22', name: 'Enhanced SR Storage' },
  keyObjectSelection: {
    uid: '1.2.840.10008.5.1.4.1.1.88.59',
    name: 'Key Object Selection Document Storage',
  },
  xRayDoseReport: {
    uid: '1.2.840.10008.5.1.4.1.1.88.67',
    name: 'X-Ray Radiation Dose SR Storage',
  },
  encapsulatedPdf: {
    uid: '1.2.840.10008.5.1.4.1.1.104.1',
    name: 'Encapsulated PDF Storage',
  },
  positronEmissionTomography: {
    uid: '1.2.840.10008.5.1.4.1.1.128',
    name: 'Positron Emission Tomography Image Storage',
  },
  radiotherapyImage: { uid: '1.2.840.10008.5.1.4.1.1.481.1', name: 'RT Image Storage' },
} as const satisfies Record<string, NamedUid>;

/** Query/Retrieve SOP classes (PS3.4 C.6). */
export const QUERY_RETRIEVE_SOP_CLASSES = {
  patientRootFind: {
    uid: '1.2.840.10008.5.1.4.1.2.1.1',
    name: 'Patient Root Query/Retrieve Information Model - FIND',
  },
  patientRootMove: {
    uid: '1.2.840.10008.5.1.4.1.2.1.2',
    name: 'Patient Root Query/Retrieve Information Model - MOVE',
  },
  patientRootGet: {
    uid: '1.2.840.10008.5.1.4.1.2.1.3',
    name: 'Patient Root Query/Retrieve Information Model - GET',
  },
  studyRootFind: {
    uid: '1.2.840.10008.5.1.4.1.2.2.1',
    name: 'Study Root Query/Retrieve Information Model - FIND',
  },
  studyRootMove: {
    uid: '1.2.840.10008.5.1.4.1.2.2.2',
    name: 'Study Root Query/Retrieve Information Model - MOVE',
  },
  studyRootGet: {
    uid: '1.2.840.10008.5.1.4.1.2.2.3',
    name: 'Study Root Query/Retrieve Information Model - GET',
  },
} as const satisfies Record<string, NamedUid>;

/** Workflow SOP classes (PS3.4 F, J, K). */
export const WORKFLOW_SOP_CLASSES = {
  modalityWorklistFind: {
    uid: '1.2.840.10008.5.1.4.31',
    name: 'Modality Worklist Information Model - FIND',
  },
  modalityPerformedProcedureStep: {
    uid: '1.2.840.10008.3.1.2.3.3',
    name: 'Modality Performed Procedure Step',
  },
  storageCommitmentPushModel: {
    uid: '1.2.840.10008.1.20.1',
    name: 'Storage Commitment Push Model',
  },
  instanceAvailabilityNotification: {
    uid: '1.2.840.10008.5.1.4.33',
    name: 'Instance Availability Notification',
  },
} as const satisfies Record<string, NamedUid>;

/** The well-known instance of the Storage Commitment Push Model (PS3.4 J.3.5). */
export const STORAGE_COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';

/** The name of a UID in this file, or `undefined`. */
export function nameOfUid(uid: string): string | undefined {
  if (uid === VERIFICATION_SOP_CLASS) return 'Verification';
  const named: readonly NamedUid[] = [
    ...TRANSFER_SYNTAXES,
    ...Object.values(STORAGE_SOP_CLASSES),
    ...Object.values(QUERY_RETRIEVE_SOP_CLASSES),
    ...Object.values(WORKFLOW_SOP_CLASSES),
  ];
  return named.find((entry) => entry.uid === uid)?.name;
}

import {
  describeSopClass,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import type { PacsBehaviour } from './behaviour.ts';

/** Transfer syntaxes of messages without pixels. */
export const NATIVE_SYNTAXES: readonly string[] = [
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
];

/** What the simulated PACS does beside storing. */
export const MESSAGE_CLASSES: readonly string[] = [
  VERIFICATION_SOP_CLASS,
  ...Object.values(QUERY_RETRIEVE_SOP_CLASSES).map((one) => one.uid),
  WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid,
  WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid,
];

/** Every storage class that the simulated PACS can take. */
export const STORAGE_CLASSES: readonly string[] = Object.values(STORAGE_SOP_CLASSES).map(
  (one) => one.uid,
);

/** Transfer syntaxes in which a storage class is taken and handed out; none when it is not. */
export function listSyntaxes(
  sopClassUid: string,
  {
    compressedSyntaxes,
    refusedClasses,
  }: Pick<PacsBehaviour, 'compressedSyntaxes' | 'refusedClasses'>,
): readonly string[] {
  if (!STORAGE_CLASSES.includes(sopClassUid) || refusedClasses.includes(sopClassUid)) return [];
  const { kind } = describeSopClass(sopClassUid) ?? {};
  const hasPixels = kind === 'image' || kind === 'moving-image';
  return hasPixels ? [...NATIVE_SYNTAXES, ...compressedSyntaxes] : NATIVE_SYNTAXES;
}

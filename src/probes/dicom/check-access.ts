import {
  type AssociationResult,
  type OpenAssociationOptions,
  openAssociation,
} from '../../protocols/dicom/index.ts';
import type { DicomAccessRow } from './facts.ts';

const strangerAe = 'RISPACS-STRANGER';
const wrongCalledAe = 'RISPACS-NO-SUCH';

/**
 * Calls under a title the node cannot know, and calls a title it cannot have. Anything but a clear answer is left out:
 * a node that is busy, or silent, has said nothing about whom it lets in.
 */
export async function checkAccess(
  connection: OpenAssociationOptions,
  common: Pick<DicomAccessRow, 'node' | 'role'>,
): Promise<DicomAccessRow[]> {
  const rows: DicomAccessRow[] = [];
  for (const [check, changed] of [
    ['unknown-calling-ae', { callingAeTitle: strangerAe }],
    ['wrong-called-ae', { calledAeTitle: wrongCalledAe }],
  ] as const) {
    const result = await openAssociation({ ...connection, ...changed });
    const rejected = readRejection(result);
    if (result.kind === 'accepted') await result.association.release();
    if (rejected !== undefined) rows.push({ ...common, check, rejected });
  }
  return rows;
}

function readRejection(result: AssociationResult): boolean | undefined {
  switch (result.kind) {
    case 'accepted':
      // An association in which nothing may be done is neither a welcome nor a refusal.
      return result.association.contexts.some(({ outcome }) => outcome.state === 'accepted')
        ? false
        : undefined;
    case 'rejected':
      return result.reasonKey === 'temporary-congestion' ||
        result.reasonKey === 'local-limit-exceeded' ||
        result.reasonKey === 'protocol-version-not-supported' ||
        result.reasonKey === 'application-context-not-supported'
        ? undefined
        : true;
    case 'aborted':
      return true;
    default:
      return undefined;
  }
}

import type { SideEffect } from '../probes/contract.ts';
import type { NodePlace } from './associate.ts';

/** What tells a test MPPS from every other. */
export interface MppsIdentity {
  readonly sopInstanceUid: string;
  readonly patientId: string;
  readonly accessionNumber?: string;
  readonly studyInstanceUid?: string;
}

const suffixCharacters = 8;

/** The journal's fixed part about a test MPPS at a node, from which a later run can close it. */
export function describeTestMpps(
  { node }: Pick<NodePlace, 'node'>,
  mpps: MppsIdentity,
): Omit<SideEffect, 'state' | 'note'> {
  const { sopInstanceUid, patientId, accessionNumber, studyInstanceUid } = mpps;
  return {
    id: mppsEntryId(sopInstanceUid, node.id),
    system: node.id,
    kind: 'mpps',
    identifiers: {
      sopInstanceUid,
      patientId,
      ...(accessionNumber !== undefined && { accessionNumber }),
      ...(studyInstanceUid !== undefined && { studyInstanceUid }),
    },
  };
}

/** The id of the journal entry about an MPPS at a node. */
export function mppsEntryId(sopInstanceUid: string, nodeId: string): string {
  return `mpps-${sopInstanceUid.slice(-suffixCharacters)}-at-${nodeId}`;
}

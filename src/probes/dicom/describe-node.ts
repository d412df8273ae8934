import type { DicomNode } from '../../facility/schema.ts';
import type { Association, OperationOutcome } from '../../protocols/dicom/index.ts';
import type { DicomNodeRow } from './facts.ts';

/** What the first association and its C-ECHO showed; what the peer did not say stays away. */
export function describeNode(
  node: DicomNode,
  { peer, timings }: Association,
  echoed: OperationOutcome,
): DicomNodeRow {
  return {
    node: node.id,
    role: node.role,
    associationAccepted: true,
    ...(echoed.kind === 'status' && {
      echoStatus: echoed.status.code,
      echoMs: roundMs(echoed.elapsedMs),
    }),
    ...(peer.implementationClassUid !== undefined && {
      peerImplementationUid: peer.implementationClassUid,
    }),
    ...(peer.implementationVersion !== undefined && {
      peerImplementationVersion: peer.implementationVersion,
    }),
    ...(peer.maxPduBytes !== undefined && { peerMaxPduBytes: peer.maxPduBytes }),
    tls: node.tls !== undefined,
    ...(timings.tcpMs !== undefined && { tcpMs: roundMs(timings.tcpMs) }),
    ...(timings.associationMs !== undefined && { associationMs: roundMs(timings.associationMs) }),
  };
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

import type { EvidenceState } from '../../evidence/evidence.ts';
import type { DicomWebFailure, DicomWebFailureReason } from '../../protocols/dicomweb/index.ts';

/** The state of evidence that a failure leaves. */
export function stateOfFailure(failure: DicomWebFailureReason): Exclude<EvidenceState, 'observed'> {
  switch (failure.kind) {
    case 'refused':
      return 'refused';
    case 'http-status':
      return wantsSignIn(failure) ? 'refused' : 'protocol-error';
    case 'unreachable':
    case 'reset':
    case 'closed':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    default:
      return 'protocol-error';
  }
}

/** The code of a failure: stable, for programs. */
export function codeOfFailure(failure: DicomWebFailureReason): string {
  switch (failure.kind) {
    case 'http-status':
      return `http-${failure.status}`;
    case 'protocol-error':
      return failure.hint ?? 'protocol-error';
    case 'too-large':
      return `too-large-${failure.limit}`;
    case 'refused':
    case 'unreachable':
    case 'tls-error':
      return failure.code;
    case 'timeout':
      return `timeout-${failure.phase}`;
    // Only a deadline of ours leaves it behind: a stopped run has no record.
    case 'cancelled':
      return 'timeout';
    default:
      return failure.kind;
  }
}

/** Whether a failure says: sign in first (RFC 9110 15.5.2, 15.5.4, 15.5.8). */
export function wantsSignIn(failure: DicomWebFailureReason): boolean {
  return failure.kind === 'http-status' && [401, 403, 407].includes(failure.status);
}

/** Whether a failure says for sure that not a byte of the request's content arrived. */
export function wasNeverSent({ kind, transport, ...rest }: DicomWebFailure): boolean {
  if (transport.answerStatus !== undefined) return false;
  if (kind === 'refused' || kind === 'unreachable') return true;
  const phase = 'phase' in rest ? rest.phase : undefined;
  return phase === 'tcp' || phase === 'tls';
}

import {
  type CommitmentRequest,
  type DicomServices,
  type ObjectReference,
  STATUS_OUT_OF_RESOURCES,
  STATUS_PROCESSING_FAILURE,
} from '../dicom/services.ts';
import type { PacsBehaviour } from './behaviour.ts';
import { reportCommitment } from './report-commitment.ts';
import type { PacsState } from './start-pacs.ts';

/** PACS report later than they answer; a caller that listens on the same association must not be needed. */
const delayMs = 50;
const maxAtOnce = 8;

/** Takes requests for storage commitment and reports on an association of its own (PS3.4 J.3). */
export function commitLater(
  { aeTitle, commitment }: Pick<PacsBehaviour, 'aeTitle' | 'commitment'>,
  { archive, destinations }: Pick<PacsState, 'archive' | 'destinations'>,
  signal: AbortSignal,
): NonNullable<DicomServices['commit']> {
  let reporting = 0;
  const isSafe = ({ sopInstanceUid }: ObjectReference): boolean =>
    commitment === 'answered' && archive.attributes(sopInstanceUid) !== undefined;
  return (request: CommitmentRequest): number => {
    const port = destinations.portOf(request.callingAeTitle);
    if (port === undefined) return STATUS_PROCESSING_FAILURE;
    if (reporting >= maxAtOnce) return STATUS_OUT_OF_RESOURCES;
    if (commitment === 'silent') return 0;
    reporting += 1;
    const timer = setTimeout(() => {
      const where = { port, callingAeTitle: aeTitle };
      void reportCommitment(request, where, isSafe, signal).finally(() => {
        reporting -= 1;
      });
    }, delayMs);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    return 0;
  };
}

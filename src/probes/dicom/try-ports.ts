import {
  type AssociationResult,
  type OpenAssociationOptions,
  openAssociation,
} from '../../protocols/dicom/index.ts';
import { describeTls } from './describe-tls.ts';
import type { DicomPlainRow, DicomTlsRow } from './facts.ts';
import type { PortPlan } from './target.ts';

/** The node, and how its host is called: title, deadlines and Verification as the only context. */
export interface PortRound {
  readonly connection: OpenAssociationOptions;
  readonly common: Pick<DicomPlainRow, 'node' | 'role'>;
  readonly mayBegin: () => boolean;
}

/** Asks each port for an association in the clear and releases one that it gets. */
export async function tryPlainPorts(
  ports: PortPlan['plain'],
  { connection, common, mayBegin }: PortRound,
): Promise<DicomPlainRow[]> {
  const { tls: _, ...plain } = connection;
  const rows: DicomPlainRow[] = [];
  for (const { port, calledAe } of ports) {
    if (!mayBegin()) break;
    const result = await openAssociation({ ...plain, port, calledAeTitle: calledAe });
    if (result.kind === 'accepted') await result.association.release();
    const outcome = readPlainOutcome(result);
    const answered =
      outcome === 'no-answer'
        ? undefined
        : outcome === 'accepted' || outcome === 'rejected' || outcome === 'aborted';
    rows.push({ ...common, port, outcome, ...(answered !== undefined && { answered }) });
  }
  return rows;
}

function readPlainOutcome(result: AssociationResult): DicomPlainRow['outcome'] {
  switch (result.kind) {
    case 'accepted':
    case 'max-pdu-too-small':
      return 'accepted';
    case 'rejected':
    case 'aborted':
      return result.kind;
    case 'refused':
      return 'nothing-listens';
    case 'unreachable':
    case 'timeout':
    case 'cancelled':
      return 'no-answer';
    default:
      // A TLS port hangs up, resets or sends a TLS alert when it is spoken to in the clear.
      return 'not-dicom';
  }
}

/** Asks each port of a node without TLS for a handshake; any certificate will do, for it is only read. */
export async function tryTlsPorts(
  ports: PortPlan['tls'],
  { connection, common, mayBegin }: PortRound,
): Promise<DicomTlsRow[]> {
  const rows: DicomTlsRow[] = [];
  for (const port of ports) {
    if (!mayBegin()) break;
    const result = await openAssociation({
      ...connection,
      port,
      tls: { rejectUnauthorized: false },
    });
    if (result.kind === 'accepted') {
      const { tls } = result.association;
      await result.association.release();
      rows.push({ ...common, port, offered: true, ...(tls && describeTls(tls)) });
      continue;
    }
    const offered = result.timings.tlsMs !== undefined || readTlsOffer(result);
    rows.push({
      ...common,
      port,
      ...(offered !== undefined && { offered }),
      ...(result.kind === 'tls-error' && { problem: result.code }),
    });
  }
  return rows;
}

/** Whether a port without a finished handshake speaks TLS; `undefined` when it said nothing. */
function readTlsOffer(result: AssociationResult): boolean | undefined {
  switch (result.kind) {
    case 'tls-error':
      // An alert is TLS; bytes of another protocol are reported as a wrong version or record.
      return /ALERT/.test(result.code);
    case 'timeout':
    case 'unreachable':
    case 'cancelled':
      return undefined;
    default:
      return false;
  }
}

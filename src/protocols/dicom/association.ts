import {
  buildAssociateRequest,
  DEFAULT_DEADLINES,
  DEFAULT_MAX_PDU_BYTES,
  type OpenAssociationOptions,
  SMALLEST_USABLE_MAX_PDU_BYTES,
} from './association-options.ts';
import { DeviationLog } from './deviations.ts';
import { Dialogue } from './dimse/dialogue.ts';
import { connectTransport, type TlsFacts, type TransportFailure } from './dul/connect-transport.ts';
import { Connection, type Inbound, USER_ABORT } from './dul/connection.ts';
import { encodePdu } from './dul/encode-pdu.ts';
import type { Ending } from './dul/ending.ts';
import { DEFAULT_PDU_LIMITS } from './dul/limits.ts';
import type { AssociateAccept } from './dul/pdu.ts';
import { describeRejection, type RejectionReason } from './dul/reasons.ts';
import { Association, type AssociationTimings } from './established-association.ts';
import { matchContexts, readPeerFacts } from './negotiation.ts';

const DEFAULT_MAX_DATASET_BYTES = 64 * 1024 * 1024;

/** The peer accepted the association; single contexts may still be refused. */
export interface AcceptedResult {
  readonly kind: 'accepted';
  readonly association: Association;
}

/** The peer sent an A-ASSOCIATE-RJ (PS3.8 9.3.4). */
export interface RejectedResult {
  readonly kind: 'rejected';
  /** 1 permanent, 2 transient. */
  readonly result: number;
  /** 1 service user, 2 ACSE provider, 3 presentation provider. */
  readonly source: number;
  readonly reason: number;
  readonly permanence: 'permanent' | 'transient' | 'reserved';
  readonly rejectedBy: 'service-user' | 'acse-provider' | 'presentation-provider' | 'reserved';
  readonly reasonKey: RejectionReason;
  readonly words: string;
}

/** The peer accepts only P-DATA-TF shorter than 1024 bytes; nothing was sent to it. */
export interface MaxPduTooSmallResult {
  readonly kind: 'max-pdu-too-small';
  readonly maxPduBytes: number;
}

/**
 * What became of an attempt to associate. The socket is closed in every case but `accepted`.
 * `timings` holds the phases that were completed, in milliseconds.
 */
export type AssociationResult = (
  | AcceptedResult
  | RejectedResult
  | MaxPduTooSmallResult
  | TransportFailure
  | Exclude<Ending, { kind: 'released' | 'abort-sent' | 'released-by-peer' | 'limit-exceeded' }>
) & { readonly timings: AssociationTimings };

interface Opening {
  readonly options: OpenAssociationOptions;
  readonly connection: Connection;
  readonly timings: AssociationTimings;
  readonly tls?: TlsFacts;
}

async function failByEnding(
  connection: Connection,
  ending: Ending,
): Promise<AssociationResultBody> {
  await connection.closed;
  switch (ending.kind) {
    case 'released':
    case 'abort-sent':
    case 'released-by-peer':
    case 'limit-exceeded':
      // These need an established association.
      throw new Error(`an association cannot end by ${ending.kind} before it is established`);
    default:
      return ending;
  }
}

type AssociationResultBody = AssociationResult extends infer R
  ? R extends unknown
    ? Omit<R, 'timings'>
    : never
  : never;

async function acceptAssociation(
  opening: Opening,
  accept: AssociateAccept,
  acceptBytes: Buffer,
): Promise<AssociationResultBody> {
  const { options, connection, timings, tls } = opening;
  const deviations = new DeviationLog();
  const peer = readPeerFacts(accept, deviations);
  const { maxPduBytes } = peer;
  if (maxPduBytes !== undefined && maxPduBytes > 0 && maxPduBytes < SMALLEST_USABLE_MAX_PDU_BYTES) {
    connection.end({ kind: 'abort-sent' }, USER_ABORT);
    await connection.closed;
    return { kind: 'max-pdu-too-small', maxPduBytes };
  }
  const dialogue = new Dialogue(
    connection,
    {
      contexts: matchContexts(options.contexts, accept, deviations),
      peerMaxPduBytes: maxPduBytes,
      ownMaxPduBytes: options.maxPduBytes ?? DEFAULT_MAX_PDU_BYTES,
      maxDatasetBytes: options.maxDatasetBytes ?? DEFAULT_MAX_DATASET_BYTES,
      dimseDeadlineMs: options.deadlines?.dimse ?? DEFAULT_DEADLINES.dimse,
    },
    deviations,
  );
  const association = new Association({
    dialogue,
    peer,
    timings,
    ...(tls === undefined ? {} : { tls }),
    deviations,
    acceptBytes,
    calledAeTitle: options.calledAeTitle,
    releaseDeadlineMs: options.deadlines?.release ?? DEFAULT_DEADLINES.release,
  });
  return { kind: 'accepted', association };
}

async function readAnswer(opening: Opening, inbound: Inbound): Promise<AssociationResultBody> {
  const { connection } = opening;
  if (inbound.kind === 'ended') return failByEnding(connection, inbound.ending);
  const { pdu, bytes } = inbound;
  switch (pdu.kind) {
    case 'associate-accept':
      return acceptAssociation(opening, pdu, bytes);
    case 'associate-reject': {
      const { result, source, reason } = pdu;
      // The requestor closes the connection after a rejection (PS3.8 9.2.2 AE-4).
      connection.end({ kind: 'closed', phase: 'association' });
      await connection.closed;
      return {
        kind: 'rejected',
        result,
        source,
        reason,
        ...describeRejection(result, source, reason),
      };
    }
    default:
      connection.endByViolation(`${pdu.kind} in answer to an A-ASSOCIATE-RQ`, bytes, 2);
      return readAnswer(opening, await connection.nextPdu());
  }
}

/**
 * Connects, with TLS if asked, and proposes an association (PS3.8 7.1).
 * @throws RangeError, TypeError or an OpenSSL error for unusable options; never for a peer's behaviour.
 */
export async function openAssociation(options: OpenAssociationOptions): Promise<AssociationResult> {
  const request = encodePdu(buildAssociateRequest(options));
  const deadlines = { ...DEFAULT_DEADLINES, ...options.deadlines };
  const transport = await connectTransport({
    host: options.host,
    port: options.port,
    tcpDeadlineMs: deadlines.tcp,
    tlsDeadlineMs: deadlines.tls,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (transport.kind === 'failed') return { ...transport.failure, timings: transport.timings };

  const connection = new Connection(transport.socket, DEFAULT_PDU_LIMITS, options.signal);
  const sentAtMs = performance.now();
  connection.startPhase('association', deadlines.association);
  await connection.write([request]);
  const inbound = await connection.nextPdu();
  const timings: AssociationTimings = {
    ...transport.timings,
    ...(inbound.kind === 'pdu' ? { associationMs: performance.now() - sentAtMs } : {}),
  };
  if (inbound.kind === 'pdu' && inbound.pdu.kind === 'associate-accept')
    connection.startPhase('idle');
  const { tls } = transport;
  const opening = { options, connection, timings, ...(tls === undefined ? {} : { tls }) };
  return { ...(await readAnswer(opening, inbound)), timings };
}

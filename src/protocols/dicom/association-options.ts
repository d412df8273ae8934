import type { TlsOptions, TransportOptions } from './dul/connect-transport.ts';
import { MAX_CONTEXTS } from './dul/limits.ts';
import type { AssociateRequest, AsyncWindow, RoleSelection, UserIdentity } from './dul/pdu.ts';
import { DICOM_APPLICATION_CONTEXT } from './dul/pdu.ts';
import { type ContextProposal, contextIdAt } from './negotiation.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION } from './uids.ts';

/** Longest duration of each phase, in milliseconds. */
export interface Deadlines {
  /** Name resolution and TCP connection. */
  readonly tcp: number;
  readonly tls: number;
  /** From the A-ASSOCIATE-RQ to its answer. */
  readonly association: number;
  /** Longest silence of the peer within a DIMSE operation. */
  readonly dimse: number;
  /** From the A-RELEASE-RQ to the A-RELEASE-RP. */
  readonly release: number;
}

/** Generous for a slow PACS on a hospital network, short enough for a person who waits. */
export const DEFAULT_DEADLINES: Deadlines = {
  tcp: 5000,
  tls: 5000,
  association: 15_000,
  dimse: 30_000,
  release: 5000,
};

/** The longest P-DATA-TF that we accept by default, in bytes: the largest that DCMTK can send. */
export const DEFAULT_MAX_PDU_BYTES = 131_072;

/** Below this a peer's maximum PDU is a defect, not a choice; PS3.8 D.1 sets no lower bound itself. */
export const SMALLEST_USABLE_MAX_PDU_BYTES = 1024;

/** What to connect to, as whom, and what to propose. */
export interface OpenAssociationOptions {
  readonly host: string;
  readonly port: number;
  /** 1 to 16 printable ASCII characters (PS3.8 9.3.2, PS3.5 AE). */
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** 1 to 128; context ids are 1, 3, 5 … in this order. */
  readonly contexts: readonly ContextProposal[];
  readonly roleSelections?: readonly RoleSelection[];
  /** Proposed only; operations are always sent one at a time. */
  readonly asyncWindow?: AsyncWindow;
  readonly userIdentity?: UserIdentity;
  /** Implementation version name that we give for ours, 1 to 16 characters (PS3.7 D.3.3.2); `RISPACS_0` otherwise. */
  readonly implementationVersion?: string;
  /** Longest P-DATA-TF that we announce to accept, in bytes; 0 announces no limit. */
  readonly maxPduBytes?: number;
  /** Longest data set of one incoming message, in bytes; 64 MiB otherwise. */
  readonly maxDatasetBytes?: number;
  readonly tls?: TlsOptions;
  readonly lookup?: NonNullable<TransportOptions['lookup']>;
  readonly deadlines?: Partial<Deadlines>;
  /** Ends whatever is going on, in every phase, for the whole life of the association. */
  readonly signal?: AbortSignal;
}

function checkAeTitle(title: string, which: string): void {
  if (!/^[\x20-\x7e]{1,16}$/.test(title) || title.trim() === '') {
    throw new RangeError(`${which} AE title "${title}" is not 1 to 16 printable ASCII characters`);
  }
}

function checkImplementationVersion(name: string): void {
  if (!/^[\x20-\x7e]{1,16}$/.test(name)) {
    throw new RangeError(
      `implementation version "${name}" is not 1 to 16 printable ASCII characters`,
    );
  }
}

/**
 * Builds the A-ASSOCIATE-RQ (PS3.8 9.3.2).
 * @throws RangeError for options that no A-ASSOCIATE-RQ can carry.
 */
export function buildAssociateRequest(options: OpenAssociationOptions): AssociateRequest {
  checkAeTitle(options.callingAeTitle, 'calling');
  checkAeTitle(options.calledAeTitle, 'called');
  const { contexts, asyncWindow, userIdentity } = options;
  const { implementationVersion = IMPLEMENTATION_VERSION } = options;
  checkImplementationVersion(implementationVersion);
  if (contexts.length < 1 || contexts.length > MAX_CONTEXTS) {
    throw new RangeError(`${contexts.length} presentation contexts; 1 to ${MAX_CONTEXTS} fit`);
  }
  if (contexts.some((context) => context.transferSyntaxes.length === 0)) {
    throw new RangeError('a presentation context without a transfer syntax');
  }
  return {
    kind: 'associate-request',
    protocolVersion: 1,
    calledAeTitle: options.calledAeTitle,
    callingAeTitle: options.callingAeTitle,
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts: contexts.map((context, index) => ({ id: contextIdAt(index), ...context })),
    userInformation: {
      maxPduBytes: options.maxPduBytes ?? DEFAULT_MAX_PDU_BYTES,
      implementationClassUid: IMPLEMENTATION_CLASS_UID,
      implementationVersion,
      ...(asyncWindow === undefined ? {} : { asyncWindow }),
      roleSelections: options.roleSelections ?? [],
      ...(userIdentity === undefined ? {} : { userIdentity }),
      unknownItems: [],
    },
    unknownItems: [],
  };
}

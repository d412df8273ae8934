import {
  type Association,
  type ContextProposal,
  chooseEncoding,
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  type ReadDataset,
  readDataset,
} from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { connectNode, type NodeConnection } from '../shared/connect-node.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';
import type { ReachableNode, WorkflowPatience } from './target.ts';

/** A node made ready: its TLS files were read before anything was sent anywhere. */
export interface DicomPeer {
  readonly reachable: ReachableNode;
  readonly connection: NodeConnection;
}

/** Why a service gave nothing, in one sentence without a full stop. */
export interface Trouble {
  readonly kind: 'trouble';
  /** The service is not offered there: the SOP class was not accepted. */
  readonly isNotOffered: boolean;
  /** No association came about, so that no command was sent. */
  readonly isUnsent: boolean;
  readonly sentence: string;
}

/** The trouble of a service that was not accepted. */
export const notOffered: Trouble = {
  kind: 'trouble',
  isNotOffered: true,
  isUnsent: true,
  sentence: '',
};

/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;
/** A peer that ignores our keys answers with its whole day; more than this it is not asked for. */
const mostAnswers = 1_000;

/** Makes a node ready, or says what is wrong with its TLS files. */
export async function preparePeer(
  reachable: ReachableNode,
  context: ProbeContext,
  { deadlines }: WorkflowPatience,
): Promise<
  | { readonly ok: true; readonly peer: DicomPeer }
  | { readonly ok: false; readonly observation: Exclude<Observation, { state: 'observed' }> }
> {
  const prepared = await connectNode(reachable.node, reachable.callingAe, context, deadlines);
  return prepared.ok
    ? { ok: true, peer: { reachable, connection: prepared.connection } }
    : prepared;
}

/** A SOP class in the two transfer syntaxes that we encode in. */
export function proposeClass(abstractSyntax: string): ContextProposal {
  return {
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
  };
}

/**
 * Opens an association for one piece of work and ends it.
 *
 * @param onSimulated - called when the peer says that it is our simulator
 */
export async function converse<Result>(
  { connection }: DicomPeer,
  contexts: readonly ContextProposal[],
  signal: AbortSignal,
  work: (association: Association) => Promise<Result>,
  onSimulated: () => void,
): Promise<Result | Trouble> {
  const opened = await openAssociation({ ...connection.options, contexts, signal });
  if (opened.kind !== 'accepted') return { ...tellTrouble(connection, opened), isUnsent: true };
  const { association } = opened;
  if (simulatorVersion.test(association.peer.implementationVersion ?? '')) onSimulated();
  const isOffered = association.contexts.some(({ outcome }) => outcome.state === 'accepted');
  try {
    return isOffered ? await work(association) : notOffered;
  } finally {
    if (association.ending === undefined) await association.release();
  }
}

/** What kept an operation from an answer. */
export function tellTrouble({ tell }: NodeConnection, trouble: DicomTrouble): Trouble {
  const sentence = tell(trouble).replace(/\.$/, '');
  return { kind: 'trouble', isNotOffered: false, isUnsent: false, sentence };
}

/** One C-FIND. */
export interface PeerQuery {
  readonly sopClassUid: string;
  readonly keys: readonly DataElement[];
  readonly maxMs: number;
  /** Picks the answers that are about our own test data; of all others nothing is kept. */
  readonly isOurs: (answer: ReadDataset) => boolean;
}

/** What was found: answers of ours, and how many there were in all. */
export interface Found {
  readonly kind: 'found';
  readonly ours: readonly ReadDataset[];
  readonly answers: number;
}

/** Asks a node once. */
export function find(
  peer: DicomPeer,
  query: PeerQuery,
  signal: AbortSignal,
  onSimulated: () => void,
): Promise<Found | Trouble> {
  const work = async (association: Association): Promise<Found | Trouble> => {
    const ours: ReadDataset[] = [];
    const outcome = await association.find({
      sopClassUid: query.sopClassUid,
      maxAnswers: mostAnswers,
      maxMs: query.maxMs,
      identifier: (transferSyntaxUid) => encodeFor(query.keys, transferSyntaxUid),
      onAnswer: ({ identifier, transferSyntax }) => {
        const encoding = chooseEncoding(transferSyntax);
        const read = encoding && readDataset(identifier, encoding);
        if (read?.ok && query.isOurs(read.dataset)) ours.push(read.dataset);
      },
    });
    if (outcome.kind === 'no-accepted-context') return notOffered;
    // What was seen was seen, however the query ended.
    const { answers } = outcome;
    if (ours.length > 0) return { kind: 'found', ours, answers };
    if (outcome.kind === 'cancel-ignored') return { kind: 'found', ours, answers };
    if (outcome.kind !== 'status') return tellTrouble(peer.connection, outcome);
    if (outcome.status.category === 'success' || outcome.stoppedBy !== undefined)
      return { kind: 'found', ours, answers };
    const code = outcome.status.code.toString(16).padStart(4, '0');
    return { ...notOffered, isNotOffered: false, isUnsent: false, sentence: `C-FIND 0x${code}` };
  };
  return converse(peer, [proposeClass(query.sopClassUid)], signal, work, onSimulated);
}

/** A data set in the encoding that a transfer syntax asks for. */
export function encodeFor(elements: readonly DataElement[], transferSyntaxUid: string): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (!encoding) throw new Error(`nothing of ours is proposed in ${transferSyntaxUid}`);
  return encodeDataset(elements, encoding);
}

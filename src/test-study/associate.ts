import { UserError } from '../errors/user-error.ts';
import { connectNode } from '../probes/shared/connect-node.ts';
import { type DicomTrouble, stateOfTrouble } from '../probes/shared/dicom-trouble.ts';
import type { ContextProposal, Deadlines } from '../protocols/dicom/index.ts';
import {
  type Association,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
} from '../protocols/dicom/index.ts';
import type { RemovalContext, StudyPlace } from './study-place.ts';

/** A node and whom we are to it. */
export type NodePlace = Pick<Extract<StudyPlace, { kind: 'dicom' }>, 'node' | 'callingAe'>;

/** What kept an exchange from its answer, in words without a full stop. */
export interface Silence {
  /** Whether the peer said anything at all. */
  readonly reached: boolean;
  readonly detail: string;
}

/** An open association; whoever asked for it ends it. */
export type Associated =
  | {
      readonly ok: true;
      readonly association: Association;
      readonly tell: (trouble: DicomTrouble) => Silence;
    }
  | ({ readonly ok: false } & Silence);

const deadlines: Deadlines = {
  tcp: 5_000,
  tls: 5_000,
  association: 10_000,
  dimse: 15_000,
  release: 3_000,
};

/** A context in the two transfer syntaxes that we encode queries and commands in. */
export function proposeClass(abstractSyntax: string): ContextProposal {
  return {
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
  };
}

/** Opens an association with a node of the facility file. Never throws for a peer, a TLS file or a missing secret. */
export async function associate(
  { node, callingAe }: NodePlace,
  contexts: readonly ContextProposal[],
  context: RemovalContext,
  signal: AbortSignal,
): Promise<Associated> {
  try {
    const prepared = await connectNode(node, callingAe, { ...context, signal }, deadlines);
    if (!prepared.ok) return { ok: false, ...silence(false, prepared.observation.reason.message) };
    const { options, tell } = prepared.connection;
    const telling = (trouble: DicomTrouble): Silence => silence(isAnswer(trouble), tell(trouble));
    const opened = await openAssociation({ ...options, contexts });
    return opened.kind === 'accepted'
      ? { ok: true, association: opened.association, tell: telling }
      : { ok: false, ...telling(opened) };
  } catch (error) {
    if (error instanceof UserError) return { ok: false, ...silence(false, error.message) };
    throw error;
  }
}

function isAnswer(trouble: DicomTrouble): boolean {
  const state = stateOfTrouble(trouble);
  return state === 'protocol-error' || (state === 'refused' && trouble.kind !== 'refused');
}

function silence(reached: boolean, sentence: string): Silence {
  return { reached, detail: sentence.replace(/\.$/, '') };
}

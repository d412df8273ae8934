import { setTimeout as sleep } from 'node:timers/promises';
import type { PixelCodecs } from '../../pixels/index.ts';
import {
  type Association,
  type ContextProposal,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  type RoleSelection,
} from '../../protocols/dicom/index.ts';
import type { ProbeContext } from '../contract.ts';
import type { NodeConnection } from '../shared/connect-node.ts';
import { type CompressionWords, compressionMessages } from './messages.ts';
import type { CompressionPatience, CompressionTarget } from './target.ts';

/** The two uncompressed encodings, the one of our objects first. */
export const NATIVE_SYNTAXES: readonly string[] = [
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
];

/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;

/** One archive while a step looks at it. Every service opens an association of its own; notes are kept once each. */
export class Session {
  readonly target: CompressionTarget;
  readonly connection: NodeConnection;
  readonly context: ProbeContext;
  readonly patience: CompressionPatience;
  readonly codecs: PixelCodecs;
  readonly words: CompressionWords;
  readonly notes = new Set<string>();
  #isSimulated = false;

  constructor(parts: {
    readonly target: CompressionTarget;
    readonly connection: NodeConnection;
    readonly context: ProbeContext;
    readonly patience: CompressionPatience;
    readonly codecs: PixelCodecs;
  }) {
    this.target = parts.target;
    this.connection = parts.connection;
    this.context = parts.context;
    this.patience = parts.patience;
    this.codecs = parts.codecs;
    this.words = compressionMessages(parts.context.language);
  }

  /** The peer identified itself as our simulator. */
  get isSimulated(): boolean {
    return this.#isSimulated;
  }

  open(contexts: readonly ContextProposal[], roleSelections: readonly RoleSelection[] = []) {
    const roles = roleSelections.length === 0 ? {} : { roleSelections };
    return openAssociation({ ...this.connection.options, contexts, ...roles });
  }

  /** Releases an association that has not ended. */
  async leave(association: Association): Promise<void> {
    if (association.ending === undefined) await association.release();
    if (simulatorVersion.test(association.peer.implementationVersion ?? '')) {
      this.#isSimulated = true;
    }
    for (const deviation of association.deviations) this.notes.add(this.words.deviation(deviation));
  }

  /** Waits before another look; ends at once when the step is stopped. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.context;
    await sleep(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** Whether messages of a SOP class, in one transfer syntax if given, can travel on an association. */
export function isTaken(
  { contexts }: Association,
  sopClassUid: string,
  transferSyntaxUid?: string,
): boolean {
  return contexts.some(
    ({ abstractSyntax, outcome }) =>
      abstractSyntax === sopClassUid &&
      outcome.state === 'accepted' &&
      (transferSyntaxUid === undefined || outcome.transferSyntax === transferSyntaxUid),
  );
}

/** Why no context of the SOP classes was accepted, in PS3.8's terms: `transfer-syntaxes-not-supported`. */
export function tellContexts(
  { contexts }: Association,
  sopClassUids: readonly string[],
  transferSyntaxUids: readonly string[],
): string {
  const reasons = contexts
    .filter(
      ({ abstractSyntax, transferSyntaxes }) =>
        sopClassUids.includes(abstractSyntax) &&
        transferSyntaxes.some((uid) => transferSyntaxUids.includes(uid)),
    )
    .map(({ outcome }) => (outcome.state === 'refused' ? outcome.reason : outcome.state));
  return `context: ${[...new Set(reasons)].join(', ')}`;
}

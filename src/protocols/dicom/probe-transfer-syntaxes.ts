import { type AssociationResult, openAssociation } from './association.ts';
import type { OpenAssociationOptions } from './association-options.ts';
import type { Deviation } from './deviations.ts';
import type { Ending } from './dul/ending.ts';
import { MAX_CONTEXTS } from './dul/limits.ts';
import type { ContextOutcome, PeerFacts } from './negotiation.ts';

/** One SOP class with one transfer syntax. */
export interface SyntaxPair {
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
}

/** Whether the peer takes a pair; `not-probed` when no association could answer it. */
export interface SyntaxPairResult extends SyntaxPair {
  readonly outcome: ContextOutcome | { readonly state: 'not-probed' };
}

/** An association that was not accepted, and so left its pairs without an answer. */
export type ProbeFailure = Exclude<AssociationResult, { kind: 'accepted' }>;

/** One association of the probe. */
export interface ProbedAssociation {
  readonly pairs: number;
  readonly result:
    | {
        readonly kind: 'accepted';
        readonly timings: AssociationResult['timings'];
        readonly peer: PeerFacts;
        readonly deviations: readonly Deviation[];
        /** How it ended after the answer; `released` when all went well. */
        readonly ending: Ending;
      }
    | ProbeFailure;
}

/** What was asked and answered. */
export interface SyntaxProbe {
  /** In the order of the pairs given. */
  readonly pairs: readonly SyntaxPairResult[];
  readonly associations: readonly ProbedAssociation[];
}

/** Where to ask, and how many pairs in one association. */
export interface ProbeSyntaxesOptions extends Omit<OpenAssociationOptions, 'contexts'> {
  readonly pairs: readonly SyntaxPair[];
  /** 1 to 128; fewer for a peer that rejects long requests. */
  readonly contextsPerAssociation?: number;
}

/** Every transfer syntax with every SOP class, class by class. */
export function combineSyntaxPairs(
  sopClassUids: readonly string[],
  transferSyntaxUids: readonly string[],
): SyntaxPair[] {
  return sopClassUids.flatMap((sopClassUid) =>
    transferSyntaxUids.map((transferSyntaxUid) => ({ sopClassUid, transferSyntaxUid })),
  );
}

async function probeBatch(
  options: ProbeSyntaxesOptions,
  batch: readonly SyntaxPair[],
): Promise<{ association: ProbedAssociation; outcomes: readonly ContextOutcome[] }> {
  const { pairs: _, contextsPerAssociation: __, ...rest } = options;
  const result = await openAssociation({
    ...rest,
    contexts: batch.map(({ sopClassUid, transferSyntaxUid }) => ({
      abstractSyntax: sopClassUid,
      transferSyntaxes: [transferSyntaxUid],
    })),
  });
  if (result.kind !== 'accepted') {
    return { association: { pairs: batch.length, result }, outcomes: [] };
  }
  const { association, timings } = result;
  const {
    elapsedMs: _elapsedMs,
    firstByteMs: _firstByteMs,
    ...ending
  } = await association.release();
  return {
    association: {
      pairs: batch.length,
      result: {
        kind: 'accepted',
        timings,
        peer: association.peer,
        deviations: association.deviations,
        ending,
      },
    },
    outcomes: association.contexts.map((context) => context.outcome),
  };
}

/**
 * Asks for each pair in a presentation context of its own, so that the answer is about that pair and
 * not about the peer's preference (PS3.8 9.3.2.2). Associations follow one another; the first
 * that is not accepted ends the probe.
 * @throws RangeError for unusable options.
 */
export async function probeTransferSyntaxes(options: ProbeSyntaxesOptions): Promise<SyntaxProbe> {
  const size = options.contextsPerAssociation ?? MAX_CONTEXTS;
  if (!Number.isInteger(size) || size < 1 || size > MAX_CONTEXTS) {
    throw new RangeError(`${size} contexts per association; 1 to ${MAX_CONTEXTS} fit`);
  }
  const outcomes: ContextOutcome[] = [];
  const associations: ProbedAssociation[] = [];
  for (let at = 0; at < options.pairs.length; at += size) {
    const batch = await probeBatch(options, options.pairs.slice(at, at + size));
    associations.push(batch.association);
    outcomes.push(...batch.outcomes);
    if (batch.association.result.kind !== 'accepted') break;
  }
  return {
    pairs: options.pairs.map((pair, index) => ({
      ...pair,
      outcome: outcomes[index] ?? { state: 'not-probed' },
    })),
    associations,
  };
}

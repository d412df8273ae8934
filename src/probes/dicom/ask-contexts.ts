import {
  type AssociationResult,
  type ContextProposal,
  type Deviation,
  type NegotiatedContext,
  type OpenAssociationOptions,
  openAssociation,
} from '../../protocols/dicom/index.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';

/** How much may be asked of a node, and until when. */
export interface AskLimits {
  /** 1 to 128. */
  readonly contextsPerAssociation: number;
  readonly associations: number;
  /** Whether there is time to begin another association. */
  readonly mayBegin: () => boolean;
}

/** What was answered, and why the rest was not. */
export interface AskedContexts {
  /** In the order of the proposals that were sent. */
  readonly answered: readonly NegotiatedContext[];
  readonly deviations: readonly Deviation[];
  /** The association that was not accepted; nothing was asked after it. */
  readonly trouble?: DicomTrouble;
  /** Proposals that were not sent for want of associations or time. */
  readonly unasked: number;
}

/** Proposes contexts in associations that follow one another, sends nothing in them, and releases each. */
export async function askContexts(
  connection: Omit<OpenAssociationOptions, 'contexts'>,
  proposals: readonly ContextProposal[],
  limits: AskLimits,
): Promise<AskedContexts> {
  const { contextsPerAssociation: size } = limits;
  const answered: NegotiatedContext[] = [];
  const deviations: Deviation[] = [];
  let at = 0;
  for (let used = 0; used < limits.associations && at < proposals.length; used += 1) {
    if (!limits.mayBegin()) break;
    const contexts = proposals.slice(at, at + size);
    const result: AssociationResult = await openAssociation({ ...connection, contexts });
    if (result.kind !== 'accepted')
      return { answered, deviations, trouble: result, unasked: proposals.length - at };
    at += contexts.length;
    answered.push(...result.association.contexts);
    await result.association.release();
    deviations.push(...result.association.deviations);
  }
  return { answered, deviations, unasked: proposals.length - at };
}

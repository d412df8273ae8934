import type { DeviationLog } from './deviations.ts';
import type { AssociateAccept, AsyncWindow, RawItem, RoleSelection } from './dul/pdu.ts';
import { DICOM_APPLICATION_CONTEXT } from './dul/pdu.ts';
import { type ContextRefusal, describeContextRefusal } from './dul/reasons.ts';

/** An abstract syntax and the transfer syntaxes offered for it, in order of preference. */
export interface ContextProposal {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** What the peer said about one proposed presentation context. */
export type ContextOutcome =
  | { readonly state: 'accepted'; readonly transferSyntax: string }
  /** `code` as sent (PS3.8 table 9-18). */
  | { readonly state: 'refused'; readonly code: number; readonly reason: ContextRefusal }
  /** The A-ASSOCIATE-AC does not mention the context. */
  | { readonly state: 'not-answered' }
  /** Accepted with a transfer syntax that was not proposed, or with none. */
  | { readonly state: 'invalid'; readonly transferSyntax?: string };

/** One presentation context as proposed, with its outcome. */
export interface NegotiatedContext extends ContextProposal {
  readonly id: number;
  readonly outcome: ContextOutcome;
}

/** An accepted context, ready to carry messages. */
export interface AcceptedContext extends NegotiatedContext {
  readonly outcome: Extract<ContextOutcome, { state: 'accepted' }>;
}

/** What the peer told about itself; what it did not tell is absent. */
export interface PeerFacts {
  /** Longest P-DATA-TF variable field it accepts, in bytes; 0 means no limit (PS3.8 D.1). */
  readonly maxPduBytes?: number;
  readonly implementationClassUid?: string;
  readonly implementationVersion?: string;
  readonly asyncWindow?: AsyncWindow;
  readonly roleSelections: readonly RoleSelection[];
  /** Server response of the user identity negotiation (PS3.7 D.3.3.7.2). */
  readonly userIdentityResponse?: Buffer;
  readonly protocolVersion: number;
  readonly applicationContext?: string;
  /** AE titles as returned; PS3.8 9.3.3 asks for the proposed ones and forbids testing them. */
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly unknownItems: readonly RawItem[];
}

/** Whether messages can travel in this context. */
export function isAccepted(context: NegotiatedContext): context is AcceptedContext {
  return context.outcome.state === 'accepted';
}

/** Presentation context ids are the odd numbers in ascending order (PS3.8 9.3.2.2). */
export function contextIdAt(index: number): number {
  return index * 2 + 1;
}

/** Lays the peer's answers beside what was proposed, in the order of the proposal. */
export function matchContexts(
  proposals: readonly ContextProposal[],
  accept: AssociateAccept,
  deviations: DeviationLog,
): NegotiatedContext[] {
  const outcomes = new Map<number, ContextOutcome>();
  for (const answer of accept.contexts) {
    const proposal = answer.id % 2 === 1 ? proposals[(answer.id - 1) / 2] : undefined;
    if (proposal === undefined) {
      deviations.add('answered-unproposed-context', `context id ${answer.id} was not proposed`);
    } else if (outcomes.has(answer.id)) {
      deviations.add('answered-context-twice', `context id ${answer.id} has two answers`);
    } else if (answer.result !== 0) {
      const reason = describeContextRefusal(answer.result);
      outcomes.set(answer.id, { state: 'refused', code: answer.result, reason });
    } else if (
      answer.transferSyntax !== undefined &&
      proposal.transferSyntaxes.includes(answer.transferSyntax)
    ) {
      outcomes.set(answer.id, { state: 'accepted', transferSyntax: answer.transferSyntax });
    } else {
      const { transferSyntax } = answer;
      deviations.add(
        'accepted-unproposed-transfer-syntax',
        `context id ${answer.id} was accepted with ${transferSyntax ?? 'no transfer syntax'}`,
      );
      outcomes.set(answer.id, {
        state: 'invalid',
        ...(transferSyntax === undefined ? {} : { transferSyntax }),
      });
    }
  }
  return proposals.map((proposal, index) => {
    const id = contextIdAt(index);
    return { ...proposal, id, outcome: outcomes.get(id) ?? { state: 'not-answered' } };
  });
}

/** Collects what the A-ASSOCIATE-AC says about the peer and notes what it should have said. */
export function readPeerFacts(accept: AssociateAccept, deviations: DeviationLog): PeerFacts {
  const { userInformation: info, applicationContext } = accept;
  if (applicationContext !== DICOM_APPLICATION_CONTEXT) {
    deviations.add('application-context-differs', applicationContext ?? 'absent');
  }
  if (info === undefined) {
    deviations.add('missing-user-information', 'the A-ASSOCIATE-AC has no user information item');
  } else {
    if (info.maxPduBytes === undefined) {
      deviations.add('missing-max-pdu', 'the user information has no maximum length sub-item');
    }
    if (info.implementationClassUid === undefined) {
      deviations.add(
        'missing-implementation-class-uid',
        'the user information has no implementation class UID sub-item',
      );
    }
  }
  const { maxPduBytes, implementationClassUid, implementationVersion } = info ?? {};
  const { asyncWindow, userIdentityResponse } = info ?? {};
  return {
    ...(maxPduBytes === undefined ? {} : { maxPduBytes }),
    ...(implementationClassUid === undefined ? {} : { implementationClassUid }),
    ...(implementationVersion === undefined ? {} : { implementationVersion }),
    ...(asyncWindow === undefined ? {} : { asyncWindow }),
    roleSelections: info?.roleSelections ?? [],
    ...(userIdentityResponse === undefined ? {} : { userIdentityResponse }),
    protocolVersion: accept.protocolVersion,
    ...(applicationContext === undefined ? {} : { applicationContext }),
    calledAeTitle: accept.calledAeTitle,
    callingAeTitle: accept.callingAeTitle,
    unknownItems: [...accept.unknownItems, ...(info?.unknownItems ?? [])],
  };
}

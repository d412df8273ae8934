import { SMALLEST_USABLE_MAX_PDU_BYTES } from '../association-options.ts';
import type { DeviationLog } from '../deviations.ts';
import { encodePdu } from '../dul/encode-pdu.ts';
import { MAX_CONTEXTS } from '../dul/limits.ts';
import {
  type AssociateRequest,
  DICOM_APPLICATION_CONTEXT,
  type ProposedContextItem,
  type RoleSelection,
} from '../dul/pdu.ts';
import { describeContextRefusal, type RejectionReason } from '../dul/reasons.ts';
import type { NegotiatedContext } from '../negotiation.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION } from '../uids.ts';
import type { Admit, ServedContext } from './server-options.ts';

/** Codes of a refused presentation context (PS3.8 table 9-18). */
const REFUSAL = { user: 1, abstractSyntax: 3, transferSyntaxes: 4 } as const;

/** What to answer to an A-ASSOCIATE-RQ. */
export type Acceptance =
  | {
      readonly kind: 'accepted';
      readonly contexts: readonly NegotiatedContext[];
      readonly roleSelections: readonly RoleSelection[];
    }
  | { readonly kind: 'rejected'; readonly reasonKey: Exclude<RejectionReason, 'reserved'> }
  /** The request breaks PS3.8 in a way that no rejection names; A-ABORT is the answer. */
  | { readonly kind: 'malformed'; readonly message: string };

function findMalformation(contexts: readonly ProposedContextItem[]): string | undefined {
  if (contexts.length === 0) return 'the A-ASSOCIATE-RQ proposes no presentation context';
  if (contexts.length > MAX_CONTEXTS) {
    return `the A-ASSOCIATE-RQ proposes ${contexts.length} presentation contexts`;
  }
  const ids = new Set<number>();
  for (const { id } of contexts) {
    if (id % 2 === 0) return `presentation context id ${id} is even`;
    if (ids.has(id)) return `presentation context id ${id} occurs twice`;
    ids.add(id);
  }
  return undefined;
}

function isAeTitle(title: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(title);
}

function decideAdmission(
  request: AssociateRequest,
  admit: Admit,
): Exclude<RejectionReason, 'reserved'> | undefined {
  const { protocolVersion, applicationContext, calledAeTitle, callingAeTitle } = request;
  // Only bit 0 stands for version 1 (PS3.8 9.3.2).
  if ((protocolVersion & 1) === 0) return 'protocol-version-not-supported';
  if (applicationContext !== DICOM_APPLICATION_CONTEXT) return 'application-context-not-supported';
  if (!isAeTitle(callingAeTitle)) return 'calling-ae-title-not-recognised';
  if (!isAeTitle(calledAeTitle)) return 'called-ae-title-not-recognised';
  const { maxPduBytes = 0 } = request.userInformation ?? {};
  if (maxPduBytes > 0 && maxPduBytes < SMALLEST_USABLE_MAX_PDU_BYTES) return 'local-limit-exceeded';
  if (typeof admit === 'function') {
    const admission = admit(request);
    return admission === 'accept' ? undefined : admission;
  }
  if (admit.called?.includes(calledAeTitle) === false) return 'called-ae-title-not-recognised';
  if (admit.calling?.includes(callingAeTitle) === false) return 'calling-ae-title-not-recognised';
  return undefined;
}

/**
 * Answers the roles that the peer proposes for itself: it may be SCU where we are SCP, and the other way
 * round (PS3.7 D.3.3.4).
 */
function answerRoles(
  proposed: readonly RoleSelection[],
  served: ReadonlyMap<string, ServedContext>,
): Map<string, RoleSelection> {
  const answers = new Map<string, RoleSelection>();
  for (const { sopClassUid, scu, scp } of proposed) {
    const context = served.get(sopClassUid);
    if (context === undefined || answers.has(sopClassUid)) continue;
    const { role = 'scp' } = context;
    answers.set(sopClassUid, {
      sopClassUid,
      scu: scu && role !== 'scu',
      scp: scp && role !== 'scp',
    });
  }
  return answers;
}

function answerContext(
  item: ProposedContextItem,
  served: ReadonlyMap<string, ServedContext>,
  roles: ReadonlyMap<string, RoleSelection>,
  deviations: DeviationLog,
): NegotiatedContext {
  const { id, abstractSyntax = '', transferSyntaxes } = item;
  const refuse = (code: number): NegotiatedContext => ({
    id,
    abstractSyntax,
    transferSyntaxes,
    outcome: { state: 'refused', code, reason: describeContextRefusal(code) },
  });
  const context = served.get(abstractSyntax);
  if (context === undefined) return refuse(REFUSAL.abstractSyntax);
  const role = roles.get(abstractSyntax);
  if (role !== undefined && !role.scu && !role.scp) return refuse(REFUSAL.user);
  const transferSyntax = transferSyntaxes.find((uid) => context.transferSyntaxes.includes(uid));
  if (transferSyntax === undefined) return refuse(REFUSAL.transferSyntaxes);
  if (role === undefined && context.role === 'scu') {
    // Without the item the peer is SCU by default, yet many archives send their N-EVENT-REPORT so.
    deviations.add('role-not-negotiated', `${abstractSyntax} came without role selection`);
  }
  return { id, abstractSyntax, transferSyntaxes, outcome: { state: 'accepted', transferSyntax } };
}

/** Judges an A-ASSOCIATE-RQ (PS3.8 9.3.2) and negotiates its contexts and roles. */
export function negotiateAcceptance(
  request: AssociateRequest,
  rules: { readonly admit: Admit; readonly contexts: readonly ServedContext[] },
  deviations: DeviationLog,
): Acceptance {
  const rejection = decideAdmission(request, rules.admit);
  if (rejection !== undefined) return { kind: 'rejected', reasonKey: rejection };
  const malformation = findMalformation(request.contexts);
  if (malformation !== undefined) return { kind: 'malformed', message: malformation };
  if (request.contexts.some(({ id }, index) => id < (request.contexts[index - 1]?.id ?? 0))) {
    deviations.add('context-ids-not-ascending', request.contexts.map(({ id }) => id).join(' '));
  }
  const served = new Map(rules.contexts.map((context) => [context.abstractSyntax, context]));
  const roles = answerRoles(request.userInformation?.roleSelections ?? [], served);
  return {
    kind: 'accepted',
    contexts: request.contexts.map((item) => answerContext(item, served, roles, deviations)),
    roleSelections: [...roles.values()],
  };
}

/** Where the titles and the reserved bytes lie that are returned as received (PS3.8 9.3.3). */
const ECHOED_FROM = 10;
const ECHOED_TO = 74;

/** Builds the A-ASSOCIATE-AC (PS3.8 9.3.3) for the request whose bytes are given. */
export function encodeAcceptance(
  requestBytes: Buffer,
  acceptance: Extract<Acceptance, { kind: 'accepted' }>,
  maxPduBytes: number,
): Buffer {
  const accept = encodePdu({
    kind: 'associate-accept',
    protocolVersion: 1,
    calledAeTitle: '',
    callingAeTitle: '',
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts: acceptance.contexts.map(({ id, outcome, transferSyntaxes: [first] }) => ({
      id,
      result: outcome.state === 'refused' ? outcome.code : 0,
      // Not significant in a refused context, yet readers expect a UID there.
      transferSyntax:
        outcome.state === 'accepted' ? outcome.transferSyntax : (first ?? '1.2.840.10008.1.2'),
    })),
    userInformation: {
      maxPduBytes,
      implementationClassUid: IMPLEMENTATION_CLASS_UID,
      implementationVersion: IMPLEMENTATION_VERSION,
      roleSelections: acceptance.roleSelections,
      unknownItems: [],
    },
    unknownItems: [],
  });
  requestBytes.copy(accept, ECHOED_FROM, ECHOED_FROM, ECHOED_TO);
  return accept;
}

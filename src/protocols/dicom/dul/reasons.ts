/** Why an association was rejected, in the words of PS3.8 9.3.4 table 9-21. */
export type RejectionReason =
  | 'no-reason-given'
  | 'application-context-not-supported'
  | 'calling-ae-title-not-recognised'
  | 'called-ae-title-not-recognised'
  | 'protocol-version-not-supported'
  | 'temporary-congestion'
  | 'local-limit-exceeded'
  | 'reserved';

/** An A-ASSOCIATE-RJ read: the three numbers as sent and what they say. */
export interface RejectionWords {
  readonly permanence: 'permanent' | 'transient' | 'reserved';
  readonly rejectedBy: 'service-user' | 'acse-provider' | 'presentation-provider' | 'reserved';
  readonly reasonKey: RejectionReason;
  readonly words: string;
}

const REJECTION_REASONS: Readonly<Record<number, Readonly<Record<number, RejectionReason>>>> = {
  1: {
    1: 'no-reason-given',
    2: 'application-context-not-supported',
    3: 'calling-ae-title-not-recognised',
    7: 'called-ae-title-not-recognised',
  },
  2: { 1: 'no-reason-given', 2: 'protocol-version-not-supported' },
  3: { 1: 'temporary-congestion', 2: 'local-limit-exceeded' },
};

const REJECTION_WORDS: Readonly<Record<RejectionReason, string>> = {
  'no-reason-given': 'no reason given',
  'application-context-not-supported': 'application context name not supported',
  'calling-ae-title-not-recognised': 'calling AE title not recognised',
  'called-ae-title-not-recognised': 'called AE title not recognised',
  'protocol-version-not-supported': 'protocol version not supported',
  'temporary-congestion': 'temporary congestion',
  'local-limit-exceeded': 'local limit exceeded',
  reserved: 'a reserved reason code',
};

/** The three numbers of an A-ASSOCIATE-RJ. */
export interface RejectionCodes {
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

/** The numbers that say a reason; congestion and limits pass, the others are permanent (PS3.8 9.3.4). */
export function encodeRejection(reasonKey: Exclude<RejectionReason, 'reserved'>): RejectionCodes {
  for (const [source, reasons] of Object.entries(REJECTION_REASONS)) {
    for (const [reason, key] of Object.entries(reasons)) {
      if (key === reasonKey) {
        return { result: source === '3' ? 2 : 1, source: Number(source), reason: Number(reason) };
      }
    }
  }
  throw new Error(`no numbers for ${reasonKey}`);
}

/** Puts the numbers of an A-ASSOCIATE-RJ into words (PS3.8 9.3.4). */
export function describeRejection(result: number, source: number, reason: number): RejectionWords {
  const permanence = result === 1 ? 'permanent' : result === 2 ? 'transient' : 'reserved';
  const rejectedBy =
    source === 1
      ? 'service-user'
      : source === 2
        ? 'acse-provider'
        : source === 3
          ? 'presentation-provider'
          : 'reserved';
  const reasonKey = REJECTION_REASONS[source]?.[reason] ?? 'reserved';
  return { permanence, rejectedBy, reasonKey, words: REJECTION_WORDS[reasonKey] };
}

/** Why an association was aborted, in the words of PS3.8 9.3.8 table 9-26. */
export type AbortReason =
  | 'not-specified'
  | 'unrecognised-pdu'
  | 'unexpected-pdu'
  | 'unrecognised-pdu-parameter'
  | 'unexpected-pdu-parameter'
  | 'invalid-pdu-parameter-value'
  | 'reserved';

/** An A-ABORT read: who aborted and why. */
export interface AbortWords {
  readonly abortedBy: 'service-user' | 'service-provider' | 'reserved';
  readonly reasonKey: AbortReason;
}

const ABORT_REASONS: Readonly<Record<number, AbortReason>> = {
  0: 'not-specified',
  1: 'unrecognised-pdu',
  2: 'unexpected-pdu',
  4: 'unrecognised-pdu-parameter',
  5: 'unexpected-pdu-parameter',
  6: 'invalid-pdu-parameter-value',
};

/** Puts the numbers of an A-ABORT into words. The reason of a service-user abort is not significant. */
export function describeAbort(source: number, reason: number): AbortWords {
  if (source === 0) return { abortedBy: 'service-user', reasonKey: 'not-specified' };
  return {
    abortedBy: source === 2 ? 'service-provider' : 'reserved',
    reasonKey: ABORT_REASONS[reason] ?? 'reserved',
  };
}

/** Why a presentation context was refused (PS3.8 9.3.3.2 table 9-18). */
export type ContextRefusal =
  | 'user-rejection'
  | 'no-reason'
  | 'abstract-syntax-not-supported'
  | 'transfer-syntaxes-not-supported'
  | 'reserved';

/** Puts the result code of a refused presentation context into words. */
export function describeContextRefusal(code: number): ContextRefusal {
  switch (code) {
    case 1:
      return 'user-rejection';
    case 2:
      return 'no-reason';
    case 3:
      return 'abstract-syntax-not-supported';
    case 4:
      return 'transfer-syntaxes-not-supported';
    default:
      return 'reserved';
  }
}

import type { ExchangeOutcome, Failure } from '../../protocols/hl7/outcome.ts';

/** Something about an acknowledgement that is not as it should be (HL7 v2.5.1 2.9.2, 2.15.8, 2.15.5). */
export type AckProblem =
  | { readonly severity: 'fail'; readonly kind: 'no-answer'; readonly failure: Failure }
  | { readonly severity: 'fail'; readonly kind: 'other-control-id' }
  | { readonly severity: 'fail'; readonly kind: 'unknown-code' }
  /** More answers to the same message, and one says yes where another says no. */
  | { readonly severity: 'fail'; readonly kind: 'contradicting-answers' }
  /** A commit acknowledgement, and then nothing. */
  | { readonly severity: 'fail'; readonly kind: 'commit-only' }
  | {
      readonly severity: 'fail';
      readonly kind: 'refused';
      readonly code: string;
      /** Codes of table 0357 in ERR. */
      readonly errors: readonly string[];
      readonly text: string;
    }
  | {
      readonly severity: 'warn';
      readonly kind: 'version';
      readonly sent: string;
      readonly received: string;
    }
  | {
      readonly severity: 'warn';
      readonly kind: 'charset';
      readonly sent: string;
      readonly received: string;
    }
  /** Any other finding of the exchange, by its stable name. */
  | { readonly severity: 'warn'; readonly kind: 'finding'; readonly finding: string };

/** What a peer said about one message of ours. */
export interface AckJudgement {
  /** `unclear`: it may have taken the message, or not. */
  readonly verdict: 'taken' | 'refused' | 'unclear' | 'never-sent';
  readonly problems: readonly AckProblem[];
  /** It does not know this kind of message (table 0357: 200, 201), which many systems need not. */
  readonly isUnsupported: boolean;
  /** It knows no such order or patient (table 0357: 204). */
  readonly isUnknownKey: boolean;
}

const unsupportedCodes: ReadonlySet<string> = new Set(['200', '201']);
const unknownKeyCode = '204';
const mostTextCharacters = 200;

/** Judges an acknowledgement. The peer's words are repeated only when it answers this very message. */
export function judgeAck(outcome: ExchangeOutcome): AckJudgement {
  if (outcome.kind !== 'ack') {
    const wasSent = outcome.transcript.sent.length > 0;
    return {
      verdict: wasSent ? 'unclear' : 'never-sent',
      problems: [
        { severity: 'fail', kind: 'no-answer', failure: outcome },
        ...describeFindings(outcome),
      ],
      isUnsupported: false,
      isUnknownKey: false,
    };
  }
  const { code, matches, errCodes, errText } = outcome;
  const problems: AckProblem[] = [];
  let verdict: AckJudgement['verdict'] = 'unclear';
  if (!matches) problems.push({ severity: 'fail', kind: 'other-control-id' });
  else if (code === undefined) problems.push({ severity: 'fail', kind: 'unknown-code' });
  else if (code === 'AA' || code === 'CA') {
    verdict = 'taken';
    if (code === 'CA') problems.push({ severity: 'fail', kind: 'commit-only' });
  } else {
    verdict = 'refused';
    const text = (errText ?? '').replaceAll(/\p{C}+/gu, ' ').trim();
    problems.push({
      severity: 'fail',
      kind: 'refused',
      code,
      errors: errCodes,
      text: text.slice(0, mostTextCharacters),
    });
  }
  const isRefused = verdict === 'refused';
  return {
    verdict,
    problems: [...problems, ...(matches ? describeFindings(outcome) : [])],
    isUnsupported: isRefused && errCodes.some((one) => unsupportedCodes.has(one)),
    isUnknownKey: isRefused && errCodes.includes(unknownKeyCode),
  };
}

/** `failed` for what HL7 does not leave open, `warned` for the rest. */
export function outcomeOf({ problems }: AckJudgement): 'passed' | 'warned' | 'failed' {
  if (problems.some(({ severity }) => severity === 'fail')) return 'failed';
  return problems.length > 0 ? 'warned' : 'passed';
}

/** Told apart elsewhere, or said by MSA-1 already. */
const passedOver: ReadonlySet<string> = new Set(['unknown-ack-code', 'empty-msa-2']);

function describeFindings(outcome: ExchangeOutcome): AckProblem[] {
  const { findings } = outcome;
  const problems: AckProblem[] = [];
  for (const finding of findings.answer) {
    if (passedOver.has(finding.kind)) continue;
    if (finding.kind === 'version-differs') {
      const { sent, received } = finding;
      // A receiver may answer in a later version of the same family (HL7 v2.5.1 2.8).
      if (received === '' || isEarlier(received, sent))
        problems.push({ severity: 'warn', kind: 'version', sent, received });
    } else if (finding.kind === 'charset-differs') {
      const { sent, received } = finding;
      // An answer in plain ASCII need not declare anything (HL7 v2.5.1 2.15.9.18).
      const isPlain = outcome.kind === 'ack' && outcome.message.encoding === 'ascii';
      if (received !== '' || !isPlain)
        problems.push({ severity: 'warn', kind: 'charset', sent, received });
    } else if (finding.kind === 'repeated-answer' && finding.contradicts)
      problems.push({ severity: 'fail', kind: 'contradicting-answers' });
    else problems.push({ severity: 'warn', kind: 'finding', finding: finding.kind });
  }
  // What repeats our own choice of MSH-18 is no choice of the peer's.
  const isOurCharset = !findings.answer.some(({ kind }) => kind === 'charset-differs');
  const others = [...findings.framing, ...findings.encoding]
    .map(({ kind }) => kind)
    .filter((kind) => !(isOurCharset && kind === 'charset-not-in-table-0211'));
  for (const finding of new Set(others))
    problems.push({ severity: 'warn', kind: 'finding', finding });
  return problems;
}

function isEarlier(version: string, than: string): boolean {
  const parts = (text: string): readonly number[] => text.split('.').map(Number);
  const [ours, theirs] = [parts(than), parts(version)];
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    const [left = 0, right = 0] = [theirs[at], ours[at]];
    if (left !== right) return left < right;
  }
  return false;
}

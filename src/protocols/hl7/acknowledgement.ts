import type { Er7Finding } from './er7-finding.ts';
import type { MllpFinding } from './mllp.ts';

/** Acknowledgement codes of table 0008: application (A) and, in enhanced mode, commit (C). */
export const ACK_CODES = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR'] as const;
export type AckCode = (typeof ACK_CODES)[number];

/** Something worth noting about how a peer answered, beside framing and encoding. */
export type AnswerFinding =
  /** An answer for another message came: MSA-2 differs from our MSH-10. It was passed over. */
  | { readonly kind: 'foreign-acknowledgement'; readonly count: number }
  /** Messages that are not acknowledgements came on our connection. They were passed over and not kept. */
  | { readonly kind: 'unsolicited-message'; readonly count: number }
  /** Blocks came whose content is not HL7. */
  | { readonly kind: 'unreadable-frame'; readonly count: number }
  /** A commit acknowledgement came although we did not ask for enhanced mode (HL7 v2.5.1 2.9.3). */
  | { readonly kind: 'enhanced-mode'; readonly commitCode: AckCode }
  /** MSA-1 is empty or not in table 0008. */
  | { readonly kind: 'unknown-ack-code'; readonly value: string }
  /** MSA-2 is empty. */
  | { readonly kind: 'empty-msa-2' }
  /** MSH-9.1 of the answer is not ACK. Normal for query responses. */
  | { readonly kind: 'answer-type'; readonly value: string }
  /** MSH-5 and MSH-6 of the answer are not our MSH-3 and MSH-4. */
  | { readonly kind: 'not-addressed-to-us' }
  /** MSH-12 of the answer differs from ours. */
  | { readonly kind: 'version-differs'; readonly sent: string; readonly received: string }
  /** MSH-18 of the answer differs from ours. */
  | { readonly kind: 'charset-differs'; readonly sent: string; readonly received: string }
  /** Our message was answered again; `contradicts` when it was taken once and refused once. The first answer counts. */
  | {
      readonly kind: 'repeated-answer';
      readonly count: number;
      readonly contradicts: boolean;
    }
  /** Other blocks followed the answer. */
  | { readonly kind: 'frames-after-answer'; readonly count: number }
  /** The peer closed after a TLS handshake in which we showed no certificate. */
  | { readonly kind: 'client-certificate-probably-required' }
  /** The HTTP answer's content type is not one that HL7 over HTTP uses. */
  | { readonly kind: 'http-content-type'; readonly value: string }
  /** The HTTP status contradicts or accompanies the acknowledgement. */
  | { readonly kind: 'http-status'; readonly status: number };

/** All that was noticed during one exchange. */
export interface ExchangeFindings {
  readonly framing: readonly MllpFinding[];
  readonly answer: readonly AnswerFinding[];
  /** Encoding findings of the acknowledgement itself. */
  readonly encoding: readonly Er7Finding[];
}

import type { Er7Finding } from '../protocols/hl7/er7-finding.ts';
import type { MllpFinding } from '../protocols/hl7/mllp.ts';

/** Every finding of the reader that a profile weighs, as an object so that the compiler misses none. */
const ENCODING: Record<Exclude<Er7Finding['kind'], 'more'>, true> = {
  'byte-order-mark': true,
  'leading-bytes': true,
  'trailing-end-block': true,
  'line-ends': true,
  'line-feed-in-text': true,
  'missing-final-terminator': true,
  'empty-line': true,
  'continuation-line': true,
  'bad-segment-id': true,
  'second-header': true,
  'ambiguous-delimiters': true,
  'short-encoding-characters': true,
  'charset-undeclared': true,
  'charset-not-in-table-0211': true,
  'charset-unknown': true,
  'charset-mismatch': true,
  'charset-fallback': true,
};

const FRAMING: Record<MllpFinding['kind'], true> = {
  'noise-between-frames': true,
  'line-breaks-between-frames': true,
  'end-block-without-carriage-return': true,
  'end-block-in-content': true,
  'start-block-in-content': true,
  'missing-end-block': true,
  'unfinished-frame': true,
  'frame-too-large': true,
  'too-much-noise': true,
};

/** Kinds of the reader's findings. */
export const encodingFindings: readonly string[] = Object.keys(ENCODING);
/** Kinds of the deframer's findings. */
export const framingFindings: readonly string[] = Object.keys(FRAMING);

/** What can be found about a capture as a whole. */
export const captureFindings = [
  'no-message',
  'text-between-messages',
  'batch-count-differs',
  'repeated-control-id',
  'acknowledgement-of-nothing',
  'too-many-messages',
] as const;
export type CaptureFindingKind = (typeof captureFindings)[number];

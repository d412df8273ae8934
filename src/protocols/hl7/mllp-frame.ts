/**
 * MLLP release 1 framing: VT, message, FS, CR (HL7 v2 Transport Specification, MLLP, section "block format").
 * Bytes only; timers and sockets belong to the callers.
 */
export const START_BLOCK = 0x0b;
/** FS, the first of the two bytes that end a block. */
export const END_BLOCK = 0x1c;
/** CR, the second of the two bytes that end a block. */
export const CARRIAGE_RETURN = 0x0d;

/** The largest block content accepted unless told otherwise: 64 MiB. */
export const DEFAULT_MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** How much may stand between two blocks unless told otherwise: 1 MiB. A peer that sends more speaks something else. */
export const DEFAULT_MAX_NOISE_BYTES = 1024 * 1024;

/** A framing fault that the deframer noticed and recovered from. */
export type MllpFinding =
  /** Bytes other than line breaks before a start block; `firstBytesHex` shows up to 16 of them. */
  | {
      readonly kind: 'noise-between-frames';
      readonly count: number;
      readonly firstBytesHex: string;
    }
  /** CR or LF before a start block, as from a sender that ends blocks in FS CR LF. */
  | { readonly kind: 'line-breaks-between-frames'; readonly count: number }
  /** FS was not followed by CR: the block was taken as ended by what came next. */
  | { readonly kind: 'end-block-without-carriage-return' }
  /** FS stood inside a block and was kept as content. */
  | { readonly kind: 'end-block-in-content' }
  /** VT stood inside a block and was kept as content. */
  | { readonly kind: 'start-block-in-content' }
  /** A new block began before the last one ended; its bytes were dropped. */
  | { readonly kind: 'missing-end-block'; readonly droppedBytes: number }
  /** The stream ended inside a block. */
  | { readonly kind: 'unfinished-frame'; readonly droppedBytes: number }
  /** A block exceeded the limit; nothing more is read from this stream. */
  | { readonly kind: 'frame-too-large'; readonly limitBytes: number }
  /** More than the limit came without a start block; nothing more is read from this stream. */
  | {
      readonly kind: 'too-much-noise';
      readonly limitBytes: number;
      readonly firstBytesHex: string;
    };

/** What came out of a chunk of bytes, in order. */
export type MllpEvent =
  | { readonly kind: 'frame'; readonly payload: Buffer }
  | { readonly kind: 'finding'; readonly finding: MllpFinding };

/**
 * Puts a message into a block.
 *
 * @throws {RangeError} when the message has VT or FS in it, which no receiver could tell from framing
 */
export function frameMessage(message: Uint8Array): Buffer {
  if (message.includes(START_BLOCK) || message.includes(END_BLOCK)) {
    throw new RangeError(
      'a message with VT or FS cannot be framed; escape them as \\X0B\\ and \\X1C\\',
    );
  }
  const frame = Buffer.allocUnsafe(message.length + 3);
  frame[0] = START_BLOCK;
  frame.set(message, 1);
  frame[message.length + 1] = END_BLOCK;
  frame[message.length + 2] = CARRIAGE_RETURN;
  return frame;
}

import {
  DEFAULT_MAX_FRAME_BYTES,
  Deframer,
  type MllpEvent,
  type MllpFinding,
} from '../protocols/hl7/mllp.ts';

/** A file with messages, taken apart. */
export interface Capture {
  /** How messages were told apart: MLLP blocks, or lines that begin with MSH. */
  readonly kind: 'framed' | 'bare';
  /** The bytes of each message, as they stood in the file. */
  readonly messages: readonly Buffer[];
  readonly framing: readonly MllpFinding[];
  /** Messages that each batch of the file declares (BTS-1), and how many it holds. */
  readonly batches: readonly { readonly declared: number; readonly found: number }[];
  /** Bytes other than white space outside any message. */
  readonly strayBytes: number;
  /** Messages beyond the bound, which were not looked at. */
  readonly skipped: number;
}

/** Messages looked at in one file. */
export const MAX_MESSAGES = 10_000;
const MAX_BATCHES = 1_000;
const PIECE_BYTES = 64 * 1024;
/** A capture may hold a log around its blocks. */
const MAX_NOISE_BYTES = 64 * 1024 * 1024;

const FRAMED_STARTS = ['\x0bMSH', '\x0bFHS', '\x0bBHS'].map((text) => Buffer.from(text, 'latin1'));
/** A line that begins a message or belongs to its envelope (HL7 v2.5.1 2.10.3). */
const LINE = /(?:^|[\r\n])(?:\xef\xbb\xbf)?[ \t]*(MSH|FHS|BHS|BTS|FTS)([^A-Za-z0-9\s])/g;

/**
 * Takes a captured file apart: a stream of MLLP blocks, a batch (FHS, BHS), or messages one after another with any kind
 * of line ends.
 */
export function splitCapture(bytes: Buffer): Capture {
  const collector = new Collector();
  if (!FRAMED_STARTS.some((start) => bytes.includes(start))) {
    splitBare(bytes, collector);
    return { kind: 'bare', framing: [], ...collector.finish() };
  }
  const deframer = new Deframer(DEFAULT_MAX_FRAME_BYTES, MAX_NOISE_BYTES);
  const framing: MllpFinding[] = [];
  const take = (events: readonly MllpEvent[]): void => {
    for (const event of events) {
      if (event.kind === 'finding') framing.push(event.finding);
      else if (/^(?:FHS|BHS)/.test(event.payload.toString('latin1', 0, 3))) {
        splitBare(event.payload, collector);
      } else collector.add(event.payload);
    }
  };
  // Piece by piece, so that a file of tiny blocks does not become a list of them.
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    take(deframer.push(bytes.subarray(at, at + PIECE_BYTES)));
  }
  take(deframer.end());
  return { kind: 'framed', framing, ...collector.finish() };
}

/** Messages as they are found, bounded in number. */
class Collector {
  readonly #messages: Buffer[] = [];
  readonly #batches: Capture['batches'][number][] = [];
  #skipped = 0;
  #inBatch = 0;
  #strayBytes = 0;

  add(message: Buffer): void {
    this.#inBatch += 1;
    if (this.#messages.length < MAX_MESSAGES) this.#messages.push(message);
    else this.#skipped += 1;
  }

  beginBatch(): void {
    this.#inBatch = 0;
  }

  /** @param declared BTS-1; absent when it is no number */
  endBatch(declared: number | undefined): void {
    const found = this.#inBatch;
    if (declared !== undefined && this.#batches.length < MAX_BATCHES) {
      this.#batches.push({ declared, found });
    }
    this.#inBatch = 0;
  }

  addStray(text: string): void {
    this.#strayBytes += text.replace(/\s+/g, '').length;
  }

  finish(): Omit<Capture, 'kind' | 'framing'> {
    return {
      messages: this.#messages,
      batches: this.#batches,
      strayBytes: this.#strayBytes,
      skipped: this.#skipped,
    };
  }
}

interface Mark {
  readonly at: number;
  readonly id: string;
  readonly separator: string;
}

function splitBare(bytes: Buffer, collector: Collector): void {
  // UTF-16 has no single byte to look for; the reader transcodes such a file as one message.
  if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2))) {
    collector.add(bytes);
    return;
  }
  const text = bytes.toString('latin1');
  let open: Mark | undefined;
  const close = (end: number): void => {
    if (open === undefined) collector.addStray(text.slice(0, end));
    else if (open.id === 'MSH') collector.add(bytes.subarray(open.at, end));
    else closeEnvelope(open, text.slice(open.at, end), collector);
  };
  for (const match of text.matchAll(LINE)) {
    const at = match.index + (/^[\r\n]/.test(match[0]) ? 1 : 0);
    close(at);
    open = { at, id: match[1] ?? '', separator: match[2] ?? '|' };
  }
  close(text.length);
}

function closeEnvelope({ id, separator }: Mark, text: string, collector: Collector): void {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  collector.addStray(text.slice(line.length));
  if (id === 'BHS') collector.beginBatch();
  if (id !== 'BTS') return;
  const declared = line.trim().split(separator, 2)[1]?.trim() ?? '';
  collector.endBatch(/^\d{1,9}$/.test(declared) ? Number(declared) : undefined);
}

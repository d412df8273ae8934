import { decodeAs, decodeMessageBytes } from './charset.ts';
import { type Er7Delimiters, readDelimiters } from './er7-delimiters.ts';
import { type Er7Finding, FindingList } from './er7-finding.ts';
import { splitSegments } from './er7-lines.ts';
import { type Er7Path, parsePath } from './er7-path.ts';
import { Er7Segment, isHeaderSegment } from './er7-segment.ts';

/** Bounds on what the reader accepts from a peer. */
export interface Er7Limits {
  /** Default 64 MiB. */
  readonly maxBytes: number;
  /** Segments and continuation lines together; default 500,000. */
  readonly maxSegments: number;
}

/** The bounds used when none are given. */
export const DEFAULT_ER7_LIMITS: Er7Limits = { maxBytes: 64 * 1024 * 1024, maxSegments: 500_000 };

/** Outcome of reading bytes as an HL7 v2 message in ER7 (vertical bar) encoding. */
export type Er7Reading =
  | { readonly kind: 'message'; readonly message: Er7Message }
  | {
      readonly kind: 'unreadable';
      readonly reason:
        | 'empty'
        | 'too-many-bytes'
        | 'too-many-segments'
        | 'no-header-segment'
        | 'bad-field-separator';
    };

/** An HL7 v2 message, read on demand from text that is kept as it came. */
export class Er7Message {
  /** The bytes as received. */
  readonly bytes: Buffer;
  readonly delimiters: Er7Delimiters;
  /** First repetition of MSH-18; absent when empty. */
  readonly declaredCharset?: string;
  /** The encoding the bytes were read in: `ascii`, `utf-8`, `latin1` or a WHATWG name. */
  readonly encoding: string;
  readonly segments: readonly Er7Segment[];
  readonly findings: readonly Er7Finding[];
  readonly #byId: ReadonlyMap<string, readonly Er7Segment[]>;

  constructor(parts: {
    readonly bytes: Buffer;
    readonly delimiters: Er7Delimiters;
    readonly declaredCharset?: string;
    readonly encoding: string;
    readonly segments: readonly Er7Segment[];
    readonly findings: readonly Er7Finding[];
  }) {
    this.bytes = parts.bytes;
    this.delimiters = parts.delimiters;
    if (parts.declaredCharset !== undefined) this.declaredCharset = parts.declaredCharset;
    this.encoding = parts.encoding;
    this.segments = parts.segments;
    this.findings = parts.findings;
    const byId = new Map<string, Er7Segment[]>();
    for (const segment of parts.segments) {
      const same = byId.get(segment.id);
      if (same === undefined) byId.set(segment.id, [segment]);
      else same.push(segment);
    }
    this.#byId = byId;
  }

  /** The n-th segment (from 1) with an identifier. */
  segment(id: string, occurrence = 1): Er7Segment | undefined {
    return this.#byId.get(id)?.[occurrence - 1];
  }

  /** All segments with an identifier, in order. */
  segmentsOf(id: string): readonly Er7Segment[] {
    return this.#byId.get(id) ?? [];
  }

  /** One decoded leaf value; see {@link Er7Segment.get}. */
  get(path: Er7Path): string | undefined {
    return this.segment(path.segment, path.occurrence ?? 1)?.get(path);
  }

  /**
   * One decoded leaf value by a written path such as `PID-3[2].4.1`.
   *
   * @throws {TypeError} when the text is not a path; paths come from us, not from peers
   */
  at(pathText: string): string | undefined {
    const path = parsePath(pathText);
    if (path === undefined) throw new TypeError(`not an HL7 path: ${JSON.stringify(pathText)}`);
    return this.get(path);
  }

  /** Message control ID, MSH-10. */
  get controlId(): string | undefined {
    return this.at('MSH-10');
  }

  /** Version ID, MSH-12.1. */
  get version(): string | undefined {
    return this.at('MSH-12');
  }

  /** Message code, MSH-9.1. */
  get messageCode(): string | undefined {
    return this.at('MSH-9.1');
  }

  /** Trigger event, MSH-9.2. */
  get triggerEvent(): string | undefined {
    return this.at('MSH-9.2');
  }
}

/**
 * Reads bytes as one HL7 v2 message or batch. It never throws on a peer's bytes: whatever is odd but readable
 * becomes a finding, and values are decoded only when asked for.
 *
 * @param input bytes as received, without MLLP framing; a string stands for its UTF-8 bytes
 */
export function readMessage(
  input: Uint8Array | string,
  limits: Partial<Er7Limits> = {},
): Er7Reading {
  const { maxBytes, maxSegments } = { ...DEFAULT_ER7_LIMITS, ...limits };
  const bytes =
    typeof input === 'string'
      ? Buffer.from(input, 'utf8')
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (bytes.length > maxBytes) return { kind: 'unreadable', reason: 'too-many-bytes' };
  const findings = new FindingList();
  const mark = readByteOrderMark(bytes);
  if (mark !== undefined) findings.add({ kind: 'byte-order-mark' });
  const body = skipLeading(withoutByteOrderMark(bytes, mark), findings);
  if (body.length === 0) return { kind: 'unreadable', reason: 'empty' };
  if (!isHeaderSegment(body.toString('latin1', 0, 3))) {
    return { kind: 'unreadable', reason: 'no-header-segment' };
  }
  const decoded = decodeMessageBytes(dropEndBlock(body, findings));
  // The mark has settled the charset of UTF-16, and MSH-18 is about bytes that are no longer there.
  const isTranscoded = mark === 'utf-16le' || mark === 'utf-16be';
  for (const finding of isTranscoded ? [] : decoded.findings) findings.add(finding);
  const { text } = decoded;
  const delimiters = readDelimiters(text.slice(0, 9).split(/[\r\n]/, 1)[0] ?? '');
  if (delimiters === undefined) return { kind: 'unreadable', reason: 'bad-field-separator' };
  noteDelimiters(delimiters, findings);
  const ranges = splitSegments(text, delimiters.field, maxSegments, findings);
  if (ranges === undefined) return { kind: 'unreadable', reason: 'too-many-segments' };
  const segments = ranges.map(
    ({ id, start, end }, index) =>
      new Er7Segment(id, index + 1, text.slice(start, end), delimiters, decoded.encoding),
  );
  const message = new Er7Message({
    bytes,
    delimiters,
    ...(decoded.declared === undefined ? {} : { declaredCharset: decoded.declared }),
    encoding: decoded.encoding,
    segments,
    findings: findings.finish(),
  });
  return { kind: 'message', message };
}

type MarkedEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function readByteOrderMark(bytes: Buffer): MarkedEncoding | undefined {
  const start = bytes.toString('hex', 0, 3);
  if (start === 'efbbbf') return 'utf-8';
  if (start.startsWith('fffe')) return 'utf-16le';
  return start.startsWith('feff') ? 'utf-16be' : undefined;
}

/** UTF-16 becomes UTF-8, so that the rest can search for ASCII bytes. */
function withoutByteOrderMark(bytes: Buffer, mark: MarkedEncoding | undefined): Buffer {
  if (mark === undefined) return bytes;
  if (mark === 'utf-8') return bytes.subarray(3);
  const text = decodeAs(bytes.subarray(2), mark);
  return text === undefined ? bytes : Buffer.from(text, 'utf8');
}

const LEADING: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0d, 0x20]);

function skipLeading(bytes: Buffer, findings: FindingList): Buffer {
  let start = 0;
  while (start < bytes.length && LEADING.has(bytes[start] ?? 0)) start += 1;
  if (start > 0) findings.add({ kind: 'leading-bytes', count: start });
  return bytes.subarray(start);
}

function dropEndBlock(bytes: Buffer, findings: FindingList): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0d || bytes[end - 1] === 0x0a)) end -= 1;
  if (end === 0 || bytes[end - 1] !== 0x1c) return bytes;
  findings.add({ kind: 'trailing-end-block' });
  return bytes.subarray(0, end - 1);
}

function noteDelimiters(delimiters: Er7Delimiters, findings: FindingList): void {
  const { field, component, repetition, escape: mark, subcomponent, truncation } = delimiters;
  const encoding = [component, repetition, mark, subcomponent].filter((c) => c !== undefined);
  const all = [field, ...encoding, ...(truncation === undefined ? [] : [truncation])];
  const characters = encoding.join('');
  if (encoding.length < 4) findings.add({ kind: 'short-encoding-characters', characters });
  if (new Set(all).size < all.length || all.some((c) => /[A-Za-z0-9\s]/.test(c))) {
    findings.add({ kind: 'ambiguous-delimiters', characters: all.join('') });
  }
}

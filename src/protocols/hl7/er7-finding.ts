/**
 * A deviation from HL7 v2 encoding rules (HL7 v2.5.1 chapter 2) that the reader noticed and survived.
 * Findings are observations, never verdicts. Line and segment numbers start at 1.
 */
export type Er7Finding =
  /** The message starts with a byte order mark. */
  | { readonly kind: 'byte-order-mark' }
  /** White space or a start block precedes the header segment. */
  | { readonly kind: 'leading-bytes'; readonly count: number }
  /** A block end character follows the last segment (a captured MLLP frame, not a message). */
  | { readonly kind: 'trailing-end-block' }
  /** Segments end in something else than CR (HL7 v2.5.1 2.5.2). */
  | { readonly kind: 'line-ends'; readonly style: 'lf' | 'crlf' | 'mixed' }
  /** LF characters stand inside segments whose terminator is CR; they were kept as text. */
  | { readonly kind: 'line-feed-in-text'; readonly count: number }
  /** The last segment has no terminator. */
  | { readonly kind: 'missing-final-terminator' }
  /** Blank lines stand between segments. */
  | { readonly kind: 'empty-line'; readonly count: number }
  /** Lines that do not begin a segment were taken as part of the segment before them. */
  | { readonly kind: 'continuation-line'; readonly segment: number; readonly count: number }
  /** A segment identifier is not three characters of A-Z and 0-9, the first a letter. */
  | { readonly kind: 'bad-segment-id'; readonly segment: number; readonly id: string }
  /** A second MSH in one message: a batch without batch headers, or a lost frame border. */
  | { readonly kind: 'second-header'; readonly segment: number }
  /** The same character serves two purposes in MSH-1 and MSH-2, or serves as text as well. */
  | { readonly kind: 'ambiguous-delimiters'; readonly characters: string }
  /** MSH-2 has fewer than the four usual characters. */
  | { readonly kind: 'short-encoding-characters'; readonly characters: string }
  /** More findings of the same kind than are listed one by one. */
  | { readonly kind: 'more'; readonly of: string; readonly count: number }
  | CharsetFinding;

/** A deviation between MSH-18 and the bytes of a message (HL7 v2.5.1 2.15.9.18). */
export type CharsetFinding =
  /** Text outside ASCII without MSH-18; `used` is what the bytes turned out to be. */
  | { readonly kind: 'charset-undeclared'; readonly used: string }
  /** MSH-18 is not a value of table 0211, although its meaning is clear. */
  | { readonly kind: 'charset-not-in-table-0211'; readonly declared: string }
  /** MSH-18 is not understood. */
  | { readonly kind: 'charset-unknown'; readonly declared: string }
  /** The bytes contradict MSH-18; `used` is what they were read as. */
  | { readonly kind: 'charset-mismatch'; readonly declared: string; readonly used: string }
  /** The bytes fit no known charset and were read as Latin-1, so text may be wrong. */
  | { readonly kind: 'charset-fallback'; readonly used: string };

const LISTED_PER_KIND = 20;

/** Collects findings and keeps their number bounded against hostile input. */
export class FindingList {
  readonly #items: Er7Finding[] = [];
  readonly #counts = new Map<string, number>();

  /** Adds one finding; beyond twenty of a kind they are only counted. */
  add(finding: Er7Finding): void {
    const count = (this.#counts.get(finding.kind) ?? 0) + 1;
    this.#counts.set(finding.kind, count);
    if (count <= LISTED_PER_KIND) this.#items.push(finding);
  }

  /** The findings in the order they were made, with the rest as `more`. */
  finish(): readonly Er7Finding[] {
    const rest: Er7Finding[] = [];
    for (const [of, count] of this.#counts) {
      if (count > LISTED_PER_KIND) rest.push({ kind: 'more', of, count: count - LISTED_PER_KIND });
    }
    return [...this.#items, ...rest];
  }
}

import type { FindingList } from './er7-finding.ts';

/** One segment as a range of the message text; continuation lines lie inside the range. */
export interface SegmentRange {
  readonly id: string;
  readonly start: number;
  end: number;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** What ended the line before this one; the first line counts as after CR. */
  readonly after: 'cr' | 'lf' | 'crlf';
}

type LineRole = 'segment' | 'bad-segment' | 'continuation';

/**
 * Cuts message text into segments in one pass. CR ends a segment (HL7 v2.5.1 2.5.2). LF ends one too when the text
 * has no CR at all or when what follows is plainly a segment; otherwise it is text. A line that begins no
 * segment belongs to the one before it, as broken Base64 and free text do in practice.
 *
 * @param maxSegments bound on the number of lines looked at
 * @returns `undefined` when the bound is exceeded
 */
export function splitSegments(
  text: string,
  fieldSeparator: string,
  maxSegments: number,
  findings: FindingList,
): SegmentRange[] | undefined {
  const hasCr = text.includes('\r');
  const ranges: SegmentRange[] = [];
  const used = { cr: 0, lf: 0, crlf: 0 };
  let emptyLines = 0;
  let lineFeedsInText = 0;
  let lines = 0;
  let continuations = 0;
  const closeContinuations = (): void => {
    if (continuations > 0) {
      findings.add({ kind: 'continuation-line', segment: ranges.length, count: continuations });
    }
    continuations = 0;
  };
  for (const line of readLines(text)) {
    if (line.start > 0) {
      const strayLineFeed =
        line.after === 'lf' && hasCr && !beginsSegment(text, line, fieldSeparator, true);
      if (strayLineFeed) {
        lineFeedsInText += 1;
        const last = ranges.at(-1);
        if (last !== undefined) last.end = line.end;
        continue;
      }
      used[line.after] += 1;
    }
    if (line.start === line.end) {
      if (line.end < text.length) emptyLines += 1;
      continue;
    }
    lines += 1;
    if (lines > maxSegments) return undefined;
    const role = classifyLine(text, line, fieldSeparator);
    const last = ranges.at(-1);
    // The last four characters of broken Base64, with the rest of the segment after them, look like a bad segment.
    const isContinuation =
      role === 'continuation' ||
      (role === 'bad-segment' && last !== undefined && endsInBase64(text, last));
    if (isContinuation && last !== undefined) {
      last.end = line.end;
      continuations += 1;
      continue;
    }
    closeContinuations();
    const id = readId(text, line, fieldSeparator);
    ranges.push({ id, start: line.start, end: line.end });
    if (role === 'bad-segment')
      findings.add({ kind: 'bad-segment-id', segment: ranges.length, id });
    if (id === 'MSH' && ranges.length > 1 && ranges[0]?.id === 'MSH') {
      findings.add({ kind: 'second-header', segment: ranges.length });
    }
  }
  closeContinuations();
  if (!/[\r\n]$/.test(text.slice(-1))) findings.add({ kind: 'missing-final-terminator' });
  else used[text.endsWith('\r\n') ? 'crlf' : text.endsWith('\n') ? 'lf' : 'cr'] += 1;
  const styles = [used.cr, used.lf, used.crlf].filter((count) => count > 0).length;
  if (styles > 1) findings.add({ kind: 'line-ends', style: 'mixed' });
  else if (used.lf > 0) findings.add({ kind: 'line-ends', style: 'lf' });
  else if (used.crlf > 0) findings.add({ kind: 'line-ends', style: 'crlf' });
  if (emptyLines > 0) findings.add({ kind: 'empty-line', count: emptyLines });
  if (lineFeedsInText > 0) findings.add({ kind: 'line-feed-in-text', count: lineFeedsInText });
  return ranges;
}

function* readLines(text: string): Generator<Line> {
  let start = 0;
  let after: Line['after'] = 'cr';
  let cr = text.indexOf('\r');
  let lf = text.indexOf('\n');
  while (start < text.length) {
    if (cr >= 0 && cr < start) cr = text.indexOf('\r', start);
    if (lf >= 0 && lf < start) lf = text.indexOf('\n', start);
    const end = cr < 0 ? lf : lf < 0 ? cr : Math.min(cr, lf);
    if (end < 0) {
      yield { start, end: text.length, after };
      return;
    }
    yield { start, end, after };
    if (end === cr && lf === cr + 1) {
      after = 'crlf';
      start = end + 2;
    } else {
      after = end === cr ? 'cr' : 'lf';
      start = end + 1;
    }
  }
}

function classifyLine(text: string, line: Line, separator: string): LineRole {
  if (beginsSegment(text, line, separator, false)) return 'segment';
  const id = readId(text, line, separator);
  const separated = text.charAt(line.start + id.length) === separator;
  return separated && id.length > 0 && id.length <= 4 && /^[A-Za-z0-9]+$/.test(id)
    ? 'bad-segment'
    : 'continuation';
}

function endsInBase64(text: string, { start, end }: SegmentRange): boolean {
  return /^[A-Za-z0-9+/]{40}$/.test(text.slice(Math.max(start, end - 40), end));
}

function beginsSegment(text: string, line: Line, separator: string, strict: boolean): boolean {
  const length = line.end - line.start;
  if (length < 3 || (length === 3 && strict)) return false;
  if (length > 3 && text.charAt(line.start + 3) !== separator) return false;
  return /^[A-Z][A-Z0-9]{2}$/.test(text.slice(line.start, line.start + 3));
}

function readId(text: string, line: Line, separator: string): string {
  const head = text.slice(line.start, Math.min(line.end, line.start + 5));
  const end = head.indexOf(separator);
  return end < 0 ? head.slice(0, 3) : head.slice(0, end);
}

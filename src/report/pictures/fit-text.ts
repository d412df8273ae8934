/** Widths in parts of the font size, by the base letter; Tinos has the metrics of Times. Rounded up. */
const narrow = /[fijlrtI.,:;'|!()[\]/\\-]/;
const broad = /[mwMW%@]/;

/** How wide a line is at most, in units; never less than it is in the report's font. */
export function measureText(words: string, size: number, bold = false): number {
  let ems = 0;
  for (const letter of words) ems += emsOf(letter);
  return ems * size * (bold ? 1.12 : 1);
}

/** The words, or as many of their first letters as fit with an ellipsis. */
export function fitText(words: string, size: number, width: number, bold = false): string {
  // A line never holds more letters than it has units, so a very long text is not measured to its end.
  const some = words.slice(0, Math.ceil(width) + 2);
  if (some.length === words.length && measureText(words, size, bold) <= width) return words;
  const most = width - measureText('…', size, bold);
  let kept = '';
  let used = 0;
  for (const letter of some.toWellFormed()) {
    used += measureText(letter, size, bold);
    if (used > most) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** The words on at most `lines` lines, broken between words; what does not fit ends in an ellipsis. */
export function wrapText(
  words: string,
  size: number,
  width: number,
  lines: number,
): readonly string[] {
  const done: string[] = [];
  let rest = words.slice(0, Math.ceil(width) * lines + 2).trim();
  while (rest !== '' && done.length < lines - 1 && measureText(rest, size) > width) {
    const most = fitText(rest, size, width).length;
    const at = rest.slice(0, most).lastIndexOf(' ');
    if (at <= 0) break;
    done.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at + 1).trimStart();
  }
  return [...done, fitText(rest, size, width)];
}

function emsOf(letter: string): number {
  if (/\p{M}/u.test(letter)) return 0;
  const base = letter.normalize('NFD').charAt(0);
  if (base === ' ') return 0.26;
  if (narrow.test(base)) return 0.36;
  if (broad.test(base)) return 0.96;
  if (/[0-9]/.test(base)) return 0.51;
  if (/[a-zđơư]/.test(base)) return 0.53;
  if (/[A-ZĐƠƯ]/.test(base)) return 0.78;
  // Letters of other scripts come from another font.
  return /[\u0020-\u024f]/.test(base) ? 0.6 : 1.1;
}

/** Letters as drawn: a composed Vietnamese letter is one. */
export function widthOf(text: string): number {
  return [...text.normalize('NFC')].length;
}

/** Breaks a text at blanks; a word wider than the column breaks. */
export function breakText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && widthOf(line) + 1 + widthOf(rest) <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (widthOf(rest) > width) {
      const letters = [...rest];
      lines.push(letters.slice(0, width).join(''));
      rest = letters.slice(width).join('');
    }
    line = rest;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** As many letters as stand on one printed line. */
const longestLine = 150;

/**
 * Breaks a long command where the shell takes it as one: a backslash at the end of the line, never inside quotes. A line
 * that the page breaks by itself would come out of the PDF as two commands.
 */
export function foldCommand(command: string): string[] {
  const lines: string[] = [];
  let rest = command;
  while (rest.length > longestLine) {
    const at = lastSpaceOutsideQuotes(rest, longestLine);
    if (at <= 0) break;
    lines.push(`${rest.slice(0, at)} \\`);
    rest = rest.slice(at + 1);
  }
  return [...lines, rest];
}

function lastSpaceOutsideQuotes(text: string, limit: number): number {
  let quote = '';
  let last = -1;
  for (const [index, letter] of [...text.slice(0, limit)].entries()) {
    if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
    else if (letter === quote) quote = '';
    else if (letter === ' ' && quote === '') last = index;
  }
  return last;
}

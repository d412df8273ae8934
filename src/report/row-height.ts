/** What one cell of a row holds, each text from a line of its own, and how many characters its column takes on a line. */
export interface CellText {
  readonly texts: readonly string[];
  readonly charactersPerLine: number;
}

/** Lines of a table that fill a third of a landscape page. */
const linesOfThirdPage = 13;

/**
 * Whether a row is higher than about a third of a page. Such a row may go on overleaf; kept whole, it would leave the page
 * before it half empty. An estimate: letters differ in width.
 */
export function isTallRow(cells: readonly CellText[]): boolean {
  return cells.some(({ texts, charactersPerLine }) => {
    const lines = texts.reduce((sum, text) => sum + Math.ceil(text.length / charactersPerLine), 0);
    return lines > linesOfThirdPage;
  });
}

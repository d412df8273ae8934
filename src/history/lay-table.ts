/** Rows as aligned columns two spaces apart, indented; a long cell makes its own row longer, never the column. */
export function layTable(rows: readonly (readonly string[])[], mostWidth = 52): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.min(mostWidth, Math.max(...rows.map((row) => lengthOf(row[column] ?? '')))),
  );
  return rows.map((row) =>
    `  ${widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return cell + ' '.repeat(Math.max(0, width - lengthOf(cell)));
      })
      .join('  ')}`.trimEnd(),
  );
}

/** Letters as drawn: a composed Vietnamese letter is one. */
function lengthOf(text: string): number {
  return [...text.normalize('NFC')].length;
}

/** Lines that fit on one A4 page at 11 points. */
const maxLines = 48;
const maxCharacters = 90;

/**
 * Writes a one-page A4 PDF (ISO 32000-1) of ASCII lines in Helvetica, a font every reader has, so that none is
 * embedded. Characters outside ASCII become `?`.
 */
export function writePdf(lines: readonly string[]): Buffer {
  const shown = lines.slice(0, maxLines).map((line, index) => {
    const size = index === 0 ? 16 : 11;
    return `/F1 ${size} Tf (${escapeText(line.slice(0, maxCharacters))}) Tj 0 -16 Td`;
  });
  const content = `BT 56 780 Td\n${shown.join('\n')}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const startOfTable = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${startOfTable}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function escapeText(line: string): string {
  return line.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, '\\$&');
}

/** A4 in points of 1/72 inch. */
const PAGE_WIDTH = 595;
const PAGE_HEIGHT = 842;

const FONT_SIZE = 20;
const LINE_HEIGHT = 30;
const LEFT = 60;
const TOP = 760;

function escapeText(line: string): string {
  return line.replace(/[\\()]/g, (character) => `\\${character}`);
}

/**
 * A one-page PDF 1.4 (ISO 32000-1) with lines of ASCII text in a standard font; the same lines give the same bytes.
 * @throws RangeError for text outside ASCII
 */
export function makeTestPdf(lines: readonly string[]): Buffer {
  if (lines.some((line) => /[^\x20-\x7e]/.test(line))) {
    throw new RangeError('the test page has ASCII text only');
  }
  const drawing = [
    `BT /F1 ${FONT_SIZE} Tf ${LINE_HEIGHT} TL ${LEFT} ${TOP} Td`,
    ...lines.map((line) => `(${escapeText(line)}) Tj T*`),
    'ET',
  ].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + trailer, 'latin1');
}

/** What can be told of a PDF as Chromium writes it (dictionaries in the clear, no object streams). */
export interface PdfInspection {
  readonly pages: number;
  /** At least one font program is embedded together with a map back to Unicode, so text can be read and searched. */
  readonly hasEmbeddedText: boolean;
}

/** Reads page count and fonts without a PDF library (ISO 32000-1 7.7.3.3, 9.9, 9.10.3). */
export function inspectPdf(pdf: Uint8Array): PdfInspection {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  if (!text.startsWith('%PDF-')) return { pages: 0, hasEmbeddedText: false };
  const pages = text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  const hasEmbeddedText = /\/FontFile[23]?\s/.test(text) && /\/ToUnicode\s/.test(text);
  return { pages, hasEmbeddedText };
}

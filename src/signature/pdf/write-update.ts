import type { OpenPdf } from './open-pdf.ts';

/** Objects that are new or changed, by number. */
export type ChangedObjects = ReadonlyMap<
  number,
  { readonly generation: number; readonly body: string }
>;

/** Entries of a trailer that go on into the next one (ISO 32000-1 table 15). */
const kept = ['Root', 'Info', 'ID'] as const;

/**
 * Appends objects to a PDF file with a cross-reference section of the kind that the file has (ISO 32000-1 7.5.6): earlier
 * bytes are not touched.
 */
export function writeUpdate(bytes: Buffer, pdf: OpenPdf, objects: ChangedObjects): Buffer {
  const parts: Buffer[] = [bytes];
  let length = bytes.length;
  const append = (text: string | Buffer): void => {
    const part = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    parts.push(part);
    length += part.length;
  };
  if (bytes.at(-1) !== 0x0a) append('\n');
  const offsets = new Map<number, { readonly offset: number; readonly generation: number }>();
  const numbers = [...objects.keys()].sort((a, b) => a - b);
  for (const number of numbers) {
    const { generation, body } = objects.get(number) ?? { generation: 0, body: 'null' };
    offsets.set(number, { offset: length, generation });
    append(`${number} ${generation} obj\n${body}\nendobj\n`);
  }
  const xref = length;
  const trailer = kept
    .flatMap((key) => (pdf.trailer.has(key) ? `/${key} ${pdf.trailer.get(key)}` : []))
    .join(' ');
  const next = Math.max(pdf.size, (numbers.at(-1) ?? 0) + 1);
  if (pdf.isXrefStream) {
    offsets.set(next, { offset: xref, generation: 0 });
    const rows = [...offsets.values()].map(({ offset, generation }) => {
      const row = Buffer.alloc(7);
      row.writeUInt8(1, 0);
      row.writeUInt32BE(offset, 1);
      row.writeUInt16BE(generation, 5);
      return row;
    });
    const index = [...offsets.keys()].map((number) => `${number} 1`).join(' ');
    const data = Buffer.concat(rows);
    append(
      `${next} 0 obj\n<< /Type /XRef /Size ${next + 1} /Index [${index}] /W [1 4 2] /Length ${data.length} /Prev ${pdf.startXref} ${trailer} >>\nstream\n`,
    );
    append(data);
    append('\nendstream\nendobj\n');
  } else {
    const pad = (value: number, width: number): string => String(value).padStart(width, '0');
    const table = [...offsets].map(
      ([number, { offset, generation }]) =>
        `${number} 1\n${pad(offset, 10)} ${pad(generation, 5)} n \n`,
    );
    append(
      `xref\n${table.join('')}trailer\n<< /Size ${next} /Prev ${pdf.startXref} ${trailer} >>\n`,
    );
  }
  append(`startxref\n${xref}\n%%EOF\n`);
  return Buffer.concat(parts, length);
}

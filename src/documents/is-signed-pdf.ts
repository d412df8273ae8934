import { readBoundedFile } from '../files/read-bounded-file.ts';
import { readPdfSignatures } from '../signature/pdf/read-pdf-signatures.ts';

const mostBytes = 256 * 1024 * 1024;

/** Whether a file is there and carries a digital signature (ISO 32000-1 12.8), whatever that is worth. */
export async function isSignedPdf(file: string): Promise<boolean> {
  const read = await readBoundedFile(file, mostBytes, { followLinks: false });
  return read.ok && (await readPdfSignatures(read.bytes)).length > 0;
}

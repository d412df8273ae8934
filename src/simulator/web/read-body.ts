import type { IncomingMessage } from 'node:http';

/** The body of a request, or `undefined` when it is longer than allowed; the rest is then not read. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of request) {
    const piece: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    total += piece.length;
    if (total > maxBytes) return undefined;
    chunks.push(piece);
  }
  return Buffer.concat(chunks, total);
}

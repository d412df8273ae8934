import { randomUUID } from 'node:crypto';
import type { RequestBody } from './exchange.ts';

/** How often a boundary is tried that the content happens to hold; once is all but certain to be enough. */
const MAX_ATTEMPTS = 8;

/**
 * Puts parts of one media type into a `multipart/related` body (PS3.18 8.6.1.2.1, RFC 2387). Nothing is copied.
 * @param chooseBoundary replaces the random boundary.
 * @throws Error when every boundary tried occurs in the content.
 */
export function writeMultipart(
  parts: readonly Uint8Array[],
  mediaType: string,
  chooseBoundary: () => string = () => `rispacs-${randomUUID()}`,
): RequestBody {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const boundary = chooseBoundary();
    const delimiter = Buffer.from(`--${boundary}`, 'latin1');
    if (
      parts.some((part) =>
        Buffer.from(part.buffer, part.byteOffset, part.length).includes(delimiter),
      )
    )
      continue;
    const pieces: Uint8Array[] = parts.flatMap((part, index) => [
      Buffer.from(
        `${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${mediaType}\r\nContent-Length: ${part.length}\r\n\r\n`,
        'latin1',
      ),
      part,
    ]);
    pieces.push(Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'));
    return {
      contentType: `multipart/related; type="${mediaType}"; boundary="${boundary}"`,
      pieces,
    };
  }
  throw new Error('every boundary occurs in the content');
}

/** One part of a multipart body. */
export interface BodyPart {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const maxParts = 200;

/** Writes a multipart/related body (RFC 2387, PS3.18 8.6.1.2). */
export function writeMultipart(parts: readonly BodyPart[], boundary: string): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ contentType, bytes }) => [
      Buffer.from(`--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`, 'latin1'),
      bytes,
      Buffer.from('\r\n', 'latin1'),
    ]),
    Buffer.from(`--${boundary}--\r\n`, 'latin1'),
  ]);
}

/** Reads the parts of a multipart body; `undefined` when it is not one, or has too many parts. */
export function readMultipart(body: Buffer, contentType: string): readonly BodyPart[] | undefined {
  const boundary = /;\s*boundary="?([^";\s]{1,70})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: BodyPart[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (body.toString('latin1', start, start + 2) === '--') return parts;
    const headEnd = body.indexOf('\r\n\r\n', start, 'latin1');
    const next = body.indexOf(`\r\n--${boundary}`, start, 'latin1');
    if (headEnd < 0 || next < headEnd || parts.length >= maxParts) return undefined;
    const head = body.toString('latin1', start, headEnd);
    const type = /^content-type:\s*([^\r\n]+)/im.exec(head)?.[1]?.trim() ?? '';
    parts.push({ contentType: type, bytes: body.subarray(headEnd + 4, next) });
    at = next + 2;
  }
  return undefined;
}

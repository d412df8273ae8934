/** A kind of file that may stand behind a statement. */
export interface AttachmentType {
  readonly mediaType: 'application/pdf' | 'image/png' | 'image/jpeg' | 'text/plain';
  readonly extension: 'pdf' | 'png' | 'jpg' | 'txt';
}

const pdf: AttachmentType = { mediaType: 'application/pdf', extension: 'pdf' };
const png: AttachmentType = { mediaType: 'image/png', extension: 'png' };
const jpeg: AttachmentType = { mediaType: 'image/jpeg', extension: 'jpg' };
const plainText: AttachmentType = { mediaType: 'text/plain', extension: 'txt' };

const signatures: readonly (readonly [AttachmentType, readonly number[]])[] = [
  // ISO 32000-1 7.5.2: the file begins with "%PDF-".
  [pdf, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  // ISO/IEC 15948 5.2: the PNG signature.
  [png, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  // ITU-T T.81 B.1.1.3: SOI, then the first byte of the next marker.
  [jpeg, [0xff, 0xd8, 0xff]],
];

const decodeStepBytes = 64 * 1024;

/**
 * Tells PDF, PNG, JPEG and plain UTF-8 text by their content; a name's ending is never trusted. `undefined` for
 * anything else. Text may hold tabs, line ends and form feeds but no other control character.
 */
export function detectMediaType(bytes: Uint8Array): AttachmentType | undefined {
  for (const [type, signature] of signatures) {
    if (signature.every((byte, index) => bytes[index] === byte)) return type;
  }
  return bytes.byteLength > 0 && isPlainText(bytes) ? plainText : undefined;
}

function isPlainText(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let offset = 0; offset < bytes.byteLength; offset += decodeStepBytes) {
      const isLast = offset + decodeStepBytes >= bytes.byteLength;
      const text = decoder.decode(bytes.subarray(offset, offset + decodeStepBytes), {
        stream: !isLast,
      });
      if (/[^\P{Cc}\t\n\f\r]/u.test(text)) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

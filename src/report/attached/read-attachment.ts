import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Attachment } from '../../evidence/evidence.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';

/** The bytes of an attachment, or why there are none: not there or not readable, or not those that were hashed. */
export type AttachmentBytes =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly problem: 'missing' | 'damaged' };

/** Gives a renderer the bytes behind a hash of the model. */
export type AttachmentReader = (
  attachment: Attachment,
  maxBytes: number,
) => Promise<AttachmentBytes>;

/**
 * Reads attachments of a dossier. What is given back has the hash that the model names, so that a report still follows
 * from the model alone; links are not followed.
 */
export function readAttachmentsOf(folder: string): AttachmentReader {
  return async ({ path: inside, sha256 }, maxBytes) => {
    const name = /^attachments\/([0-9a-f]{64}\.[a-z0-9]{1,8})$/.exec(inside)?.[1];
    if (name === undefined) return { ok: false, problem: 'missing' };
    const read = await readBoundedFile(path.join(folder, 'attachments', name), maxBytes, {
      followLinks: false,
    });
    if (!read.ok) return { ok: false, problem: 'missing' };
    const seen = createHash('sha256').update(read.bytes).digest('hex');
    return seen === sha256 ? { ok: true, bytes: read.bytes } : { ok: false, problem: 'damaged' };
  };
}

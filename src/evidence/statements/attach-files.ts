import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import type { Attachment } from '../evidence.ts';
import { type AttachmentType, detectMediaType } from './detect-media-type.ts';
import { type AttachedFileProblem, resolveAttachedFile } from './resolve-attached-file.ts';

/** Largest file that may be attached, in bytes. */
export const maxAttachedFileBytes = 64 * 1024 * 1024;
/** Most bytes that the distinct files of one statements file may have together. */
export const maxAttachedTotalBytes = 2 * 1024 * 1024 * 1024;

/** Why a file was not attached. */
export type AttachProblem =
  | AttachedFileProblem
  | { readonly code: 'empty' }
  | { readonly code: 'wrong-type'; readonly sizeBytes: number }
  | { readonly code: 'total-too-large'; readonly maxBytes: number };

export type AttachOutcome =
  | {
      readonly ok: true;
      readonly attachment: Attachment;
      readonly mediaType: AttachmentType['mediaType'];
    }
  | { readonly ok: false; readonly problem: AttachProblem };

/** Stores bytes under their hash, as `ProbeContext.attach` does. */
export type StoreAttachment = (
  bytes: Uint8Array,
  info: { mediaType: string; extension: string; originalName?: string },
) => Promise<Attachment>;

/**
 * Makes the function that attaches the files of one statements file, by the names written in it. A file named by
 * several statements is read and stored once. Names resolve inside `folder` only.
 */
export function makeFileAttacher(options: {
  readonly folder: string;
  readonly store: StoreAttachment;
  readonly signal: AbortSignal;
  readonly maxTotalBytes?: number;
}): (name: string) => Promise<AttachOutcome> {
  const byRealPath = new Map<string, AttachOutcome>();
  const maxTotalBytes = options.maxTotalBytes ?? maxAttachedTotalBytes;
  let totalBytes = 0;

  const readAndStore = async (realPath: string, name: string): Promise<AttachOutcome> => {
    const read = await readBoundedFile(realPath, maxAttachedFileBytes, {
      // The path is already free of links; one that appears now was put there since.
      followLinks: false,
      signal: options.signal,
    });
    if (!read.ok) return read;
    const { bytes } = read;
    if (bytes.byteLength === 0) return { ok: false, problem: { code: 'empty' } };
    const type = detectMediaType(bytes);
    if (type === undefined) {
      return { ok: false, problem: { code: 'wrong-type', sizeBytes: bytes.byteLength } };
    }
    if (totalBytes + bytes.byteLength > maxTotalBytes) {
      return { ok: false, problem: { code: 'total-too-large', maxBytes: maxTotalBytes } };
    }
    totalBytes += bytes.byteLength;
    return {
      ok: true,
      attachment: await store(bytes, type, name),
      mediaType: type.mediaType,
    };
  };

  const store = async (bytes: Buffer, type: AttachmentType, name: string): Promise<Attachment> => {
    const attachment = await options.store(bytes, { ...type, originalName: baseName(name) });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (attachment.sha256 !== sha256)
      throw new Error('An attachment was stored under another hash');
    return attachment;
  };

  return async (name) => {
    options.signal.throwIfAborted();
    const resolved = await resolveAttachedFile(options.folder, name);
    if (!resolved.ok) return resolved;
    const known = byRealPath.get(resolved.realPath);
    if (known !== undefined) return known;
    const outcome = await readAndStore(resolved.realPath, name);
    byRealPath.set(resolved.realPath, outcome);
    return outcome;
  };
}

/** The last part of a name as written, in NFC and without control characters; for showing only. */
function baseName(name: string): string {
  return posix.basename(name.replaceAll('\\', '/')).normalize('NFC').replaceAll(/\p{C}/gu, '');
}

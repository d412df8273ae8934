import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Attachment } from '../evidence/evidence.ts';
import {
  type AttachProblem,
  makeFileAttacher,
  type StoreAttachment,
} from '../evidence/statements/attach-files.ts';

/** A file that a person named and that can be attached. Nothing of it is in the dossier yet. */
export interface CheckedFile {
  readonly path: string;
  readonly attachment: Attachment;
}

export type CheckedFileOutcome =
  | { readonly ok: true; readonly file: CheckedFile }
  | { readonly ok: false; readonly problem: AttachProblem };

/**
 * Reads the file at a typed path, from any folder, and tells whether it could be attached: there, a regular file, not
 * too large, and a PDF, PNG, JPEG or UTF-8 text by its content.
 *
 * @param typed - as typed or dropped on the terminal: quotes, `~/` and backslashes before spaces are understood.
 */
export async function checkTypedFile(
  typed: string,
  workingFolder: string,
  signal: AbortSignal,
): Promise<CheckedFileOutcome> {
  let outcome: CheckedFileOutcome = { ok: false, problem: { code: 'missing' } };
  for (const candidate of possiblePaths(typed)) {
    const file = path.resolve(workingFolder, candidate);
    const attached = await attachFrom(file, hashOnly, signal);
    outcome = attached.ok
      ? { ok: true, file: { path: file, attachment: attached.attachment } }
      : attached;
    if (outcome.ok || outcome.problem.code !== 'missing') return outcome;
  }
  return outcome;
}

/** Reads the file again and keeps it with `store`. */
export async function attachFrom(file: string, store: StoreAttachment, signal: AbortSignal) {
  const real = await followLinks(file);
  const attach = makeFileAttacher({ folder: path.dirname(real), store, signal });
  return attach(path.basename(real));
}

const hashOnly: StoreAttachment = async (bytes, { mediaType, extension, originalName }) => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    path: `attachments/${sha256}.${extension}`,
    sha256,
    mediaType,
    sizeBytes: bytes.byteLength,
    ...(originalName !== undefined && { originalName }),
  };
};

/** The person chose the file, so a link may lead anywhere; a name that is not found as typed is left as it is. */
async function followLinks(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return file;
  }
}

function possiblePaths(typed: string): string[] {
  const trimmed = typed.trim();
  const quoted = /^(["'])(.+)\1$/.exec(trimmed)?.[2];
  const plain = quoted ?? trimmed;
  const home = /^~[\\/]/.test(plain) ? path.join(os.homedir(), plain.slice(2)) : plain;
  const unescaped = home.replaceAll(/\\([ '"()&[\]])/g, '$1');
  return [...new Set([home, unescaped])];
}

import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Attachment } from '../../../evidence/evidence.ts';
import { problemOf, readBoundedFile } from '../../../files/read-bounded-file.ts';
import { decodeTable } from '../../../files/read-csv.ts';
import type { Observation, ProbeContext } from '../../contract.ts';
import { collectedMessages } from './messages.ts';

/** Largest file that is read; what tools print of a hospital's servers stays far below. */
export const mostCollectedBytes = 8 * 1024 * 1024;

/** Output of a command that a person carried here from a server. */
export interface CollectedFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** UTF-8, or UTF-16 as Windows PowerShell writes it. */
  readonly text: string;
  /** As this computer's file system has it; copying may change it. */
  readonly modified: Date;
}

export type CollectedReading =
  | { readonly kind: 'files'; readonly files: readonly CollectedFile[] }
  | { readonly kind: 'failed'; readonly observation: Observation };

/** Reads files named in the facility file, or tells in one sentence which one cannot be read. */
export async function readCollected(
  names: readonly string[],
  context: Pick<ProbeContext, 'baseFolder' | 'language' | 'signal'>,
): Promise<CollectedReading> {
  const words = collectedMessages(context.language);
  const files: CollectedFile[] = [];
  for (const name of names) {
    const path = resolve(context.baseFolder, name);
    const { signal } = context;
    const read = await readBoundedFile(path, mostCollectedBytes, { signal });
    if (!read.ok) {
      const { problem } = read;
      return {
        kind: 'failed',
        observation: {
          state: problem.code === 'missing' ? 'not-configured' : 'protocol-error',
          reason: { code: `file-${problem.code}`, message: words.unreadable(name, problem) },
        },
      };
    }
    try {
      const { mtime } = await stat(path);
      const text = decodeTable(read.bytes);
      files.push({ name: basename(path), bytes: read.bytes, text, modified: mtime });
    } catch (error) {
      const message = words.unreadable(name, problemOf(error));
      return {
        kind: 'failed',
        observation: { state: 'protocol-error', reason: { code: 'file-gone', message } },
      };
    }
  }
  return { kind: 'files', files };
}

/** Keeps a carried file in the dossier. */
export function attachCollected(
  { bytes, name }: CollectedFile,
  context: Pick<ProbeContext, 'attach'>,
): Promise<Attachment> {
  const isXml = /^\s*(<\?xml|<\w)/.test(bytes.toString('latin1', 0, 200));
  return context.attach(bytes, {
    mediaType: isXml ? 'application/xml' : 'text/plain',
    extension: isXml ? 'xml' : 'txt',
    originalName: name,
  });
}

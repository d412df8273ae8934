import os from 'node:os';
import path from 'node:path';
import { maxAttachedFileBytes } from '../../evidence/statements/attach-files.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import { pick, type Talk } from './talk.ts';

/** The file at a path as typed, or dropped on the terminal: quotes, `~/` and backslashes before spaces are understood. */
export async function readTypedFile(
  talk: Talk,
  typed: string,
): Promise<{ readonly bytes: Buffer; readonly name: string } | string> {
  let tooLarge = false;
  for (const candidate of possiblePaths(typed)) {
    const file = path.resolve(talk.workingFolder, candidate);
    const read = await readBoundedFile(file, maxAttachedFileBytes, { signal: talk.signal });
    if (read.ok) return { bytes: read.bytes, name: path.basename(file) };
    tooLarge ||= read.problem.code === 'too-large';
  }
  return tooLarge
    ? pick(talk, 'Tệp lớn hơn 64 MB.', 'The file is larger than 64 MB.')
    : pick(
        talk,
        `Không đọc được tệp "${typed}"; kiểm tra đường dẫn, hoặc kéo thả tệp vào cửa sổ này.`,
        `The file "${typed}" cannot be read; check the path, or drop the file onto this window.`,
      );
}

function possiblePaths(typed: string): string[] {
  const plain = /^(["'])(.+)\1$/.exec(typed)?.[2] ?? typed;
  const home = /^~[\\/]/.test(plain) ? path.join(os.homedir(), plain.slice(2)) : plain;
  return [...new Set([home, home.replaceAll(/\\([ '"()&[\]])/g, '$1')])];
}

import { randomBytes } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { formatNumber } from '../report/format.ts';
import type { Check, Say } from './check.ts';

/** Ours: a dossier with pictures and a PDF stays well below 1 GiB; below 100 MiB even a plain one may not fit. */
const comfortableBytes = 1024 ** 3;
const leastBytes = 100 * 1024 ** 2;

/** What one folder showed. `free` is absent where the file system does not say. */
export type FolderReading =
  | { readonly state: 'writable'; readonly freeBytes?: number }
  | { readonly state: 'not-writable'; readonly code: string };

/** Writes, flushes and removes one small file, then asks how much room there is. */
export async function readFolder(folder: string): Promise<FolderReading> {
  const file = path.join(folder, `.rispacs-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile('rispacs');
      await handle.sync();
    } finally {
      await handle.close();
      await rm(file, { force: true });
    }
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return { state: 'not-writable', code };
  }
  try {
    const { bavail, bsize } = await statfs(folder);
    return { state: 'writable', freeBytes: bavail * bsize };
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return { state: 'writable' };
  }
}

/** Judges what {@link readFolder} read of the folder in which the dossier would be written. */
export function checkFolder(
  say: Say,
  language: Language,
  folder: string,
  reading: FolderReading,
): Check {
  const base = { id: 'folder', title: say('Thư mục và ổ đĩa', 'Folder and disk') };
  if (reading.state === 'not-writable') {
    return {
      ...base,
      state: 'error',
      blocks: 'assessment',
      details: { folder, writable: false, code: reading.code },
      found: say(
        `Không ghi được vào ${folder} (${reading.code}).`,
        `Cannot write to ${folder} (${reading.code}).`,
      ),
      advice: say(
        'Chuyển sang một thư mục ghi được (cd), hoặc chỉ nơi khác bằng --out khi đánh giá.',
        'Change to a folder you can write to (cd), or name another with --out when assessing.',
      ),
    };
  }
  const { freeBytes } = reading;
  const details = { folder, writable: true, freeBytes };
  if (freeBytes === undefined) {
    return {
      ...base,
      state: 'warning',
      details,
      found: say(
        `Ghi được vào ${folder}; không biết ổ đĩa còn trống bao nhiêu.`,
        `${folder} is writable; free space is not known.`,
      ),
      advice: say('Bảo đảm còn trống ít nhất 1 GiB.', 'Make sure that at least 1 GiB is free.'),
    };
  }
  const free = `${formatNumber(freeBytes / 1024 ** 3, language)} GiB`;
  const found = say(
    `Ghi được vào ${folder}; còn trống ${free}.`,
    `${folder} is writable; ${free} free.`,
  );
  if (freeBytes >= comfortableBytes) return { ...base, state: 'ok', details, found };
  const advice = say(
    'Giải phóng chỗ trống (nên có ít nhất 1 GiB, mức của công cụ) hoặc chọn ổ khác.',
    'Free some space (1 GiB or more; our figure) or choose another disk.',
  );
  return freeBytes < leastBytes
    ? { ...base, state: 'error', blocks: 'assessment', details, found, advice }
    : { ...base, state: 'warning', details, found, advice };
}

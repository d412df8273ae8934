import { realpath, stat } from 'node:fs/promises';
import { systemErrorCode } from '../../errors/user-error.ts';
import { OutOfTimeError, type ReadBudget } from '../../media/budget.ts';
import { listFolder } from '../../media/folder/list-folder.ts';
import { listIso } from '../../media/iso/list-iso.ts';
import { type MediaProblem, MediaReadError } from '../../media/problem.ts';
import { findDirectoryFile } from '../../media/read-directory.ts';
import type { ListedMedium, MediaTree } from '../../media/tree.ts';

/** A medium and the set of names under which its DICOMDIR is, or why there is none. */
export type Listed =
  | { readonly ok: true; readonly medium: ListedMedium; readonly tree: MediaTree }
  | { readonly ok: false; readonly problem: MediaProblem };

/**
 * Lists a folder or ISO image, which must be closed.
 * @throws the signal's reason when it aborted; nothing for what is on the medium
 */
export async function openMedium(
  path: string,
  budget: ReadBudget,
  signal: AbortSignal,
): Promise<Listed> {
  try {
    const real = await budget.wait(realpath(path));
    const stats = await budget.wait(stat(real));
    if (!stats.isDirectory() && !stats.isFile()) {
      return { ok: false, problem: { code: 'not-a-medium' } };
    }
    const listed = stats.isDirectory()
      ? { ok: true as const, medium: await listFolder(real, budget) }
      : await listIso(real, budget);
    if (!listed.ok) return listed;
    const { trees } = listed.medium;
    const tree = trees.find((one) => findDirectoryFile(one) !== undefined) ?? trees[0];
    return { ok: true, medium: listed.medium, tree };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutOfTimeError) return { ok: false, problem: { code: 'out-of-time' } };
    if (error instanceof MediaReadError) {
      const systemCode = error.systemCode ?? error.reason;
      return { ok: false, problem: { code: 'system', systemCode } };
    }
    const systemCode = systemErrorCode(error);
    if (systemCode === undefined) throw error;
    const isMissing = systemCode === 'ENOENT' || systemCode === 'ENOTDIR';
    return { ok: false, problem: isMissing ? { code: 'missing' } : { code: 'system', systemCode } };
  }
}

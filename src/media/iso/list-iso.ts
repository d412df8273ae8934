import type { ReadBudget } from '../budget.ts';
import { openFile } from '../folder/list-folder.ts';
import type { MediaProblem } from '../problem.ts';
import type { ListedMedium } from '../tree.ts';
import { listIsoTree } from './list-tree.ts';
import { readVolumeDescriptors } from './volume-descriptors.ts';

/** An image listed, or why it cannot be. */
export type IsoOutcome =
  | { readonly ok: true; readonly medium: ListedMedium }
  | { readonly ok: false; readonly problem: MediaProblem };

/**
 * Lists the files of an ISO 9660 image (ECMA-119) under its plain, Rock Ridge and Joliet names. Only the first session
 * is read.
 * @throws MediaReadError, OutOfTimeError, or the signal's reason
 */
export async function listIso(path: string, budget: ReadBudget): Promise<IsoOutcome> {
  const image = await openFile(path, budget);
  try {
    const descriptors = await readVolumeDescriptors(image);
    if (!descriptors.ok) {
      await image.close();
      return { ok: false, problem: { code: descriptors.problem } };
    }
    const { primary, joliet } = descriptors;
    const plain = await listIsoTree(image, primary, budget);
    const wide = joliet ? await listIsoTree(image, joliet, budget) : undefined;
    return {
      ok: true,
      medium: {
        kind: 'iso',
        trees: [
          plain.tree,
          ...(plain.rockRidge ? [plain.rockRidge] : []),
          ...(wide ? [wide.tree] : []),
        ],
        specialEntries: 0,
        damagedFolders: Math.max(plain.damagedFolders, wide?.damagedFolders ?? 0),
        truncated: primary.volumeBytes > image.sizeBytes,
        close: () => image.close(),
      },
    };
  } catch (error) {
    await image.close();
    throw error;
  }
}

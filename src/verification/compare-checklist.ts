import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Dossier } from '../evidence/dossier.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { checklistFolder } from '../project-folders.ts';

/** Whether a dossier was judged by the circular as this tool knows it. Its own hashes cannot tell. */
export type ChecklistCheck =
  | { readonly state: 'same' }
  /** Files of the copy that are not as this tool carries them: edited, or of another version of the tool. */
  | { readonly state: 'different'; readonly files: readonly string[]; readonly madeBy: string }
  /** An edition this tool does not carry. */
  | { readonly state: 'unknown-edition'; readonly edition: string };

const mostBytes = 4 * 1024 * 1024;

/** Compares the dossier's copy of the checklist, byte for byte, with the one that comes with this tool. */
export async function compareChecklist(dossier: Dossier): Promise<ChecklistCheck> {
  const { checklist: edition, toolVersion } = dossier.settings;
  const ours = checklistFolder(edition);
  const names = await yamlFilesIn(ours);
  if (names.length === 0) return { state: 'unknown-edition', edition };
  const copy = dossier.path('checklist');
  const files: string[] = [];
  for (const name of new Set([...names, ...(await yamlFilesIn(copy))])) {
    if (!(await sameBytes(path.join(ours, name), path.join(copy, name))))
      files.push(`checklist/${name}`);
  }
  return files.length === 0
    ? { state: 'same' }
    : { state: 'different', files: files.sort(), madeBy: toolVersion };
}

async function yamlFilesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

async function sameBytes(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all(
    [a, b].map((file) => readBoundedFile(file, mostBytes, { followLinks: false })),
  );
  return left?.ok === true && right?.ok === true && left.bytes.equals(right.bytes);
}

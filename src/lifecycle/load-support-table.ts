import path from 'node:path';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { projectFolder } from '../project-folders.ts';
import { formatProblem, parseYaml } from '../yaml/parse-yaml.ts';
import { supportTableFile, userDataFolder } from './data-folder.ts';
import { type SupportTable, supportTableSchema } from './support-table.ts';

/** Largest table that is read, in bytes; the one of this tool has about 30,000. */
export const mostTableBytes = 2 * 1024 * 1024;

export type TableReading =
  | { readonly kind: 'table'; readonly table: SupportTable; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly code: string }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** The table in use, where it comes from, and that a newer one of the user's could not be used. */
export interface LoadedTable {
  readonly table: SupportTable;
  readonly from: 'bundled' | 'updated';
  readonly updateUnusable?: boolean;
}

/** Reads and checks one file; never throws for what is in it. */
export async function readSupportTable(file: string, language: Language): Promise<TableReading> {
  const read = await readBoundedFile(file, mostTableBytes);
  if (!read.ok) {
    const { problem } = read;
    if (problem.code === 'missing') return { kind: 'missing' };
    return {
      kind: 'unreadable',
      code: problem.code === 'system' ? problem.systemCode : problem.code,
    };
  }
  const parsed = parseYaml(read.bytes, { schema: supportTableSchema, language });
  if (parsed.ok) return { kind: 'table', table: parsed.value, bytes: read.bytes };
  const name = path.basename(file);
  return {
    kind: 'invalid',
    problems: parsed.problems.map((one) => formatProblem(name, one, language)),
  };
}

/**
 * The newer one of the tool's own table and the one that `lifecycle update` wrote for this user.
 * @throws Error when the tool's own table is not there or broken: a faulty installation.
 */
export async function loadSupportTable(
  folder: string = userDataFolder(),
  language: Language = 'vi',
): Promise<LoadedTable> {
  const [own, updated] = await Promise.all([
    readSupportTable(path.join(projectFolder, 'checklists', supportTableFile), language),
    readSupportTable(path.join(folder, supportTableFile), language),
  ]);
  if (own.kind !== 'table') throw new Error(`The tool's own support table is ${own.kind}`);
  if (updated.kind === 'table') {
    return updated.table.reviewedOn > own.table.reviewedOn
      ? { table: updated.table, from: 'updated' }
      : { table: own.table, from: 'bundled' };
  }
  return {
    table: own.table,
    from: 'bundled',
    ...(updated.kind !== 'missing' && { updateUnusable: true }),
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { type CriterionCase, caseFileSchema } from './case-schema.ts';

export interface CaseFile {
  readonly file: string;
  readonly criterion: string;
  readonly cases: readonly CriterionCase[];
}

/** Every written case table, in order of file name. */
export function readCaseFiles(): CaseFile[] {
  const folder = path.join(import.meta.dirname, '..');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const content: unknown = parse(readFileSync(path.join(folder, file), 'utf8'), {
        maxAliasCount: 0,
      });
      const parsed = caseFileSchema.safeParse(content);
      if (!parsed.success) throw new Error(`${file}: ${parsed.error.message}`);
      return { file, ...parsed.data };
    });
}

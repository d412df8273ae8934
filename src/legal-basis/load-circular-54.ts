import path from 'node:path';
import { z } from 'zod';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { projectFolder } from '../project-folders.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

const bilingual = { vi: z.string().min(1).max(300), en: z.string().min(1).max(300) };

/** Group IV of Annex I to Circular 54/2017/TT-BYT, which the draft would replace. */
export const circular54Schema = z.strictObject({
  source: z.strictObject(bilingual),
  criteria: z
    .array(
      z.strictObject({
        id: z.string().regex(/^\d{1,3}$/),
        level: z.enum(['basic', 'advanced']),
        ...bilingual,
      }),
    )
    .min(1)
    .max(50),
});
export type Circular54 = z.infer<typeof circular54Schema>;

const mostBytes = 256 * 1024;

/** Reads `checklists/tt54-2017.yaml`. @throws when it is missing or wrong: our fault. */
export async function loadCircular54(): Promise<Circular54> {
  const file = path.join(projectFolder, 'checklists', 'tt54-2017.yaml');
  const read = await readBoundedFile(file, mostBytes);
  if (!read.ok) throw new Error(`tt54-2017.yaml: ${read.problem.code}`);
  const parsed = parseYaml(read.bytes, { schema: circular54Schema, language: 'en' });
  if (!parsed.ok) throw new Error(`tt54-2017.yaml: ${parsed.problems[0].message}`);
  return parsed.value;
}

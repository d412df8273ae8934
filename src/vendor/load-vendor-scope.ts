import path from 'node:path';
import { z } from 'zod';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { projectFolder } from '../project-folders.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

const entry = z.strictObject({
  criteria: z.array(z.string().regex(/^[a-z]+-\d\d$/)).min(1),
  vi: z.string().min(1).max(400).describe('Lý do / The reason'),
  en: z.string().min(1).max(400),
});

/** Which criteria a product can be judged on, and why the others belong to a facility. */
export const vendorScopeSchema = z
  .strictObject({
    checklist: z.string(),
    product: z.array(entry).min(1),
    facility: z.array(entry).min(1),
  })
  .refine(
    ({ product, facility }) => {
      const all = [...product, ...facility].flatMap(({ criteria }) => criteria);
      return new Set(all).size === all.length;
    },
    { error: 'a criterion is judged on a product or at a facility, not both' },
  );
export type VendorScope = z.infer<typeof vendorScopeSchema>;

const mostBytes = 256 * 1024;

/**
 * Reads `checklists/vendor-scope.yaml`.
 * @throws when the list that comes with the tool is missing or wrong: our fault.
 */
export async function loadVendorScope(): Promise<VendorScope> {
  const read = await readBoundedFile(
    path.join(projectFolder, 'checklists', 'vendor-scope.yaml'),
    mostBytes,
  );
  if (!read.ok) throw new Error(`vendor-scope.yaml: ${read.problem.code}`);
  const parsed = parseYaml(read.bytes, { schema: vendorScopeSchema, language: 'en' });
  if (!parsed.ok) throw new Error(`vendor-scope.yaml: ${parsed.problems[0].message}`);
  return parsed.value;
}

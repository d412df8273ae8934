import path from 'node:path';
import { z } from 'zod';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { projectFolder } from '../project-folders.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

/** Days after which the list is said to be old. Ours: laws of this field changed several times a year in 2025 and 2026. */
export const OLD_LEGAL_BASIS_DAYS = 180;

const day = z.iso.date();

/** Legal texts as dated data: what the report names, and what must no longer be named. */
export const legalBasisSchema = z
  .strictObject({
    checkedOn: day.describe('Day on which somebody last looked whether each text is in force'),
    texts: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]+$/),
          title: z.string().min(1).max(400),
          status: z.enum(['in-force', 'draft', 'replaced']),
          effective: day.optional(),
          note: z.string().max(300).optional(),
          replacedBy: z.string().optional(),
          use: z.enum(['criteria', 'basis', 'related', 'security', 'signature', 'form']),
          source: z.string().min(1).max(200),
        }),
      )
      .min(1)
      .max(100),
  })
  .refine(
    ({ texts }) =>
      texts.every((one) => (one.status === 'replaced') === (one.replacedBy !== undefined)) &&
      texts.every(
        (one) => one.replacedBy === undefined || texts.some((other) => other.id === one.replacedBy),
      ),
    { error: 'a replaced text names the text that replaced it, and only a replaced one does' },
  );
export type LegalBasis = z.infer<typeof legalBasisSchema>;

const MOST_BYTES = 1024 * 1024;

/** Reads the list that comes with this tool. @throws when it is missing or wrong: that is our fault */
export async function loadLegalBasis(): Promise<LegalBasis> {
  const file = path.join(projectFolder, 'checklists', 'legal-basis.vi.yaml');
  const read = await readBoundedFile(file, MOST_BYTES);
  if (!read.ok) throw new Error(`legal-basis.vi.yaml: ${read.problem.code}`);
  const parsed = parseYaml(read.bytes, { schema: legalBasisSchema, language: 'en' });
  if (!parsed.ok) throw new Error(`legal-basis.vi.yaml: ${parsed.problems[0].message}`);
  return parsed.value;
}

/** Whether the list is too old to be relied on, on the day of assessment. @param on YYYY-MM-DD */
export function isLegalBasisOld({ checkedOn }: LegalBasis, on: string): boolean {
  const days = (Date.parse(`${on}T00:00:00Z`) - Date.parse(`${checkedOn}T00:00:00Z`)) / 86_400_000;
  return days > OLD_LEGAL_BASIS_DAYS;
}

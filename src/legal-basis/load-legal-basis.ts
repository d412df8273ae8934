import path from 'node:path';
import { z } from 'zod';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { projectFolder } from '../project-folders.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

/** Days after which the list is said to be old. Ours: laws of this field changed several times a year in 2025 and 2026. */
export const OLD_LEGAL_BASIS_DAYS = 180;

const day = z.iso.date();
const bilingual = z.strictObject({
  vi: z.string().min(1).max(200),
  en: z.string().min(1).max(200),
});

/** Legal texts as dated data: what the report names, and what must no longer be named. */
export const legalBasisSchema = z
  .strictObject({
    texts: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]+$/),
          title: z.string().min(1).max(400),
          status: z.enum(['in-force', 'partly-in-force', 'draft', 'replaced']),
          effective: day.optional(),
          note: bilingual.optional(),
          replacedBy: z.string().optional(),
          replacedOn: day.optional(),
          use: z.enum(['criteria', 'basis', 'related', 'security', 'signature', 'form']),
          checkedOn: day.describe('Day on which somebody last looked at the state of this text'),
          source: bilingual.describe('Where its state was read'),
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

/** The day on which the text that was looked at longest ago was looked at. YYYY-MM-DD */
export function oldestCheck({ texts }: LegalBasis): string {
  return texts.map(({ checkedOn }) => checkedOn).reduce((a, b) => (a < b ? a : b));
}

/** Whether the list is too old to be relied on, on the day of assessment. @param on YYYY-MM-DD */
export function isLegalBasisOld(basis: LegalBasis, on: string): boolean {
  const checked = Date.parse(`${oldestCheck(basis)}T00:00:00Z`);
  const days = (Date.parse(`${on}T00:00:00Z`) - checked) / 86_400_000;
  return days > OLD_LEGAL_BASIS_DAYS;
}

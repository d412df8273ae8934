import path from 'node:path';
import { z } from 'zod';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { projectFolder } from '../project-folders.ts';
import { type Level, levels } from '../verdict/verdict.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

const bilingual = { vi: z.string().min(1).max(400), en: z.string().min(1).max(400) };
const body = z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]*$/), ...bilingual });

/** The two councils of the draft's Article 4(2). */
export const councilKinds = ['facility', 'inter-sectoral'] as const;
export type CouncilKind = (typeof councilKinds)[number];

const compositionSchema = z.strictObject({
  councils: z
    .array(
      z.strictObject({
        id: z.enum(councilKinds),
        levels: z.array(z.enum(levels)).min(1).describe('Levels this council appraises'),
        source: z.string().min(1),
        ...bilingual,
        note: z.strictObject(bilingual),
        letterhead: z
          .strictObject(bilingual)
          .optional()
          .describe("Whom the council sits for; without it, the facility's name is printed"),
        bodies: z.array(body).min(1).max(30),
      }),
    )
    .length(councilKinds.length),
});

/** Who sits on a council, as data; printed in the minutes where the review names nobody. */
export type CouncilComposition = z.infer<typeof compositionSchema>['councils'][number];

const mostBytes = 256 * 1024;

/**
 * Reads `checklists/council-composition.yaml`.
 * @throws when the list that comes with the tool is missing or wrong: our fault.
 */
export async function loadCouncilCompositions(): Promise<readonly CouncilComposition[]> {
  const file = path.join(projectFolder, 'checklists', 'council-composition.yaml');
  const read = await readBoundedFile(file, mostBytes);
  if (!read.ok) throw new Error(`council-composition.yaml: ${read.problem.code}`);
  const parsed = parseYaml(read.bytes, { schema: compositionSchema, language: 'en' });
  if (!parsed.ok) throw new Error(`council-composition.yaml: ${parsed.problems[0].message}`);
  return parsed.value.councils;
}

/** The council that Article 4(2) names for a level; the facility's own for levels that the draft gives to nobody. */
export function councilKindFor(level: Level): CouncilKind {
  return level === 'specialized' ? 'inter-sectoral' : 'facility';
}

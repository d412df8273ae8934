import path from 'node:path';
import { z } from 'zod';
import type { ViewerKind } from '../../facility/viewer-schema.ts';
import { viewerKinds } from '../../facility/viewer-schema.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import { checklistFolder } from '../../project-folders.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';

const selectors = z.array(z.string().min(1).max(300)).max(20).default([]);
const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

/** What is known of a viewer before it is looked at: one file of checklists/viewer-patterns. */
export const viewerPatternSchema = z.strictObject({
  kind: z.enum(viewerKinds),
  name: z.string().min(1),
  /** A `program` is started by a link and shows nothing in the browser. */
  opensIn: z.enum(['browser', 'program']),
  /** A link as the maker documents it, for the facility file. */
  link: z.string().min(1).optional(),
  dismiss: selectors,
  /** Elements in which the viewer tells of an error. */
  errors: selectors,
  /** Elements that show while it loads. */
  busy: selectors,
  source: z.array(z.string().min(1)).min(1),
  /** Version and day of the run against the real product; `never` says so. */
  tried: z.union([
    z.literal('never'),
    z.strictObject({ version: z.string().min(1), on: z.iso.date(), how: z.string().min(1) }),
  ]),
  note: bilingual,
});

export type ViewerPattern = z.infer<typeof viewerPatternSchema>;

/** Where the patterns lie that come with the tool. */
export const patternFolder = checklistFolder('viewer-patterns');

const maxBytes = 64 * 1024;

/**
 * Reads the pattern of a kind of viewer.
 * @throws Error when the file that comes with the tool is missing or wrong
 */
export async function loadPattern(
  kind: ViewerKind,
  folder: string = patternFolder,
): Promise<ViewerPattern> {
  const read = await readBoundedFile(path.join(folder, `${kind}.yaml`), maxBytes);
  if (!read.ok) throw new Error(`viewer pattern ${kind}: ${read.problem.code}`);
  const parsed = parseYaml(read.bytes, {
    schema: viewerPatternSchema,
    language: 'en',
    describedIn: 'en',
  });
  if (!parsed.ok) {
    throw new Error(
      `viewer pattern ${kind}: ${parsed.problems[0].line} ${parsed.problems[0].message}`,
    );
  }
  if (parsed.value.kind !== kind)
    throw new Error(`viewer pattern ${kind}: is of ${parsed.value.kind}`);
  return parsed.value;
}

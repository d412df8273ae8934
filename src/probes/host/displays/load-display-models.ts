import path from 'node:path';
import { readBoundedFile } from '../../../files/read-bounded-file.ts';
import { projectFolder } from '../../../project-folders.ts';
import { parseYaml } from '../../../yaml/parse-yaml.ts';
import { type DisplayModels, displayModelsSchema } from './display-models.ts';

/** The table's file below `checklists/`. */
export const displayModelsFile = 'display-models.yaml';
const mostTableBytes = 1024 * 1024;

/**
 * Reads the tool's own table of display models.
 * @throws Error when it is not there or broken: a faulty installation.
 */
export async function loadDisplayModels(
  file = path.join(projectFolder, 'checklists', displayModelsFile),
): Promise<DisplayModels> {
  const read = await readBoundedFile(file, mostTableBytes);
  if (!read.ok) throw new Error(`The table of display models is ${read.problem.code}`);
  const parsed = parseYaml(read.bytes, { schema: displayModelsSchema, language: 'en' });
  if (!parsed.ok)
    throw new Error(`The table of display models is broken: ${JSON.stringify(parsed.problems[0])}`);
  return parsed.value;
}

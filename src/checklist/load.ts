import { createHash } from 'node:crypto';
import path from 'node:path';
import type { z } from 'zod';
import { UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { formatProblem, parseYaml } from '../yaml/parse-yaml.ts';
import {
  type Checklist,
  checklistManifestSchema,
  criteriaFileSchema,
  documentsFileSchema,
  specializedFileSchema,
} from './schema.ts';

/** The file a checklist folder is recognised by. */
export const manifestFileName = 'checklist.yaml';

/** The largest group of criteria is some tens of kilobytes; a file near this size is not a checklist. */
const mostBytesPerFile = 1024 * 1024;

/**
 * Reads a checklist folder: the manifest, then the files it names and no others.
 *
 * `sha256` is over the bytes that were parsed: for the manifest, each criteria file in the manifest's order, the
 * specialized file and the documents file, the line `<name> <length>` and then the bytes.
 * @throws UserError (exit code 2) naming file, line and what was expected.
 */
export async function loadChecklist(folder: string, language: Language = 'vi'): Promise<Checklist> {
  const hash = createHash('sha256');
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T> => {
    const bytes = await readBounded(folder, name, language);
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
    const parsed = parseYaml(bytes, { schema, language, describedIn: 'en' });
    if (parsed.ok) return parsed.value;
    throw new UserError(
      language === 'vi'
        ? `Bộ tiêu chí: tệp ${name} có ${parsed.problems.length} chỗ chưa đúng:`
        : `Checklist: the file ${name} has ${parsed.problems.length} problem(s):`,
      { details: parsed.problems.map((one) => formatProblem(name, one, language)) },
    );
  };

  const manifest = await read(manifestFileName, checklistManifestSchema);
  const names = [manifestFileName, ...manifest.files, manifest.specialized, manifest.documents];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new UserError(
      language === 'vi'
        ? `Bộ tiêu chí: ${manifestFileName} nêu tệp ${repeated} hai lần; mỗi tệp chỉ được nêu một lần.`
        : `Checklist: ${manifestFileName} names the file ${repeated} twice; each file is named once.`,
    );
  }
  // One after the other: the hash needs the order, and the files are small.
  const groupFiles = [];
  for (const name of manifest.files) groupFiles.push(await read(name, criteriaFileSchema));
  const specialized = await read(manifest.specialized, specializedFileSchema);
  const { documents } = await read(manifest.documents, documentsFileSchema);

  return {
    manifest,
    groups: groupFiles.map((file) => ({
      ...file.group,
      criterionIds: file.criteria.map((one) => one.id),
    })),
    criteria: groupFiles.flatMap((file) => file.criteria),
    specialized: specialized.conditions,
    packages: specialized.packages,
    ...(specialized.cap && { cap: specialized.cap }),
    documentKinds: documents,
    sha256: hash.digest('hex'),
  };
}

/** The messages say what is wrong with a file; a pipe or a device in a received folder is never waited on. */
async function readBounded(folder: string, name: string, language: Language): Promise<Buffer> {
  const vi = language === 'vi';
  const read = await readBoundedFile(path.join(folder, name), mostBytesPerFile);
  if (read.ok) return read.bytes;
  switch (read.problem.code) {
    case 'not-a-file':
      throw new UserError(
        vi ? `Bộ tiêu chí: ${name} không phải là một tệp.` : `Checklist: ${name} is not a file.`,
      );
    case 'too-large':
      throw new UserError(
        vi
          ? `Bộ tiêu chí: tệp ${name} quá lớn; tối đa ${mostBytesPerFile} byte.`
          : `Checklist: the file ${name} is too large; at most ${mostBytesPerFile} bytes are read.`,
      );
    default: {
      const code = read.problem.code === 'missing' ? 'ENOENT' : read.problem.systemCode;
      throw new UserError(
        vi
          ? `Bộ tiêu chí: không đọc được tệp ${name} trong thư mục ${folder} (${code}). Cần một thư mục có ${manifestFileName} và các tệp mà nó nêu tên.`
          : `Checklist: cannot read the file ${name} in the folder ${folder} (${code}). A folder with ${manifestFileName} and the files it names is expected.`,
      );
    }
  }
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { checklistFolder } from '../project-folders.ts';
import { formatProblem, parseYaml } from '../yaml/parse-yaml.ts';
import type { Hl7Profile } from './profile.ts';
import { resolveProfiles } from './resolve-profiles.ts';
import { type ProfileFile, profileFileSchema } from './schema.ts';

/** Where the profiles lie that come with the tool. */
export const profileFolder = checklistFolder('hl7-profiles');

const mostBytesPerFile = 512 * 1024;

/**
 * Reads every profile of a folder, one YAML file each, named after the profile.
 *
 * @throws UserError naming file and place, for a folder or file that cannot be read or is wrong
 */
export async function loadProfiles(
  language: Language,
  folder: string = profileFolder,
): Promise<readonly Hl7Profile[]> {
  const vi = language === 'vi';
  const names = await listFiles(folder, language);
  const files: ProfileFile[] = [];
  for (const name of names) {
    const file = await readProfileFile(folder, name, language);
    if (`${file.id}.yaml` !== name) {
      throw new UserError(
        vi
          ? `Hồ sơ bản tin ${name}: id là "${file.id}", phải trùng tên tệp.`
          : `Message profile ${name}: the id is "${file.id}" and must be the name of the file.`,
      );
    }
    files.push(file);
  }
  const { profiles, problems } = resolveProfiles(files);
  if (problems.length === 0) return profiles;
  throw new UserError(
    vi
      ? `Các hồ sơ bản tin HL7 có ${problems.length} chỗ chưa đúng:`
      : `The HL7 message profiles have ${problems.length} problem(s):`,
    {
      details: problems.map(
        ({ profile, rule, message }) =>
          `${profile}${rule === undefined ? '' : ` › ${rule}`}: ${message}`,
      ),
    },
  );
}

async function listFiles(folder: string, language: Language): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new UserError(
      language === 'vi'
        ? `Không đọc được thư mục hồ sơ bản tin ${folder} (${code}).`
        : `Cannot read the folder of message profiles ${folder} (${code}).`,
      { cause: error },
    );
  }
}

async function readProfileFile(
  folder: string,
  name: string,
  language: Language,
): Promise<ProfileFile> {
  const vi = language === 'vi';
  const read = await readBoundedFile(path.join(folder, name), mostBytesPerFile);
  if (!read.ok) {
    throw new UserError(
      vi
        ? `Không đọc được hồ sơ bản tin ${name} (${read.problem.code}).`
        : `Cannot read the message profile ${name} (${read.problem.code}).`,
    );
  }
  const parsed = parseYaml(read.bytes, { schema: profileFileSchema, language, describedIn: 'en' });
  if (parsed.ok) return parsed.value;
  throw new UserError(
    vi
      ? `Hồ sơ bản tin ${name} có ${parsed.problems.length} chỗ chưa đúng:`
      : `The message profile ${name} has ${parsed.problems.length} problem(s):`,
    { details: parsed.problems.map((one) => formatProblem(name, one, language)) },
  );
}

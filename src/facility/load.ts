import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { formatProblem, parseYaml, type YamlProblem } from '../yaml/parse-yaml.ts';
import { isWindowsOnlyPath, resolveFileNames } from './resolve-names.ts';
import { type Facility, facilitySchema } from './schema.ts';
import { facilityTemplate } from './template.ts';

/** A hospital writes a few hundred lines; anything near this size is a mistake or an attack. */
const mostBytes = 4 * 1024 * 1024;

/** A facility file as read: its content, the exact text, and the folder its relative paths start from. */
export interface LoadedFacility {
  readonly facility: Facility;
  readonly text: string;
  readonly file: string;
  readonly folder: string;
}

/**
 * Reads and checks a facility file.
 *
 * @param options.stored - the copy inside a dossier: the files it names are elsewhere, and are not looked for, so that it
 * reads the same on any computer.
 * @throws UserError (exit code 2) naming file, line, what was expected and an example.
 */
export async function loadFacility(
  file: string,
  language: Language,
  options: { readonly stored?: boolean } = {},
): Promise<LoadedFacility> {
  const vi = language === 'vi';
  const text = await readText(file, language);
  const result = parseYaml(text, { schema: facilitySchema, language, template: facilityTemplate });
  const problems = result.ok
    ? [
        ...checkReferences(result.value, text, language),
        ...(options.stored ? [] : checkPaths(result.value, text, language)),
      ]
    : result.problems;
  if (!result.ok || problems.length > 0) {
    throw new UserError(
      vi
        ? `Tệp cơ sở ${file} có ${problems.length} chỗ cần sửa:`
        : `The facility file ${file} has ${problems.length} problem(s):`,
      { details: problems.map((one) => formatProblem(path.basename(file), one, language)) },
    );
  }
  const folder = path.dirname(path.resolve(file));
  const facility = options.stored ? result.value : await resolveFileNames(result.value, folder);
  return { facility, text, file, folder };
}

async function readText(file: string, language: Language): Promise<string> {
  const vi = language === 'vi';
  try {
    const info = await stat(file);
    if (!info.isFile())
      throw new UserError(vi ? `${file} không phải là một tệp.` : `${file} is not a file.`);
    if (info.size > mostBytes) {
      throw new UserError(
        vi
          ? `Tệp cơ sở ${file} lớn ${Math.round(info.size / 1024 / 1024)} MB; tối đa 4 MB. Hãy kiểm tra có chọn nhầm tệp không.`
          : `The facility file ${file} is ${Math.round(info.size / 1024 / 1024)} MB; at most 4 MB are read. Check that it is the right file.`,
      );
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (systemErrorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new UserError(
        vi
          ? `Tệp cơ sở ${file} không phải UTF-8; mở bằng trình soạn thảo và lưu lại với bảng mã UTF-8.`
          : `The facility file ${file} is not UTF-8; open it in an editor and save it as UTF-8.`,
        { cause: error },
      );
    }
    if (systemErrorCode(error) === 'ENOENT') {
      throw new UserError(
        vi
          ? `Không thấy tệp cơ sở ${file}. Tạo tệp mẫu bằng lệnh: rispacs init ${file}`
          : `There is no facility file ${file}. Write a sample with: rispacs init ${file}`,
        { cause: error },
      );
    }
    throw new UserError(
      vi
        ? `Không đọc được tệp cơ sở ${file} (${systemErrorCode(error) ?? 'lỗi không rõ'}). Kiểm tra quyền đọc tệp.`
        : `Cannot read the facility file ${file} (${systemErrorCode(error) ?? 'unknown error'}). Check its permissions.`,
      { cause: error },
    );
  }
}

/** Checks that no schema can: ids used once, at most one "this computer". */
function checkReferences(facility: Facility, text: string, language: Language): YamlProblem[] {
  const vi = language === 'vi';
  const lists: readonly (readonly [string, readonly { readonly id: string }[]])[] = [
    ['computers', facility.computers],
    ['dicom.nodes', facility.dicom.nodes],
    ['dicomweb.endpoints', facility.dicomweb.endpoints],
    ['media', facility.media],
    ['switches', facility.switches],
    ['power', facility.power],
    ['balancers', facility.balancers],
    ['databases', facility.databases],
    ['redundancy', facility.redundancy],
    ['backups', facility.backups],
    ['hl7.endpoints', facility.hl7.endpoints],
    ['lan.paths', facility.lan.paths],
    ['internet.tests', facility.internet.tests],
    ['web.endpoints', facility.web.endpoints],
  ];
  const problems: YamlProblem[] = [];
  for (const [path_, list] of lists) {
    const seen = new Set<string>();
    for (const { id } of list) {
      if (seen.has(id)) {
        problems.push({
          ...lastMention(text, id),
          path: path_,
          message: vi
            ? `mã "${id}" dùng hai lần; mỗi mục cần một mã riêng`
            : `the id "${id}" is used twice; each entry needs its own`,
        });
      }
      seen.add(id);
    }
  }
  problems.push(...checkNamedPeers(facility, text, language));
  for (const url of urlsOf(facility)) {
    const { username, password } = new URL(url);
    if (username === '' && password === '') continue;
    problems.push({
      ...lastMention(text, url),
      path: 'url',
      message: vi
        ? 'không ghi tên và mật khẩu trong địa chỉ; tệp này được chép vào hồ sơ'
        : 'a user name or password must not be in an address; this file is copied into the dossier',
    });
  }
  if (facility.computers.filter((one) => one.thisComputer).length > 1) {
    problems.push({
      ...lastMention(text, 'thisComputer'),
      path: 'computers',
      message: vi
        ? 'chỉ một máy được ghi thisComputer: true'
        : 'only one computer may have thisComputer: true',
    });
  }
  return problems;
}

/** Ids that one entry names and another must have. */
function checkNamedPeers(facility: Facility, text: string, language: Language): YamlProblem[] {
  const nodes = new Set(facility.dicom.nodes.map(({ id }) => id));
  const webs = new Set(facility.dicomweb.endpoints.map(({ id }) => id));
  const named = facility.dicom.nodes.flatMap(({ id, dicomweb, forwardTo = [] }) => [
    ...(dicomweb === undefined || webs.has(dicomweb)
      ? []
      : [{ path: 'dicom.nodes.dicomweb', name: dicomweb, list: 'dicomweb.endpoints' }]),
    ...forwardTo
      .filter((one) => one === id || !nodes.has(one))
      .map((name) => ({ path: 'dicom.nodes.forwardTo', name, list: 'dicom.nodes' })),
  ]);
  return named.map(({ path: where, name, list }) => ({
    ...lastMention(text, name),
    path: where,
    message:
      language === 'vi'
        ? `"${name}" không phải mã của một mục khác trong ${list}`
        : `"${name}" is not the id of another entry of ${list}`,
  }));
}

function urlsOf(facility: Facility): string[] {
  return [
    ...[...facility.web.endpoints, ...facility.internet.tests].map(({ url }) => url),
    ...facility.dicomweb.endpoints.flatMap(({ url, wadoUri }) =>
      wadoUri === undefined ? [url] : [url, wadoUri],
    ),
  ];
}

/** Paths that only the Windows computer they were written on can follow. */
function checkPaths(facility: Facility, text: string, language: Language): YamlProblem[] {
  if (process.platform === 'win32') return [];
  const named = [
    ...facility.statements.map((name) => ({ path: 'statements', name })),
    ...facility.computers.flatMap((one) =>
      one.inventory === undefined ? [] : [{ path: 'computers.inventory', name: one.inventory }],
    ),
    ...facility.media.map((one) => ({ path: 'media.path', name: one.path })),
    ...facility.dicom.nodes.flatMap((one) =>
      one.claims === undefined ? [] : [{ path: 'dicom.nodes.claims', name: one.claims }],
    ),
  ];
  return named
    .filter((one) => isWindowsOnlyPath(one.name))
    .map((one) => ({
      ...lastMention(text, one.name),
      path: one.path,
      message:
        language === 'vi'
          ? `"${one.name}" là đường dẫn của máy Windows; chép tệp về cạnh tệp này và ghi đường dẫn tương đối`
          : `"${one.name}" is a path of a Windows computer; copy the file beside this one and write a relative path`,
      example: one.path === 'statements' ? '- giay-to/xac-nhan.yaml' : 'inventory: pacs-01.json',
    }));
}

function lastMention(text: string, word: string): { line: number; column: number } {
  const offset = Math.max(0, text.lastIndexOf(word));
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

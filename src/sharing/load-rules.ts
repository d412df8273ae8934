import { createHash } from 'node:crypto';
import path from 'node:path';
import type { z } from 'zod';
import { documentsFileSchema } from '../checklist/schema.ts';
import { UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { formatProblem, parseYaml } from '../yaml/parse-yaml.ts';
import { type SharingRules, sharingManifestSchema, sharingRulesFileSchema } from './rule-schema.ts';

const mostBytesPerFile = 1024 * 1024;
/** An edition stands on an earlier one, and that perhaps on another; a circle is a fault of the files. */
const mostEditions = 5;

/**
 * Reads a folder of sharing rules, and the earlier editions it extends, which lie beside it. A rule of the later edition
 * replaces the earlier one of the same id; `drops` takes rules away.
 * @throws UserError (exit code 2) naming file, line and what was expected.
 */
export async function loadSharingRules(
  folder: string,
  language: Language = 'vi',
): Promise<SharingRules> {
  const hash = createHash('sha256');
  const editions: Edition[] = [];
  for (let next: string | undefined = folder; next !== undefined; ) {
    if (editions.length === mostEditions) {
      throw new UserError(
        language === 'vi'
          ? `Bộ điều kiện liên thông: quá ${mostEditions} bản nối nhau qua "extends"; hãy xem lại các tệp checklist.yaml.`
          : `Sharing rules: more than ${mostEditions} editions linked by "extends"; please see the files checklist.yaml.`,
      );
    }
    const edition: Edition = await readEdition(next, hash, language);
    editions.unshift(edition);
    const earlier: string | undefined = edition.manifest.extends;
    next = earlier === undefined ? undefined : path.join(path.dirname(folder), earlier);
  }
  return { ...joinEditions(editions), sha256: hash.digest('hex') };
}

type Edition = Awaited<ReturnType<typeof readEdition>>;

async function readEdition(
  folder: string,
  hash: ReturnType<typeof createHash>,
  language: Language,
) {
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T> => {
    const file = await readBoundedFile(path.join(folder, name), mostBytesPerFile);
    if (!file.ok) {
      throw new UserError(
        language === 'vi'
          ? `Bộ điều kiện liên thông: không đọc được tệp ${name} trong thư mục ${folder} (${file.problem.code}).`
          : `Sharing rules: cannot read the file ${name} in the folder ${folder} (${file.problem.code}).`,
      );
    }
    hash.update(`${name} ${file.bytes.length}\n`).update(file.bytes);
    const parsed = parseYaml(file.bytes, { schema, language, describedIn: 'en' });
    if (parsed.ok) return parsed.value;
    throw new UserError(
      language === 'vi'
        ? `Bộ điều kiện liên thông: tệp ${name} có ${parsed.problems.length} chỗ chưa đúng:`
        : `Sharing rules: the file ${name} has ${parsed.problems.length} problem(s):`,
      { details: parsed.problems.map((one) => formatProblem(name, one, language)) },
    );
  };
  const manifest = await read('checklist.yaml', sharingManifestSchema);
  const files = [];
  // One after the other: the hash needs the order, and the files are small.
  for (const name of manifest.files) files.push(await read(name, sharingRulesFileSchema));
  const documents =
    manifest.documents === undefined
      ? []
      : (await read(manifest.documents, documentsFileSchema)).documents;
  return { manifest, files, documents };
}

function joinEditions(editions: readonly Edition[]): Omit<SharingRules, 'sha256'> {
  const rules = new Map<string, SharingRules['rules'][number]>();
  const groups = new Map<string, SharingRules['groups'][number]>();
  const kinds = new Map<string, SharingRules['documentKinds'][number]>();
  for (const { manifest, files, documents } of editions) {
    for (const id of manifest.drops) rules.delete(id);
    for (const file of files) {
      for (const rule of file.rules) rules.set(rule.id, rule);
      const { code } = file.group;
      const ids = [...(groups.get(code)?.ruleIds ?? []), ...file.rules.map((one) => one.id)];
      groups.set(code, { ...file.group, ruleIds: [...new Set(ids)] });
    }
    for (const kind of documents) kinds.set(kind.id, kind);
  }
  const latest = editions[editions.length - 1];
  if (latest === undefined) throw new Error('no edition was read');
  return {
    manifest: latest.manifest,
    groups: [...groups.values()].map((one) => ({
      ...one,
      ruleIds: one.ruleIds.filter((id) => rules.has(id)),
    })),
    rules: [...rules.values()].sort((a, b) => a.ordinal - b.ordinal),
    documentKinds: [...kinds.values()],
  };
}

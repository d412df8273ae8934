import path from 'node:path';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import type { Rejudged } from './verify-dossier.ts';

const mostBytes = 256 * 1024 * 1024;
const mostNameCharacters = 200;

/** Holds the stored result, byte for byte, against the one that the evidence gives now. */
export async function compareResult(
  folder: string,
  file: string,
  now: string,
  language: Language,
): Promise<Rejudged> {
  const read = await readBoundedFile(path.join(folder, file), mostBytes, { followLinks: false });
  if (!read.ok) {
    if (read.problem.code === 'missing') return { state: 'no-assessment' };
    const message =
      language === 'vi'
        ? `${file} không phải tệp đọc được, hoặc lớn quá mức.`
        : `${file} is not a file that can be read, or is too large.`;
    return { state: 'not-possible', message };
  }
  if (read.bytes.equals(Buffer.from(now, 'utf8'))) return { state: 'equal' };
  const where = differences(read.bytes.toString('utf8'), now);
  return { state: 'different', where: where.length > 0 ? where : [file] };
}

/** Criteria whose findings differ, and other parts of the result; both texts are canonical, so the order of keys says nothing. */
function differences(stored: string, now: string): string[] {
  try {
    const [before, after] = [objectOf(parseJson(stored)), objectOf(parseJson(now))];
    if (before === undefined || after === undefined) return [];
    const [seen, judged] = [findingsOf(before), findingsOf(after)];
    const criteria = [...new Set([...seen.keys(), ...judged.keys()])].filter(
      (id) => seen.get(id) !== judged.get(id),
    );
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) =>
        !['findings', 'specialized'].includes(key) &&
        JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    return [...criteria, ...keys].map((one) => one.slice(0, mostNameCharacters));
  } catch (error) {
    // A value that is nested without end cannot be written as text again.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function findingsOf(side: Readonly<Record<string, unknown>>): Map<string, string> {
  const lists = [side.findings, side.specialized];
  return new Map(
    lists
      .flatMap((list) => (Array.isArray(list) ? list : []))
      .map((one: unknown) => {
        const id = objectOf(one)?.criterion;
        return [typeof id === 'string' ? id : '?', JSON.stringify(one)];
      }),
  );
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

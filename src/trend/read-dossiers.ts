import { UserError } from '../errors/user-error.ts';
import { type ReadSide, readFacilitySide } from '../history/read-side.ts';
import { relateEditions } from '../history/relate-editions.ts';
import type { Side } from '../history/side-schema.ts';
import type { Language } from '../locale/language.ts';
import { printableText } from '../report/printable-text.ts';
import { sortByDay, type TrendEntry } from './make-trend.ts';
import { trendWords } from './words.ts';

/** Dossiers that could be read, in the order of their days, and what was left out. */
export interface ReadDossiers {
  readonly entries: readonly TrendEntry[];
  readonly remarks: readonly string[];
  readonly unreadable: number;
}

/**
 * Reads dossiers one by one. One that cannot be read is left out and named; one given twice, or copied, counts once.
 * @throws UserError when fewer than two are left, with the reason of each that is not.
 */
export async function readDossiers(
  paths: readonly string[],
  language: Language,
): Promise<ReadDossiers> {
  const w = trendWords[language];
  const reads: ReadSide<Side>[] = [];
  const remarks: string[] = [];
  const seen = new Map<string, string>();
  let unreadable = 0;
  for (const path of paths) {
    try {
      const read = await readFacilitySide(path, language);
      const text = JSON.stringify(read.side);
      const first = seen.get(text);
      if (first === undefined) reads.push(read);
      else remarks.push(w.duplicate(printableText(path), printableText(first)));
      seen.set(text, first ?? path);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unreadable += 1;
      remarks.push(w.unreadable(printableText(path), error.message));
    }
  }
  const sorted = sortByDay(reads);
  const last = sorted.at(-1);
  if (last === undefined || sorted.length < 2) {
    throw new UserError(
      language === 'vi'
        ? 'Cần ít nhất hai hồ sơ khác nhau đọc được.'
        : 'At least two different dossiers that can be read are needed.',
      { details: remarks },
    );
  }
  const entries: TrendEntry[] = [];
  for (const read of sorted)
    entries.push({ read, relation: await relateEditions(read, last, language) });
  return { entries, remarks, unreadable };
}

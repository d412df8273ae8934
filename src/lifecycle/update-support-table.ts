import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import type { Language } from '../locale/language.ts';
import { supportTableFile, userDataFolder } from './data-folder.ts';
import {
  loadSupportTable,
  mostTableBytes,
  readSupportTable,
  type TableReading,
} from './load-support-table.ts';

/** What an update did. */
export interface TableUpdate {
  /** Date of the table now in use, and of the one before. */
  readonly reviewedOn: string;
  readonly previousReviewedOn: string;
  readonly products: number;
  /** Products that the table before had and this one lacks: they are unknown from now on. */
  readonly lostProducts: readonly string[];
  /** Where the table was written. */
  readonly path: string;
}

/**
 * Checks a table from a file and puts it into the user's data folder, byte for byte.
 * @throws UserError when it cannot be read, is not a table, is older than the one in use, or cannot be written.
 */
export async function updateSupportTable(
  file: string,
  options: { readonly language: Language; readonly folder?: string },
): Promise<TableUpdate> {
  const { language, folder = userDataFolder() } = options;
  const vi = language === 'vi';
  const { table, bytes } = await readGiven(file, language);
  const current = (await loadSupportTable(folder, language)).table;
  if (table.reviewedOn < current.reviewedOn) {
    throw new UserError(
      vi
        ? `Bảng trong ${file} ngày ${table.reviewedOn}, cũ hơn bảng đang dùng (${current.reviewedOn}); không cập nhật.`
        : `The table in ${file} is of ${table.reviewedOn}, older than the one in use (${current.reviewedOn}); nothing was changed.`,
    );
  }
  const target = path.join(folder, supportTableFile);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFileAtomically(target, bytes);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new UserError(
      vi ? `Không ghi được vào ${folder} (${code}).` : `Cannot write to ${folder} (${code}).`,
      { cause: error },
    );
  }
  const known = new Set(table.products.map((one) => one.id));
  return {
    reviewedOn: table.reviewedOn,
    previousReviewedOn: current.reviewedOn,
    products: table.products.length,
    lostProducts: current.products.map((one) => one.id).filter((id) => !known.has(id)),
    path: target,
  };
}

async function readGiven(
  file: string,
  language: Language,
): Promise<Extract<TableReading, { kind: 'table' }>> {
  const reading = await readSupportTable(file, language);
  switch (reading.kind) {
    case 'table':
      return reading;
    case 'missing':
    case 'unreadable':
      throw unreadable(file, reading.kind === 'missing' ? 'missing' : reading.code, language);
    case 'invalid':
      throw new UserError(
        language === 'vi'
          ? `${file} không phải là bảng thời hạn hỗ trợ đúng dạng; không cập nhật:`
          : `${file} is not a support table of the right form; nothing was changed:`,
        { details: reading.problems },
      );
  }
}

function unreadable(file: string, code: string, language: Language): UserError {
  return new UserError(
    language === 'vi'
      ? `Không đọc được ${file} (${code}); cần một tệp YAML hoặc JSON không quá ${mostTableBytes} byte.`
      : `Cannot read ${file} (${code}); a YAML or JSON file of at most ${mostTableBytes} bytes is needed.`,
  );
}

import { UserError } from '../errors/user-error.ts';
import { type DicomRole, dicomRoles } from '../facility/roles.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { type CsvRecord, readCsv } from '../files/read-csv.ts';
import type { Language } from '../locale/language.ts';
import { printableText } from '../report/printable-text.ts';
import type { SweepNode } from './node.ts';

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_NODES = 20_000;
/** Problems beyond this many are only counted. */
const MOST_TOLD = 20;

const columns = ['id', 'host', 'port', 'called_ae', 'role'] as const;
type Column = (typeof columns)[number];

/**
 * Reads a list of AEs: CSV in UTF-8 with a header of `id,host,port,called_ae` and optionally `role`, in any order.
 * Without a role a node is asked as a modality: C-ECHO only.
 * @throws UserError (exit code 2) naming each line and what was expected there
 */
export async function readNodeList(file: string, language: Language): Promise<SweepNode[]> {
  const vi = language === 'vi';
  const read = await readBoundedFile(file, MOST_BYTES);
  if (!read.ok) {
    const { problem } = read;
    const why = problem.code === 'system' ? problem.systemCode : problem.code;
    throw new UserError(
      vi ? `Không đọc được danh sách ${file} (${why}).` : `Cannot read the list ${file} (${why}).`,
    );
  }
  const text = decode(read.bytes, file, vi);
  const { records, unclosedAt } = readCsv(text);
  if (unclosedAt !== undefined) {
    throw new UserError(
      vi
        ? `${file}, dòng ${unclosedAt}: dấu ngoặc kép không được đóng.`
        : `${file}, line ${unclosedAt}: a quotation mark is not closed.`,
    );
  }
  return readLines(records, file, vi);
}

function decode(bytes: Buffer, file: string, vi: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(
      vi
        ? `${file} không phải UTF-8; trong Excel hãy lưu dạng "CSV UTF-8".`
        : `${file} is not UTF-8; in Excel save it as "CSV UTF-8".`,
      { cause: error },
    );
  }
}

function readLines(lines: readonly CsvRecord[], file: string, vi: boolean): SweepNode[] {
  const [header, ...rows] = lines;
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const missing = columns.filter((one) => one !== 'role' && !names.includes(one));
  if (missing.length > 0) {
    throw new UserError(
      vi
        ? `${file}: dòng đầu phải có các cột id, host, port, called_ae (và có thể role); thiếu ${missing.join(', ')}.`
        : `${file}: the first line must have the columns id, host, port, called_ae (and possibly role); ${missing.join(', ')} missing.`,
      { details: ['id,host,port,called_ae,role', 'ct-01,10.0.5.11,104,CT01,modality'] },
    );
  }
  if (rows.length === 0 || rows.length > MOST_NODES) {
    throw new UserError(
      vi
        ? `${file} có ${rows.length} dòng; cần từ 1 đến ${MOST_NODES}.`
        : `${file} has ${rows.length} lines; 1 to ${MOST_NODES} are read.`,
    );
  }
  const problems: string[] = [];
  const seen = new Set<string>();
  const nodes = rows.flatMap((row) => {
    const cell = (column: Column): string => row.cells[names.indexOf(column)]?.trim() ?? '';
    const read = readNode(cell);
    const repeated = seen.has(cell('id'));
    seen.add(cell('id'));
    if (typeof read !== 'string' && !repeated) return [read];
    const column = typeof read === 'string' ? read : 'id';
    problems.push(tellProblem(row.line, column, repeated, cell(column), vi));
    return [];
  });
  if (problems.length > 0) {
    throw new UserError(
      vi
        ? `${file} có ${problems.length} dòng cần sửa:`
        : `${file} has ${problems.length} line(s) to be corrected:`,
      { details: [...problems.slice(0, MOST_TOLD), ...(problems.length > MOST_TOLD ? ['…'] : [])] },
    );
  }
  return nodes;
}

/** The node, or the column that is wrong. */
function readNode(cell: (column: Column) => string): SweepNode | Column {
  const [id, host, port, calledAe] = [cell('id'), cell('host'), cell('port'), cell('called_ae')];
  const role = cell('role').toLowerCase() || 'modality';
  if (id === '' || id.length > 80) return 'id';
  if (!/^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,253}[A-Za-z0-9])?$/.test(host)) return 'host';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) return 'port';
  // PS3.5 6.2, AE: 16 characters without backslash and controls.
  if (!/^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(calledAe)) return 'called_ae';
  if (!isRole(role)) return 'role';
  return { id, host, port: Number(port), calledAe, role };
}

function isRole(text: string): text is DicomRole {
  return dicomRoles.some((role) => role === text);
}

function tellProblem(
  line: number,
  column: Column,
  isRepeated: boolean,
  value: string,
  vi: boolean,
): string {
  const shown = `"${printableText(value).slice(0, 60)}"`;
  const at = vi ? `dòng ${line}` : `line ${line}`;
  if (column === 'id' && isRepeated) {
    return vi ? `${at}: mã ${shown} đã có ở dòng trên` : `${at}: the id ${shown} was used above`;
  }
  const expected: Readonly<Record<Column, readonly [string, string]>> = {
    id: ['id cần từ 1 đến 80 ký tự', 'id needs 1 to 80 characters'],
    host: ['host cần địa chỉ IP hoặc tên máy', 'host needs an IP address or host name'],
    port: ['port cần số từ 1 đến 65535', 'port needs a number from 1 to 65535'],
    called_ae: [
      'called_ae cần 1 đến 16 ký tự ASCII (PS3.5 6.2)',
      'called_ae needs 1 to 16 ASCII characters (PS3.5 6.2)',
    ],
    role: [
      `role cần một trong ${dicomRoles.join(', ')}`,
      `role needs one of ${dicomRoles.join(', ')}`,
    ],
  };
  const [inVi, inEn] = expected[column];
  return vi ? `${at}: ${inVi}, không phải ${shown}` : `${at}: ${inEn}, not ${shown}`;
}

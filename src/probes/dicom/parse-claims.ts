import { decodeTable, readCsv } from '../../files/read-csv.ts';
import { findSopClass, findTransferSyntax } from '../../protocols/dicom/index.ts';

/** One statement of a DICOM conformance statement: this class, in this role, with this syntax or with any. */
export interface Claim {
  readonly sopClassUid: string;
  readonly role: 'scu' | 'scp';
  readonly transferSyntaxUid?: string;
}

/** What is wrong with one line of the file. */
export type ClaimProblem =
  | { readonly kind: 'no-header' | 'unclosed-quote'; readonly line: number }
  | {
      readonly kind: 'unknown-class' | 'unknown-role' | 'unknown-syntax';
      readonly line: number;
      readonly value: string;
    }
  | { readonly kind: 'too-many'; readonly line: number; readonly most: number };

/** The claims that could be read, each once and in order, and every line that could not. */
export interface ParsedClaims {
  readonly claims: readonly Claim[];
  readonly problems: readonly ClaimProblem[];
}

/** Far above what a conformance statement holds: about 200 classes in two roles. */
const mostClaims = 2_000;
const longestValue = 80;

/**
 * Reads `sop_class,role,transfer_syntax` lines. Classes and syntaxes are UIDs, or names as in PS3.6 annex A; a cell may
 * hold several syntaxes on lines of its own or separated by `|` or `;`. A role is scu, scp or both.
 */
export function parseClaims(bytes: Uint8Array): ParsedClaims {
  const { records, unclosedAt } = readCsv(decodeTable(bytes));
  const [header, ...lines] = records;
  const columns = header && findColumns(header.cells);
  if (!columns) return { claims: [], problems: [{ kind: 'no-header', line: header?.line ?? 1 }] };
  const claims = new Map<string, Claim>();
  const problems: ClaimProblem[] = [];
  for (const { line, cells } of lines) {
    const cell = (at: number): string => cells[at] ?? '';
    const sopClassUid = readUid(cell(columns.sopClass), findSopClass);
    const roles = readRoles(cell(columns.role));
    const syntaxes = readSyntaxes(cell(columns.syntax));
    if (sopClassUid === undefined)
      problems.push({ kind: 'unknown-class', line, value: shorten(cell(columns.sopClass)) });
    if (roles.length === 0)
      problems.push({ kind: 'unknown-role', line, value: shorten(cell(columns.role)) });
    for (const value of syntaxes.unknown) problems.push({ kind: 'unknown-syntax', line, value });
    if (sopClassUid === undefined) continue;
    for (const role of roles)
      for (const claim of syntaxes.known.map((one) => ({ sopClassUid, role, ...one })))
        claims.set(`${role} ${sopClassUid} ${claim.transferSyntaxUid ?? ''}`, claim);
    if (claims.size > mostClaims) {
      problems.push({ kind: 'too-many', line, most: mostClaims });
      break;
    }
  }
  if (unclosedAt !== undefined) problems.push({ kind: 'unclosed-quote', line: unclosedAt });
  return { claims: [...claims.values()].slice(0, mostClaims), problems };
}

interface Columns {
  readonly sopClass: number;
  readonly role: number;
  readonly syntax: number;
}

function findColumns(cells: readonly string[]): Columns | undefined {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const find = (name: RegExp): number => names.findIndex((one) => name.test(one));
  const columns = {
    sopClass: find(/^(sopclass|abstractsyntax)(uid|name)?$/),
    role: find(/^(dicom)?role$/),
    syntax: find(/^transfersyntax(uid|name|es)?$/),
  };
  return columns.sopClass < 0 || columns.role < 0 ? undefined : columns;
}

function readUid(
  value: string,
  findByName: (name: string) => { readonly uid: string } | undefined,
): string | undefined {
  return isUid(value) ? value : findByName(value)?.uid;
}

function readRoles(value: string): readonly Claim['role'][] {
  switch (value.toLowerCase().replace(/[^a-z]/g, '')) {
    case 'scu':
      return ['scu'];
    case 'scp':
      return ['scp'];
    case 'both':
    case 'scuscp':
    case 'scpscu':
    case 'scuandscp':
      return ['scu', 'scp'];
    default:
      return [];
  }
}

/** No syntax at all, or none that is understood, is still a claim about the class. */
function readSyntaxes(value: string): {
  readonly known: readonly { readonly transferSyntaxUid?: string }[];
  readonly unknown: readonly string[];
} {
  if (value === '') return { known: [{}], unknown: [] };
  const parts = value
    .split(/[\n\r|;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map((part) => ({ part, uid: readUid(part, findTransferSyntax) }));
  const known = read.flatMap(({ uid }) => (uid === undefined ? [] : [{ transferSyntaxUid: uid }]));
  return {
    known: known.length === 0 ? [{}] : known,
    unknown: read.flatMap(({ part, uid }) => (uid === undefined ? [shorten(part)] : [])),
  };
}

/** Well formed as in PS3.5 9.1. */
function isUid(value: string): boolean {
  return value.length <= 64 && /^[0-2](\.(0|[1-9]\d*))+$/.test(value);
}

function shorten(value: string): string {
  const clean = value.replace(/\p{Cc}+/gu, ' ').trim();
  return clean.length > longestValue ? `${clean.slice(0, longestValue)}…` : clean;
}

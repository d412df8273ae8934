/** An object of unknown origin, read by small-letter names: tools and versions differ in capitals. */
export type LooseRecord = ReadonlyMap<string, unknown>;

/** Most objects of one list that are read. */
export const mostRecords = 5_000;
const mostKeys = 200;
const longestText = 200;

/** Objects of a list, or the one object itself: PowerShell writes a list of one as an object. */
export function asRecords(value: unknown): readonly LooseRecord[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.slice(0, mostRecords).flatMap((one) => {
    const record = asRecord(one);
    return record ? [record] : [];
  });
}

/** One object; `undefined` for anything else. */
export function asRecord(value: unknown): LooseRecord | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).slice(0, mostKeys);
  return new Map(entries.map(([name, one]) => [name.toLowerCase(), one]));
}

/** A short, printable text; numbers are written out. */
export function textOf(record: LooseRecord | undefined, name: string): string | undefined {
  const value = record?.get(name);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const plain = tidyText(value);
  return plain === '' ? undefined : plain;
}

/** Printable, on one line, at most 200 characters. */
export function tidyText(text: string): string {
  return text
    .slice(0, 4 * longestText)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longestText);
}

/** A number, also one written as text. */
export function numberOf(record: LooseRecord | undefined, name: string): number | undefined {
  const value = record?.get(name);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d{1,9})?$/.test(value.trim())) return undefined;
  return Number(value);
}

/** A truth value as JSON, XML, SQL and Perl write it: true, "true", 1, "ON", "yes". */
export function flagOf(record: LooseRecord | undefined, name: string): boolean | undefined {
  const value = record?.get(name);
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (/^(true|1|on|yes)$/i.test(text)) return true;
  return /^(false|0|off|no)$/i.test(text) ? false : undefined;
}

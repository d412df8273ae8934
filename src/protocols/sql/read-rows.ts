import type { SqlRow, SqlValue } from './outcome.ts';

/** Most rows of one answer that are kept. */
export const mostRows = 1_000;
const mostColumns = 64;
const longestText = 4_000;

/** Takes what a library gives as rows into a bounded, plain form. */
export function readRows(rows: readonly unknown[]): SqlRow[] {
  return rows.slice(0, mostRows).map((row) => {
    const cells = typeof row === 'object' && row !== null ? Object.entries(row) : [];
    return new Map(
      cells.slice(0, mostColumns).flatMap(([name, value]): [string, SqlValue][] => {
        const plain = readValue(value);
        return plain === undefined ? [] : [[name.toLowerCase(), plain]];
      }),
    );
  });
}

function readValue(value: unknown): SqlValue | undefined {
  if (typeof value === 'string') return value.slice(0, longestText);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
}

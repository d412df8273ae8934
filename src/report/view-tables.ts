import { sayValue } from '../checklist/rule-words.ts';
import { type FactRow, type FactValue, isObserved } from '../evidence/evidence.ts';
import { isChoice } from '../probes/fact-registry.ts';
import { type MeasurementTable, measurementTables } from './measurement-tables.ts';
import type { ViewContext } from './view-context.ts';

const rowsShown = 60;
const longestCell = 90;

/** Tables of what probes saw on test studies and infrastructure; those without a row are left out. */
export function viewTables(context: ViewContext) {
  return measurementTables.flatMap((table) => {
    const rows = rowsOf(context, table);
    if (rows.length === 0) return [];
    // A column that no row fills only takes room.
    const columns = table.columns.filter(({ column }) =>
      rows.some((row) => row[column] !== undefined),
    );
    const codes = new Set(
      columns.map(({ column }) => column).filter((column) => isChoice(table.group, column)),
    );
    const left = rows.length - rowsShown;
    return [
      {
        title: context.pick(table.title),
        heads: columns.map((one) => context.pick(one.head)),
        rows: rows.slice(0, rowsShown).map((row) => ({
          cells: columns.map(({ column }) =>
            showValue(context, column, row[column], codes.has(column)),
          ),
        })),
        more: left > 0 ? context.say.moreRows(context.count(left)) : '',
      },
    ];
  });
}

function rowsOf({ assessment }: ViewContext, { group, keep }: MeasurementTable): FactRow[] {
  const rows = assessment.evidence
    .filter(isObserved)
    .flatMap((record) => record.facts[group] ?? []);
  return keep ? rows.filter(keep) : rows;
}

function showValue(
  context: ViewContext,
  column: string,
  value: FactValue | undefined,
  isCode: boolean,
): string {
  if (value === undefined) return '';
  if (typeof value === 'number') {
    // DIMSE statuses are hexadecimal in every manual (PS3.7 C); HTTP's are not.
    const isDimse = column === 'status' && value > 0 && (value < 100 || value > 599);
    return isDimse ? `0x${value.toString(16).padStart(4, '0')}` : context.count(value);
  }
  if (Array.isArray(value)) return context.clip(value.join(', '), longestCell);
  if (typeof value === 'boolean' || (typeof value === 'string' && isCode))
    return sayValue(value, context.language);
  return typeof value === 'string' ? context.clip(value, longestCell) : '';
}

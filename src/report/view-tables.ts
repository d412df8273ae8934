import type { FactRow } from '../evidence/evidence.ts';
import { isChoice } from '../probes/fact-registry.ts';
import {
  type MeasurementTable,
  measurementTables,
  type TableColumn,
} from './measurement-tables.ts';
import { viewCertificates } from './tables/certificates.ts';
import { viewDicomNodes } from './tables/dicom-nodes.ts';
import { viewNegotiatedSyntaxes } from './tables/negotiated-syntaxes.ts';
import { viewNetworkPorts } from './tables/network-ports.ts';
import { allRows, type PrintedTable, printTable } from './tables/printed-table.ts';
import { sayCell } from './tables/say-cell.ts';
import type { ViewContext } from './view-context.ts';

/** Tables of what probes saw on test studies and infrastructure; those without a row are left out. */
export function viewTables(context: ViewContext): PrintedTable[] {
  return [
    ...viewDicomNodes(context),
    ...viewNegotiatedSyntaxes(context),
    ...measurementTables.flatMap((table) => viewTable(context, table)),
    ...viewNetworkPorts(context),
    ...viewCertificates(context),
  ];
}

function viewTable(context: ViewContext, table: MeasurementTable): PrintedTable[] {
  const all = allRows(context, table.group);
  const rows = table.keep ? all.filter(table.keep) : all;
  if (rows.length === 0) return [];
  // A column that no row fills only takes room, and so does one that has the same name in every row.
  const filled = table.columns.filter(({ column }) =>
    rows.some((row) => row[column] !== undefined),
  );
  const [shared, ...others] = filled;
  const isShared = shared?.names === true && others.length > 0 && isAlike(rows, shared);
  const columns = isShared ? others : filled;
  const title = context.pick(table.title);
  const cell = (row: FactRow, column: string) =>
    sayCell(context, { group: table.group, column, row, isCode: codes.has(column) });
  const codes = new Set(
    filled.map(({ column }) => column).filter((column) => isChoice(table.group, column)),
  );
  return printTable(
    context,
    isShared && rows[0] !== undefined
      ? `${title} (${lowerFirst(context.pick(shared.head))} ${cell(rows[0], shared.column)})`
      : title,
    columns.map((one) => context.pick(one.head)),
    rows.map((row) => columns.map(({ column }) => cell(row, column))),
  );
}

function isAlike(rows: readonly FactRow[], { column }: TableColumn): boolean {
  return rows.every((row) => row[column] === rows[0]?.[column]);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

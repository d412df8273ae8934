import { summariseReview } from '../review/summarise-review.ts';
import { guardFormula } from './render-csv.ts';
import {
  criteriaSheet,
  evidenceSheet,
  measurementsSheet,
  type SheetCell,
  type SheetTable,
} from './sheet-rows.ts';
import { makeViewContext } from './view-context.ts';
import type { ReportInput } from './view-model.ts';

/** Excel's limit for one cell. */
const mostCharacters = 32_767;

/**
 * The result for a Department of Health: criteria, evidence and measurements, one sheet each (ISO/IEC 29500). Every text
 * is written as text, never as a formula, and one that would be a formula when saved as CSV is led by an apostrophe.
 */
export async function renderXlsx(input: ReportInput): Promise<Buffer> {
  const { assessment, checklist, language } = input;
  const review = input.review && summariseReview(input.review, assessment);
  const context = makeViewContext(assessment, checklist, language, review);
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const tables = [criteriaSheet(context), evidenceSheet(context), measurementsSheet(context)];
  return writeExcelFile(
    tables.map((table) => ({
      sheet: table.name,
      columns: table.columns.map(([, width]) => ({ width })),
      stickyRowsCount: 1,
      data: [
        table.columns.map(([head]) => ({
          value: head,
          type: String,
          fontWeight: 'bold' as const,
          backgroundColor: '#eeeeee',
          wrap: true,
        })),
        ...table.rows.map((row) => row.map(writeCell)),
        ...leftOut(table, language === 'vi'),
      ],
    })),
  ).toBuffer();
}

function writeCell(cell: SheetCell) {
  if (cell === undefined || cell === '') return null;
  if (typeof cell === 'number')
    return Number.isFinite(cell)
      ? { value: cell, type: Number }
      : { value: String(cell), type: String };
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  return {
    value: guardFormula(cell).slice(0, mostCharacters).toWellFormed(),
    type: String,
    wrap: true,
    alignVertical: 'top' as const,
  };
}

function leftOut({ left }: SheetTable, vi: boolean) {
  if (left === 0) return [];
  const words = vi
    ? `Còn ${left} dòng khác, xem assessment.json.`
    : `${left} more rows, see assessment.json.`;
  return [[{ value: words, type: String }]];
}

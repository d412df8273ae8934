import type { FactRow } from '../../evidence/evidence.ts';
import { textOf } from '../remeasure/remeasurement.ts';
import type { ViewContext } from '../view-context.ts';
import { allRows, type PrintedTable, printTable } from './printed-table.ts';

/** The syntaxes that have a column (PS3.6 table A-1); others that were accepted are named in the last one. */
const columns = [
  ['1.2.840.10008.1.2', 'Implicit'],
  ['1.2.840.10008.1.2.1', 'Explicit'],
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless'],
  ['1.2.840.10008.1.2.4.90', 'J2K Lossless'],
  ['1.2.840.10008.1.2.4.91', 'J2K'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS'],
  ['1.2.840.10008.1.2.5', 'RLE'],
  ['1.2.840.10008.1.2.4.201', 'HTJ2K'],
] as const;
const withColumn: ReadonlySet<unknown> = new Set(columns.map(([uid]) => uid));
const namesShown = 60;

const words = {
  vi: {
    title:
      'Cú pháp truyền đã thương lượng (lớp đối tượng có cùng câu trả lời đứng chung dòng; ô trống: không hỏi)',
    node: 'Nút',
    classes: 'Lớp đối tượng',
    accepted: 'nhận',
    refused: 'từ chối',
    others: 'Cú pháp khác được nhận',
    none: (count: string) => `${count} lớp bị từ chối với cả hai cú pháp không nén`,
  },
  en: {
    title:
      'Negotiated transfer syntaxes (classes with the same answers share a row; empty: not asked)',
    node: 'Node',
    classes: 'Object class',
    accepted: 'accepted',
    refused: 'refused',
    others: 'Other syntaxes accepted',
    none: (count: string) => `classes refused with both uncompressed syntaxes: ${count}`,
  },
} as const;

/** Which storage classes each node takes in which transfer syntaxes (PS3.8 9.3.3.2), a row for those that are alike. */
export function viewNegotiatedSyntaxes(context: ViewContext): PrintedTable[] {
  const say = words[context.language];
  const stored = allRows(context, 'dicom.context').filter((row) => row.service === 'storage');
  const rows = [...Map.groupBy(stored, (row) => textOf(row, 'node') ?? '')].flatMap(([node, of]) =>
    describeNode(context, node, of),
  );
  return printTable(
    context,
    say.title,
    [say.node, say.classes, ...columns.map(([, name]) => name), say.others],
    rows,
    2_000,
  );
}

function describeNode(context: ViewContext, node: string, rows: readonly FactRow[]): string[][] {
  const say = words[context.language];
  const classes = [...Map.groupBy(rows, (row) => textOf(row, 'sopClass') ?? '').values()];
  const taken = classes.filter((of) => of.some((row) => row.accepted === true));
  const alike = Map.groupBy(taken, (of) => JSON.stringify(answersOf(context, of)));
  const printed = [...alike.values()].map((group) => {
    const names = group.map(([row]) => shortName(textOf(row, 'sopClassName') ?? ''));
    const left = names.length - namesShown;
    return [
      node,
      `${names.slice(0, namesShown).join('; ')}${left > 0 ? ` (+${left})` : ''}`,
      ...answersOf(context, group[0] ?? []),
    ];
  });
  const refused = classes.length - taken.length;
  return refused === 0
    ? printed
    : [
        ...printed,
        [
          node,
          say.none(context.count(refused)),
          ...columns.map((_, index) => (index < 2 ? say.refused : '')),
          '',
        ],
      ];
}

function answersOf(context: ViewContext, rows: readonly FactRow[]): string[] {
  const say = words[context.language];
  const cells = columns.map(([uid]) => {
    const row = rows.find((one) => one.transferSyntax === uid);
    return row === undefined ? '' : row.accepted === true ? say.accepted : say.refused;
  });
  const others = rows
    .filter((row) => row.accepted === true && !withColumn.has(row.transferSyntax))
    .map((row) => textOf(row, 'transferSyntaxName') ?? '');
  return [...cells, others.join('; ')];
}

function shortName(name: string): string {
  return name.replace(/ (?:Image )?Storage\b/, '').replace(' - For ', ' for ');
}

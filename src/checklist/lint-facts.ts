import { hostRoles } from '../facility/roles.ts';
import type { FactDescription } from '../probes/fact-registry.ts';
import { declaredColumns } from './condition-schema.ts';
import type { LintContext, LintProblem } from './lint.ts';
import type { CountLeaf, Operator } from './schema.ts';
import { statedBounds } from './stated-bounds.ts';
import { factOf, groupOf, type LeafAt } from './walk-rule.ts';

type Scalar = boolean | number | string;

const operatorsFor: Readonly<Record<FactDescription['type'], readonly Operator[]>> = {
  boolean: ['is'],
  number: ['is', 'in', 'gte', 'lte', 'gt', 'lt'],
  text: ['is', 'in'],
  choice: ['is', 'in'],
  date: ['is', 'on-or-after-assessment'],
  numbers: ['includes', 'includes-all'],
  texts: ['includes', 'includes-all'],
};
const bounds: readonly Operator[] = ['gte', 'lte', 'gt', 'lt'];

/** Checks a leaf that reads facts: names, types, values, and figures that are ours. */
export function lintFactLeaf(at: LeafAt, context: LintContext): LintProblem[] {
  const read = groupOf(at.leaf);
  if (!read) return [];
  const columns = context.factsByGroup.get(read.group);
  if (!columns) {
    return [
      problem(
        context,
        'unknown-fact',
        `không có nhóm số liệu "${read.group}"`,
        `there is no group of facts "${read.group}"`,
      ),
    ];
  }
  return [
    ...lintComparison(at, context),
    ...lintWhere(read.where, columns, context),
    ...lintColumns(at, columns, context),
    ...lintProbes(at, columns, context),
  ];
}

function lintComparison(at: LeafAt, context: LintContext): LintProblem[] {
  if ('count' in at.leaf) {
    return at.leaf.atLeast > 1 &&
      !at.leaf.tolerance &&
      !statedBounds(context.criterion).has(at.leaf.atLeast)
      ? [missingTolerance(at.leaf.atLeast, context)]
      : [];
  }
  const read = factOf(at.leaf);
  if (!read) return [];
  const fact = context.factsByName.get(read.name);
  if (!fact)
    return [
      problem(
        context,
        'unknown-fact',
        `không có số liệu "${read.name}"`,
        `there is no fact "${read.name}"`,
      ),
    ];
  const { op, value, tolerance } = read.leaf;
  if (!operatorsFor[fact.type].includes(op)) {
    return [
      problem(
        context,
        'operator',
        `phép so "${op}" không hợp với "${read.name}" (${fact.type})`,
        `the operator "${op}" does not fit "${read.name}" (${fact.type})`,
      ),
    ];
  }
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const wantsList = op === 'in' || op === 'includes-all';
  const shapeFits =
    op === 'on-or-after-assessment'
      ? value === undefined
      : value !== undefined && Array.isArray(value) === wantsList;
  const found = shapeFits
    ? values.flatMap((one) => lintValue(one, fact, context))
    : [
        problem(
          context,
          'value',
          `phép so "${op}" của "${read.name}" cần ${wantsList ? 'một danh sách' : 'đúng một'} giá trị`,
          `the operator "${op}" on "${read.name}" needs ${wantsList ? 'a list' : 'exactly one value'}`,
        ),
      ];
  const ours =
    bounds.includes(op) &&
    !tolerance &&
    typeof value === 'number' &&
    !statedBounds(context.criterion).has(value);
  return ours ? [...found, missingTolerance(value, context)] : found;
}

function lintWhere(
  where: CountLeaf['where'],
  columns: readonly FactDescription[],
  context: LintContext,
): LintProblem[] {
  return Object.entries(where ?? {}).flatMap(([column, wanted]) => {
    const fact = columns.find((one) => one.column === column);
    if (!fact) return [unknownColumn(column, context)];
    if (fact.type === 'numbers' || fact.type === 'texts') {
      return [
        problem(
          context,
          'operator',
          `không lọc được theo cột danh sách "${column}"`,
          `rows cannot be chosen by the list column "${column}"`,
        ),
      ];
    }
    return (Array.isArray(wanted) ? wanted : [wanted]).flatMap((one) =>
      lintValue(one, fact, context),
    );
  });
}

function lintColumns(
  at: LeafAt,
  columns: readonly FactDescription[],
  context: LintContext,
): LintProblem[] {
  const has = (column: string) => columns.some((one) => one.column === column);
  if ('count' in at.leaf) {
    const { distinct } = at.leaf;
    return distinct !== undefined && !has(distinct) ? [unknownColumn(distinct, context)] : [];
  }
  if (!('each' in at.leaf)) return [];
  const { covering, everyComputer, everyDeclared } = at.leaf;
  const idColumn = everyDeclared && declaredColumns[everyDeclared];
  const covered = columns.find((one) => one.column === covering?.column);
  return [
    ...(covering && !covered ? [unknownColumn(covering.column, context)] : []),
    ...(covering && covered
      ? covering.values.flatMap((one) => lintValue(one, covered, context))
      : []),
    ...(everyComputer && !has('host') ? [unknownColumn('host', context)] : []),
    ...(idColumn && !has(idColumn) ? [unknownColumn(idColumn, context)] : []),
    ...(everyComputer ?? [])
      .filter((role) => !hostRoles.some((known) => known === role))
      .map((role) =>
        problem(
          context,
          'value',
          `không có vai trò máy "${role}"`,
          `there is no computer role "${role}"`,
        ),
      ),
  ];
}

/** The rule may only rest on probes that the criterion says it accepts; council remarks may read anything. */
function lintProbes(
  at: LeafAt,
  columns: readonly FactDescription[],
  context: LintContext,
): LintProblem[] {
  const probes = [...new Set(columns.flatMap((one) => one.probes))];
  if (
    at.place === 'council' ||
    probes.some((one) => context.criterion.accepts.includes(`probe:${one}`))
  )
    return [];
  return [
    problem(
      context,
      'not-accepted',
      `quy tắc dùng phép dò ${probes.join(', ')} nhưng "accepts" không nêu`,
      `the rule uses the probe ${probes.join(', ')}, which "accepts" does not name`,
    ),
  ];
}

function lintValue(value: Scalar, fact: FactDescription, context: LintContext): LintProblem[] {
  const types: Readonly<Record<FactDescription['type'], string>> = {
    boolean: 'boolean',
    number: 'number',
    numbers: 'number',
    text: 'string',
    texts: 'string',
    choice: 'string',
    date: 'string',
  };
  const fits =
    typeof value === types[fact.type] &&
    (fact.choices === undefined || fact.choices.includes(String(value)));
  if (fits) return [];
  const expected = fact.choices?.join(', ') ?? fact.type;
  return [
    problem(
      context,
      'value',
      `giá trị ${String(value)} không hợp với "${fact.name}" (cần: ${expected})`,
      `the value ${String(value)} does not fit "${fact.name}" (expected: ${expected})`,
    ),
  ];
}

function unknownColumn(column: string, context: LintContext): LintProblem {
  return problem(
    context,
    'unknown-column',
    `không có cột "${column}"`,
    `there is no column "${column}"`,
  );
}

function missingTolerance(bound: number, context: LintContext): LintProblem {
  return problem(
    context,
    'tolerance',
    `con số ${bound} không có trong câu chữ của tiêu chí; phải ghi rõ là của công cụ (tolerance)`,
    `the figure ${bound} is not in the wording of the criterion; it must be marked as ours (tolerance)`,
  );
}

function problem(context: LintContext, check: string, vi: string, en: string): LintProblem {
  return { check, subject: context.criterion.id, vi, en };
}

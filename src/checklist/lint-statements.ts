import type { LintContext, LintProblem } from './lint.ts';
import type { AttestedLeaf, Condition, FigureLeaf } from './schema.ts';
import { statedBounds } from './stated-bounds.ts';
import { groupOf, type LeafAt, leavesUnder } from './walk-rule.ts';

/** Checks a leaf about people or papers. */
export function lintStatementLeaf(at: LeafAt, context: LintContext): LintProblem[] {
  const { leaf } = at;
  if ('attested' in leaf) return lintAttested(leaf, at, context);
  if ('document' in leaf)
    return [...lintKind(leaf.document, at, context), ...lintConcerns(leaf.concerns, context)];
  if ('figure' in leaf) return lintFigure(leaf, at, context);
  return [];
}

function lintAttested(leaf: AttestedLeaf, at: LeafAt, context: LintContext): LintProblem[] {
  const { criterion } = context;
  const ids = [
    criterion.id,
    ...[...(criterion.parts ?? []), ...(criterion.any_of ?? [])].map((part) => part.id),
  ];
  const found: LintProblem[] = [];
  if (!ids.includes(leaf.attested)) {
    found.push(
      problem(
        context,
        'unknown-part',
        `"${leaf.attested}" không phải tiêu chí này hay một ý của nó`,
        `"${leaf.attested}" is neither this criterion nor one of its parts`,
      ),
    );
  }
  if (at.place === 'not_met') {
    found.push(
      problem(
        context,
        'attested-failure',
        'xác nhận không phải là bằng chứng không đạt; hãy dùng tuyên bố không có',
        'an attestation is no evidence of failure; a declaration of absence is',
      ),
    );
  }
  if (at.place === 'met' && !criterion.accepts.includes('attestation')) {
    found.push(
      problem(
        context,
        'not-accepted',
        'quy tắc dùng xác nhận nhưng "accepts" không nêu',
        'the rule uses an attestation, which "accepts" does not name',
      ),
    );
  }
  const besides = probesBeside(leaf, at.parents, context);
  for (const probe of leaf.insteadOf ?? []) {
    if (!besides.has(probe) || !criterion.accepts.includes(`probe:${probe}`)) {
      found.push(
        problem(
          context,
          'unreachable-instead-of',
          `insteadOf: "${probe}" không thay cho phép dò nào ở cùng nhánh "any"`,
          `insteadOf: "${probe}" stands in for no probe in the same "any"`,
        ),
      );
    }
  }
  if (leaf.insteadOf === undefined && besides.size > 0) {
    found.push(
      problem(
        context,
        'attested-instead-of-probe',
        `xác nhận đứng ngang hàng với phép dò (${[...besides].join(', ')}); phải ghi insteadOf`,
        `an attestation stands beside a probe (${[...besides].join(', ')}); it needs insteadOf`,
      ),
    );
  }
  return found;
}

/**
 * Probes that the other branches of the nearest `any` rest on alone, without people or papers. Where people act and the
 * tool only checks (`demonstrated`), nothing was there to be probed, and witnesses may stand in without a refusal.
 */
function probesBeside(
  leaf: AttestedLeaf,
  parents: readonly Condition[],
  context: LintContext,
): ReadonlySet<string> {
  const nearest = parents.at(-1);
  if (!nearest || !('any' in nearest)) return new Set();
  const groups = nearest.any
    .filter((branch) => branch !== leaf)
    .flatMap((branch) => {
      const leaves = leavesUnder(branch).map((one) => groupOf(one.leaf)?.group);
      if (leaves.some((group) => group !== undefined && isDemonstrated(group, context))) return [];
      return leaves.every((group) => group !== undefined) ? leaves : [];
    });
  return new Set(
    groups.flatMap(
      (group) => context.factsByGroup.get(group)?.flatMap((fact) => fact.probes) ?? [],
    ),
  );
}

function isDemonstrated(group: string, context: LintContext): boolean {
  return context.factsByGroup.get(group)?.some((fact) => fact.basis === 'demonstrated') === true;
}

function lintKind(kind: string, at: LeafAt, context: LintContext): LintProblem[] {
  if (!context.checklist.documentKinds.some((one) => one.id === kind)) {
    return [
      problem(
        context,
        'unknown-document',
        `không có loại hồ sơ "${kind}"`,
        `there is no document kind "${kind}"`,
      ),
    ];
  }
  return at.place === 'council' || context.criterion.accepts.includes(`document:${kind}`)
    ? []
    : [
        problem(
          context,
          'not-accepted',
          `quy tắc dùng hồ sơ "${kind}" nhưng "accepts" không nêu`,
          `the rule uses the document "${kind}", which "accepts" does not name`,
        ),
      ];
}

/** A paper can be about a part of this criterion only. */
function lintConcerns(part: string | undefined, context: LintContext): LintProblem[] {
  const { criterion } = context;
  const known = [...(criterion.parts ?? []), ...(criterion.any_of ?? [])];
  return part === undefined || known.some(({ id }) => id === part)
    ? []
    : [
        problem(
          context,
          'unknown-part',
          `"${part}" không phải một ý của tiêu chí này`,
          `"${part}" is no part of this criterion`,
        ),
      ];
}

function lintFigure(leaf: FigureLeaf, at: LeafAt, context: LintContext): LintProblem[] {
  const names = leaf.than === undefined ? [leaf.figure] : [leaf.figure, leaf.than];
  const found = names.flatMap((name) => {
    const dot = name.indexOf('.');
    const kind = name.slice(0, dot);
    const figures = context.checklist.documentKinds.find((one) => one.id === kind)?.figures ?? [];
    const wrongKind = lintKind(kind, at, context);
    return wrongKind.length > 0 || figures.some((one) => one.id === name.slice(dot + 1))
      ? wrongKind
      : [
          problem(
            context,
            'unknown-figure',
            `loại hồ sơ "${kind}" không có số liệu "${name}"`,
            `the document kind "${kind}" has no figure "${name}"`,
          ),
        ];
  });
  if ((leaf.value === undefined) === (leaf.than === undefined)) {
    found.push(
      problem(
        context,
        'value',
        `số liệu "${leaf.figure}" cần đúng một trong hai: value hoặc than`,
        `the figure "${leaf.figure}" needs exactly one of value and than`,
      ),
    );
  }
  const isBound = leaf.op !== 'is' && leaf.value !== undefined;
  if (isBound && !leaf.tolerance && !statedBounds(context.criterion).has(leaf.value ?? 0)) {
    found.push(
      problem(
        context,
        'tolerance',
        `con số ${leaf.value} không có trong câu chữ của tiêu chí; phải ghi rõ là của công cụ (tolerance)`,
        `the figure ${leaf.value} is not in the wording of the criterion; it must be marked as ours (tolerance)`,
      ),
    );
  }
  return found;
}

function problem(context: LintContext, check: string, vi: string, en: string): LintProblem {
  return { check, subject: context.criterion.id, vi, en };
}

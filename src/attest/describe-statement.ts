import type { Statement } from '../evidence/evidence.ts';
import { statementMessages } from '../evidence/statements/messages.ts';
import type { JudgeInput } from '../findings/judge-input.ts';
import { formatDay } from '../findings/messages.ts';
import { outcomeNames } from '../report/labels.ts';
import type { RecordedStatement } from './record-statements.ts';
import type { CriterionEffect, StatementEffect } from './weigh-statements.ts';

/** Criteria a refusal may touch are many; beyond this many without effect they are only counted. */
const mostWithoutEffect = 4;
const mostMissing = 3;

/** One line: what it is, for what, by whom, when. */
export function describeStatement(statement: Statement, input: JudgeInput): string {
  const vi = input.language === 'vi';
  const day = (iso: string) => formatDay(iso, input.language);
  switch (statement.kind) {
    case 'attestation':
      return `${vi ? 'Xác nhận cho' : 'Attestation for'} ${statement.for.join(', ')} (${statement.by.name}, ${day(statement.date)})`;
    case 'absence':
      return `${vi ? 'Tuyên bố không có cho' : 'Declaration of absence for'} ${statement.for.join(', ')} (${statement.by.name}, ${day(statement.date)})`;
    case 'refusal': {
      const subject = statement.subjectId === undefined ? '' : ` ${statement.subjectId}`;
      return `${vi ? 'Từ chối cho đo' : 'Refusal to probe'} ${statement.probe}${subject} (${statement.by.name}, ${day(statement.date)})`;
    }
    case 'document': {
      const kind = input.checklist.documentKinds.find((one) => one.id === statement.documentKind);
      const number = statement.number === undefined ? '' : `${statement.number}, `;
      return `${kind?.[input.language] ?? statement.documentKind} (${number}${statement.issuer}, ${day(statement.issued)})`;
    }
  }
}

/** A recorded statement and what it counts for, as lines for a person. */
export function describeRecorded(
  recorded: RecordedStatement,
  effect: StatementEffect,
  input: JudgeInput,
): string[] {
  const vi = input.language === 'vi';
  const { statement } = recorded;
  const how = {
    new: vi ? 'đã ghi' : 'recorded',
    replaced: vi
      ? 'đã ghi, thay bản trước vì tệp kèm theo đã khác'
      : 'recorded in place of the earlier one; its files differ',
    'already-there': vi
      ? `đã có sẵn (${statement.source}), không ghi thêm`
      : `already there (${statement.source}), not recorded again`,
    'kept-earlier': vi
      ? 'giữ bản đã ghi trước, vì nay không đọc được tệp kèm theo'
      : 'the earlier record is kept: its files cannot be read now',
  }[recorded.how];
  const files = recorded.fileProblems.map(({ name, problem }) => {
    const why = statementMessages(input.language).fileProblem(problem);
    return vi ? `    Không đính kèm được ${name}: ${why}` : `    Not attached: ${name}: ${why}`;
  });
  return [
    `- ${describeStatement(statement, input)}: ${how}`,
    ...files,
    ...describeEffect(statement, effect, input),
  ];
}

/** What a statement counts for, and why not. */
export function describeEffect(
  statement: Statement,
  effect: StatementEffect,
  input: JudgeInput,
): string[] {
  const vi = input.language === 'vi';
  if (effect.invalid !== undefined)
    return [
      vi ? `    KHÔNG được tính: ${effect.invalid}` : `    Does NOT count: ${effect.invalid}`,
    ];
  if (effect.criteria.length === 0)
    return [
      vi
        ? '    Chưa được tính: không tiêu chí nào dùng tới'
        : '    Counts for nothing: no criterion uses it',
    ];
  const counting = effect.criteria.filter((one) => one.effect !== 'none');
  const without = effect.criteria.filter((one) => one.effect === 'none');
  const shown = [...counting, ...(counting.length > 0 ? [] : without.slice(0, mostWithoutEffect))];
  const lines = shown.map((one) => `    ${describeCriterion(one, statement, vi)}`);
  const hidden = effect.criteria.length - shown.length;
  if (hidden > 0)
    lines.push(
      vi
        ? `    Chưa làm đổi ${hidden} tiêu chí khác có thể dùng tới`
        : `    ${hidden} other criteria that could use it do not change`,
    );
  return lines;
}

function describeCriterion(one: CriterionEffect, statement: Statement, vi: boolean): string {
  const name = (outcome: CriterionEffect['after']) => {
    const text = outcomeNames[outcome][vi ? 'vi' : 'en'];
    return text.charAt(0).toLowerCase() + text.slice(1);
  };
  const missing =
    one.missing.length === 0
      ? ''
      : `${vi ? '; còn thiếu: ' : '; still missing: '}${one.missing.slice(0, mostMissing).join('; ')}${one.missing.length > mostMissing ? '; …' : ''}`;
  switch (one.effect) {
    case 'decides':
      return vi
        ? `${one.criterion}: ${name(one.after)} (khi chưa có: ${name(one.before)})${missing}`
        : `${one.criterion}: ${name(one.after)} (without it: ${name(one.before)})${missing}`;
    case 'contributes':
      return `${one.criterion}: ${vi ? 'được tính' : 'counts'}${missing}`;
    case 'confirms':
      return vi
        ? `${one.criterion}: được tính, cùng bằng chứng khác (${name(one.after)})`
        : `${one.criterion}: counts, beside other evidence (${name(one.after)})`;
    case 'not-accepted':
      return vi
        ? `${one.criterion}: không được tính, tiêu chí này không nhận xác nhận`
        : `${one.criterion}: does not count, this criterion takes no attestation`;
    case 'none':
      return one.after === 'met' || one.after === 'not-met'
        ? vi
          ? `${one.criterion}: không làm đổi kết luận (${name(one.after)}, theo bằng chứng khác)`
          : `${one.criterion}: changes nothing (${name(one.after)}, by other evidence)`
        : `${one.criterion}: ${vi ? 'chưa được tính' : 'does not count yet'}${statement.kind === 'refusal' ? (vi ? ', cần thêm xác nhận đi kèm' : ', an attestation is needed beside it') : ''}${missing}`;
  }
}

import { access, readFile } from 'node:fs/promises';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Dossier } from '../evidence/dossier.ts';
import { judge, report } from '../flow.ts';
import type { Assessment } from '../report/assessment.ts';
import { levelNames } from '../report/labels.ts';
import { printableText } from '../report/printable-text.ts';
import { renderJson } from '../report/render-json.ts';
import { describeRecorded } from './describe-statement.ts';
import { groupOpenCriteria } from './open-criteria.ts';
import type { RecordedStatement } from './record-statements.ts';
import { type AttestContext, judgeInputOf, pickText } from './session.ts';
import { type StatementEffect, weighStatement } from './weigh-statements.ts';

/** What `attest` gives back, and prints with `--json`. */
export interface AttestOutcome {
  readonly statements: readonly (RecordedStatement & { readonly effect: StatementEffect })[];
  readonly verdict: Assessment['verdict'];
  /** Criteria of the level applied for that are not decided. */
  readonly open: readonly string[];
}

/**
 * Judges the dossier again and writes `assessment.json` and the manifest when they no longer say the same: after new
 * statements, or after a run that a power cut ended before it came here.
 */
export async function finishAttest(
  context: AttestContext,
  recorded: readonly RecordedStatement[],
): Promise<AttestOutcome> {
  const { dossier } = context;
  const assessment = await judge(dossier);
  if (renderJson(assessment) !== (await readIfPresent(dossier.path('assessment.json')))) {
    // Not the run's own signal: what was recorded before Ctrl-C must still be judged and listed.
    await report(dossier, assessment, ['json'], new AbortController().signal);
  }
  const input = judgeInputOf(context, assessment.evidence);
  const groups = groupOpenCriteria([...assessment.findings, ...assessment.specialized], context);
  return {
    statements: recorded.map((one) => ({ ...one, effect: weighStatement(one.statement, input) })),
    verdict: assessment.verdict,
    open: groups.flatMap((group) => group.open.map((one) => one.criterion.id)),
  };
}

/** The outcome as lines for a person. */
export async function describeOutcome(
  context: AttestContext,
  outcome: AttestOutcome,
): Promise<string[]> {
  const { dossier } = context;
  const input = judgeInputOf(context, []);
  const { floor, ceiling, status } = outcome.verdict;
  const written = outcome.statements.filter(
    (one) => one.how === 'new' || one.how === 'replaced',
  ).length;
  const range =
    status === 'final'
      ? pickText(
          context,
          `${levelNames[floor].vi} (kết quả cuối)`,
          `${levelNames[floor].en} (final)`,
        )
      : pickText(
          context,
          `từ ${levelNames[floor].vi} đến ${levelNames[ceiling].vi}, tùy các mục còn mở`,
          `from ${levelNames[floor].en} to ${levelNames[ceiling].en}, depending on open items`,
        );
  return [
    pickText(
      context,
      written === 0 ? 'Không ghi thêm mục nào.' : `Đã ghi ${written} mục vào ${dossier.folder}:`,
      written === 0 ? 'Nothing was recorded.' : `Recorded ${written} in ${dossier.folder}:`,
    ),
    ...outcome.statements.flatMap((one) => describeRecorded(one, one.effect, input)),
    pickText(
      context,
      `Mức theo dự thảo (chưa có giá trị pháp lý): ${range}`,
      `Level under the draft (without legal force): ${range}`,
    ),
    pickText(
      context,
      `Còn ${outcome.open.length} tiêu chí mở.`,
      `${outcome.open.length} criteria are still open.`,
    ),
    ...(written > 0 && (await hasReport(dossier))
      ? [
          pickText(
            context,
            `Báo cáo đã in trước đây không còn đúng; lập lại: rispacs report ${dossier.folder} --format html,pdf`,
            `Reports made before are out of date; make them again: rispacs report ${dossier.folder} --format html,pdf`,
          ),
        ]
      : []),
  ].map(printableText);
}

async function hasReport(dossier: Dossier): Promise<boolean> {
  for (const name of ['report.pdf', 'report.html']) {
    try {
      await access(dossier.path(name));
      return true;
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
  }
  return false;
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

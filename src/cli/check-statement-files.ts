import path from 'node:path';
import type { Checklist } from '../checklist/schema.ts';
import { UserError } from '../errors/user-error.ts';
import { checkStatementIds } from '../evidence/statements/check-ids.ts';
import { formatStatementProblem, loadStatements } from '../evidence/statements/load-statements.ts';
import type { LoadedFacility } from '../facility/load.ts';
import type { Language } from '../locale/language.ts';

/**
 * Reads the statement files the facility names, so that a slip in them stops the run at once and not after an hour of
 * measuring.
 * @throws UserError (exit code 2) with file, line, what was expected and an example.
 */
export async function checkStatementFiles(
  loaded: LoadedFacility,
  checklist: Checklist,
  language: Language,
): Promise<void> {
  const vi = language === 'vi';
  for (const name of loaded.facility.statements) {
    const result = await loadStatements(path.resolve(loaded.folder, name), name, language);
    if (result.ok) {
      const problems = checkStatementIds(result.value, checklist, language);
      if (problems.length === 0) continue;
      throw new UserError(
        vi
          ? `Tệp bằng chứng ${name} nhắc tới mã không có:`
          : `The statements file ${name} names ids that do not exist:`,
        { details: problems },
      );
    }
    if (result.reason === 'unreadable') {
      throw new UserError(
        vi
          ? `Không đọc được tệp bằng chứng ${name} mà tệp cơ sở nhắc tới (mục statements); kiểm tra đường dẫn và quyền đọc.`
          : `Cannot read the statements file ${name} named in the facility file (statements); check its path and permissions.`,
      );
    }
    throw new UserError(
      vi
        ? `Tệp bằng chứng ${name} có ${result.problems.length} chỗ cần sửa:`
        : `The statements file ${name} has ${result.problems.length} problem(s):`,
      { details: result.problems.map((one) => formatStatementProblem(one, language)) },
    );
  }
}

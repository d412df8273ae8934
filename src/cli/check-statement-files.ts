import path from 'node:path';
import type { Checklist } from '../checklist/schema.ts';
import { UserError } from '../errors/user-error.ts';
import type { StatementsFile } from '../evidence/statement-schema.ts';
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
      const problems = checkIds(result.value, checklist, vi);
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

/** A criterion made of parts must be stated part by part: a general "ris-05 is fine" does not say which were seen. */
function checkIds(file: StatementsFile, checklist: Checklist, vi: boolean): string[] {
  const criteria = [...checklist.criteria, ...checklist.specialized];
  const parts = new Set(
    criteria.flatMap((one) => [...(one.parts ?? []), ...(one.any_of ?? [])].map((part) => part.id)),
  );
  const problems: string[] = [];
  const checkFor = (where: string, ids: readonly string[], wholeAllowed: boolean) => {
    for (const id of ids) {
      const criterion = criteria.find((one) => one.id === id);
      if (!criterion && !parts.has(id)) {
        problems.push(
          vi
            ? `${where}: không có tiêu chí hoặc ý "${id}" (xem rispacs checklist list)`
            : `${where}: there is no criterion or part "${id}" (see rispacs checklist list)`,
        );
      } else if (criterion?.parts && !wholeAllowed) {
        const list = criterion.parts.map((part) => part.id).join(', ');
        problems.push(
          vi
            ? `${where}: ${id} gồm nhiều ý, hãy ghi rõ ý nào đã chứng kiến: ${list}`
            : `${where}: ${id} has several parts, name those that were witnessed: ${list}`,
        );
      }
    }
  };
  for (const [index, one] of file.attestations.entries())
    checkFor(`attestations[${index + 1}]`, one.for, false);
  for (const [index, one] of file.absences.entries())
    checkFor(`absences[${index + 1}]`, one.for, true);
  const known = checklist.documentKinds.map((kind) => kind.id);
  for (const [index, one] of file.documents.entries()) {
    if (known.includes(one.kind)) continue;
    const where = `documents[${index + 1}]`;
    problems.push(
      vi
        ? `${where}: không có loại hồ sơ "${one.kind}"; các loại: ${known.join(', ')}`
        : `${where}: there is no document kind "${one.kind}"; kinds: ${known.join(', ')}`,
    );
  }
  return problems;
}

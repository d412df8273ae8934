import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { makeFileAttacher } from '../evidence/statements/attach-files.ts';
import { checkStatementIds } from '../evidence/statements/check-ids.ts';
import { formatStatementProblem, loadStatements } from '../evidence/statements/load-statements.ts';
import { draftStatements } from '../evidence/statements/make-statements.ts';
import { statementMessages } from '../evidence/statements/messages.ts';
import { type RecordedStatement, recordStatements } from './record-statements.ts';
import { type AttestContext, pickText } from './session.ts';

/**
 * Records every statement of a statements file. Nothing is written when the file has a problem.
 * @throws UserError (exit code 2) with file, line, what was expected and an example.
 */
export async function attestFromFile(
  file: string,
  context: AttestContext,
): Promise<RecordedStatement[]> {
  const { language, dossier, signal } = context;
  const name = path.basename(file);
  const loaded = await loadStatements(path.resolve(file), name, language, signal);
  if (!loaded.ok) {
    if (loaded.reason === 'unreadable') {
      const why = statementMessages(language).fileProblem(loaded.problem);
      throw new UserError(
        pickText(
          context,
          `Không đọc được tệp bằng chứng ${file}: ${why}.`,
          `Cannot read the statements file ${file}: ${why}.`,
        ),
      );
    }
    throw new UserError(
      pickText(
        context,
        `Tệp bằng chứng ${file} có ${loaded.problems.length} chỗ cần sửa, chưa ghi gì:`,
        `The statements file ${file} has ${loaded.problems.length} problem(s); nothing was recorded:`,
      ),
      { details: loaded.problems.map((one) => formatStatementProblem(one, language)) },
    );
  }
  const problems = checkStatementIds(loaded.value, context.checklist, language);
  if (problems.length > 0) {
    throw new UserError(
      pickText(
        context,
        `Tệp bằng chứng ${file} nhắc tới mã không có, chưa ghi gì:`,
        `The statements file ${file} names ids that do not exist; nothing was recorded:`,
      ),
      { details: problems },
    );
  }
  const drafts = await draftStatements(
    loaded.value,
    `attest:${name}`,
    context.facility.simulated === true,
  );
  const attach = makeFileAttacher({
    folder: path.dirname(path.resolve(file)),
    store: (bytes, info) => dossier.attach(bytes, info),
    signal,
  });
  return recordStatements(dossier, drafts, attach);
}

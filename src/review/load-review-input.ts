import { UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { formatProblem, parseYaml } from '../yaml/parse-yaml.ts';
import { type ReviewInput, reviewInputSchema } from './review-schema.ts';
import { reviewTemplate } from './review-template.ts';

const mostBytes = 2 * 1024 * 1024;

/**
 * Reads a review file that a council's secretary wrote.
 * @throws UserError with one line per problem, each with line, column and an example.
 */
export async function loadReviewInput(
  file: string,
  language: Language,
  signal: AbortSignal,
): Promise<ReviewInput> {
  const read = await readBoundedFile(file, mostBytes, { signal });
  if (!read.ok) {
    throw new UserError(
      language === 'vi'
        ? `Không đọc được tệp ý kiến ${file} (${read.problem.code}).`
        : `The review file ${file} cannot be read (${read.problem.code}).`,
    );
  }
  const parsed = parseYaml(read.bytes, {
    schema: reviewInputSchema,
    language,
    template: reviewTemplate,
    maxBytes: mostBytes,
  });
  if (parsed.ok) return parsed.value;
  throw new UserError(
    language === 'vi' ? `Tệp ý kiến ${file} chưa đúng:` : `The review file ${file} is not right:`,
    { details: parsed.problems.map((problem) => formatProblem(file, problem, language)) },
  );
}

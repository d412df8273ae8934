import path from 'node:path';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import type { ProbeContext } from '../contract.ts';
import type { DicomWords } from './messages.ts';
import { type Claim, parseClaims } from './parse-claims.ts';

const mostBytes = 1024 * 1024;
/** Sentences about single lines in one record; beyond it only their number is told. */
const mostSentences = 20;

/**
 * The claims of a node's file, and a sentence for each line that could not be read. A file that is not there leaves the
 * node observable, so it is a sentence too.
 */
export async function loadClaims(
  file: string,
  context: Pick<ProbeContext, 'baseFolder' | 'signal'>,
  words: DicomWords,
): Promise<{ readonly claims: readonly Claim[]; readonly notes: readonly string[] }> {
  const read = await readBoundedFile(path.resolve(context.baseFolder, file), mostBytes, {
    signal: context.signal,
  });
  if (!read.ok) return { claims: [], notes: [words.claimsUnreadable(file, read.problem.code)] };
  const { claims, problems } = parseClaims(read.bytes);
  const more = problems.length - mostSentences;
  return {
    claims,
    notes: [
      ...problems.slice(0, mostSentences).map((problem) => words.claimProblem(file, problem)),
      ...(more > 0 ? [words.moreClaimProblems(file, more)] : []),
    ],
  };
}

import { mostStatementCharacters, mostWitnesses } from '../log-events.ts';
import type { WalkSession } from './link-book.ts';
import type { MemberParts } from './member-requests.ts';
import { mostPersonCharacters } from './read-people.ts';
import { maxStagedFileBytes, mostStagedFiles } from './staged-files.ts';

/** Everything that the page shows, for one browser. */
export async function describeWalk(session: WalkSession, parts: MemberParts) {
  const { walk, language, limits } = parts;
  return {
    csrfKey: session.csrfKey,
    runCode: walk.runCode,
    facilityName: walk.facilityName,
    language,
    limits: {
      pictureBytes: limits.pictureBytes,
      fileBytes: maxStagedFileBytes,
      files: mostStagedFiles,
      textCharacters: mostStatementCharacters,
      personCharacters: mostPersonCharacters,
      witnesses: mostWitnesses,
      submitMs: limits.requestMs + limits.submitMs,
    },
    tasks: walk.tasks,
    ...(await describeChanging(session, parts)),
  };
}

/** What a submission may change. */
export async function describeChanging(
  { number }: WalkSession,
  { walk, desk, staged }: MemberParts,
) {
  const people = desk.peopleOf(number);
  const waiting = walk.tasks.flatMap(({ id }) => {
    const files = staged.list(number, id);
    return files.length === 0
      ? []
      : [[id, files.map((one) => ({ id: one.id, name: one.name, sizeBytes: one.bytes.length }))]];
  });
  return {
    progress: await walk.progress(),
    ...(people && { people }),
    staged: Object.fromEntries(waiting),
  };
}

import type { Challenge } from '../challenge/index.ts';
import type { Attachment, ObservedEvidence } from '../evidence/evidence.ts';
import { probeRecordId } from '../evidence/record-id.ts';
import type { Language } from '../locale/language.ts';
import type { ChallengeTaskRow } from '../probes/challenge/facts.ts';
import { findCompletion, stateOfTask } from './task-state.ts';
import type { PlannedTask } from './tasks/planned-task.ts';
import type { WalkLine } from './walk-log.ts';
import { entriesOf, type KeptEntry, replayWalk, type WalkState } from './walk-state.ts';

/** Raised when the meaning of a fact changes. */
const probeVersion = 1;

/** What the record of a walk is made from, besides the log. */
export interface WalkRecordContext {
  readonly challenge: Challenge;
  readonly tasks: readonly PlannedTask[];
  /** Of the dossier. */
  readonly language: Language;
  readonly simulated: boolean;
  readonly toolVersion: string;
}

/** The id of the record of a run's walk. */
export function walkRecordId(runCode: string): string {
  return probeRecordId('challenge', subjectIdOf(runCode));
}

function subjectIdOf(runCode: string): string {
  return `walk-${runCode.toLowerCase()}`;
}

/**
 * The evidence record of a walk: follows from the lines of its log alone, so that a record which does not agree with
 * the log is found. `undefined` while nothing was checked.
 */
export function makeWalkRecord(
  lines: readonly WalkLine[],
  context: WalkRecordContext,
): ObservedEvidence | undefined {
  const { challenge, language, simulated } = context;
  const state = replayWalk(lines);
  const rows = listRows(state, context);
  const [first] = lines;
  const last = lines.at(-1);
  if (rows.length === 0 || first?.body.event !== 'opened' || last === undefined) return undefined;
  const subjectId = subjectIdOf(challenge.runCode);
  return {
    kind: 'probe',
    id: walkRecordId(challenge.runCode),
    probe: 'challenge',
    probeVersion,
    subject:
      language === 'vi'
        ? `Trình diễn trên ca thử thách, lượt ${challenge.runCode}`
        : `Demonstration on the challenge study, run ${challenge.runCode}`,
    subjectId,
    startedAt: first.at,
    durationMs: Math.max(0, Date.parse(last.at) - Date.parse(first.at)),
    notes: [headNote(last, context)],
    attachments: [first.body.attachment, ...listPictures(state, context.tasks)],
    ...(simulated && { simulated: true as const }),
    state: 'observed',
    facts: { 'challenge.task': rows },
  };
}

/** The note that ties a record to the last line of the log that it was made from, and to what made it. */
function headNote({ seq, sha256 }: WalkLine, { language, toolVersion }: WalkRecordContext): string {
  return language === 'vi'
    ? `Nhật ký trình diễn: ${seq} dòng, dòng cuối SHA-256 ${sha256}, rispacs ${toolVersion}.`
    : `Log of the walk: ${seq} lines, the last with SHA-256 ${sha256}, rispacs ${toolVersion}.`;
}

/** Where a record that is in the dossier comes from. */
export function originOfRecord(
  notes: readonly string[],
): { readonly head: string; readonly toolVersion: string } | undefined {
  const match = /SHA-256 ([0-9a-f]{64}), rispacs (\S+)\.$/.exec(notes[0] ?? '');
  return match?.[1] && match[2] ? { head: match[1], toolVersion: match[2] } : undefined;
}

function listPictures(state: WalkState, tasks: readonly PlannedTask[]): Attachment[] {
  return tasks.flatMap((task) =>
    entriesOf(state, task.id).flatMap(({ entry }) =>
      entry.kind === 'picture' ? [entry.attachment] : [],
    ),
  );
}

function listRows(state: WalkState, context: WalkRecordContext): ChallengeTaskRow[] {
  return context.tasks.flatMap((task) => {
    const completion = findCompletion(state, task);
    if (completion) return [describeShown(task, completion, state, context)];
    const last = entriesOf(state, task.id).at(-1);
    return last && stateOfTask(state, task, context.tasks) === 'cannot-show'
      ? [describeTask(task, last, 'cannot-show', context)]
      : [];
  });
}

function describeTask(
  task: PlannedTask,
  { at, examiner, witnesses }: KeptEntry,
  result: ChallengeTaskRow['result'],
  { challenge }: WalkRecordContext,
): ChallengeTaskRow {
  return {
    task: task.id,
    criterion: task.criterion,
    ...(task.part !== undefined && { part: task.part }),
    function: task.function,
    result,
    kind: task.check.kind,
    shownAt: at,
    runCode: challenge.runCode,
    examiner: `${examiner.name}, ${examiner.role}`,
    witnesses: witnesses.length,
    seedIssuedBy: challenge.recipe.seedIssuedBy ?? 'facility',
  };
}

function describeShown(
  task: PlannedTask,
  completion: KeptEntry,
  state: WalkState,
  context: WalkRecordContext,
): ChallengeTaskRow {
  const { entry } = completion;
  const row = describeTask(task, completion, 'shown', context);
  const wrongAttempts = state.attempts.get(task.id)?.length ?? 0;
  switch (entry.kind) {
    case 'picture':
      return {
        ...row,
        pictureSha256: entry.attachment.sha256,
        ...(entry.imageRef !== undefined && { imageRef: entry.imageRef }),
      };
    case 'code':
      return { ...row, expectedText: entry.expected, typed: entry.typed, wrongAttempts };
    case 'value':
      return {
        ...row,
        expectedText: `${entry.expected} ${entry.unit}`,
        typed: entry.typed,
        errorPercent: Math.round((entry.error / Math.abs(entry.expected)) * 1000) / 10,
        tolerance: entry.tolerance,
        wrongAttempts,
      };
    default:
      return row;
  }
}

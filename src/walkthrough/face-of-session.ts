import { UserError } from '../errors/user-error.ts';
import { scopeOf } from '../evidence/dossier-settings.ts';
import { personSchema } from '../evidence/statement-schema.ts';
import { judge, report } from '../flow.ts';
import { printableText } from '../report/printable-text.ts';
import { refreshProduct } from '../vendor/write-product.ts';
import type {
  Submission,
  SubmissionResult,
  Walk,
  WalkPerson,
  WalkProgress,
  WalkTask,
} from './contract.ts';
import { mostWitnesses, type WalkEntry } from './log-events.ts';
import type { WalkSession } from './session.ts';
import { submitPicture } from './submit-picture.ts';
import { submitCannotShow, submitStatement } from './submit-statement.ts';
import { submitCode, submitValue } from './submit-typed.ts';
import { stateOfTask } from './task-state.ts';
import type { PlannedTask } from './tasks/planned-task.ts';
import { entriesOf } from './walk-state.ts';

/** What the terminal and the web page see of a walk. One thing is done at a time, in the order it was asked for. */
export function faceOf(session: WalkSession, facilityName: string): Walk {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const next = last.then(act, act);
    last = next;
    return next;
  };
  const { challenge, tasks, dossier } = session.parts;
  return {
    runCode: challenge.runCode,
    facilityName,
    tasks: tasks.map(showTask),
    progress: async () => showProgress(session),
    setPeople: (examiner, witnesses) => inTurn(() => setPeople(session, examiner, witnesses)),
    submit: (taskId, submission, signal) =>
      inTurn(() => submit(session, taskId, submission, signal)),
    finish: () =>
      inTurn(async () => {
        // Not a run's own signal: what was accepted before Ctrl-C must be judged too.
        if (scopeOf(dossier.settings) === 'vendor') await refreshProduct(dossier);
        else await report(dossier, await judge(dossier), ['json'], new AbortController().signal);
      }),
  };
}

/** A task without its answers. */
function showTask(task: PlannedTask): WalkTask {
  const { id, criterion, title, open, act, enter, wants, points } = task;
  return { id, criterion, title, open, act, enter, wants, points };
}

function showProgress({ state, parts }: WalkSession): WalkProgress {
  return {
    ...(state.examiner && { examiner: showPerson(state.examiner) }),
    witnesses: state.witnesses.map(showPerson),
    tasks: parts.tasks.map((task) => ({
      id: task.id,
      state: stateOfTask(state, task, parts.tasks),
      entries: entriesOf(state, task.id).map(({ at, entry }) => ({
        at,
        kind: entry.kind,
        sentence: entry.sentence,
        ...hashOf(entry),
      })),
    })),
  };
}

function showPerson({
  name,
  role,
  organisation,
}: ReturnType<typeof personSchema.parse>): WalkPerson {
  return { name, role, ...(organisation !== undefined && { organisation }) };
}

function hashOf(entry: WalkEntry): { readonly sha256?: string } {
  if (entry.kind === 'picture') return { sha256: entry.attachment.sha256 };
  const [file] = entry.kind === 'statement' ? entry.files : [];
  return file === undefined ? {} : { sha256: file.sha256 };
}

async function setPeople(
  session: WalkSession,
  examiner: WalkPerson,
  witnesses: readonly WalkPerson[],
): Promise<void> {
  const { language } = session.parts;
  const read = [examiner, ...witnesses].map((person) => personSchema.safeParse(person));
  const people = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const [first, ...rest] = people;
  const isPlain = people.every(
    ({ name, role, organisation = '' }) =>
      printableText(`${name}${role}${organisation}`) ===
      `${name}${role}${organisation}`.normalize('NFC'),
  );
  const names = new Set(people.map(({ name }) => name.normalize('NFC').toLowerCase()));
  if (first === undefined || people.length < read.length || !isPlain || rest.length > mostWitnesses)
    throw new UserError(
      language === 'vi'
        ? 'Cần họ tên và chức vụ của người trình diễn và của từng người chứng kiến (mỗi mục không quá 200 ký tự, nhiều nhất 20 người).'
        : 'The examiner and each witness need a name and a role (200 characters each, 20 people at most).',
    );
  if (names.size < people.length)
    throw new UserError(
      language === 'vi'
        ? 'Người trình diễn và những người chứng kiến phải là những người khác nhau.'
        : 'The examiner and the witnesses have to be different people.',
    );
  await session.append({ event: 'people', examiner: first, witnesses: rest });
}

async function submit(
  session: WalkSession,
  taskId: string,
  submission: Submission,
  signal: AbortSignal,
): Promise<SubmissionResult> {
  const { tasks, language } = session.parts;
  const task = tasks.find(({ id }) => id === taskId);
  if (task === undefined)
    throw new UserError(
      language === 'vi' ? `Không có bước "${taskId}".` : `There is no task "${taskId}".`,
    );
  if (session.state.examiner === undefined)
    throw new UserError(
      language === 'vi'
        ? 'Chưa ghi tên người trình diễn và người chứng kiến.'
        : 'The examiner and the witnesses have not been named.',
    );
  signal.throwIfAborted();
  const state = stateOfTask(session.state, task, tasks);
  if (state === 'demonstrated' || state === 'attested')
    return {
      accepted: false,
      sentence: { vi: 'Bước này đã xong.', en: 'This step is done.' },
    };
  const { check } = task;
  if (submission.kind === 'cannot-show') return submitCannotShow(session, task, submission.reason);
  if (submission.kind === 'picture' && check.kind === 'picture')
    return submitPicture(session, task, check.rule, submission, signal);
  if (submission.kind === 'code' && check.kind === 'code')
    return submitCode(session, task, check.expected, submission.text);
  if (
    submission.kind === 'value' &&
    check.kind === 'value' &&
    task.wants[submission.index]?.kind === 'value'
  )
    return submitValue(session, task, check.measurement, submission.text);
  if (submission.kind === 'statement' && check.kind === 'statement')
    return submitStatement(session, task, submission, signal);
  return {
    accepted: false,
    sentence: {
      vi: 'Bước này cần thứ khác; xem dòng "nộp gì" của bước.',
      en: 'This step asks for something else; see what it says to hand in.',
    },
  };
}

import { type DialogueEnd, DialogueEnded, openDialogue } from '../../attest/dialogue.ts';
import { normaliseCriterionId } from '../../attest/parse-answer.ts';
import type { Language } from '../../locale/language.ts';
import type { WalkProgress, WalkTask } from '../contract.ts';
import { openWalk } from '../open-walk.ts';
import { askPeople } from './ask-people.ts';
import { isDone, showList, stateIn, tellCount } from './show-tasks.ts';
import { takeTask } from './take-task.ts';
import { askUntil, pick, say, type Talk } from './talk.ts';

/** What `challenge run` was asked. */
export interface RunWalkRequest {
  readonly folder: string;
  readonly challengeFolder?: string | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly workingFolder: string;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** True when input and output are a terminal. */
  readonly terminal: boolean;
  readonly width?: number | undefined;
}

/** How it ended. */
export interface RunWalkResult {
  readonly runCode: string;
  readonly ended: DialogueEnd | 'finished';
  readonly progress: WalkProgress;
  /** The outcome in words. */
  readonly lines: readonly string[];
}

/**
 * Leads an examiner through the walk on the terminal. What was accepted is on disk before the next question; it can be
 * stopped anywhere and gone on with.
 * @throws UserError as `openWalk` does
 */
export async function runWalk(request: RunWalkRequest): Promise<RunWalkResult> {
  const { language } = request;
  const walk = await openWalk(request.folder, {
    language,
    challengeFolder: request.challengeFolder,
  });
  const dialogue = openDialogue({
    ...request,
    droppedWarning: (count) =>
      language === 'vi'
        ? `(Đã bỏ ${count} dòng dán thừa: mỗi câu trả lời là một dòng.)`
        : `(${count} pasted lines were dropped: an answer is one line.)`,
  });
  const talk: Talk = { ...request, walk, dialogue };
  let ended: RunWalkResult['ended'];
  try {
    ended = await lead(talk);
  } finally {
    dialogue.close();
  }
  await walk.finish();
  const progress = await walk.progress();
  const { done, all } = tellCount(talk, progress);
  return {
    runCode: walk.runCode,
    ended,
    progress,
    lines: [
      pick(
        talk,
        `Lượt ${walk.runCode}: xong ${done}/${all} bước. Những gì đã nhận nằm trong ${request.folder}.`,
        `Run ${walk.runCode}: ${done} of ${all} steps done. What was taken is in ${request.folder}.`,
      ),
      ...(done < all
        ? [
            pick(
              talk,
              `Làm tiếp: rispacs challenge run ${request.folder}`,
              `To go on: rispacs challenge run ${request.folder}`,
            ),
          ]
        : []),
    ],
  };
}

async function lead(talk: Talk): Promise<RunWalkResult['ended']> {
  try {
    greet(talk);
    await askPeople(talk);
    await runMenu(talk);
    return 'finished';
  } catch (error) {
    if (error instanceof DialogueEnded) return error.reason;
    if (talk.signal.aborted) return 'interrupted';
    throw error;
  } finally {
    talk.dialogue.say('');
  }
}

function greet(talk: Talk): void {
  const { walk } = talk;
  say(talk, walk.facilityName);
  say(
    talk,
    pick(
      talk,
      `Trình diễn trên ca thử thách, lượt ${walk.runCode}: ${walk.tasks.length} bước.`,
      `Demonstration on the challenge study, run ${walk.runCode}: ${walk.tasks.length} steps.`,
    ),
  );
  say(
    talk,
    pick(
      talk,
      'Ảnh được cắt còn phần ảnh thử rồi mới lưu. Dừng: Ctrl-C; những gì đã nhận được giữ, chạy lại lệnh này để làm tiếp.',
      'Pictures are cropped to the test images before they are stored. To stop: Ctrl-C; what was taken stays, run this again to go on.',
    ),
  );
}

type Choice =
  | { readonly go: 'finish' | 'list' | 'in-order' }
  | { readonly go: 'tasks'; readonly tasks: readonly WalkTask[] };

async function runMenu(talk: Talk): Promise<void> {
  showList(talk, await talk.walk.progress());
  for (;;) {
    const choice = await askChoice(talk, await talk.walk.progress());
    if (choice.go === 'finish') return;
    if (choice.go === 'list') showList(talk, await talk.walk.progress());
    if (choice.go === 'tasks') await takeTasks(talk, choice.tasks);
    if (choice.go === 'in-order') await takeTasks(talk, talk.walk.tasks);
  }
}

async function takeTasks(talk: Talk, tasks: readonly WalkTask[]): Promise<void> {
  for (const task of tasks) {
    if (isDone(stateIn(await talk.walk.progress(), task.id))) continue;
    if ((await takeTask(talk, task)) === 'to-menu') return;
  }
}

function askChoice(talk: Talk, progress: WalkProgress): Promise<Choice> {
  const { done, all } = tellCount(talk, progress);
  const prompt = pick(
    talk,
    `Xong ${done}/${all}. Gõ mã (pacs-09 hoặc pacs-16.mpr), t = lần lượt, d = danh sách, Enter = kết thúc: `,
    `${done} of ${all} done. Type an id (pacs-09 or pacs-16.mpr), t = in order, l = list, Enter = finish: `,
  );
  return askUntil<Choice>(talk, prompt, (answer) => {
    const word = answer.toLowerCase();
    if (word === '') return { value: { go: 'finish' } };
    if (word === 't') return { value: { go: 'in-order' } };
    if (word === 'd' || word === 'l') return { value: { go: 'list' } };
    const one = talk.walk.tasks.filter(({ id }) => id === word);
    const id = normaliseCriterionId(word);
    const tasks =
      one.length > 0 ? one : talk.walk.tasks.filter(({ criterion }) => criterion === id);
    const open = tasks.filter((task) => !isDone(stateIn(progress, task.id)));
    if (tasks.length === 0)
      return pick(
        talk,
        'Không có bước nào với mã này; d để xem danh sách.',
        'There is no step of this id; l shows the list.',
      );
    if (open.length === 0) return pick(talk, 'Các bước này đã xong.', 'These steps are done.');
    return { value: { go: 'tasks', tasks: open } };
  });
}

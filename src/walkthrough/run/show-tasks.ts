import { shortenText } from '../../report/printable-text.ts';
import type { TaskState, WalkProgress, WalkTask } from '../contract.ts';
import { pick, say, type Talk } from './talk.ts';

const stateNames: { readonly [S in TaskState]: { readonly vi: string; readonly en: string } } = {
  open: { vi: 'chưa làm', en: 'open' },
  partly: { vi: 'đang dở', en: 'partly' },
  demonstrated: { vi: 'ĐẠT', en: 'SHOWN' },
  attested: { vi: 'ĐÃ XÁC NHẬN', en: 'ATTESTED' },
  'cannot-show': { vi: 'không làm được', en: 'cannot show' },
};

/** Nothing more is asked for it. */
export function isDone(state: TaskState): boolean {
  return state === 'demonstrated' || state === 'attested';
}

/** Where a task stands. */
export function stateIn(progress: WalkProgress, id: string): TaskState {
  return progress.tasks.find((one) => one.id === id)?.state ?? 'open';
}

/** One line for each task. */
export function showList(talk: Talk, progress: WalkProgress): void {
  const { walk, dialogue, language } = talk;
  dialogue.say('');
  for (const task of walk.tasks) {
    const state = stateNames[stateIn(progress, task.id)][language].padEnd(14);
    dialogue.say(
      shortenText(`  ${task.id.padEnd(25)} ${state} ${task.title[language]}`, dialogue.width),
    );
  }
  dialogue.say('');
}

/** What the examiner does. */
export function showTask(talk: Talk, task: WalkTask, progress: WalkProgress): void {
  const { dialogue, language } = talk;
  const state = stateNames[stateIn(progress, task.id)][language];
  dialogue.say('', '-'.repeat(Math.min(dialogue.width, 72)));
  say(talk, `${task.id} · ${task.title[language]} [${state}]`);
  for (const [label, text] of [
    ['1', task.open],
    ['2', task.act],
    ['3', task.enter],
  ] as const)
    say(talk, `${label}  ${text[language]}`, '  ');
  const entries = progress.tasks.find(({ id }) => id === task.id)?.entries ?? [];
  for (const { sentence } of entries.slice(-3))
    say(talk, pick(talk, `Đã có: ${sentence.vi}`, `So far: ${sentence.en}`), '  ');
}

/** How far the walk is, in one line. */
export function tellCount({ walk }: Talk, progress: WalkProgress): { done: number; all: number } {
  return {
    done: progress.tasks.filter(({ state }) => isDone(state)).length,
    all: walk.tasks.length,
  };
}

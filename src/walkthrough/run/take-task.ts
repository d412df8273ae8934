import { parseChoices } from '../../attest/parse-answer.ts';
import { detectMediaType } from '../../evidence/statements/detect-media-type.ts';
import type { Submission, WalkTask } from '../contract.ts';
import { readTypedFile } from './read-typed-file.ts';
import { isDone, showTask, stateIn } from './show-tasks.ts';
import { askUntil, pick, say, type Talk } from './talk.ts';

/** After one task: go on with the next, or back to the menu. */
export type TaskEnd = 'next' | 'to-menu';

/** What is handed in, or where to go instead. */
type Handed = Submission | TaskEnd | 'again';

const mostFiles = 20;

/** Takes one task until it is done or the examiner goes on. */
export async function takeTask(talk: Talk, task: WalkTask): Promise<TaskEnd> {
  const { walk } = talk;
  showTask(talk, task, await walk.progress());
  for (;;) {
    const handed = await ask(talk, task);
    if (handed === 'again') continue;
    if (handed === 'next' || handed === 'to-menu') return handed;
    const result = await walk.submit(task.id, handed, talk.signal);
    say(talk, result.sentence, result.accepted ? '  + ' : '  ! ');
    if (handed.kind === 'cannot-show' && result.accepted) return 'next';
    if (isDone(stateIn(await walk.progress(), task.id))) return 'next';
  }
}

function ask(talk: Talk, task: WalkTask): Promise<Handed> {
  const [wanted] = task.wants;
  switch (wanted?.kind) {
    case 'picture':
      return askPicture(talk);
    case 'code':
    case 'value':
      return askTyped(talk, wanted.label[talk.language], wanted.kind);
    case 'statement':
      return askStatement(talk, task);
    default:
      return Promise.resolve('next');
  }
}

function keys(talk: Talk): string {
  return pick(
    talk,
    'Enter = bỏ qua, k = không làm được, m = về danh sách',
    'Enter = skip, c = cannot show, m = menu',
  );
}

/** Answers that every task understands. */
async function readKey(talk: Talk, answer: string): Promise<Handed | undefined> {
  switch (answer.toLowerCase()) {
    case '':
      return 'next';
    case 'm':
      return 'to-menu';
    case 'k':
    case 'c': {
      const reason = await talk.dialogue.ask(
        pick(talk, 'Vì sao không làm được (Enter = thôi): ', 'Why not (Enter = never mind): '),
      );
      return reason.trim() === '' ? 'again' : { kind: 'cannot-show', reason };
    }
    default:
      return undefined;
  }
}

async function askPicture(talk: Talk): Promise<Handed> {
  const prompt = pick(talk, `Tệp ảnh (${keys(talk)}): `, `Picture file (${keys(talk)}): `);
  const answer = (await talk.dialogue.ask(prompt)).trim();
  const key = await readKey(talk, answer);
  if (key !== undefined) return key;
  const file = await readTypedFile(talk, answer);
  if (typeof file === 'string') {
    say(talk, file, '  ! ');
    return 'again';
  }
  return { kind: 'picture', bytes: file.bytes, originalName: file.name };
}

async function askTyped(talk: Talk, label: string, kind: 'code' | 'value'): Promise<Handed> {
  say(talk, label, '  ');
  const answer = (await talk.dialogue.ask(`> (${keys(talk)}): `)).trim();
  const key = await readKey(talk, answer);
  if (key !== undefined) return key;
  return kind === 'code' ? { kind, text: answer } : { kind, index: 0, text: answer };
}

async function askStatement(talk: Talk, { points }: WalkTask): Promise<Handed> {
  const { dialogue, language } = talk;
  for (const [index, point] of points.entries())
    say(talk, `${index + 1}  ${point[language]}`, '  ');
  const prompt = pick(
    talk,
    `Những điểm đã thấy, gõ số cách nhau bằng dấu phẩy (${keys(talk)}): `,
    `Points that were seen, as numbers (${keys(talk)}): `,
  );
  let key: Handed | undefined;
  const shownPoints = await askUntil<readonly number[]>(talk, prompt, (answer) => {
    if (answer === '' || /^[mkc]$/i.test(answer)) {
      key = answer === '' ? 'next' : answer.toLowerCase() === 'm' ? 'to-menu' : 'again';
      return { value: [] };
    }
    const numbers = parseChoices(answer, points.length);
    return numbers === undefined
      ? pick(
          talk,
          `Chỉ gõ số từ 1 đến ${points.length}.`,
          `Only numbers from 1 to ${points.length}.`,
        )
      : { value: numbers.map((one) => one - 1) };
  });
  if (key === 'again') return (await readKey(talk, 'k')) ?? 'again';
  if (key !== undefined) return key;
  const text = await dialogue.ask(
    pick(
      talk,
      'Đã thấy gì (một dòng; Enter = thôi): ',
      'What was seen (one line; Enter = never mind): ',
    ),
  );
  if (text.trim() === '') return 'again';
  return { kind: 'statement', text, shownPoints, files: await askFiles(talk) };
}

async function askFiles(talk: Talk) {
  const files: { readonly bytes: Uint8Array; readonly originalName: string }[] = [];
  while (files.length < mostFiles) {
    const typed = await talk.dialogue.ask(
      pick(
        talk,
        `Ảnh màn hình hoặc ảnh chụp thứ ${files.length + 1} (Enter = hết): `,
        `Screenshot or photo ${files.length + 1} (Enter = no more): `,
      ),
    );
    if (typed.trim() === '') break;
    const file = await readTypedFile(talk, typed.trim());
    const type = typeof file === 'string' ? undefined : detectMediaType(file.bytes);
    if (typeof file === 'string') say(talk, file, '  ! ');
    else if (type === undefined || type.extension === 'txt')
      say(
        talk,
        pick(talk, 'Chỉ nhận ảnh PNG, JPEG hoặc tệp PDF.', 'Only PNG, JPEG or PDF.'),
        '  ! ',
      );
    else files.push({ bytes: file.bytes, originalName: file.name });
  }
  return files;
}

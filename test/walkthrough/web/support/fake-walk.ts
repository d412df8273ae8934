import { UserError } from '../../../../src/errors/user-error.ts';
import type {
  Submission,
  SubmissionResult,
  TaskState,
  Walk,
  WalkPerson,
  WalkProgress,
  WalkTask,
} from '../../../../src/walkthrough/contract.ts';

const both = (text: string) => ({ vi: text, en: `${text} (en)` });

function task(id: string, wants: WalkTask['wants'], points: readonly string[] = []): WalkTask {
  const [criterion = ''] = id.split('.');
  return {
    id,
    criterion,
    title: both(`Tên ${id}`),
    open: both('Mở ca thử.'),
    act: both('Làm việc này.'),
    enter: both('Nộp kết quả.'),
    wants,
    points: points.map(both),
  };
}

/** What a fake walk was asked to keep. */
export interface Kept {
  readonly task: string;
  readonly submission: Submission;
  readonly by: WalkPerson;
}

/** A walk in memory with one task of each kind: right are the code `DUNG`, the value 128 and every picture but `no`. */
export function makeFakeWalk(
  options: { readonly before?: () => Promise<void>; readonly facilityName?: string } = {},
) {
  const tasks = [
    task('pacs-09.rotate', [{ kind: 'picture', atLeast: 1, atMost: 1 }]),
    task('pacs-11.letters', [{ kind: 'code', label: both('Bốn chữ') }]),
    task('pacs-12.length', [{ kind: 'value', label: both('Chiều dài'), unit: 'mm' }]),
    task('ris-01.script', [{ kind: 'statement', fileRequired: true }], ['Điểm một', 'Điểm hai']),
  ];
  const kept: Kept[] = [];
  const seen: AbortSignal[] = [];
  let people: { examiner: WalkPerson; witnesses: readonly WalkPerson[] } | undefined;
  let finished = 0;

  const weigh = (submission: Submission): SubmissionResult => {
    switch (submission.kind) {
      case 'picture':
        return Buffer.from(submission.bytes).includes('no')
          ? { accepted: false, sentence: both('Ảnh không thuộc lượt này.') }
          : { accepted: true, basis: 'demonstrated', sentence: both('Đạt: đọc được ảnh.') };
      case 'code':
        return submission.text === 'DUNG'
          ? { accepted: true, basis: 'demonstrated', sentence: both('Đạt: mã đúng.') }
          : { accepted: false, sentence: both(`Mã "${submission.text}" chưa đúng.`) };
      case 'value':
        return submission.text.startsWith('128')
          ? { accepted: true, basis: 'demonstrated', sentence: both('Đạt: đo đúng.') }
          : { accepted: false, sentence: both('Trị số lệch.') };
      case 'statement':
        return submission.files.length > 0 && submission.text !== ''
          ? { accepted: true, basis: 'attested', sentence: both('Đã ghi xác nhận.') }
          : { accepted: false, sentence: both('Cần chữ và ít nhất một tệp.') };
      case 'cannot-show':
        return { accepted: true, basis: 'attested', sentence: both('Đã ghi lý do.') };
    }
  };
  const stateOf = (id: string): TaskState => {
    const last = kept.findLast((one) => one.task === id);
    if (last === undefined) return 'open';
    if (last.submission.kind === 'cannot-show') return 'cannot-show';
    return last.submission.kind === 'statement' ? 'attested' : 'demonstrated';
  };
  const progress = async (): Promise<WalkProgress> => ({
    ...(people && { examiner: people.examiner }),
    witnesses: people?.witnesses ?? [],
    tasks: tasks.map(({ id }) => ({
      id,
      state: stateOf(id),
      entries: kept
        .filter((one) => one.task === id)
        .map(({ submission }) => ({
          at: '2026-11-22T08:30:00+07:00',
          kind: submission.kind,
          sentence: weigh(submission).sentence,
        })),
    })),
  });
  const walk: Walk = {
    runCode: 'ABCD2345',
    facilityName: options.facilityName ?? 'Bệnh viện Kiểm thử',
    tasks,
    progress,
    setPeople: async (examiner, witnesses) => {
      people = { examiner, witnesses };
    },
    submit: async (id, submission, signal) => {
      seen.push(signal);
      if (people === undefined) throw new UserError('Chưa ghi tên.');
      const { examiner } = people;
      await options.before?.();
      signal.throwIfAborted();
      const result = weigh(submission);
      if (result.accepted) kept.push({ task: id, submission, by: examiner });
      return result;
    },
    finish: async () => {
      finished += 1;
    },
  };
  return { walk, kept, signals: seen, finished: () => finished };
}

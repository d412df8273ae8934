import {
  compareMeasurement,
  compareTyped,
  type MeasurementId,
  parseMeasured,
} from '../challenge/index.ts';
import type { SubmissionResult } from './contract.ts';
import type { WalkSession } from './session.ts';
import type { PlannedTask } from './tasks/planned-task.ts';

const mostTyped = 100;
/** Wrong entries that are kept; later ones are refused, so that nobody tries until it fits. */
const mostAttempts = 10;

function tooOften(session: WalkSession, task: PlannedTask): SubmissionResult | undefined {
  const count = session.state.attempts.get(task.id)?.length ?? 0;
  if (count < mostAttempts) return undefined;
  return {
    accepted: false,
    sentence: {
      vi: `Đã gõ sai ${count} lần; bước này không nhận thêm, hãy ghi là không trình diễn được hoặc dùng ca thử thách mới.`,
      en: `Wrong ${count} times; this step takes no more entries: say that it cannot be shown, or use a new challenge study.`,
    },
  };
}

/** Takes a typed code. What was typed wrongly is counted. */
export async function submitCode(
  session: WalkSession,
  task: PlannedTask,
  expected: string,
  text: string,
): Promise<SubmissionResult> {
  const refused = tooOften(session, task);
  if (refused) return refused;
  const { isRight, typed } = compareTyped(expected, text);
  if (typed === '') {
    return {
      accepted: false,
      sentence: { vi: 'Chưa gõ mã.', en: 'No code was typed.' },
    };
  }
  if (!isRight) {
    await session.append({ event: 'attempt', task: task.id, typed: typed.slice(0, mostTyped) });
    return {
      accepted: false,
      sentence: {
        vi: `Mã "${typed.slice(0, 20)}" chưa đúng; xem lại trên màn hình rồi gõ lại.`,
        en: `The code "${typed.slice(0, 20)}" is not right; look again and type it again.`,
      },
    };
  }
  const sentence = { vi: `Đạt: mã ${typed} đúng.`, en: `Shown: the code ${typed} is right.` };
  await session.accept(task, { kind: 'code', typed, expected, sentence });
  return { accepted: true, basis: 'demonstrated', sentence };
}

/** Takes a measured value. The known value is told only once it was met. */
export async function submitValue(
  session: WalkSession,
  task: PlannedTask,
  measurement: MeasurementId,
  text: string,
): Promise<SubmissionResult> {
  const refused = tooOften(session, task);
  if (refused) return refused;
  const known = session.parts.challenge.key.measurements.find(({ id }) => id === measurement);
  if (known === undefined) throw new Error(`the study has no ${measurement}`);
  const measured = parseMeasured(text, known.unit);
  if (measured === undefined) {
    return {
      accepted: false,
      sentence: {
        vi: 'Không đọc được số; gõ một số như trình xem hiện ra, ví dụ 128,4.',
        en: 'No number can be read; type one as the viewer shows it, such as 128.4.',
      },
    };
  }
  const typed = text.trim().slice(0, mostTyped);
  const { isWithin, error, expected, tolerance } = compareMeasurement(known, measured);
  const unit = { mm: 'mm', deg: '°', mm2: 'mm²', HU: 'HU' }[known.unit];
  if (!isWithin) {
    await session.append({ event: 'attempt', task: task.id, typed });
    return {
      accepted: false,
      sentence: {
        vi: `Trị số lệch quá dung sai của công cụ (±${vietnamese(tolerance)} ${unit}); đo lại, kiểm tra đúng hình và đúng đơn vị.`,
        en: `The value is off by more than our tolerance (±${tolerance} ${unit}); measure again, on the right figure and in the right unit.`,
      },
    };
  }
  const sentence = {
    vi: `Đạt: đo ${vietnamese(measured)} ${unit}, đúng là ${vietnamese(expected)} ${unit}, lệch ${vietnamese(error)} (dung sai ±${vietnamese(tolerance)}).`,
    en: `Shown: measured ${measured} ${unit}, known ${expected} ${unit}, off by ${error} (tolerance ±${tolerance}).`,
  };
  await session.accept(task, {
    kind: 'value',
    typed,
    measured,
    expected,
    error,
    tolerance,
    unit: known.unit,
    sentence,
  });
  return { accepted: true, basis: 'demonstrated', sentence };
}

function vietnamese(value: number): string {
  return String(value).replace('.', ',');
}

import { cleanText } from '../attest/parse-answer.ts';
import type { Attachment } from '../evidence/evidence.ts';
import { maxAttachedFileBytes } from '../evidence/statements/attach-files.ts';
import { detectMediaType } from '../evidence/statements/detect-media-type.ts';
import type { BilingualText } from '../locale/language.ts';
import type { Submission, SubmissionResult } from './contract.ts';
import { mostStatementCharacters } from './log-events.ts';
import type { WalkSession } from './session.ts';
import { weighScript } from './task-state.ts';
import type { PlannedTask } from './tasks/planned-task.ts';

const leastWitnesses = 2;
const mostFiles = 20;
const mostReasonCharacters = 1000;
const megabyte = 1024 * 1024;

function refuse(vi: string, en: string): SubmissionResult {
  return { accepted: false, sentence: { vi, en } };
}

/** Takes what a person saw: the points, words, pictures. Once all points were seen, it stands as an attestation. */
export async function submitStatement(
  session: WalkSession,
  task: PlannedTask,
  { text, shownPoints, files }: Extract<Submission, { kind: 'statement' }>,
  signal: AbortSignal,
): Promise<SubmissionResult> {
  const { dossier, tasks } = session.parts;
  if (session.state.witnesses.length < leastWitnesses) {
    return refuse(
      'Trình diễn chỉ có lời người làm thì cần hai người chứng kiến; hãy ghi tên họ trước.',
      'A demonstration that rests on words needs two witnesses; name them first.',
    );
  }
  const words = cleanText(text.replaceAll(/[\r\n]+/g, ' '), mostStatementCharacters);
  if (!words.ok || words.value === '') {
    return refuse(
      `Hãy viết đã thấy gì, bằng chữ in được, không quá ${mostStatementCharacters} ký tự.`,
      `Write what was seen, in printable letters, at most ${mostStatementCharacters} characters.`,
    );
  }
  const points = [...new Set(shownPoints)].filter((one) => task.points[one] !== undefined).sort();
  const kept = weighScript(session.state, task, tasks);
  if (task.points.length > 0 && points.length === 0 && kept.shown.length === 0)
    return refuse('Hãy tích ít nhất một điểm đã thấy.', 'Tick at least one point that was seen.');
  const problem = findFileProblem(files, kept.statements.length > 0);
  if (problem) return { accepted: false, sentence: problem };
  signal.throwIfAborted();
  const attachments: Attachment[] = [];
  for (const { bytes, originalName } of files) {
    const type = detectMediaType(bytes);
    if (type === undefined) throw new Error('a file of no known type was let through');
    attachments.push(
      await dossier.attach(bytes, { ...type, originalName: cleanName(originalName) }),
    );
  }
  const shown = new Set([...kept.shown, ...points]);
  const missing = kept.missing.filter((one) => !shown.has(one)).map((one) => task.points[one]);
  const sentence = tellStatement(missing, dossier.settings.assessedOn, session);
  await session.accept(task, {
    kind: 'statement',
    text: words.value,
    shownPoints: points,
    files: attachments,
    sentence,
  });
  return { accepted: true, basis: 'attested', sentence };
}

/** Takes that something cannot be shown, with the reason. It is no declaration of absence. */
export async function submitCannotShow(
  session: WalkSession,
  task: PlannedTask,
  reason: string,
): Promise<SubmissionResult> {
  const words = cleanText(reason.replaceAll(/[\r\n]+/g, ' '), mostReasonCharacters);
  if (!words.ok || words.value === '')
    return refuse(
      'Hãy ghi lý do không trình diễn được.',
      'Give the reason why it cannot be shown.',
    );
  const sentence = {
    vi: `Đã ghi: không trình diễn được (${words.value}).`,
    en: `Kept: cannot be shown (${words.value}).`,
  };
  await session.accept(task, { kind: 'cannot-show', reason: words.value, sentence });
  return { accepted: true, basis: 'attested', sentence };
}

function findFileProblem(
  files: Extract<Submission, { kind: 'statement' }>['files'],
  hasEarlier: boolean,
): BilingualText | undefined {
  if (files.length === 0 && !hasEarlier) {
    return {
      vi: 'Cần ít nhất một ảnh màn hình hoặc ảnh chụp buổi trình diễn.',
      en: 'At least one screenshot or photo of the demonstration is needed.',
    };
  }
  if (files.length > mostFiles)
    return {
      vi: `Nhiều nhất ${mostFiles} tệp một lần.`,
      en: `At most ${mostFiles} files at once.`,
    };
  for (const { bytes, originalName } of files) {
    const name = cleanName(originalName);
    if (bytes.length > maxAttachedFileBytes) {
      const most = maxAttachedFileBytes / megabyte;
      return { vi: `Tệp ${name} lớn hơn ${most} MB.`, en: `${name} is larger than ${most} MB.` };
    }
    const type = detectMediaType(bytes);
    if (type === undefined || type.extension === 'txt') {
      return {
        vi: `Tệp ${name} không phải ảnh PNG, JPEG hay tệp PDF.`,
        en: `${name} is no PNG or JPEG picture and no PDF file.`,
      };
    }
  }
  return undefined;
}

function cleanName(name: string): string {
  const last = name.replaceAll('\\', '/').split('/').at(-1) ?? '';
  return last.normalize('NFC').replaceAll(/\p{C}/gu, '').slice(0, 200) || 'tep';
}

function tellStatement(
  missing: readonly (BilingualText | undefined)[],
  assessedOn: string,
  session: WalkSession,
): BilingualText {
  if (missing.length > 0) {
    const list = (language: 'vi' | 'en'): string =>
      missing.map((point) => point?.[language] ?? '').join('; ');
    return {
      vi: `Đã ghi; chưa thành xác nhận vì còn: ${list('vi')}.`,
      en: `Kept; no attestation yet, since these are missing: ${list('en')}.`,
    };
  }
  const isLate = session.today() > assessedOn;
  return {
    vi: `Đã ghi xác nhận vào hồ sơ${isLate ? `; hồ sơ đánh giá tại ngày ${assessedOn} nên chưa được tính, chuyển ngày bằng: rispacs attest --assessed-on` : ''}.`,
    en: `The attestation is in the dossier${isLate ? `; the dossier speaks of ${assessedOn}, so it does not count yet: move the day with rispacs attest --assessed-on` : ''}.`,
  };
}

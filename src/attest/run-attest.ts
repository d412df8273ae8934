import { UserError } from '../errors/user-error.ts';
import { Dossier, explainWriteError } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { requireFacilityScope } from '../evidence/dossier-settings.ts';
import type { Language } from '../locale/language.ts';
import { moveAssessmentDay } from './assessment-day.ts';
import { attestFromFile } from './attest-from-file.ts';
import { attestGuided, type GuidedResult } from './attest-guided.ts';
import { openDialogue } from './dialogue.ts';
import { type AttestOutcome, describeOutcome, finishAttest } from './finish-attest.ts';
import { type AttestContext, pickText } from './session.ts';

/** What `attest` was asked. */
export interface AttestRequest {
  readonly folder: string;
  /** A statements file; without one the person is asked. */
  readonly file?: string | undefined;
  /** New day of assessment, as typed. */
  readonly assessedOn?: string | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** YYYY-MM-DD local. */
  readonly today: string;
  readonly workingFolder: string;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** True when input and output are a terminal. */
  readonly terminal: boolean;
  readonly width?: number | undefined;
}

/** What became of it. */
export interface AttestResult {
  readonly outcome: AttestOutcome;
  readonly ended: GuidedResult['ended'];
  /** The outcome in words. */
  readonly lines: readonly string[];
}

/**
 * Records statements into a dossier, from a file or by asking, then judges it again.
 * @throws UserError when the folder is no dossier, the file has a problem, or there is nobody to ask.
 */
export async function runAttest(request: AttestRequest): Promise<AttestResult> {
  const { language, signal } = request;
  try {
    const opened = await Dossier.open(request.folder, language);
    requireFacilityScope(opened.settings, language);
    await lockDossier(request.folder, language);
    const dossier =
      request.assessedOn === undefined
        ? opened
        : await moveAssessmentDay(opened, request.assessedOn, request.today, language);
    const { checklist, facility } = await readDossierContents(dossier);
    const context: AttestContext = { dossier, checklist, facility, language, signal };
    // At once: a file with a problem or a stop in the middle must not leave findings of the earlier day.
    if (dossier !== opened) await finishAttest(context, []);
    const { recorded, ended } =
      request.file === undefined
        ? await ask(context, request)
        : { recorded: await attestFromFile(request.file, context), ended: 'finished' as const };
    const outcome = await finishAttest(context, recorded);
    return { outcome, ended, lines: await describeOutcome(context, outcome) };
  } catch (error) {
    throw explainWriteError(error, request.folder, language);
  }
}

async function ask(context: AttestContext, request: AttestRequest): Promise<GuidedResult> {
  const dialogue = openDialogue({
    ...request,
    droppedWarning: (count) =>
      pickText(
        context,
        `(Đã bỏ ${count} dòng dán thừa: mỗi câu trả lời là một dòng.)`,
        `(${count} pasted lines were dropped: an answer is one line.)`,
      ),
  });
  try {
    const result = await attestGuided({
      ...context,
      dialogue,
      today: request.today,
      workingFolder: request.workingFolder,
    });
    if (result.ended === 'line-too-long' || result.ended === 'too-many-wrong')
      dialogue.say(explainEnd(context, result.ended));
    if (dialogue.answers === 0 && result.ended === 'end-of-input' && !request.terminal) {
      throw new UserError(
        pickText(
          context,
          'Không có ai trả lời: đầu vào trống và không phải bàn phím. Chạy lệnh này trên cửa sổ dòng lệnh, hoặc dùng --file với một tệp bằng chứng.',
          'Nobody answers: the input is empty and not a keyboard. Run this in a terminal window, or give a statements file with --file.',
        ),
      );
    }
    return result;
  } finally {
    dialogue.close();
  }
}

function explainEnd(context: AttestContext, ended: 'line-too-long' | 'too-many-wrong'): string {
  return ended === 'line-too-long'
    ? pickText(
        context,
        'Dừng vì một dòng đầu vào quá dài; mục đã ghi được giữ.',
        'Stopped: a line of the input is too long; what was recorded stays.',
      )
    : pickText(
        context,
        'Dừng vì sai quá nhiều lần liên tiếp; mục đã ghi được giữ.',
        'Stopped: too many wrong answers in a row; what was recorded stays.',
      );
}

import { recordStatements } from '../attest/record-statements.ts';
import type { Dossier } from '../evidence/dossier.ts';
import type { Attachment } from '../evidence/evidence.ts';
import { statementsFileSchema } from '../evidence/statement-schema.ts';
import { draftStatements } from '../evidence/statements/make-statements.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import { clipText } from '../report/printable-text.ts';
import { weighScript } from './task-state.ts';
import type { PlannedTask } from './tasks/planned-task.ts';
import type { WalkState } from './walk-state.ts';

/** Where these attestations come from, as their records say; like those entered by hand, no statements file withdraws them. */
export const walkSource = 'attest:challenge';
const mostStatementCharacters = 4000;
const mostFiles = 50;

/**
 * Records the attestation of a script once all its points were seen. The same one is recorded once, so that this may be
 * called again after a crash. @returns whether it stands in the dossier
 */
export async function recordScript(
  dossier: Dossier,
  state: WalkState,
  script: PlannedTask,
  tasks: readonly PlannedTask[],
  run: { readonly runCode: string; readonly simulated: boolean },
): Promise<boolean> {
  const progress = weighScript(state, script, tasks);
  const last = progress.statements.at(-1);
  if (!progress.isComplete || last === undefined) return false;
  const files = new Map<string, Attachment>();
  const words: string[] = [];
  for (const { entry } of progress.statements) {
    if (entry.kind !== 'statement') continue;
    words.push(entry.text);
    for (const file of entry.files) files.set(file.sha256, file);
  }
  const kept = [...files.values()].slice(0, mostFiles);
  const { language } = dossier.settings;
  const entry = statementsFileSchema.parse({
    schemaVersion: 1,
    attestations: [
      {
        for: [script.criterion],
        statement: tellScript(script, progress, words, run.runCode, language),
        by: last.examiner,
        date: last.at.slice(0, 10),
        witnesses: last.witnesses,
        files: kept.map(({ sha256 }) => sha256),
      },
    ],
  });
  const drafts = await draftStatements(entry, walkSource, run.simulated);
  await recordStatements(dossier, drafts, async (sha256) => {
    const attachment = files.get(sha256);
    if (attachment === undefined) throw new Error('a statement names a file that it does not have');
    // `detectMediaType` chose it when the file was handed in.
    return { ok: true, attachment, mediaType: narrowMediaType(attachment.mediaType) };
  });
  return true;
}

function narrowMediaType(mediaType: string) {
  const known = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain'] as const;
  const found = known.find((one) => one === mediaType);
  if (found === undefined) throw new Error(`${mediaType} cannot be attached to a statement`);
  return found;
}

function tellScript(
  { points }: PlannedTask,
  { shown, coveredByTasks }: ReturnType<typeof weighScript>,
  words: readonly string[],
  runCode: string,
  language: Language,
): string {
  const name = (index: number): string => points[index]?.[language] ?? '';
  const seen = shown.filter((index) => !coveredByTasks.includes(index)).map(name);
  const checked = coveredByTasks.map(name);
  const left = points
    .filter((_, index) => !shown.includes(index))
    .map((point: BilingualText) => point[language]);
  const parts =
    language === 'vi'
      ? [
          `Lượt thử thách ${runCode}.`,
          seen.length > 0 ? `Đã trình diễn: ${seen.join('; ')}.` : '',
          checked.length > 0 ? `Đã kiểm bằng ca thử thách: ${checked.join('; ')}.` : '',
          left.length > 0 ? `Không trình diễn: ${left.join('; ')}.` : '',
        ]
      : [
          `Challenge run ${runCode}.`,
          seen.length > 0 ? `Shown: ${seen.join('; ')}.` : '',
          checked.length > 0 ? `Checked by the challenge study: ${checked.join('; ')}.` : '',
          left.length > 0 ? `Not shown: ${left.join('; ')}.` : '',
        ];
  const text = [...parts.filter((part) => part !== ''), ...words].join(' ');
  return clipText(text, mostStatementCharacters - 40, (count) => ` (+${count})`);
}

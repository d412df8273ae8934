import { UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { Dossier } from '../evidence/dossier.ts';
import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { parseDay } from './parse-answer.ts';

/**
 * Moves the day a dossier speaks of forward, so that what people signed since then counts. Papers that have ended by
 * the new day stop counting.
 *
 * @param today - YYYY-MM-DD local; the latest day allowed.
 * @throws UserError (exit code 2) when the day is none, lies in the future, or before the dossier's own.
 */
export async function moveAssessmentDay(
  dossier: Dossier,
  typed: string,
  today: string,
  language: Language,
): Promise<Dossier> {
  const vi = language === 'vi';
  const day = parseDay(typed);
  const current = dossier.settings.assessedOn;
  if (day === undefined) {
    throw new UserError(
      vi
        ? `--assessed-on cần một ngày, ví dụ ${today}; "${typed}" không phải là ngày.`
        : `--assessed-on needs a day, for example ${today}; "${typed}" is none.`,
    );
  }
  if (day > today || day < current) {
    throw new UserError(
      vi
        ? `--assessed-on phải từ ngày đánh giá của hồ sơ (${formatDay(current, 'vi')}) đến hôm nay (${formatDay(today, 'vi')}).`
        : `--assessed-on must lie between the dossier's day (${current}) and today (${today}).`,
    );
  }
  if (day === current) return dossier;
  await writeFileAtomically(
    dossier.path('settings.json'),
    `${JSON.stringify({ ...dossier.settings, assessedOn: day }, null, 2)}\n`,
  );
  await dossier.log('assessment-day-moved', { from: current, to: day });
  return Dossier.open(dossier.folder, language);
}

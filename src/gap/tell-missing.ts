import type { Language } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import { stateNames } from '../report/labels.ts';
import { shortenText } from '../report/printable-text.ts';
import type { GapStep } from './plan-gap.ts';
import { gapWords } from './words.ts';

const mostLines = 4;
const mostUnseen = 3;
const mostCharacters = 220;

/**
 * What a step lacks, told apart: what is to be handed in or shown, and what was asked and not observed. Probes wrote their
 * reasons in the language of the dossier; in another language the state stands for them.
 */
export function tellMissing(
  step: GapStep,
  context: {
    readonly assessment: Assessment;
    readonly recordedIn: Language;
    readonly language: Language;
  },
): { readonly missing: readonly string[]; readonly unseen: string } {
  const { assessment, recordedIn, language } = context;
  const w = gapWords[language];
  const records = assessment.evidence.flatMap((one) =>
    one.kind === 'probe' && one.state !== 'observed' ? [one] : [],
  );
  const concerned = records.filter(({ subject }) =>
    step.missing.some((line) => line.includes(subject)),
  );
  const lines = new Set(
    step.missing.flatMap((line) => {
      if (concerned.some(({ subject }) => line.startsWith(`${subject}: `))) return [];
      const ends = concerned.map(({ subject }) => line.indexOf(`: ${subject}: `));
      const end = Math.min(...ends.filter((at) => at > 0), line.length);
      const own = concerned.reduce(
        (text, { reason, state }) =>
          recordedIn === language
            ? text
            : text.replaceAll(reason.message, stateNames[state][language]),
        line.slice(0, end),
      );
      return [shortenText(own, mostCharacters)];
    }),
  );
  const shown = [...lines].slice(0, mostLines);
  const left = lines.size - shown.length;
  const names = concerned
    .slice(0, mostUnseen)
    .map(
      ({ subjectId, subject, state }) =>
        `${recordedIn === language ? subject : subjectId} (${stateNames[state][language]})`,
    );
  const others = concerned.length - names.length;
  return {
    missing: [...shown, ...(left > 0 ? [w.more(left)] : [])],
    unseen: [...names, ...(others > 0 ? [w.more(others)] : [])].join('; '),
  };
}

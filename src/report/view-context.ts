import type { Checklist, Criterion } from '../checklist/schema.ts';
import type { Finding } from '../findings/finding.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import type { ReviewSummary } from '../review/summarise-review.ts';
import type { Level } from '../verdict/verdict.ts';
import { levels } from '../verdict/verdict.ts';
import type { Assessment } from './assessment.ts';
import { commonOffset, formatNumber, formatTime } from './format.ts';
import { labelsFor } from './labels.ts';
import type { ReportLabels } from './labels-vi.ts';
import { clipText, shortenText, wordsForSymbols } from './printable-text.ts';
import { readableNote } from './readable-note.ts';
import { englishSentences } from './sentences-en.ts';
import { type ReportSentences, vietnameseSentences } from './sentences-vi.ts';

/** What every part of the view model needs. */
export interface ViewContext {
  readonly assessment: Assessment;
  readonly checklist: Checklist;
  readonly language: Language;
  readonly labels: ReportLabels;
  readonly say: ReportSentences;
  /** The text in the report's language. */
  readonly pick: (text: BilingualText) => string;
  readonly count: (value: number) => string;
  /** Cuts what would fill pages and says so. */
  readonly clip: (text: string, max: number) => string;
  /** A sentence of ours: signs as words, cut to a readable length. */
  readonly sentence: (text: string, max?: number) => string;
  /** The same for sentences that judging and probes wrote, in the language of the assessment: see {@link readableNote}. */
  readonly recorded: (text: string, max?: number) => string;
  /** An RFC 3339 time; without its offset where every record has the same, which section II names. */
  readonly time: (rfc3339: string) => string;
  /** The offset from UTC of every record; absent where they differ. */
  readonly homeOffset?: string;
  /** A title that must stay on few lines: cut at a word, without saying how much is left out. */
  readonly shorten: (text: string, max: number) => string;
  readonly criterion: (id: string) => Criterion | undefined;
  readonly findingOf: (criterion: string) => Finding | undefined;
  /** The council's word, which stands beside the findings; absent when it has said nothing. */
  readonly review?: ReviewSummary;
}

const sentenceMax = 1200;

export function makeViewContext(
  assessment: Assessment,
  checklist: Checklist,
  language: Language,
  review?: ReviewSummary,
): ViewContext {
  const say = language === 'vi' ? vietnameseSentences : englishSentences;
  const count = (value: number) => formatNumber(value, language);
  const clip = (text: string, max: number) =>
    clipText(text, max, (left) => say.clipped(count(left)));
  const criteria = new Map(
    [...checklist.criteria, ...checklist.specialized].map((item) => [item.id, item]),
  );
  const findings = new Map(
    [...assessment.findings, ...assessment.specialized].map((item) => [item.criterion, item]),
  );
  const homeOffset = commonOffset(
    assessment.evidence.flatMap((one) => (one.kind === 'probe' ? [one.startedAt] : [])),
  );
  return {
    assessment,
    checklist,
    language,
    labels: labelsFor(language),
    say,
    pick: (text) => text[language],
    count,
    clip,
    sentence: (text, max = sentenceMax) => clip(wordsForSymbols(text, language), max),
    recorded: (text, max = sentenceMax) =>
      clip(
        wordsForSymbols(readableNote(text, assessment.language, homeOffset), assessment.language),
        max,
      ),
    time: (rfc3339) => formatTime(rfc3339, language, homeOffset),
    ...(homeOffset !== undefined && { homeOffset }),
    shorten: shortenText,
    criterion: (id) => criteria.get(id),
    findingOf: (id) => findings.get(id),
    ...(review && { review }),
  };
}

/** `ht-03` as printed: `HT-03`; of a part: `RIS-05.a`. */
export function codeOf(criterion: string): string {
  return criterion.replace(/^[a-z]+/, (group) => group.toUpperCase());
}

/** A criterion's wording: slips of the draft corrected where the checklist says how, its dashes included. */
export function wordingOf(
  context: ViewContext,
  criterion: Criterion | undefined,
  id: string,
): string {
  if (criterion === undefined) return id;
  if (context.language === 'en') return criterion.en;
  return criterion.vi_normalised ?? criterion.vi;
}

export function isOpen(finding: Finding): boolean {
  return finding.outcome === 'undetermined' || finding.outcome === 'needs-attestation';
}

/** Whether a level is within the one applied for; without a target every level is. */
export function isAppliedFor(context: ViewContext, level: Level): boolean {
  const { target } = context.assessment.verdict;
  return target === undefined || levels.indexOf(level) <= levels.indexOf(target);
}

/** Findings that a level asks for: the table's criteria up to that level, and beyond it the Specialized conditions. */
export function findingsForLevel(
  context: ViewContext,
  level: Exclude<Level, 'none'>,
): readonly Finding[] {
  const ofTable = context.assessment.findings.filter((finding) => {
    const own = context.criterion(finding.criterion)?.level ?? 'basic';
    return levels.indexOf(own) <= levels.indexOf(level);
  });
  return level === 'specialized' ? [...ofTable, ...context.assessment.specialized] : ofTable;
}

import type { Dossier } from '../evidence/dossier.ts';
import type { Language } from '../locale/language.ts';
import { printableText } from '../report/printable-text.ts';
import { describeResult } from './describe-items.ts';
import { cleanupMessages } from './messages.ts';
import { quoteArgument } from './quote-argument.ts';
import { hasReports, type Refresh } from './refresh-assessment.ts';
import type { CleanupOutcome } from './run-cleanup.ts';

/** Ends after which an address or a TLS file of the facility file may be out of date. */
const mayHaveMoved: readonly string[] = [
  'notReached',
  'endpointUnknown',
  'placeUnknown',
  'tlsUnusable',
  'noAnswer',
];

/** The outcome of a cleanup in words: item by item, the sum, and what to do next. */
export async function describeOutcome(
  outcome: Omit<CleanupOutcome, 'lines'>,
  refresh: Refresh,
  dossier: Dossier,
  { language, listFile }: { readonly language: Language; readonly listFile?: string | undefined },
): Promise<string[]> {
  const words = cleanupMessages(language);
  const { items, list, left, foreign, recorded, dossier: folder } = outcome;
  const shown = quoteArgument(folder);
  const recordedBefore = recorded > 0 ? [words.recordedBefore(recorded)] : [];
  if (items.length === 0)
    return [
      words.nothingOpen(folder),
      ...recordedBefore,
      ...(listFile === undefined ? [] : [words.noList]),
    ].map(printableText);
  return [
    ...items.map((one) => describeResult(one, language)),
    ...(outcome.confirmation === 'no' ? [words.declined] : []),
    words.ended(items.length - left, left),
    ...recordedBefore,
    ...(items.some(({ note }) => note !== undefined && mayHaveMoved.includes(note))
      ? [words.useFacility]
      : []),
    ...(foreign > 0 ? [words.foreignEnd(foreign)] : []),
    ...(list ? [words.listWritten(list.file)] : []),
    ...(list?.pdfProblem === undefined ? [] : [words.noPdf(list.pdfProblem)]),
    ...(listFile !== undefined && left === 0 ? [words.noList] : []),
    ...(left > foreign && !list ? words.makeList(shown) : []),
    ...(left > foreign ? words.recordHint(shown) : []),
    ...(refresh.state === 'failed' ? [words.notJudged(refresh.message)] : []),
    ...(refresh.state === 'refreshed' && (await hasReports(dossier))
      ? words.reportsOld(shown)
      : []),
  ].map(printableText);
}

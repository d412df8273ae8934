import type { DicomWebOutcome } from '../../protocols/dicomweb/index.ts';
import { isRightContentType, type WantedContent } from './content-type.ts';
import { codeOfFailure } from './failure.ts';
import type { DicomwebServiceRow } from './study-facts.ts';

/** The columns that every answer fills, whatever it was asked for. */
export type OutcomeColumns = Pick<
  DicomwebServiceRow,
  'status' | 'contentType' | 'contentTypeCorrect' | 'reason' | 'ms'
>;

/** What any exchange shows: status, media type, why it failed, time. */
export function describeOutcome(
  outcome: DicomWebOutcome<object>,
  wanted: WantedContent,
): OutcomeColumns {
  const { answerContentType: contentType, answerStatus: status, totalMs } = outcome.transport;
  const contentTypeCorrect = isRightContentType(contentType, wanted);
  return {
    ...(status === undefined ? {} : { status }),
    ...(contentType === undefined ? {} : { contentType }),
    // The media type of an error page is nobody's concern.
    ...(contentTypeCorrect === undefined || status === undefined || status >= 300
      ? {}
      : { contentTypeCorrect }),
    ...(outcome.kind === 'answered' ? {} : { reason: codeOfFailure(outcome) }),
    ms: roundMs(totalMs),
  };
}

/** Names of what departs from the standard, each once; absent when nothing does. */
export function describeDeviations(deviations: readonly { readonly kind: string }[]): {
  readonly deviations?: string[];
} {
  return deviations.length === 0
    ? {}
    : { deviations: [...new Set(deviations.map(({ kind }) => kind))] };
}

/** Milliseconds to one decimal. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** A peer's text fit for printing: no control characters, cut to a readable length. */
export function makePrintable(text: string, maxCharacters: number): string {
  return [...text.replaceAll(/\p{Cc}/gu, '\ufffd')].slice(0, maxCharacters).join('');
}

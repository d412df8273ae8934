import type { LegalBasisLines } from '../legal-basis/describe-legal-basis.ts';
import { formatDate } from '../report/format.ts';
import { viewLegalBasis } from '../report/view-general.ts';
import { type DocumentContext, viewHead } from './document-input.ts';

/** Document C: a blank decision. The tool fills in whom it concerns and what it rests on, never a level. */
export function viewDecision(context: DocumentContext, legalBasis: LegalBasisLines) {
  const { view, words } = context;
  return {
    ...viewHead(context, words.decisionNumber, true),
    title: `${words.decisionType} - ${context.body}`,
    grounds: [
      ...viewLegalBasis(view, legalBasis.entries),
      words.resultGround(
        formatDate(view.assessment.assessedOn, view.language),
        context.resultSha256,
      ),
      words.minutesGround,
    ],
    article1: words.article1Text(context.body),
  };
}

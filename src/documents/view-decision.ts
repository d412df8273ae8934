import { describeLegalBasis } from '../legal-basis/describe-legal-basis.ts';
import type { LegalBasis } from '../legal-basis/load-legal-basis.ts';
import { formatLongDate } from '../report/format.ts';
import { type DocumentContext, viewHead } from './document-input.ts';
import { listGrounds } from './list-grounds.ts';

/** Document C: a blank decision. The tool fills in whom it concerns and what it rests on, never a level. */
export function viewDecision(context: DocumentContext, legalBasis: LegalBasis) {
  const { view, words } = context;
  const { assessedOn, evidence } = view.assessment;
  return {
    ...viewHead(context, words.decisionNumber, { issuer: 'authority', withDate: true }),
    title: `${words.decisionType} - ${context.body}`,
    grounds: [
      ...listGrounds(legalBasis, assessedOn).map(words.ground),
      words.draftGround(view.clip(view.pick(view.checklist.manifest.source), 500)),
      words.minutesGround,
    ],
    resultGround: words.resultGround(
      formatLongDate(assessedOn, view.language),
      view.count(evidence.length),
    ),
    resultSha256: context.resultSha256,
    signerTitle:
      context.composition.id === 'inter-sectoral' ? words.otherSigner : words.signerTitle,
    legalWarning: describeLegalBasis(legalBasis, assessedOn, view.language).warning ?? '',
    article1: words.article1Text(context.body),
  };
}

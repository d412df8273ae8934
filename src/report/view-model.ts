import type { Checklist } from '../checklist/schema.ts';
import type { LegalBasisLines } from '../legal-basis/describe-legal-basis.ts';
import type { Circular54 } from '../legal-basis/load-circular-54.ts';
import type { Language } from '../locale/language.ts';
import type { CouncilReview } from '../review/review-schema.ts';
import { summariseReview } from '../review/summarise-review.ts';
import type { Assessment } from './assessment.ts';
import { type AttachedData, nothingAttached } from './attached/read-attached.ts';
import { mapStrings } from './map-strings.ts';
import { printableText } from './printable-text.ts';
import { viewAnnexes } from './view-annexes.ts';
import { viewCircular54 } from './view-circular-54.ts';
import { makeViewContext } from './view-context.ts';
import { viewCover } from './view-cover.ts';
import { viewCriteria, viewSpecialized } from './view-criteria.ts';
import { viewContents, viewFilter } from './view-filter.ts';
import { viewGeneral, viewGrounds, viewScope } from './view-general.ts';
import { viewLimits, viewObligations, viewProposal } from './view-limits.ts';
import { viewRemaining } from './view-remaining.ts';
import { viewResults } from './view-results.ts';

export interface ReportInput {
  readonly assessment: Assessment;
  readonly checklist: Checklist;
  readonly language: Language;
  /** Texts for "Căn cứ" from dated data; without them only the draft, the amended circular and the dossier are named. */
  readonly legalBasis?: LegalBasisLines;
  /** What was read from attachments; without it the report prints the model alone. */
  readonly attached?: AttachedData;
  /** Group IV of the circular in force, for Annex V. */
  readonly circular54?: Circular54;
  /** What the council said of this dossier; printed beside the findings, which it never changes. */
  readonly review?: CouncilReview | undefined;
}

const nameMax = 300;

/**
 * Everything the report's templates print, as plain data in one language. Pure: the same assessment and checklist
 * always give the same view, since attachments are
 * named there by their hash. Every string in it is fit to print.
 */
export function makeReportView(input: ReportInput) {
  const { assessment, checklist, language } = input;
  const review = input.review && summariseReview(input.review, assessment);
  const context = makeViewContext(assessment, checklist, language, review);
  const { say, labels } = context;
  const { facility } = assessment.facility;
  const body = context.clip(facility.name, nameMax);
  const annex = {
    ...viewAnnexes(context, input.attached ?? nothingAttached),
    circular54: viewCircular54(context, input.circular54),
  };
  const cover = viewCover(context);
  const view = {
    lang: language,
    /** The findings' own sentences are in the language they were judged in. */
    findingsLang: assessment.language,
    t: labels,
    title: say.reportTitle(body),
    toolVersion: assessment.tool.version,
    simulated: assessment.simulated,
    header: {
      superior: context.clip(facility.parentBody ?? '', nameMax).toLocaleUpperCase(language),
      body: body.toLocaleUpperCase(language),
      placeAndDate: say.placeAndDate(facility.place ?? say.unknownPlace),
    },
    cover,
    legalBasis: viewGrounds(context, input.legalBasis?.entries ?? []),
    general: viewGeneral(context),
    scope: viewScope(context),
    results: viewResults(context),
    textsNote: assessment.language === language ? '' : say.findingsInOtherLanguage,
    criteria: viewCriteria(context),
    specialized: viewSpecialized(context),
    obligations: viewObligations(context),
    replacedTexts: (input.legalBasis?.replaced ?? []).map((one) => context.clip(one, 600)),
    replacedLooked: input.legalBasis?.replacedLooked ?? '',
    legalWarning: input.legalBasis?.warning ?? '',
    remaining: viewRemaining(context),
    proposal: viewProposal(context),
    limits: viewLimits(context),
    /** "As above" names the addressee, where the report has one. */
    recipients: cover.addressee.label === '' ? say.recipients.slice(1) : say.recipients,
    annex,
    contents: viewContents(context, annex),
    filter: viewFilter(context),
  };
  return mapStrings(view, printableText);
}

export type ReportView = ReturnType<typeof makeReportView>;

import type { Checklist } from '../checklist/schema.ts';
import type { Language } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import { hashAssessment } from '../report/hash-assessment.ts';
import { makeViewContext, type ViewContext } from '../report/view-context.ts';
import type { CouncilComposition } from '../review/council-composition.ts';
import { councilKindFor } from '../review/council-composition.ts';
import type { CouncilMember, CouncilReview } from '../review/review-schema.ts';
import { type ReviewSummary, summariseReview } from '../review/summarise-review.ts';
import { type DocumentWords, documentWords } from './words.ts';

/** A key that signed the dossier, as its signature file says. */
export interface SigningKey {
  readonly as: 'facility' | 'council';
  readonly name: string;
  /** SHA-256 of the public key, hex. */
  readonly fingerprint: string;
}

/** What every paper of a council is made from. */
export interface DocumentInput {
  /** The result that the papers name by its hash. */
  readonly assessment: Assessment;
  /** The same result with its sentences in the papers' language; without it they stay in the dossier's. */
  readonly shown?: Assessment | undefined;
  readonly checklist: Checklist;
  readonly language: Language;
  readonly compositions: readonly CouncilComposition[];
  readonly review?: CouncilReview | undefined;
  readonly keys: readonly SigningKey[];
}

/** The same, with what all papers derive from it. */
export interface DocumentContext {
  readonly input: DocumentInput;
  readonly view: ViewContext;
  readonly words: DocumentWords;
  readonly resultSha256: string;
  readonly composition: CouncilComposition;
  readonly members: readonly CouncilMember[];
  readonly summary?: ReviewSummary;
  /** Name of the facility, cut to what a letterhead holds. */
  readonly body: string;
}

const nameMax = 300;

/** Prepares what the papers print. Pure. */
export function makeDocumentContext(input: DocumentInput): DocumentContext {
  const { assessment, checklist, language, review } = input;
  const summary = review && summariseReview(review, assessment);
  const view = makeViewContext(input.shown ?? assessment, checklist, language, summary);
  const kind =
    review?.council.kind ?? councilKindFor(assessment.verdict.target ?? assessment.verdict.level);
  const composition = input.compositions.find(({ id }) => id === kind);
  if (composition === undefined) throw new Error(`no composition for the council ${kind}`);
  return {
    input,
    view,
    words: documentWords(language),
    resultSha256: hashAssessment(assessment),
    composition,
    members: review?.council.members ?? [],
    ...(summary && { summary }),
    body: view.clip(assessment.facility.facility.name, nameMax),
  };
}

/**
 * Letterhead per Nghị định 30/2020, of the council or, for its decision, of whoever issues it. Minutes have no line for
 * place and date (Mẫu 1.9). What the draft does not say, who issues for the inter-sectoral council, stays blank.
 */
export function viewHead(
  context: DocumentContext,
  number: string,
  of: { readonly issuer: 'council' | 'authority'; readonly withDate: boolean },
) {
  const { view, body, words, composition } = context;
  const { facility } = view.assessment.facility;
  const caps = (text: string) => text.toLocaleUpperCase(view.language);
  const { letterhead } = composition;
  const isOwn = letterhead === undefined;
  const parent = view.clip(facility.parentBody ?? '', nameMax);
  return {
    lang: view.language,
    w: words,
    simulated: view.assessment.simulated,
    number,
    superior:
      of.issuer === 'council'
        ? caps(isOwn ? body : view.pick(letterhead))
        : isOwn
          ? caps(parent) || words.shortBlank
          : caps(view.pick(letterhead)),
    issuer:
      of.issuer === 'council'
        ? caps(view.pick(words.councilNames[composition.id]))
        : isOwn
          ? caps(body)
          : words.shortBlank,
    placeAndDate: of.withDate
      ? view.say.placeAndDate((isOwn ? facility.place : undefined) ?? view.say.unknownPlace)
      : '',
  };
}

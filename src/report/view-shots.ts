import { listSeriesKeys, nameImage } from '../challenge/index.ts';
import { sayValue } from '../checklist/rule-words.ts';
import type { Language } from '../locale/language.ts';
import { type ListedPicture, listPictures } from './attached/list-pictures.ts';
import type { AttachedData } from './attached/read-attached.ts';
import { codeOf, type ViewContext } from './view-context.ts';
import { walkSteps } from './walk-steps.ts';
import { walkWords } from './walk-words.ts';

const mostRest = 200;
/** Enough to find a file among those of a dossier. */
const shortHash = 12;
/** Of a landscape page, less what stands above a picture. */
const mostHeightMm = 120;

/** A picture with its number in print. */
export interface NumberedPicture {
  readonly listed: ListedPicture;
  readonly number: number;
}

/** The pictures that are printed, or told why not, in the order of their numbers. */
export function numberPictures(
  { assessment }: ViewContext,
  attached: AttachedData,
): readonly NumberedPicture[] {
  return listPictures(assessment.evidence)
    .filter(({ sha256 }) => attached.pictures.has(sha256))
    .map((listed, index) => ({ listed, number: index + 1 }));
}

/** Links to the printed pictures of one fact. */
export function viewFigureLinks(of: readonly NumberedPicture[]) {
  return of.map(({ number }) => ({ anchor: anchorOfShot(number), number: String(number) }));
}

function anchorOfShot(number: number): string {
  return `shot-${number}`;
}

/** Annex IV: pictures of the challenge study as viewers showed it. */
export function viewShots(
  context: ViewContext,
  attached: AttachedData,
  numbered: readonly NumberedPicture[],
) {
  const words = walkWords(context.language);
  const rest = listPictures(context.assessment.evidence).filter(
    ({ sha256 }) => !attached.pictures.has(sha256),
  );
  return {
    figures: numbered.map(({ listed, number }) => {
      const picture = attached.pictures.get(listed.sha256);
      const isShown = picture?.ok === true;
      const parts = [
        nameOf(context, listed),
        ...(listed.origin.kind === 'walk'
          ? [words.run(context.clip(listed.origin.row.runCode, 20))]
          : []),
        ...(isShown
          ? [words.size(context.count(picture.readWidth), context.count(picture.readHeight))]
          : []),
        ...(listed.record.simulated === true ? [context.labels.simulatedShort.toLowerCase()] : []),
      ];
      return {
        anchor: anchorOfShot(number),
        label: words.figure(String(number)),
        caption: parts.join('; '),
        hash: `SHA-256 ${listed.sha256.slice(0, shortHash)}`,
        alt: isShown ? altOf(context, listed) : '',
        // The bytes stay outside of the view; the page takes them by this hash.
        sha256: listed.sha256,
        width: isShown ? String(picture.width) : '',
        height: isShown ? String(picture.height) : '',
        mostWidth: isShown ? String(mostWidthMm(picture)) : '',
        problem: picture === undefined || isShown ? '' : words.problems[picture.problem],
      };
    }),
    rest: rest.slice(0, mostRest).map((listed) => ({
      name: nameOf(context, listed),
      sha256: listed.sha256,
    })),
    more: rest.length > mostRest ? words.moreRest(context.count(rest.length - mostRest)) : '',
  };
}

/** How wide a picture may be drawn so that it does not become too high for a page. */
function mostWidthMm({ width, height }: { readonly width: number; readonly height: number }) {
  return Math.max(1, Math.floor((mostHeightMm * width) / height));
}

function nameOf(context: ViewContext, { origin }: ListedPicture): string {
  const words = walkWords(context.language);
  if (origin.kind === 'viewer') {
    const { viewer, profile } = origin.row;
    return words.onScreen(context.clip(viewer, 60), sayValue(profile, context.language));
  }
  const { place, row, total } = origin;
  return `${context.clip(codeOf(row.criterion), 40)} ${titleOfStep(context, row)}${total > 1 ? words.ofStep(String(place), String(total)) : ''}`;
}

/** What a step shows, in a radiologist's words. */
export function titleOfStep(
  { language, pick, clip }: ViewContext,
  row: { readonly task: string; readonly function: string },
): string {
  const step =
    walkSteps.find(({ task }) => task === row.task) ??
    walkSteps.find((one) => one.function === row.function);
  return step === undefined ? clip(sayValue(row.function, language), 60) : pick(step.title);
}

function altOf(context: ViewContext, { origin }: ListedPicture): string {
  const words = walkWords(context.language);
  if (origin.kind === 'viewer') {
    const { viewer, profile, outcome } = origin.row;
    return words.altViewer(
      context.clip(viewer, 60),
      sayValue(profile, context.language),
      words.outcomes[outcome],
    );
  }
  const { row } = origin;
  const image = nameImageRef(row.imageRef, context.language);
  return words.alt(
    titleOfStep(context, row),
    context.clip(row.runCode, 20),
    image === undefined ? '' : words.showing(image),
  );
}

/** `ct:75` in words; `undefined` for what names no image of the study. */
export function nameImageRef(ref: string | undefined, language: Language): string | undefined {
  const match = /^([a-z-]{1,20}):(\d{1,4})$/.exec(ref ?? '');
  const series = listSeriesKeys().find((key) => key === match?.[1]);
  if (series === undefined) return undefined;
  return nameImage({ series, imageNumber: Number(match?.[2]) }, language);
}

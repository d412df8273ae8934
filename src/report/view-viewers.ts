import { sayValue } from '../checklist/rule-words.ts';
import { viewerRecordsOf, viewerRowsOf } from './attached/list-pictures.ts';
import type { ViewContext } from './view-context.ts';
import { linkToRecord } from './view-links.ts';
import { type NumberedPicture, viewFigureLinks } from './view-shots.ts';
import { walkWords } from './walk-words.ts';

const mostRows = 60;

/** Annex IV: each web viewer as a browser showed it, one row for each kind of screen. */
export function viewViewers(context: ViewContext, numbered: readonly NumberedPicture[]) {
  const { clip, count, language } = context;
  const words = walkWords(language);
  return viewerRecordsOf(context.assessment.evidence)
    .flatMap((record) => viewerRowsOf(record).map((row) => ({ record, row })))
    .slice(0, mostRows)
    .map(({ record, row }) => ({
      viewer: `${clip(row.viewer, 60)} (${clip(row.host, 80)})`,
      simulated: record.simulated === true,
      screen: `${sayValue(row.profile, language)}, ${count(row.viewportWidthPx)} × ${count(row.viewportHeightPx)}`,
      from: sayValue(row.vantage, language),
      isBad: row.outcome !== 'rendered',
      outcome: words.outcomes[row.outcome],
      firstImage:
        row.firstImageMs === undefined ? '' : words.seconds(count(row.firstImageMs / 1000)),
      imageSide: row.imagePx === undefined ? '' : words.pixels(count(row.imagePx)),
      figures: viewFigureLinks(
        numbered.filter(
          ({ listed }) =>
            listed.record === record &&
            listed.origin.kind === 'viewer' &&
            listed.origin.row.viewer === row.viewer &&
            listed.origin.row.profile === row.profile,
        ),
      ),
      record: linkToRecord(context, record.id),
    }));
}

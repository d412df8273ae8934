import { sayValue } from '../checklist/rule-words.ts';
import { type FactRow, isObserved, type ObservedEvidence } from '../evidence/evidence.ts';
import { challengeSentFacts } from '../probes/challenge/facts.ts';
import {
  challengeArchiveFacts,
  challengeArtefactFacts,
  challengeEditFacts,
} from '../probes/challenge-archive/facts.ts';
import { challengeMediaFacts } from '../probes/challenge-media/facts.ts';
import { challengeReceiveFacts } from '../probes/challenge-receive/facts.ts';
import { challengeWords } from './challenge-words.ts';
import type { ViewContext } from './view-context.ts';
import { linkToRecord } from './view-links.ts';

const mostRecords = 40;
const mostRows = 60;

interface Line {
  readonly where: string;
  readonly what: string;
}

/** Annex IV: what came of the challenge study on its way through archives, senders and media, a line for each fact. */
export function viewChallenge(context: ViewContext) {
  const words = challengeWords(context.language);
  const lines = context.assessment.evidence
    .filter(isObserved)
    .filter(({ probe }) => probe.startsWith('challenge'))
    .slice(0, mostRecords)
    .flatMap((record) =>
      listLines(context, record).map((line) => ({
        ...line,
        simulated: record.simulated === true,
        record: linkToRecord(context, record.id),
      })),
    );
  return {
    title: words.title,
    caption: words.caption,
    heads: words.heads,
    lines: lines.slice(0, mostRows),
    more: lines.length > mostRows ? words.more(context.count(lines.length - mostRows)) : '',
  };
}

function listLines(context: ViewContext, record: ObservedEvidence): readonly Line[] {
  return [
    ...linesOfSent(context, record),
    ...linesOfArchive(context, record),
    ...linesOfArtefacts(context, record),
    ...linesOfEdits(context, record),
    ...linesOfReceived(context, record),
    ...linesOfMedia(context, record),
  ];
}

/** Counted together by node: facts have a row for each kind of object. */
function linesOfSent(context: ViewContext, record: ObservedEvidence): readonly Line[] {
  const words = challengeWords(context.language);
  const rows = rowsOf(record, 'challenge.sent', (row) => challengeSentFacts.row.safeParse(row));
  return [...Map.groupBy(rows, ({ node }) => node)].map(([node, of]) => {
    const sum = (value: (row: (typeof of)[number]) => number) =>
      context.count(of.reduce((total, row) => total + value(row), 0));
    return {
      where: words.sentTo(context.clip(node, 60)),
      what: words.sent(
        sum(({ accepted }) => accepted),
        sum(({ objects }) => objects),
      ),
    };
  });
}

function linesOfArchive(context: ViewContext, record: ObservedEvidence): readonly Line[] {
  const words = challengeWords(context.language);
  const { count } = context;
  const rows = rowsOf(record, 'challenge.archive', (row) =>
    challengeArchiveFacts.row.safeParse(row),
  );
  return rows.map((row) => ({
    where: words.archive(context.clip(row.archive, 60)),
    what: [
      row.route === 'none'
        ? words.onlyAsked(count(row.listed))
        : words.retrieved(
            count(row.retrieved),
            count(row.listed),
            sayValue(row.route, context.language),
          ),
      words.pixels(count(row.originals), count(row.pixelsEqual), tellChanges(context, row)),
      ...(row.complete === undefined ? [] : [row.complete ? words.complete : words.incomplete]),
    ].join('; '),
  }));
}

function linesOfArtefacts(context: ViewContext, record: ObservedEvidence): readonly Line[] {
  const words = challengeWords(context.language);
  const rows = rowsOf(record, 'challenge.artefact', (row) =>
    challengeArtefactFacts.row.safeParse(row),
  );
  return rows.map((row) => {
    const figure = (value: number) =>
      `${context.count(value)} ${words.units[row.quantity ?? 'other']}`.trim();
    const { value, expected, tolerance, within } = row;
    const compared =
      value !== undefined && expected !== undefined && tolerance !== undefined
        ? [words.compared(figure(value), figure(expected), figure(tolerance), within === true)]
        : value !== undefined
          ? [figure(value)]
          : [];
    return {
      where: words.savedIn(context.clip(row.archive, 60)),
      what: [
        words.kinds[row.kind],
        ...(row.quantity === undefined ? [] : [words.quantities[row.quantity]]),
        ...compared,
        ...(row.nonceShown === true ? [words.nonce] : []),
        ...(row.problem === undefined ? [] : [words.unread(context.clip(row.problem, 40))]),
      ].join('; '),
    };
  });
}

function linesOfEdits(context: ViewContext, record: ObservedEvidence): readonly Line[] {
  const words = challengeWords(context.language);
  const { count } = context;
  const rows = rowsOf(record, 'challenge.edit', (row) => challengeEditFacts.row.safeParse(row));
  return rows.map((row) => ({
    where: words.archive(context.clip(row.archive, 60)),
    what:
      row.kind === 'none'
        ? words.edits.none
        : [
            words.edits[row.kind],
            words.kept(count(row.originalsAfter), count(row.originalsBefore)),
            ...(row.undone === true ? [words.undone] : []),
          ].join('; '),
  }));
}

function linesOfReceived(context: ViewContext, record: ObservedEvidence): readonly Line[] {
  const words = challengeWords(context.language);
  const { count } = context;
  const rows = rowsOf(record, 'challenge.receive', (row) =>
    challengeReceiveFacts.row.safeParse(row),
  );
  return rows.map((row) => ({
    where: words.receivedFrom(context.clip(row.node ?? row.sender ?? '', 60)),
    what:
      row.outcome === 'awaiting-person'
        ? words.awaiting
        : [
            words.received(count(row.received), words.selections[row.selection ?? 'part']),
            words.pixels(count(row.received), count(row.pixelsEqual), tellChanges(context, row)),
            ...(row.missing > 0 ? [words.missing(count(row.missing))] : []),
            ...(row.refusedForeign > 0 ? [words.foreign(count(row.refusedForeign))] : []),
            ...(row.exact === undefined ? [] : [row.exact ? words.exact : words.notExact]),
          ].join('; '),
  }));
}

function linesOfMedia(context: ViewContext, record: ObservedEvidence): readonly Line[] {
  const words = challengeWords(context.language);
  const { count } = context;
  const rows = rowsOf(record, 'challenge.media', (row) => challengeMediaFacts.row.safeParse(row));
  return rows.map((row) => ({
    where: words.medium(context.clip(row.medium, 60)),
    what: [
      words.onMedium(count(row.found), count(row.expected), count(row.listed)),
      words.pixels(count(row.found), count(row.pixelsEqual), tellChanges(context, row)),
      row.viewerFound ? words.withViewer : words.withoutViewer,
      ...(row.foreign > 0 ? [words.foreignThere(count(row.foreign))] : []),
      ...(row.complete === undefined ? [] : [row.complete ? words.complete : words.incomplete]),
    ].join('; '),
  }));
}

/** Images that did not come back as they were made, and how. */
function tellChanges(
  { count, language }: ViewContext,
  row: {
    readonly pixelsLossy: number;
    readonly pixelsDifferent: number;
    readonly pixelsUnread: number;
  },
): string {
  const words = challengeWords(language);
  return [
    ...(row.pixelsLossy > 0 ? [words.lossy(count(row.pixelsLossy))] : []),
    ...(row.pixelsDifferent > 0 ? [words.different(count(row.pixelsDifferent))] : []),
    ...(row.pixelsUnread > 0 ? [words.undecoded(count(row.pixelsUnread))] : []),
  ].join(', ');
}

function rowsOf<Row>(
  record: ObservedEvidence,
  group: string,
  parse: (
    row: FactRow,
  ) => { readonly success: true; readonly data: Row } | { readonly success: false },
): readonly Row[] {
  return (record.facts[group] ?? []).slice(0, 200).flatMap((row) => {
    const parsed = parse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

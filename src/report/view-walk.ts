import type { ObservedEvidence } from '../evidence/evidence.ts';
import type { ChallengeTaskRow } from '../probes/challenge/facts.ts';
import { walkRecordsOf, walkRowsOf } from './attached/list-pictures.ts';
import type { AttachedData } from './attached/read-attached.ts';
import { formatNumber } from './format.ts';
import type { ViewContext } from './view-context.ts';
import { anchorOfStep, anchorOfWalk, isInAnnexI, linkToCriterion } from './view-links.ts';
import { type NumberedPicture, nameImageRef, titleOfStep, viewFigureLinks } from './view-shots.ts';
import { viewRedo, viewStatements, viewWalkFacts } from './view-walk-facts.ts';
import { walkSteps } from './walk-steps.ts';
import { walkWords } from './walk-words.ts';

const unitNames: Readonly<Record<string, string>> = { mm: 'mm', deg: '°', mm2: 'mm²', HU: 'HU' };

/** A step of the script, with what came of it in this walk. */
interface TakenStep {
  readonly task: string;
  readonly criterion: string;
  readonly function: string;
  readonly row?: ChallengeTaskRow;
}

/** Annex IV: each guided walk as it was followed, with who performed it and what a council needs to make it again. */
export function viewWalks(
  context: ViewContext,
  attached: AttachedData,
  numbered: readonly NumberedPicture[],
) {
  return walkRecordsOf(context.assessment.evidence).flatMap((record, index) =>
    viewWalk(context, attached, numbered, record, index),
  );
}

function viewWalk(
  context: ViewContext,
  attached: AttachedData,
  numbered: readonly NumberedPicture[],
  record: ObservedEvidence,
  index: number,
) {
  const words = walkWords(context.language);
  const rows = walkRowsOf(record);
  const [first] = rows;
  if (first === undefined) return [];
  const runCode = context.clip(first.runCode, 20);
  const steps = listSteps(context, rows);
  const count = (result: ChallengeTaskRow['result'] | undefined): string =>
    context.count(steps.filter(({ row }) => row?.result === result).length);
  const given = (record.facts['challenge.task'] ?? []).length - rows.length;
  const isWitnessed = rows.every(
    ({ seedIssuedBy, witnesses }) => seedIssuedBy === 'council' && witnesses > 0,
  );
  return [
    {
      anchor: anchorOfWalk(index),
      title: words.title(runCode),
      simulated: record.simulated === true,
      counts: words.counts(count('shown'), count('cannot-show'), count(undefined)),
      facts: viewWalkFacts(context, rows, record),
      limit: isWitnessed ? words.limits.witnessed : words.limits.bare,
      redo: viewRedo(context, attached, record, first.runCode),
      steps: steps.map((step, at) => ({
        anchor:
          steps.findIndex(({ criterion }) => criterion === step.criterion) === at &&
          isInAnnexI(context, step.criterion)
            ? anchorOfStep(index, step.criterion)
            : '',
        ...linkToCriterion(context, step.criterion),
        ...viewStep(
          context,
          step,
          numbered.filter(
            ({ listed }) =>
              listed.record === record &&
              listed.origin.kind === 'walk' &&
              listed.origin.row.task === step.task,
          ),
        ),
      })),
      more: given > 0 ? words.moreSteps(context.count(given)) : '',
      statements: viewStatements(context, first.runCode),
    },
  ];
}

/** The script in its order, also where nothing came of a step; what a newer version asks comes last. */
function listSteps(context: ViewContext, rows: readonly ChallengeTaskRow[]): readonly TakenStep[] {
  const planned = walkSteps.flatMap(({ task, criterion, function: name }): TakenStep[] => {
    const row = rows.find((one) => one.task === task);
    if (row !== undefined) return [{ task, criterion: row.criterion, function: name, row }];
    return isInAnnexI(context, criterion) ? [{ task, criterion, function: name }] : [];
  });
  const used = new Set(planned.map(({ row }) => row));
  return [...planned, ...rows.filter((row) => !used.has(row)).map((row) => ({ ...row, row }))];
}

function viewStep(context: ViewContext, step: TakenStep, pictures: readonly NumberedPicture[]) {
  const words = walkWords(context.language);
  const { row } = step;
  const how = walkSteps.find(({ task }) => task === step.task)?.how;
  const common = {
    name: titleOfStep(context, step),
    how: how === undefined ? '' : context.pick(how),
    figures: viewFigureLinks(pictures),
  };
  if (row === undefined)
    return {
      ...common,
      result: words.notDone,
      isBad: true,
      checked: words.notDoneText,
      deviation: '',
      at: '',
    };
  const isShown = row.result === 'shown';
  const wrong = row.wrongAttempts ?? 0;
  return {
    ...common,
    result: isShown ? words.shown : words.cannotShow,
    isBad: !isShown,
    checked: [
      isShown ? tellCheck(context, row) : words.cannotShowText,
      ...(wrong > 0 ? [words.wrongBefore(context.count(wrong))] : []),
    ].join('; '),
    deviation: tellDeviation(context, row),
    at: context.time(row.shownAt),
  };
}

function tellCheck(context: ViewContext, row: ChallengeTaskRow): string {
  const words = walkWords(context.language);
  const typed = context.clip(row.typed ?? '', 60);
  const expected = context.clip(row.expectedText ?? '', 60);
  switch (row.kind) {
    case 'picture': {
      const image = nameImageRef(row.imageRef, context.language);
      const isHidden = ['window', 'mip', 'mpr', 'fusion'].includes(row.function);
      const read = isHidden ? words.byHiddenCode : words.byPicture;
      return `${read}${image === undefined ? '' : words.image(image)}`;
    }
    case 'code':
      return words.byCode(expected, typed);
    case 'value':
      return words.byValue(tellKnown(context, expected), typed);
    case 'statement':
      return words.byStatement;
  }
}

/** `147.07 mm2`, as facts write a known value, as the report's language writes it. */
function tellKnown({ count }: ViewContext, text: string): string {
  const match = /^(-?\d{1,9}(?:\.\d{1,6})?) (mm|deg|mm2|HU)$/.exec(text);
  if (match === null) return text;
  const [, value = '', unit = ''] = match;
  const space = unit === 'deg' ? '' : ' ';
  return `${count(Number(value))}${space}${unitNames[unit] ?? unit}`;
}

function tellDeviation({ language }: ViewContext, row: ChallengeTaskRow): string {
  const { errorPercent, expectedText, tolerance } = row;
  if (row.kind !== 'value' || errorPercent === undefined || tolerance === undefined) return '';
  const unit = unitNames[expectedText?.split(' ').at(-1) ?? ''] ?? '';
  const allowed = `${formatNumber(tolerance, language)}${unit === '°' ? '' : ' '}${unit}`;
  return walkWords(language).deviates(`${formatNumber(errorPercent, language)} %`, allowed.trim());
}

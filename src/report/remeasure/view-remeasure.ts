import { isObserved } from '../../evidence/evidence.ts';
import { measuringComputer } from '../measuring-computer.ts';
import type { ViewContext } from '../view-context.ts';
import { linkToRecord } from '../view-links.ts';
import { foldCommand } from './fold-command.ts';
import { listRemeasurements } from './list-remeasurements.ts';
import { remeasureWords } from './words.ts';

const rowsShown = 80;
const partsShown = 12;
const longestPart = 400;

/**
 * How anybody can measure again, from the printed page alone: one row per measurement with its target, conditions,
 * figures, accepted difference and commands. Nothing in it is secret, and every command may be pasted.
 */
export function viewRemeasure(context: ViewContext) {
  const { assessment, count, clip, language } = context;
  const words = remeasureWords(language);
  const { facility } = assessment;
  const observed = assessment.evidence.filter(isObserved);
  const all = observed.map((record) => ({
    record,
    list: listRemeasurements(record, { facility, words, count }),
  }));
  const rows = dropRepeated(
    all.flatMap(({ record, list }) => list.map((one) => ({ record, ...one }))),
  );
  const without = all.filter(({ list }) => list.length === 0).length;
  const clipAll = (parts: readonly string[]) =>
    parts.slice(0, partsShown).map((part) => clip(part, longestPart));
  const { name, addresses } = measuringComputer(assessment);
  return {
    intro: [
      words.intro(
        clip(
          words.thisComputer(
            name ?? words.unnamedComputer,
            addresses.length === 0 ? words.noAddress : addresses.join(', '),
          ),
          200,
        ),
        clip(facility.dicom.callingAe, 20),
      ),
      words.secrets,
      words.tolerances,
    ],
    rows: rows.slice(0, rowsShown).map((row) => ({
      ...linkToRecord(context, row.record.id),
      target: clip(row.target, longestPart),
      conditions: clipAll(row.conditions).join(' '),
      figures: clipAll(row.figures).join('; '),
      tolerance: row.tolerance,
      commands: row.commands.slice(0, partsShown).map(foldCommand),
    })),
    more: rows.length > rowsShown ? words.more(count(rows.length - rowsShown)) : '',
    without: without > 0 ? words.without(count(without)) : '',
    commandOf: words.commandOf,
    noCommand: words.noCommand,
  };
}

/** Several records may be of one address: what would be done twice in the same way is printed once. */
function dropRepeated<T extends { readonly target: string; readonly commands: readonly string[] }>(
  rows: readonly T[],
): T[] {
  const seen = new Set<string>();
  return rows.filter(({ target, commands }) => {
    const key = JSON.stringify([target, commands]);
    const isNew = commands.length === 0 || !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

import { UserError } from '../errors/user-error.ts';
import { Dossier, explainWriteError } from '../evidence/dossier.ts';
import { type LoadedFacility, loadFacility } from '../facility/load.ts';
import type { Language } from '../locale/language.ts';
import { type Confirmation, confirmSending } from './confirm.ts';
import { describeItem, type ItemResult, makeResult } from './describe-items.ts';
import { describeOutcome } from './describe-outcome.ts';
import { cleanupMessages } from './messages.ts';
import {
  isChange,
  makeRemovalContext,
  type OpenItem,
  openEntries,
  prepareItems,
} from './prepare-items.ts';
import { readJournal } from './read-journal.ts';
import { type Refresh, refreshAssessment } from './refresh-assessment.ts';
import { mostRemovals, removeItems } from './remove-items.ts';
import type { RemovalPatience } from './remove-order.ts';
import type { StoredPatience } from './remove-stored.ts';
import { checkListFile, type WrittenList, writeRemovalList } from './write-removal-list.ts';

/** What `cleanup` was asked. */
export interface CleanupRequest {
  readonly folder: string;
  /** In place of the dossier's own copy: addresses may have changed since. */
  readonly facilityFile?: string | undefined;
  /** Where the list of what is left is written; `.pdf` or `.html`. */
  readonly listFile?: string | undefined;
  /** Describe and list only: nothing is sent and the dossier is not written to. */
  readonly dryRun: boolean;
  /** The person has confirmed already. */
  readonly yes: boolean;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** True when input and output are a terminal. */
  readonly terminal: boolean;
  readonly width?: number | undefined;
  /** One line of progress, on stderr. */
  readonly note: (line: string) => void;
  readonly patience?: RemovalPatience;
  readonly storedPatience?: StoredPatience;
}

/** What became of it. */
export interface CleanupOutcome {
  readonly dossier: string;
  readonly items: readonly ItemResult[];
  /** Items that are not known to be removed, foreign ones included. */
  readonly left: number;
  /** Entries that this tool cannot have written. */
  readonly foreign: number;
  /** Items that a named person has signed to have removed by hand. */
  readonly recorded: number;
  readonly unreadableLines: number;
  readonly confirmation: Confirmation | 'not-needed';
  readonly list?: WrittenList;
  readonly assessment: Refresh['state'];
  /** The outcome in words. */
  readonly lines: readonly string[];
}

/**
 * Removes what a dossier's journal does not know to be removed, then brings the assessment up to date and lists what is
 * left.
 * @throws UserError for a wrong file or flag, and when a confirmation is needed but nobody can give it; the signal's
 * reason when the operator stops: then the journal says how far it came.
 */
export async function runCleanup(request: CleanupRequest): Promise<CleanupOutcome> {
  const { folder, language } = request;
  if (request.listFile !== undefined) await checkListFile(request.listFile, language);
  try {
    // First, since a folder that is no dossier is not one to resume either.
    const read = await Dossier.open(folder, language);
    const dossier = request.dryRun
      ? read
      : await Dossier.reopen(folder, (earlier) => earlier, language);
    return await cleanUp(dossier, request);
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}

async function cleanUp(dossier: Dossier, request: CleanupRequest): Promise<CleanupOutcome> {
  const { language, note } = request;
  const words = cleanupMessages(language);
  const journal = await readJournal(dossier);
  const open = openEntries(journal.entries);
  const loaded =
    open.length > 0 || request.facilityFile !== undefined
      ? await readFacility(dossier, request)
      : undefined;
  const items = loaded ? await prepareItems(open, loaded, language) : [];
  if (items.length > 0) note(words.found(request.folder, items.length));
  for (const [index, item] of items.slice(0, mostRemovals).entries())
    for (const line of describeItem(item, index + 1, language)) note(line);
  if (journal.unreadableLines > 0) note(words.unreadable(journal.unreadableLines));

  const confirmation = await confirm(items, request);
  const isAllowed = !request.dryRun && (confirmation === 'yes' || confirmation === 'not-needed');
  let results: readonly ItemResult[];
  let refresh: Refresh;
  try {
    results =
      isAllowed && loaded
        ? await removeItems(items, {
            dossier,
            context: makeRemovalContext(loaded, language),
            language,
            signal: request.signal,
            patience: request.patience,
            storedPatience: request.storedPatience,
          })
        : items.map((one) => makeResult(one, one.entry.effect.state, undefined, language));
  } finally {
    // Also when stopped: what was written to the journal must not leave the assessment behind.
    refresh = request.dryRun
      ? { state: 'current' }
      : await refreshAssessment(dossier, isAllowed && items.length > 0);
  }
  const left = results.filter((one) => one.state !== 'removed-verified');
  const list =
    request.listFile !== undefined && loaded && left.length > 0
      ? await writeRemovalList({
          file: request.listFile,
          dossier,
          facility: loaded.facility,
          results: left,
          journal: await readJournal(dossier),
          language,
          signal: request.signal,
        })
      : undefined;
  const foreign = items.filter((one) => one.kind === 'foreign').length;
  const outcome = {
    dossier: request.folder,
    items: results,
    left: left.length,
    foreign,
    recorded: journal.entries.filter(
      ({ effect }) => effect.state === 'left' && effect.recordedRemoval !== undefined,
    ).length,
    unreadableLines: journal.unreadableLines,
    confirmation,
    ...(list && { list }),
    assessment: refresh.state,
  };
  return { ...outcome, lines: await describeOutcome(outcome, refresh, dossier, request) };
}

async function readFacility(dossier: Dossier, request: CleanupRequest): Promise<LoadedFacility> {
  const { facilityFile, language } = request;
  return facilityFile === undefined
    ? loadFacility(dossier.path('facility.yaml'), language, { stored: true })
    : loadFacility(facilityFile, language);
}

async function confirm(
  items: readonly OpenItem[],
  request: CleanupRequest,
): Promise<CleanupOutcome['confirmation']> {
  const words = cleanupMessages(request.language);
  const count = items.filter(isChange).slice(0, mostRemovals).length;
  if (count === 0 || request.dryRun) return 'not-needed';
  request.note(words.promise);
  if (request.yes) return 'yes';
  if (!request.terminal) throw new UserError(words.nobodyToAsk(count));
  return confirmSending(count, request);
}

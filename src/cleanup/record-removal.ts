import { attachFrom, checkTypedFile } from '../attest/check-typed-file.ts';
import { cleanText, parseDay } from '../attest/parse-answer.ts';
import { UserError } from '../errors/user-error.ts';
import { Dossier, explainWriteError } from '../evidence/dossier.ts';
import { statementMessages } from '../evidence/statements/messages.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalDay, formatLocalTimestamp } from '../locale/local-time.ts';
import type { RecordedRemoval } from '../probes/contract.ts';
import { formatDate, formatTime } from '../report/format.ts';
import { printableText } from '../report/printable-text.ts';
import { findForeignField } from './find-foreign.ts';
import { cleanupMessages } from './messages.ts';
import { openEntries } from './prepare-items.ts';
import { quoteArgument } from './quote-argument.ts';
import { type JournalEntry, readJournal } from './read-journal.ts';
import { hasReports, type Refresh, refreshAssessment } from './refresh-assessment.ts';
import { lastSeenAt } from './seen-notes.ts';

const mostNameCharacters = 200;

/** Who says that what is left was removed by hand, and the paper that says so. */
export interface RecordRequest {
  readonly folder: string;
  /** The scan of the signed list. */
  readonly file: string;
  readonly by: string;
  /** The day of removal; today when left out. */
  readonly on?: string | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly workingFolder: string;
  readonly now?: Date;
}

/** What was recorded. */
export interface RecordOutcome {
  readonly dossier: string;
  /** Absent when nothing was. */
  readonly recordedRemoval?: RecordedRemoval;
  /** Ids of the items recorded. */
  readonly recorded: readonly string[];
  /** Ids of the items that the paper cannot be about. */
  readonly refused: readonly { readonly id: string; readonly reason: Refusal }[];
  /** Items that are neither removed nor recorded, foreign ones included. */
  readonly left: number;
  /** Entries that this tool cannot have written. */
  readonly foreign: number;
  readonly assessment: Refresh['state'];
  /** The outcome in words. */
  readonly lines: readonly string[];
}

/** Why a removal on that day cannot be: the tool saw the item later, or made it later. */
type Refusal = 'seen-since' | 'not-yet-there';

/**
 * Records that a named person removed by hand what is left, as a signed list says. Nothing is sent. The items stay
 * `left` for the journal, with that record beside: it is a person's word, not an observation of ours. An item that this
 * tool saw on the system after that day is not recorded, for what was observed outranks what was signed.
 * @throws UserError for a name, day or file that cannot be taken.
 */
export async function recordRemoval(request: RecordRequest): Promise<RecordOutcome> {
  const { folder, language } = request;
  const checked = await checkRequest(request);
  try {
    await Dossier.open(folder, language);
    const dossier = await Dossier.reopen(folder, (earlier) => earlier, language);
    return await record(dossier, checked, request);
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}

interface CheckedRequest {
  readonly by: string;
  readonly on: string;
  readonly path: string;
}

async function checkRequest(request: RecordRequest): Promise<CheckedRequest> {
  const { language, signal, workingFolder, now = new Date() } = request;
  const words = cleanupMessages(language);
  const by = cleanText(request.by, mostNameCharacters);
  if (!by.ok || by.value === '') throw new UserError(words.byName);
  const today = formatLocalDay(now);
  const on = request.on === undefined ? today : parseDay(request.on);
  if (on === undefined || on > today) throw new UserError(words.onDay(request.on ?? ''));
  const checked = await checkTypedFile(request.file, workingFolder, signal);
  const refuse = (why: string) => new UserError(words.signedFile(request.file, why));
  if (!checked.ok) throw refuse(statementMessages(language).fileProblem(checked.problem));
  if (checked.file.attachment.mediaType === 'text/plain') throw refuse(words.notAScan);
  return { by: by.value, on, path: checked.file.path };
}

async function record(
  dossier: Dossier,
  { by, on, path }: CheckedRequest,
  { folder, language, signal }: RecordRequest,
): Promise<RecordOutcome> {
  const open = openEntries((await readJournal(dossier)).entries);
  const ours = open.filter((entry) => findForeignField(entry) === undefined);
  const refused = ours.flatMap((entry) => {
    const reason = whyNot(entry, on);
    return reason ? [{ entry, reason }] : [];
  });
  const taken = ours.filter((entry) => !refused.some((one) => one.entry === entry));
  let recordedRemoval: RecordedRemoval | undefined;
  if (taken.length > 0) {
    const attached = await attachFrom(path, (bytes, info) => dossier.attach(bytes, info), signal);
    if (!attached.ok)
      throw new UserError(
        cleanupMessages(language).signedFile(
          path,
          statementMessages(language).fileProblem(attached.problem),
        ),
      );
    recordedRemoval = { by, on, sha256: attached.attachment.sha256 };
    const ids = taken.map(({ effect }) => effect.id);
    await dossier.log('removal-recorded', { ...recordedRemoval, ids });
    for (const { effect } of taken)
      await dossier.journal({ ...effect, state: 'left', recordedRemoval });
  }
  const refresh = await refreshAssessment(dossier, taken.length > 0);
  const outcome = {
    dossier: folder,
    ...(recordedRemoval && { recordedRemoval }),
    recorded: taken.map(({ effect }) => effect.id),
    refused: refused.map(({ entry, reason }) => ({ id: entry.effect.id, reason })),
    left: open.length - taken.length,
    foreign: open.length - ours.length,
    assessment: refresh.state,
  };
  const words = cleanupMessages(language);
  const day = formatDate(on, language);
  const lines = [
    ...(open.length === 0 ? [words.nothingOpen(folder)] : []),
    ...(recordedRemoval
      ? [words.recorded(taken.length, by, day, `SHA-256 ${recordedRemoval.sha256}`)]
      : [words.noneRecorded]),
    ...refused.map((one) => describeRefusal(one, day, language)),
    ...(outcome.left > 0 ? [words.stillLeft(outcome.left)] : []),
    ...(outcome.foreign > 0 ? [words.foreignEnd(outcome.foreign)] : []),
    ...(refresh.state === 'failed' ? [words.notJudged(refresh.message)] : []),
    ...(refresh.state === 'refreshed' && (await hasReports(dossier))
      ? words.reportsOld(quoteArgument(folder))
      : []),
  ];
  return { ...outcome, lines: lines.map(printableText) };
}

/** Days, not hours: a paper says no more. */
function whyNot(entry: JournalEntry, on: string): Refusal | undefined {
  const seenAt = lastSeenAt(entry);
  if (seenAt && formatLocalDay(seenAt) > on) return 'seen-since';
  return entry.journalledAt && formatLocalDay(entry.journalledAt) > on
    ? 'not-yet-there'
    : undefined;
}

function describeRefusal(
  { entry, reason }: { readonly entry: JournalEntry; readonly reason: Refusal },
  day: string,
  language: Language,
): string {
  const words = cleanupMessages(language);
  const tell = (at: Date | undefined) =>
    at ? formatTime(formatLocalTimestamp(at), language) : '-';
  const { id } = entry.effect;
  return reason === 'seen-since'
    ? words.seenSince(id, tell(lastSeenAt(entry)), day)
    : words.notYetThere(id, tell(entry.journalledAt), day);
}

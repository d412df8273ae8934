import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { addressOf } from '../probes/hl7/target.ts';
import { formatTime } from '../report/format.ts';
import { printableText } from '../report/printable-text.ts';
import { cleanupMessages, type ItemNote } from './messages.ts';
import type { OpenItem } from './prepare-items.ts';
import type { JournalEntry } from './read-journal.ts';

/** What became of one open item. */
export interface ItemResult {
  /** Place among the side effects of the journal, from 1. */
  readonly position: number;
  readonly state: 'planned' | 'sent' | 'left' | 'removed-verified';
  /** Absent where nothing was tried. */
  readonly note?: ItemNote;
  /** In words, in the language asked for. */
  readonly message: string;
  /** Absent for an entry that this tool cannot have written: it may hold anything. */
  readonly ours?: {
    readonly id: string;
    readonly system: string;
    readonly kind: string;
    readonly identifiers: Readonly<Record<string, string>>;
    /** RFC 3339. */
    readonly journalledAt: string;
    readonly stateBefore: string;
  };
}

/** The result for an item; without a note, the item is only described. */
export function makeResult(
  item: OpenItem,
  state: ItemResult['state'],
  note: ItemNote | undefined,
  language: Language,
): ItemResult {
  const { effect, position, journalledAt } = item.entry;
  const words = cleanupMessages(language);
  if (item.kind === 'foreign') {
    const message = `${words.foreignItem(position, item.field)} ${capitalise(words.notes.foreign)}.`;
    return { position, state, note: 'foreign', message };
  }
  const detail = item.kind === 'by-hand' && item.detail !== undefined ? `: ${item.detail}` : '';
  return {
    position,
    state,
    ...(note && { note }),
    message: note ? `${words.notes[note]}${detail}` : words.states[state],
    ours: {
      id: effect.id,
      system: effect.system,
      kind: effect.kind,
      identifiers: effect.identifiers,
      journalledAt: journalledAt ? formatLocalTimestamp(journalledAt) : '',
      stateBefore: effect.state,
    },
  };
}

/** One item as the terminal shows it before anything is sent. */
export function describeItem(item: OpenItem, language: Language): string[] {
  if (item.kind === 'foreign')
    return [`  ${makeResult(item, item.entry.effect.state, 'foreign', language).message}`];
  const { effect, journalledAt } = item.entry;
  const when = journalledAt ? formatTime(formatLocalTimestamp(journalledAt), language) : '';
  const head = `  ${effect.id} (${effect.system}), ${when}: ${describeState(item.entry, language)}`;
  return [head, `    ${describeIntent(item, language)}`].map(printableText);
}

/** One item as the terminal shows it at the end. */
export function describeResult(result: ItemResult, language: Language): string {
  const { ours, note, state, message } = result;
  if (!ours) return message;
  const { states } = cleanupMessages(language);
  return `${ours.id}: ${note ? `${states[state]}; ${message}` : message}`;
}

/** What is known about whether it was sent. */
export function describeState({ effect, wasSent }: JournalEntry, language: Language): string {
  const { states } = cleanupMessages(language);
  return effect.state === 'left' && !wasSent
    ? `${states.left}; ${states.planned}`
    : states[effect.state];
}

function describeIntent(item: Exclude<OpenItem, { kind: 'foreign' }>, language: Language): string {
  const words = cleanupMessages(language);
  if (item.kind === 'by-hand')
    return words.willNot(
      item.detail === undefined
        ? words.notes[item.note]
        : `${words.notes[item.note]}: ${item.detail}`,
    );
  const { endpoint, worklist } = item.route;
  const node = worklist?.node;
  return words.willCancel(
    addressOf(endpoint),
    node && `${node.id} (${node.host}:${node.port}, ${node.calledAe.trim()})`,
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

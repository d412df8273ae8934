import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { addressOf } from '../probes/shared/hl7-address.ts';
import { formatTime } from '../report/format.ts';
import { effectNames } from '../report/labels.ts';
import { printableText } from '../report/printable-text.ts';
import { removalKind } from '../test-study/index.ts';
import { describeEnd, type ItemEnd, type ItemNote } from './item-note.ts';
import { cleanupMessages } from './messages.ts';
import { describeNode, describePlace, describeRemover } from './place-address.ts';
import type { AutomaticItem, OpenItem } from './prepare-items.ts';
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

/** The result for an item; without an end, the item is only described. */
export function makeResult(
  item: OpenItem,
  state: ItemResult['state'],
  end: ItemEnd | undefined,
  language: Language,
): ItemResult {
  const { effect, position, journalledAt } = item.entry;
  const words = cleanupMessages(language);
  if (item.kind === 'foreign') {
    const message = `${words.foreignItem(position, item.field)} ${capitalise(words.notes.foreign)}.`;
    return { position, state, note: 'foreign', message };
  }
  return {
    position,
    state,
    ...(end && { note: end.note }),
    message: end ? describeEnd(end, language) : words.states[state],
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

/** One item as the terminal shows it before anything is sent; `ordinal` counts from 1. */
export function describeItem(item: OpenItem, ordinal: number, language: Language): string[] {
  if (item.kind === 'foreign')
    return [
      `${ordinal}. ${makeResult(item, item.entry.effect.state, undefined, language).message}`,
    ];
  const { effect, journalledAt } = item.entry;
  const when = journalledAt ? formatTime(formatLocalTimestamp(journalledAt), language) : '-';
  const kind = capitalise(nameKind(effect.kind, language));
  const known = describeState(item.entry, language);
  return [
    cleanupMessages(language).item(ordinal, kind, effect.system, effect.id, when, known),
    `   ${describeIntent(item, language)}`,
  ].map(printableText);
}

/** One item as the terminal shows it at the end. */
export function describeResult(result: ItemResult, language: Language): string {
  const { ours, note, state, message } = result;
  if (!ours) return `- ${message}`;
  const end = note ? `${nameState(state, ours.kind, language)}; ${message}` : message;
  return `- ${capitalise(nameKind(ours.kind, language))} ${ours.id}: ${end}.`;
}

function nameKind(kind: string, language: Language): string {
  return effectNames[kind]?.[language] ?? kind;
}

/** What is known about whether it was sent. */
export function describeState({ effect, wasSent }: JournalEntry, language: Language): string {
  const { states } = cleanupMessages(language);
  return effect.state === 'left' && !wasSent
    ? `${states.left}; ${states.planned}`
    : states[effect.state];
}

function nameState(state: ItemResult['state'], kind: string, language: Language): string {
  const { states, closed } = cleanupMessages(language);
  return kind === 'mpps' && state === 'removed-verified' ? closed : states[state];
}

function describeIntent(item: Exclude<OpenItem, { kind: 'foreign' }>, language: Language): string {
  if (item.kind !== 'by-hand') return describeSending(item, language);
  const { note, detail } = item;
  const end = { of: 'nothing', note, ...(detail !== undefined && { detail }) } as const;
  return cleanupMessages(language).willNot(describeEnd(end, language));
}

function describeSending(item: AutomaticItem, language: Language): string {
  const words = cleanupMessages(language);
  switch (item.kind) {
    case 'cancel': {
      const { endpoint, worklist } = item.route;
      return words.willCancel(addressOf(endpoint), worklist && describeNode(worklist.node));
    }
    case 'close-mpps':
      return words.willClose(describeNode(item.place.node));
    case 'remove-study': {
      const where = describePlace(item.place);
      switch (removalKind(item.place, item.way)) {
        case 'delete':
          return words.willDelete(describeRemover(item.place), where);
        case 'reject':
          return words.willReject(where);
        case 'administrator':
          return words.willLook(where);
      }
    }
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

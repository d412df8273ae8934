import type { Language } from '../locale/language.ts';
import { findingMessages } from './messages.ts';

/** One thing that was seen, and what it was seen at or with: things with the same `at` stand behind it in brackets. */
export interface SeenThing {
  readonly at?: string;
  readonly said: string;
}

/** One sentence of what was seen, kept in parts so that sentences with the same head become one. */
export interface Seen {
  /** With the colon, where one is wanted. A sentence without `things` is its head. */
  readonly head: string;
  readonly things: readonly SeenThing[];
  /** The fact group that it speaks of. */
  readonly group?: string;
  /** Names of the rows it speaks of. */
  readonly names?: readonly string[];
  /** It tells no more than that these rows are there. */
  readonly listsOnly?: true;
}

/** So many things are listed in one place, and so many places in one sentence. */
const mostThings = 8;

/** A whole sentence that somebody wrote or that needs no list. */
export function sentenceSeen(text: string): Seen {
  return { head: text, things: [] };
}

/**
 * What was seen, as sentences: one for each head, each thing once. That rows are there goes without saying where
 * another sentence already tells something of every one of them.
 */
export function saySeen(all: readonly Seen[], language: Language): string {
  const heads = Map.groupBy(
    all.filter((one) => !isSaidBetter(one, all)),
    ({ head }) => head,
  );
  return [...heads]
    .map(([head, sentences]) => {
      const places = Map.groupBy(
        sentences.flatMap(({ things }) => things),
        ({ at }) => at ?? '',
      );
      const said = [...places].flatMap(([at, things]) => sayPlace(at, things, language));
      return capitalise(`${head} ${list(said, language)}`.trim(), language);
    })
    .join('. ');
}

function sayPlace(at: string, things: readonly SeenThing[], language: Language): string[] {
  const said = [...new Set(things.map((one) => one.said))];
  return at === '' ? said : [`${at} (${list(said, language)})`];
}

function list(said: readonly string[], language: Language): string {
  const left = said.length - mostThings;
  const shown = said.slice(0, mostThings).join('; ');
  return left > 0 ? `${shown}; ${findingMessages(language).more(left)}` : shown;
}

/** A sentence that only lists rows, beside one that says something of each of them. */
function isSaidBetter({ group, names, listsOnly }: Seen, all: readonly Seen[]): boolean {
  if (listsOnly !== true || group === undefined || names === undefined) return false;
  return all.some(
    (other) =>
      other.listsOnly !== true &&
      other.group === group &&
      names.every((name) => other.names?.includes(name)),
  );
}

function capitalise(text: string, language: Language): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

import { isSameLook, type PictureLook } from '../challenge/index.ts';
import type { WalkEntry, WalkPersonEntry } from './log-events.ts';
import type { WalkLine } from './walk-log.ts';

/** An accepted entry, with who was there. */
export interface KeptEntry {
  readonly task: string;
  readonly at: string;
  readonly entry: WalkEntry;
  readonly examiner: WalkPersonEntry;
  readonly witnesses: readonly WalkPersonEntry[];
}

/** What a log says, all in all. */
export interface WalkState {
  readonly examiner?: WalkPersonEntry;
  readonly witnesses: readonly WalkPersonEntry[];
  /** In the order they were accepted. */
  readonly entries: readonly KeptEntry[];
  /** Wrong codes and values by task, each with its place among the lines. */
  readonly attempts: ReadonlyMap<string, readonly string[]>;
}

/** Plays a log, or the beginning of one. */
export function replayWalk(lines: readonly WalkLine[]): WalkState {
  let examiner: WalkPersonEntry | undefined;
  let witnesses: readonly WalkPersonEntry[] = [];
  const entries: KeptEntry[] = [];
  const attempts = new Map<string, string[]>();
  for (const { at, body } of lines) {
    switch (body.event) {
      case 'opened':
        break;
      case 'people':
        ({ examiner, witnesses } = body);
        break;
      case 'attempt':
        attempts.set(body.task, [...(attempts.get(body.task) ?? []), body.typed]);
        break;
      case 'accepted':
        if (examiner !== undefined)
          entries.push({ task: body.task, at, entry: body.entry, examiner, witnesses });
    }
  }
  return { ...(examiner && { examiner }), witnesses, entries, attempts };
}

/** Entries of one task. */
export function entriesOf(state: WalkState, task: string): readonly KeptEntry[] {
  return state.entries.filter((one) => one.task === task);
}

/** Pictures that were accepted before, by hash and by look. */
export interface EarlierPictures {
  readonly hashes: ReadonlySet<string>;
  readonly looks: readonly PictureLook[];
}

/** The pictures of walks; what is kept of a picture counts as handed in as well. */
export function listEarlierPictures(states: readonly WalkState[]): EarlierPictures {
  const pictures = states.flatMap(({ entries }) =>
    entries.flatMap(({ entry }) => (entry.kind === 'picture' ? [entry] : [])),
  );
  return {
    hashes: new Set(
      pictures.flatMap((one) => [one.fileSha256, one.pixelsSha256, one.attachment.sha256]),
    ),
    looks: pictures.flatMap(({ looks }) => looks),
  };
}

/** Whether a picture was handed in before, in this form or another. */
export function wasHandedIn(earlier: EarlierPictures, look: PictureLook): boolean {
  return earlier.looks.some((one) => isSameLook(one, look));
}

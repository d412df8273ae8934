import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Dossier } from '../evidence/dossier.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { SideEffect } from '../probes/contract.ts';

/** One side effect as the whole journal tells it. */
export interface JournalEntry {
  /** Its place among the side effects of the journal, from 1. */
  readonly position: number;
  /** As last written. */
  readonly effect: SideEffect;
  /** When it was first written, before anything was sent; absent when the line does not say. */
  readonly journalledAt?: Date;
  /** The journal says that it was sent; otherwise it may have been, or not. */
  readonly wasSent: boolean;
  /** Notes of all its lines, and when each was last written; `undefined` where the line does not say. */
  readonly notes: ReadonlyMap<string, Date | undefined>;
  /** Every line about it names the same system, kind and identifiers, as this tool writes them. */
  readonly isConsistent: boolean;
}

/** A dossier's journal of side effects. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  /** Lines that are none of ours: cut short by a power failure, or edited. */
  readonly unreadableLines: number;
  /** Of the file, so that a printed list can be held against it; absent when there is no journal. */
  readonly sha256?: string;
}

const mostBytes = 64 * 1024 * 1024;

const lineSchema = z.object({
  id: z.string(),
  at: z.iso.datetime({ offset: true }).exactOptional(),
  system: z.string(),
  kind: z.string(),
  identifiers: z.record(z.string(), z.string()),
  state: z.string(),
  note: z.string().exactOptional(),
});

interface History {
  journalledAt?: Date;
  wasSent: boolean;
  readonly notes: Map<string, Date | undefined>;
  readonly subject: string;
  isConsistent: boolean;
}

/**
 * Reads the journal: what became of each side effect, and what its earlier lines add to that.
 * @throws UserError (code 5) when the file cannot be read as a journal.
 */
export async function readJournal(dossier: Dossier): Promise<Journal> {
  const effects = await dossier.readSideEffects();
  const read = await readBoundedFile(dossier.path('side-effects.ndjson'), mostBytes, {
    followLinks: false,
  });
  if (!read.ok) return { entries: [], unreadableLines: 0 };
  const { histories, unreadableLines } = readHistories(read.bytes.toString('utf8'));
  const entries = effects.map((effect, index): JournalEntry => {
    const history = histories.get(effect.id);
    return {
      position: index + 1,
      effect,
      ...(history?.journalledAt && { journalledAt: history.journalledAt }),
      wasSent: history?.wasSent ?? false,
      notes: history?.notes ?? new Map(),
      isConsistent: history?.isConsistent ?? false,
    };
  });
  const sha256 = createHash('sha256').update(read.bytes).digest('hex');
  return { entries, unreadableLines, sha256 };
}

function readHistories(text: string): {
  readonly histories: ReadonlyMap<string, History>;
  readonly unreadableLines: number;
} {
  const histories = new Map<string, History>();
  let unreadableLines = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success) {
      unreadableLines += 1;
      continue;
    }
    const { id, at, system, kind, identifiers, state, note } = parsed.data;
    const subject = JSON.stringify([system, kind, Object.entries(identifiers).sort()]);
    const writtenAt = at === undefined ? undefined : new Date(at);
    const history: History = histories.get(id) ?? {
      ...(writtenAt && { journalledAt: writtenAt }),
      wasSent: false,
      notes: new Map(),
      subject,
      isConsistent: true,
    };
    history.wasSent ||= state === 'sent';
    history.isConsistent &&= history.subject === subject;
    if (note !== undefined) history.notes.set(note, writtenAt);
    histories.set(id, history);
  }
  return { histories, unreadableLines };
}

import { type EvidenceRecord, isObserved, type ObservedEvidence } from '../../evidence/evidence.ts';
import type { Assessment } from '../assessment.ts';
import type { AttachmentReader } from './read-attachment.ts';
import { type AttachedPicture, readPictures } from './read-pictures.ts';
import { type AttachedRecipe, readRecipes } from './read-recipes.ts';
import { mostTranscriptBytes, parseTranscript, type TranscriptMessage } from './transcript.ts';

/** The transcript of one test case, or why there is none to print. */
export type AttachedTranscript =
  | { readonly ok: true; readonly messages: readonly TranscriptMessage[] }
  | { readonly ok: false; readonly problem: 'missing' | 'damaged' | 'unknown-form' };

/** What renderers print from attachments, read and checked before anything is drawn. */
export interface AttachedData {
  /** By record id; a record without a transcript has none. */
  readonly transcripts: ReadonlyMap<string, AttachedTranscript>;
  /** By record id and step: what can be sent to the vendor about it, as the probe wrote it. */
  readonly letters: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By SHA-256 of the file in the dossier; those beyond the bounds of a report are not in it. */
  readonly pictures: ReadonlyMap<string, AttachedPicture>;
  /** By the record id of a walk. */
  readonly recipes: ReadonlyMap<string, AttachedRecipe>;
}

/** Nothing read: the report then prints the model alone. */
export const nothingAttached: AttachedData = {
  transcripts: new Map(),
  letters: new Map(),
  pictures: new Map(),
  recipes: new Map(),
};

/** Records with a test case that a report shows; bounds what is read. */
export const mostCases = 8;
/** One for each step at most. */
const mostLetters = 32;
const mostLetterBytes = 64 * 1024;

/** Test cases of an assessment, in the order of their records. */
export function caseRecordsOf(evidence: readonly EvidenceRecord[]): readonly ObservedEvidence[] {
  return evidence
    .filter(isObserved)
    .filter(({ facts }) => (facts['workflow.step'] ?? []).length > 0)
    .slice(0, mostCases);
}

/**
 * Reads the attachments that a report prints in a readable form.
 * @throws the signal's reason when it aborts
 */
export async function readAttached(
  { evidence }: Pick<Assessment, 'evidence'>,
  read: AttachmentReader,
  signal?: AbortSignal,
): Promise<AttachedData> {
  const transcripts = new Map<string, AttachedTranscript>();
  const letters = new Map<string, ReadonlyMap<string, string>>();
  for (const record of caseRecordsOf(evidence)) {
    letters.set(record.id, await readLetters(record, read));
    const attachment = record.attachments.find(
      ({ mediaType, originalName }) =>
        mediaType === 'application/json' && originalName?.endsWith('-transcript.json'),
    );
    if (attachment === undefined) continue;
    const given = await read(attachment, mostTranscriptBytes);
    const messages = given.ok ? parseTranscript(given.bytes) : undefined;
    transcripts.set(
      record.id,
      messages !== undefined
        ? { ok: true, messages }
        : { ok: false, problem: given.ok ? 'unknown-form' : given.problem },
    );
  }
  const pictures = await readPictures(evidence, read, signal);
  return { transcripts, letters, pictures, recipes: await readRecipes(evidence, read) };
}

async function readLetters(
  record: ObservedEvidence,
  read: AttachmentReader,
): Promise<ReadonlyMap<string, string>> {
  const letters = new Map<string, string>();
  for (const attachment of record.attachments) {
    const step = /-vendor-([a-z-]{1,40})\.txt$/.exec(attachment.originalName ?? '')?.[1];
    if (step === undefined || letters.size === mostLetters) continue;
    const given = await read(attachment, mostLetterBytes);
    if (given.ok) letters.set(step, given.bytes.toString('utf8'));
  }
  return letters;
}

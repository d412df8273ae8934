import type { Checklist } from '../checklist/schema.ts';
import type { Dossier } from '../evidence/dossier.ts';
import type { EvidenceRecord, Person } from '../evidence/evidence.ts';
import type { Facility } from '../facility/schema.ts';
import type { JudgeInput } from '../findings/judge-input.ts';
import type { Language } from '../locale/language.ts';
import type { Dialogue } from './dialogue.ts';

/** What recording into one dossier rests on. */
export interface AttestContext {
  readonly dossier: Dossier;
  readonly checklist: Checklist;
  readonly facility: Facility;
  /** Language spoken to the person; the dossier's own language rules what is written. */
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** A guided run. */
export interface AttestSession extends AttestContext {
  readonly dialogue: Dialogue;
  /** YYYY-MM-DD local; the default for dates. */
  readonly today: string;
  /** Folder that typed paths start from. */
  readonly workingFolder: string;
  /** The person who signed last; offered for the next statement. */
  lastPerson?: Person;
}

/** A text in the language spoken to the person. */
export function pickText(context: { readonly language: Language }, vi: string, en: string): string {
  return context.language === 'vi' ? vi : en;
}

/** What judging reads, in the language spoken to the person. */
export function judgeInputOf(
  context: AttestContext,
  evidence: readonly EvidenceRecord[],
): JudgeInput {
  const { checklist, facility, language, dossier } = context;
  return { checklist, facility, language, evidence, assessedOn: dossier.settings.assessedOn };
}

import type { Checklist } from '../checklist/schema.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import type { Facility } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';

/** All that judging may look at. Nothing else: the same input gives the same findings anywhere. */
export interface JudgeInput {
  readonly checklist: Checklist;
  readonly evidence: readonly EvidenceRecord[];
  readonly facility: Facility;
  /** YYYY-MM-DD local; dates in papers are weighed against this day. */
  readonly assessedOn: string;
  readonly language: Language;
}

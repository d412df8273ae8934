import type { EvidenceRecord } from '../evidence/evidence.ts';
import type { Facility } from '../facility/schema.ts';
import type { Finding } from '../findings/finding.ts';
import type { StorageForecast } from '../findings/forecast-storage.ts';
import type { Language } from '../locale/language.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** The one model. Every output is a rendering of it, and it is what `assessment.json` holds. */
export interface Assessment {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'rispacs'; readonly version: string };
  readonly language: Language;
  /** The day the assessment speaks of, YYYY-MM-DD local. */
  readonly assessedOn: string;
  readonly checklist: { readonly id: string; readonly edition: string; readonly sha256: string };
  /** As read, secrets redacted. */
  readonly facility: Facility;
  readonly simulated: boolean;
  /** Evidence sorted by id. */
  readonly evidence: readonly EvidenceRecord[];
  /** One per criterion of the table, in the circular's order. */
  readonly findings: readonly Finding[];
  /** The two conditions of the Specialized level beyond the table. */
  readonly specialized: readonly Finding[];
  readonly verdict: Verdict;
  /** Files that stand as evidence for more than three criteria. */
  readonly sharedFiles: readonly {
    readonly sha256: string;
    readonly criteria: readonly string[];
  }[];
  /** How long the storage lasts, where free space and growth are both known. Information, never a finding. */
  readonly storageForecast?: StorageForecast;
  /** Side effects and what became of them. */
  readonly sideEffects: readonly {
    readonly id: string;
    readonly system: string;
    readonly kind: string;
    readonly state: string;
    /** Only beside `left`: who signed that it was removed by hand. */
    readonly recordedRemoval?: {
      readonly by: string;
      readonly on: string;
      readonly sha256: string;
    };
  }[];
}

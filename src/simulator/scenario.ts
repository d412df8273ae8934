import type { LevelName } from '../facility/schema.ts';
import type { SimulatedComputer } from './computers/simulated-computers.ts';
import type {
  AbsencePlan,
  AttestationPlan,
  DocumentPlan,
  RefusalPlan,
} from './papers/statement-plans.ts';
import type { RisBehaviour } from './ris/handle-message.ts';
import type { WebBehaviour } from './web/start-web.ts';

/**
 * Everything that makes one simulated hospital what it is. A profile is a scenario; a fault turns a scenario into
 * another one. Nothing else decides how the systems behave or what the papers say.
 */
export interface Scenario {
  /** What the facility file applies for. */
  readonly appliesFor: LevelName;
  readonly pacs: {
    /** `stopped`: the facility file names a port on which nothing listens. */
    readonly state: 'running' | 'stopped';
    /** The title it answers to; the facility file always names the right one of `AE_TITLES`. */
    readonly aeTitle: string;
    readonly compressedSyntaxes: readonly string[];
  };
  readonly worklist: 'running' | 'stopped';
  readonly ris: RisBehaviour & { readonly state: 'running' | 'stopped' };
  readonly web: WebBehaviour;
  readonly computers: readonly SimulatedComputer[];
  readonly attestations: readonly AttestationPlan[];
  readonly documents: readonly DocumentPlan[];
  readonly absences: readonly AbsencePlan[];
  readonly refusals: readonly RefusalPlan[];
}

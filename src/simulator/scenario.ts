import type { LevelName } from '../facility/schema.ts';
import type { BackupBehaviour } from './backups/backup-files.ts';
import type { BalancerMode } from './cluster/start-balancer.ts';
import type { SimulatedComputer } from './computers/simulated-computers.ts';
import type { DatabaseBehaviour } from './databases/answer-frontend.ts';
import type { ExportBehaviour } from './media/write-export.ts';
import type { SwitchBehaviour } from './network/switch-tables.ts';
import type { PacsBehaviour } from './pacs/behaviour.ts';
import type {
  AbsencePlan,
  AttestationPlan,
  DocumentPlan,
  RefusalPlan,
} from './papers/statement-plans.ts';
import type { UpsBehaviour } from './power/answer-command.ts';
import type { ClusterBehaviour } from './redundancy/cluster-files.ts';
import type { RisBehaviour, WorklistBehaviour } from './ris/behaviour.ts';
import type { WebBehaviour } from './web/start-web.ts';

/**
 * Everything that makes one simulated hospital what it is. A profile is a scenario; a fault turns a scenario into
 * another one. Nothing else decides how the systems behave or what the papers say.
 */
export interface Scenario {
  /** What the facility file applies for. */
  readonly appliesFor: LevelName;
  /** `stopped`: the facility file names a port on which nothing listens. */
  readonly pacs: PacsBehaviour & { readonly state: 'running' | 'stopped' };
  readonly worklist: WorklistBehaviour & { readonly state: 'running' | 'stopped' };
  readonly ris: RisBehaviour & { readonly state: 'running' | 'stopped' };
  readonly web: WebBehaviour;
  /** A disc that the PACS exported. */
  readonly media: ExportBehaviour;
  /** Storage classes that the DICOM conformance statement claims although the PACS does not take them. */
  readonly overclaimed: readonly string[];
  /** The path from a workstation to the PACS; as fast as this computer when there is no ceiling. */
  readonly lan: { readonly maxMbps?: number };
  readonly network: SwitchBehaviour;
  readonly power: UpsBehaviour;
  readonly database: DatabaseBehaviour;
  /** Clusters and backups are known by files that a person would collect on the servers. */
  readonly clusters: ClusterBehaviour;
  readonly backups: BackupBehaviour;
  /** The balancer before the nodes; `none`: the facility file names none. */
  readonly balancer: { readonly mode: BalancerMode | 'none' };
  readonly computers: readonly SimulatedComputer[];
  readonly attestations: readonly AttestationPlan[];
  readonly documents: readonly DocumentPlan[];
  readonly absences: readonly AbsencePlan[];
  readonly refusals: readonly RefusalPlan[];
}

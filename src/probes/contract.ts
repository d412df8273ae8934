import type {
  Attachment,
  FactTables,
  Statement,
  UnobservedEvidence,
  UnobservedReason,
} from '../evidence/evidence.ts';
import type { Facility } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';

/** `observe` reads only; `active` leaves synthetic, journalled data; `load` may fill a line. DESIGN part 6. */
export type RiskClass = 'observe' | 'active' | 'load';

/** One thing a probe intends to do, in words and figures that can be checked before a packet is sent. */
export interface PlannedStep<Target = unknown> {
  readonly probe: string;
  /** The facility file's id of what is looked at. With `probe` it identifies the step. */
  readonly subjectId: string;
  /** For people: `pacs-main (dicom://10.0.0.5:104/PACS)`. */
  readonly subject: string;
  readonly risk: RiskClass;
  /** Hosts and ports that will be contacted; empty for local reading. */
  readonly contacts: readonly {
    readonly host: string;
    readonly port: number;
    readonly protocol: string;
  }[];
  /** Ports on this computer that the hospital's systems will connect to; absent when none. */
  readonly listens?: readonly {
    readonly host: string;
    readonly port: number;
    readonly protocol: string;
    /** Who connects, by id of the facility file. */
    readonly from: readonly string[];
  }[];
  /** One sentence in the chosen language: what is sent and what may be left behind. */
  readonly sends: string;
  /** Upper bound; the scheduler enforces it as the step's deadline. */
  readonly deadlineMs: number;
  /** What `collect` needs, made from the facility file. */
  readonly target: Target;
}

/** What a probe may use while it looks. Everything that touches disk or time comes from here. */
export interface ProbeContext {
  readonly signal: AbortSignal;
  readonly language: Language;
  /** Risk classes the operator allowed; a step above them is never collected. */
  readonly allowed: ReadonlySet<RiskClass>;
  /** The day the assessment speaks of, YYYY-MM-DD local. */
  readonly assessedOn: string;
  /** Folder of the facility file, for the relative paths it names. */
  readonly baseFolder: string;
  /** Resolves `{env}` or `{file}`; the value must reach no note, fact or log. */
  readonly readSecret: (
    ref: { readonly env: string } | { readonly file: string },
  ) => Promise<string>;
  /** Stores bytes in the dossier under their hash. */
  readonly attach: (
    bytes: Uint8Array,
    info: { mediaType: string; extension: string; originalName?: string },
  ) => Promise<Attachment>;
  /** Writes one line to the dossier's log. No patient data, no secrets. */
  readonly log: (event: string, details?: Readonly<Record<string, unknown>>) => void;
  /** Records a side effect durably BEFORE it is sent; resolves once it is on disk. */
  readonly journal: (effect: SideEffect) => Promise<void>;
  /**
   * Tells whoever runs the assessment that a person has to do something now; call what it returns once the wait is over.
   * Absent where nobody is told.
   */
  readonly awaitPerson?: (awaited: AwaitedPerson) => () => void;
  /**
   * When a step that was left unfinished is resumed: an attachment of its earlier record, by name and with its hash
   * checked; `undefined` when there is none.
   */
  readonly readEarlier?: (originalName: string) => Promise<Uint8Array | undefined>;
}

/** What a person at the hospital has to do, and how long it is waited for. */
export interface AwaitedPerson {
  /** In the run's language, without a full stop. No patient data but the test patient's. */
  readonly what: string;
  readonly maxMs: number;
}

/** Something about to be created on the hospital's systems. */
export interface SideEffect {
  readonly id: string;
  readonly system: string;
  readonly kind: 'order' | 'study' | 'mpps' | 'message' | 'report' | 'traffic';
  readonly identifiers: Readonly<Record<string, string>>;
  /** `planned` before the send, then what became of it. */
  readonly state: 'planned' | 'sent' | 'removed-verified' | 'left';
  readonly note?: string;
  /** Only beside `left`: this tool could not see it go. */
  readonly recordedRemoval?: RecordedRemoval;
}

/** A named person's word, on a signed paper, that a side effect was removed by hand. */
export interface RecordedRemoval {
  readonly by: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  /** Of the signed list, kept among the attachments. */
  readonly sha256: string;
}

interface ObservationBase {
  readonly notes?: readonly string[];
  readonly attachments?: readonly Attachment[];
  /** The peer identified itself as our simulator. */
  readonly simulated?: true;
}

/** What a probe saw. It never says pass or fail. */
export type Observation =
  | (ObservationBase & {
      readonly state: 'observed';
      readonly facts: FactTables;
      readonly statements?: readonly Statement[];
    })
  | (ObservationBase & {
      readonly state: UnobservedEvidence['state'];
      readonly reason: UnobservedReason;
    });

/** A way of looking at one kind of system. One folder per probe; the registry is generated from the folders. */
export interface Probe<Target = unknown> {
  readonly name: string;
  /** Raised when the meaning of a fact changes. */
  readonly version: number;
  /** Pure: what would be done for this facility. No I/O. */
  readonly planSteps: (facility: Facility, language: Language) => readonly PlannedStep<Target>[];
  /**
   * Does one step. Peers' faults are an {@link Observation}; only our own bugs throw.
   * (A method, so that the registry can hold probes whatever their target; the target always comes from `planSteps`.)
   */
  collect(target: Target, context: ProbeContext): Promise<Observation>;
  /** Pure: whether an observed record waits for a person, so that `--resume` runs its step again. */
  readonly isUnfinished?: (facts: FactTables) => boolean;
}

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadChecklist } from '../../../src/checklist/load.ts';
import type { Checklist } from '../../../src/checklist/schema.ts';
import type { EvidenceRecord } from '../../../src/evidence/evidence.ts';
import { runStep } from '../../../src/evidence/run-step.ts';
import { type LoadedFacility, loadFacility } from '../../../src/facility/load.ts';
import { readSecret } from '../../../src/facility/secrets.ts';
import type { Outcome } from '../../../src/findings/finding.ts';
import { judgeCriteria, judgeSpecialized } from '../../../src/findings/judge.ts';
import { formatLocalDay } from '../../../src/locale/local-time.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { ProbeContext, SideEffect } from '../../../src/probes/contract.ts';
import { checklistFolder, defaultChecklist } from '../../../src/project-folders.ts';
import { FACILITY_FILE } from '../../../src/simulator/facility-file.ts';
import type { Fault } from '../../../src/simulator/faults/fault.ts';
import { scenarioOfLevel } from '../../../src/simulator/profiles.ts';
import type { Scenario } from '../../../src/simulator/scenario.ts';
import { type RunningSystems, startSystems } from '../../../src/simulator/start-systems.ts';
import { writeHospitalFiles } from '../../../src/simulator/write-hospital-files.ts';
import { hasten } from './hasten.ts';

type Outcomes = Readonly<Record<string, Outcome>>;

/** A hospital as it was assessed: where it was, what was seen there, and what became of every criterion. */
interface Assessed {
  readonly scenario: Scenario;
  readonly ports: Pick<RunningSystems, 'ports' | 'ca'>;
  readonly records: readonly EvidenceRecord[];
  readonly outcomes: Outcomes;
}

/** What a fault did. */
export interface WalkedFault {
  /** Criteria whose outcome differs from that of the sound hospital, with both. */
  readonly changes: Readonly<Record<string, { readonly before: Outcome; readonly after: Outcome }>>;
  /** What was sent and is not known to be gone: system and kind, sorted. */
  readonly left: readonly string[];
  /** Everything that was seen of the hospital with the fault. */
  readonly records: readonly EvidenceRecord[];
}

/** Which probes look at which part of a hospital; a part left as it is cannot change what they see. */
const probesOfPart: Readonly<Record<keyof Scenario, readonly string[]>> = {
  appliesFor: [],
  pacs: ['dicom', 'dicom-growth', 'dicom-exchange', 'dicom-compression', 'dicomweb', 'workflow'],
  worklist: ['dicom', 'hl7', 'dicom-exchange', 'workflow'],
  ris: ['hl7', 'dicom', 'workflow'],
  web: ['web', 'dicomweb'],
  media: ['media'],
  overclaimed: ['dicom'],
  lan: ['lan'],
  network: ['switch'],
  power: ['power'],
  database: ['database'],
  clusters: ['redundancy'],
  backups: ['backup'],
  balancer: ['balancer'],
  computers: ['host', 'switch'],
  attestations: ['documents'],
  documents: ['documents'],
  absences: ['documents'],
  refusals: ['documents'],
};

/** Where one property of a part is seen by fewer probes than the part as a whole. */
const probesOfProperty: Readonly<Record<string, readonly string[]>> = {
  'pacs.echo': ['dicom'],
  'pacs.compressedSyntaxes': ['dicom', 'dicom-compression'],
  'pacs.refusedClasses': ['dicom', 'dicom-exchange', 'dicom-compression', 'workflow'],
  'pacs.tls': ['dicom'],
  'pacs.keeping': ['dicom-exchange', 'dicom-compression', 'dicomweb', 'workflow'],
  'pacs.orderedImages': ['workflow'],
  'pacs.conversion': ['dicom-compression', 'dicomweb'],
  'pacs.unknownDestinations': ['dicom-exchange', 'dicom-compression'],
  'pacs.commitment': ['dicom-exchange'],
  'worklist.mpps': ['dicom', 'dicom-exchange', 'workflow'],
  'worklist.items': ['dicom', 'hl7', 'workflow'],
  'ris.orderAnswer': ['hl7', 'workflow'],
  'ris.orderChanges': ['workflow'],
  'ris.registrations': ['workflow'],
  'ris.patientUpdates': ['workflow'],
  'ris.patientMerges': ['workflow'],
  'ris.reports': ['workflow'],
  'ris.corrections': ['workflow'],
  'web.portal': ['web'],
  'web.storing': ['dicomweb'],
  'web.rendering': ['dicomweb'],
  'web.deleting': ['dicomweb', 'workflow'],
};

/** Parts of which the systems themselves are made; the others are files only. */
const liveParts: readonly (keyof Scenario)[] = [
  'pacs',
  'worklist',
  'ris',
  'web',
  'lan',
  'network',
  'power',
  'database',
  'balancer',
  'computers',
];

/**
 * Assesses a sound hospital once, then hospitals that differ from it by one fault: only the probes that look at what
 * the fault changes run again, and everything is judged anew.
 */
export class FaultWalk {
  readonly #folder: string;
  readonly #checklist: Promise<Checklist> = loadChecklist(checklistFolder(defaultChecklist));
  readonly #sound = new Map<string, Promise<Assessed>>();
  #hospitals = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Begins a walk in a new temporary folder. */
  static async begin(): Promise<FaultWalk> {
    return new FaultWalk(await mkdtemp(path.join(os.tmpdir(), 'rispacs-walk-')));
  }

  /** Removes the folder. */
  end(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  /** The sound hospital of a level. All of it is looked at once; higher levels differ from the advanced one on paper. */
  sound(level: Fault['level']): Promise<Assessed> {
    let assessed = this.#sound.get(level);
    if (assessed === undefined) {
      assessed =
        level === 'advanced'
          ? this.#assess(scenarioOfLevel('advanced'), undefined).then((one) => one.assessed)
          : this.sound('advanced').then(async (base) => {
              const { assessed: higher } = await this.#assess(scenarioOfLevel(level), base);
              return higher;
            });
      this.#sound.set(level, assessed);
    }
    return assessed;
  }

  /** Switches a fault on and says what it changed. */
  async walk(fault: Fault): Promise<WalkedFault> {
    const base = await this.sound(fault.level);
    const { assessed, left } = await this.#assess(fault.apply(base.scenario), base);
    const changes = Object.entries(assessed.outcomes).flatMap(([id, after]) => {
      const before = base.outcomes[id];
      return before === undefined || before === after ? [] : [[id, { before, after }] as const];
    });
    return { changes: Object.fromEntries(changes), left, records: assessed.records };
  }

  async #assess(
    scenario: Scenario,
    base: Assessed | undefined,
  ): Promise<{ assessed: Assessed; left: readonly string[] }> {
    const changed = partsOf(scenario).filter((part) => base?.scenario[part] !== scenario[part]);
    const probes = new Set(
      changed.flatMap((part) => probesLookingAt(part, base?.scenario, scenario)),
    );
    const folder = path.join(this.#folder, String(this.#hospitals++));
    await mkdir(folder);
    const now = new Date();
    const ending = new AbortController();
    const isLive = base === undefined || changed.some((part) => liveParts.includes(part));
    const systems = isLive ? await startSystems(scenario, now, ending.signal) : undefined;
    try {
      const ports = systems ?? base?.ports;
      if (ports === undefined) throw new Error('a hospital of files only needs another one before');
      await writeHospitalFiles(folder, scenario, ports, now);
      const loaded = await loadFacility(path.join(folder, FACILITY_FILE), 'vi');
      const { records, left } = await this.#look(
        loaded,
        base === undefined ? undefined : probes,
        ending.signal,
      );
      const merged = mergeRecords(base?.records ?? [], records, probes);
      const outcomes = await this.#judge(merged, loaded);
      return { assessed: { scenario, ports, records: merged, outcomes }, left };
    } finally {
      ending.abort();
      await systems?.stop();
    }
  }

  async #look(
    loaded: LoadedFacility,
    probes: ReadonlySet<string> | undefined,
    signal: AbortSignal,
  ): Promise<{ records: EvidenceRecord[]; left: readonly string[] }> {
    const checklist = await this.#checklist;
    const facility = {
      ...loaded.facility,
      // One run each way is enough, and the Internet line rests on its letter.
      lan: { paths: loaded.facility.lan.paths.map((one) => ({ ...one, runs: 1 })) },
    };
    const plan = await makePlan(facility, { language: 'vi', checklist });
    const records: EvidenceRecord[] = [];
    const effects = new Map<string, SideEffect>();
    const context: ProbeContext = {
      signal,
      language: 'vi',
      allowed: new Set(['observe', 'active', 'load']),
      assessedOn: formatLocalDay(new Date()),
      baseFolder: loaded.folder,
      readSecret: (ref) => readSecret(ref, loaded.folder, 'vi'),
      attach: async (bytes, { mediaType, extension, originalName }) => {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return {
          path: `attachments/${sha256}.${extension}`,
          sha256,
          mediaType,
          sizeBytes: bytes.length,
          ...(originalName !== undefined && { originalName }),
        };
      },
      log: () => undefined,
      journal: async (effect) => {
        effects.set(effect.id, effect);
      },
    };
    for (const scheduled of plan.steps) {
      const { probe, step } = scheduled;
      if (probe.name === 'internet' || (probes !== undefined && !probes.has(probe.name))) continue;
      const result = await runStep(hasten(scheduled), context, facility);
      if (result.bug !== undefined) throw result.bug;
      // This computer is no part of the simulated hospital, and reading it takes long.
      if (probe.name !== 'host' || step.subjectId !== 'may-danh-gia' || probes === undefined)
        records.push(result.record, ...result.statements);
    }
    const left = [...effects.values()]
      .filter(({ state }) => state !== 'removed-verified')
      .map(({ system, kind }) => `${system} ${kind}`)
      .sort();
    return { records, left };
  }

  async #judge(
    evidence: readonly EvidenceRecord[],
    { facility }: LoadedFacility,
  ): Promise<Outcomes> {
    const input = {
      checklist: await this.#checklist,
      evidence,
      facility,
      assessedOn: formatLocalDay(new Date()),
      language: 'vi',
    } as const;
    const findings = [...judgeCriteria(input), ...judgeSpecialized(input)];
    return Object.fromEntries(findings.map((one) => [one.criterion, one.outcome]));
  }
}

function probesLookingAt(
  part: keyof Scenario,
  before: Scenario | undefined,
  after: Scenario,
): readonly string[] {
  const properties = (scenario: Scenario): Readonly<Record<string, unknown>> =>
    typeof scenario[part] === 'object' ? { ...scenario[part] } : {};
  const old = before === undefined ? {} : properties(before);
  const changed = Object.entries(properties(after)).filter(([name, value]) => old[name] !== value);
  if (changed.length === 0) return probesOfPart[part];
  return changed.flatMap(([name]) => probesOfProperty[`${part}.${name}`] ?? probesOfPart[part]);
}

function partsOf(scenario: Scenario): readonly (keyof Scenario)[] {
  return (Object.keys(probesOfPart) as (keyof Scenario)[]).filter((part) => part in scenario);
}

/** A record replaces the one of the same step; statements are replaced together, because they come from one file. */
function mergeRecords(
  before: readonly EvidenceRecord[],
  seen: readonly EvidenceRecord[],
  lookedAgain: ReadonlySet<string>,
): EvidenceRecord[] {
  const ids = new Set(seen.map((one) => one.id));
  const readAgain = seen.some((one) => one.kind === 'probe' && one.probe === 'documents');
  // A probe that ran again may have had less to look at: what it saw before is of another hospital.
  const kept = before.filter(
    (one) => !ids.has(one.id) && (one.kind === 'probe' ? !lookedAgain.has(one.probe) : !readAgain),
  );
  return [...kept, ...seen];
}

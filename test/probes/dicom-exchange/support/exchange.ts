import type { FactRow } from '../../../../src/evidence/evidence.ts';
import { type DicomNode, type Facility, facilitySchema } from '../../../../src/facility/schema.ts';
import type { Observation, PlannedStep } from '../../../../src/probes/contract.ts';
import { collectStudy } from '../../../../src/probes/dicom-exchange/collect.ts';
import { factGroups } from '../../../../src/probes/dicom-exchange/facts.ts';
import { probe } from '../../../../src/probes/dicom-exchange/index.ts';
import { collectStep } from '../../../../src/probes/dicom-exchange/perform-step.ts';
import {
  type ExchangePatience,
  type ExchangeTarget,
  usualPatience,
} from '../../../../src/probes/dicom-exchange/target.ts';
import { makeProbeContext, type RecordedContext } from '../../support/probe-context.ts';

/** What a test writes into its facility file. */
export type FacilityWishes = Omit<Partial<Facility>, 'dicom' | 'testData' | 'dicomweb'> & {
  readonly node: Partial<DicomNode> & { readonly port: number; readonly calledAe: string };
  readonly others?: readonly (Partial<DicomNode> & { readonly id: string })[];
  readonly receivePort?: number;
  readonly endpoints?: readonly Readonly<Record<string, unknown>>[];
  readonly removal?: string;
  readonly autoForward?: readonly string[];
};

/** A facility with one archive that may be sent a test study, all on this computer. */
export function makeFacility(wishes: FacilityWishes): Facility {
  const { node, others = [], receivePort, endpoints = [], removal, autoForward = [] } = wishes;
  const base = { role: 'archive', host: '127.0.0.1' } as const;
  return facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện kiểm thử' },
    dicom: {
      ...(receivePort !== undefined && { receive: { host: '127.0.0.1', port: receivePort } }),
      nodes: [
        { id: 'archive', ...base, send: 'test-study', ...node },
        ...others.map((one) => ({ ...base, ...one })),
      ],
    },
    dicomweb: { endpoints },
    testData: { removal: removal ?? 'administrator', autoForward },
  });
}

/** A short wait for what will not come. */
export const hasty: ExchangePatience = {
  ...usualPatience,
  deadlines: { tcp: 2_000, tls: 2_000, association: 5_000, dimse: 15_000, release: 2_000 },
  settleMs: 1_500,
  pauseMs: 100,
  commitmentMs: 2_000,
  removalMs: 20_000,
};

/** The steps that the probe plans for a facility. */
export function planFor(wishes: FacilityWishes): readonly PlannedStep<ExchangeTarget>[] {
  return probe.planSteps(makeFacility(wishes), 'en');
}

/** What a step gave, checked against the declared facts. */
export interface Exchanged extends RecordedContext {
  readonly observation: Observation;
  readonly notes: readonly string[];
  /** Rows of a group; none when the step was not observed. */
  readonly rows: (group: string) => readonly FactRow[];
}

/** Plans and does the first step of a facility, or its MPPS step. */
export async function exchange(
  wishes: FacilityWishes,
  options: {
    readonly context?: Parameters<typeof makeProbeContext>[0];
    readonly patience?: Partial<ExchangePatience>;
    readonly step?: 'study' | 'mpps';
  } = {},
): Promise<Exchanged> {
  const recorded = makeProbeContext({
    language: 'en',
    allowed: new Set(['observe', 'active']),
    ...options.context,
  });
  const patience = { ...hasty, ...options.patience };
  const wanted = options.step ?? 'study';
  const target = planFor(wishes).find((one) => one.target.kind === wanted)?.target;
  if (target === undefined) throw new Error(`no step ${wanted} is planned`);
  const observation =
    target.kind === 'mpps'
      ? await collectStep(target, recorded.context, patience)
      : await collectStudy(target, recorded.context, patience);
  if (observation.state === 'observed') checkRows(observation.facts);
  return {
    ...recorded,
    observation,
    notes: observation.notes ?? [],
    rows: (group) => (observation.state === 'observed' ? (observation.facts[group] ?? []) : []),
  };
}

function checkRows(facts: Extract<Observation, { state: 'observed' }>['facts']): void {
  for (const [name, rows] of Object.entries(facts)) {
    const group = factGroups.find((one) => one.name === name);
    if (group === undefined) throw new Error(`${name} is not declared`);
    for (const row of rows) group.row.parse(row);
  }
}

import { createServer } from 'node:net';
import type { FactRow } from '../../../../src/evidence/evidence.ts';
import { facilitySchema } from '../../../../src/facility/schema.ts';
import type { Observation } from '../../../../src/probes/contract.ts';
import { collectWorkflow } from '../../../../src/probes/workflow/collect.ts';
import { factGroups } from '../../../../src/probes/workflow/facts.ts';
import { probe } from '../../../../src/probes/workflow/index.ts';
import type { EarlierAttempt } from '../../../../src/probes/workflow/resume.ts';
import type { StepId, StepOutcome } from '../../../../src/probes/workflow/step-ids.ts';
import {
  usualPatience,
  type WorkflowPatience,
  type WorkflowTarget,
} from '../../../../src/probes/workflow/target.ts';
import { makeProbeContext, type RecordedContext } from '../../support/probe-context.ts';
import { type FakePacs, type PacsFaults, startFakePacs } from './fake-pacs.ts';
import { type FakeRis, type RisFaults, startFakeRis } from './fake-ris.ts';

/** Short waits for what will not come. */
export const hasty: WorkflowPatience = {
  ...usualPatience,
  deadlines: { tcp: 2_000, tls: 2_000, association: 3_000, dimse: 5_000, release: 1_000 },
  ackMs: 1_200,
  lingerMs: 10,
  worklistMs: 800,
  storeMs: 5_000,
  queryMs: 3_000,
  settleMs: 800,
  reportMs: 1_500,
  correctionMs: 1_500,
  changeMs: 500,
  firstPauseMs: 20,
  longestPauseMs: 200,
  endMs: 15_000,
};

/** What a hospital has and does wrong. */
export interface HospitalWishes {
  readonly version?: '2.3.1' | '2.5.1' | '2.7';
  readonly ris?: RisFaults;
  readonly pacs?: PacsFaults;
  readonly without?: readonly ('worklist' | 'pacs' | 'receive')[];
  /** In front of the RIS: a port of its own. */
  readonly hl7Port?: (ris: FakeRis) => Promise<number>;
  readonly texts?: Partial<WorkflowTarget['texts']>;
  /** More of the facility file. */
  readonly endpoint?: Readonly<Record<string, unknown>>;
  readonly receive?: Readonly<Record<string, unknown>>;
  /** `challenge.folder`. */
  readonly challengeFolder?: string;
}

/** A RIS, a PACS, and where we play the HIS. */
export interface Hospital {
  readonly ris: FakeRis;
  readonly pacs: FakePacs;
  readonly target: WorkflowTarget;
  /** Of the facility file. */
  readonly facility: ReturnType<typeof facilitySchema.parse>;
}

/** Starts a hospital and plans the step for it. */
export async function startHospital(wishes: HospitalWishes = {}): Promise<Hospital> {
  const pacs = await startFakePacs(wishes.pacs);
  const hisPort = await findFreePort();
  const ris = await startFakeRis(wishes.ris, hisPort, pacs);
  const lacks = (what: string): boolean => (wishes.without ?? []).some((one) => one === what);
  const host = '127.0.0.1';
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện kiểm thử' },
    dicom: {
      nodes: [
        ...(lacks('worklist')
          ? []
          : [{ id: 'mwl', role: 'worklist', host, port: ris.worklistPort, calledAe: ris.aeTitle }]),
        ...(lacks('pacs')
          ? []
          : [{ id: 'pacs', role: 'pacs', host, port: pacs.port, calledAe: pacs.aeTitle }]),
      ],
    },
    hl7: {
      ...(lacks('receive') ? {} : { receive: { host, port: hisPort, ...wishes.receive } }),
      endpoints: [
        {
          id: 'ris',
          role: 'ris',
          host,
          port: (await wishes.hl7Port?.(ris)) ?? ris.hl7Port,
          send: 'workflow',
          version: wishes.version ?? '2.5.1',
          ...wishes.endpoint,
        },
      ],
    },
    testData: { removal: 'iocm' },
    ...(wishes.challengeFolder !== undefined && {
      challenge: { folder: wishes.challengeFolder },
    }),
  });
  const target = probe.planSteps(facility, 'en')[0]?.target;
  if (target === undefined) throw new Error('no step is planned');
  return {
    ris,
    pacs,
    facility,
    target: { ...target, texts: { ...target.texts, ...wishes.texts } },
  };
}

/** What following an order gave, checked against the declared facts. */
export interface Followed extends RecordedContext {
  readonly observation: Observation;
  readonly notes: readonly string[];
  readonly rows: (group: string) => readonly FactRow[];
  readonly outcomes: Readonly<Partial<Record<StepId, StepOutcome>>>;
  readonly observed: (step: StepId) => string;
  /** The last journalled state of every side effect, by id. */
  readonly effects: ReadonlyMap<string, { readonly state: string; readonly note?: string }>;
}

/** Follows one order at a hospital. */
export async function follow(
  { target }: Pick<Hospital, 'target'>,
  options: {
    readonly context?: Parameters<typeof makeProbeContext>[0] & EarlierAttempt;
    readonly patience?: Partial<WorkflowPatience>;
    readonly now?: Date;
  } = {},
): Promise<Followed> {
  const recorded = makeProbeContext({
    language: 'en',
    allowed: new Set(['observe', 'active']),
    ...options.context,
  });
  const observation = await collectWorkflow(
    target,
    recorded.context,
    { ...hasty, ...options.patience },
    options.now,
  );
  if (observation.state === 'observed') checkRows(observation.facts);
  const rows = (group: string): readonly FactRow[] =>
    observation.state === 'observed' ? (observation.facts[group] ?? []) : [];
  return {
    ...recorded,
    observation,
    notes: observation.notes ?? [],
    rows,
    outcomes: Object.fromEntries(rows('workflow.step').map((row) => [row.step, row.outcome])),
    observed: (step) =>
      String(rows('workflow.step').find((row) => row.step === step)?.observed ?? ''),
    effects: new Map(recorded.journalled.map((effect) => [effect.id, effect])),
  };
}

function checkRows(facts: Extract<Observation, { state: 'observed' }>['facts']): void {
  for (const [name, rows] of Object.entries(facts)) {
    const group = factGroups.find((one) => one.name === name);
    if (group === undefined) throw new Error(`${name} is not declared`);
    for (const row of rows) group.row.parse(row);
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

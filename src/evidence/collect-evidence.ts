import { createHash } from 'node:crypto';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Facility } from '../facility/schema.ts';
import { readSecret } from '../facility/secrets.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import type { Plan, ScheduledStep } from '../plan/make-plan.ts';
import type {
  AwaitedPerson,
  PlannedStep,
  Probe,
  ProbeContext,
  RiskClass,
} from '../probes/contract.ts';
import type { Dossier } from './dossier.ts';
import { type EvidenceRecord, isObserved, type ObservedEvidence } from './evidence.ts';
import { probeRecordId } from './record-id.ts';
import { runStep } from './run-step.ts';
import { removeStatementsOfDroppedFiles } from './withdraw-records.ts';

/** What the scheduler tells whoever shows progress. */
export type CollectEvent =
  | {
      readonly type: 'started';
      readonly step: ScheduledStep['step'];
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly type: 'finished';
      readonly step: ScheduledStep['step'];
      readonly record: EvidenceRecord;
      /** The record waits for a person: `--resume` runs its step again. */
      readonly isUnfinished: boolean;
    }
  /** A step waits for a person, until the `awaited` that follows. */
  | {
      readonly type: 'awaiting';
      readonly step: ScheduledStep['step'];
      readonly awaited: AwaitedPerson;
    }
  | { readonly type: 'awaited'; readonly step: ScheduledStep['step'] }
  | { readonly type: 'kept'; readonly step: ScheduledStep['step'] }
  | { readonly type: 'bug'; readonly step: ScheduledStep['step']; readonly error: unknown };

export interface CollectOptions {
  readonly dossier: Dossier;
  readonly facility: Facility;
  readonly baseFolder: string;
  readonly language: Language;
  readonly allowed: ReadonlySet<RiskClass>;
  readonly signal: AbortSignal;
  /** Keep what was observed before; run what is missing or failed. */
  readonly resume: boolean;
  readonly onEvent?: (event: CollectEvent) => void;
}

/** Steps that only read may run side by side, but never two against one host: a hospital's PACS is busy enough. */
const mostAtOnce = 8;
const mostEarlierBytes = 16 * 1024 * 1024;

/**
 * Runs the plan and writes each record before the next step of its host begins. Steps that leave data or load a line
 * run one at a time, after the others.
 * @throws the abort reason when cancelled; what had ended is in the dossier.
 */
export async function collectEvidence(plan: Plan, options: CollectOptions): Promise<void> {
  const { dossier, signal } = options;
  const earlier = options.resume ? await dossier.readRecords(options.language) : [];
  await removeStatementsOfDroppedFiles(dossier, earlier, options.facility);
  const waiting: ScheduledStep[] = [];
  for (const scheduled of plan.steps) {
    if (isDone(scheduled, earlier)) options.onEvent?.({ type: 'kept', step: scheduled.step });
    else waiting.push(scheduled);
  }
  const { context, flush } = makeContext(options);
  const total = waiting.length;
  let index = 0;
  const run = async (scheduled: ScheduledStep): Promise<void> => {
    signal.throwIfAborted();
    index += 1;
    options.onEvent?.({ type: 'started', step: scheduled.step, index, total });
    const { step } = scheduled;
    const readEarlier = earlierReader(scheduled, earlier, dossier);
    const stepContext: ProbeContext = {
      ...context,
      awaitPerson: (awaited) => {
        options.onEvent?.({ type: 'awaiting', step, awaited });
        return () => options.onEvent?.({ type: 'awaited', step });
      },
      ...(readEarlier && { readEarlier }),
    };
    const result = await runStep(scheduled, stepContext, options.facility).finally(flush);
    for (const statement of result.statements) await dossier.writeRecord(statement);
    await dossier.writeRecord(result.record);
    const source = statementsFileOf(scheduled);
    if (source !== undefined && result.record.state === 'observed') {
      const keep = new Set(result.statements.map((one) => one.id));
      await dossier.removeStatementsOf(source, keep, options.language);
    }
    await dossier.log('evidence', { id: result.record.id, state: result.record.state });
    if (result.bug !== undefined) {
      await dossier.log('bug', {
        id: result.record.id,
        stack: result.bug instanceof Error ? result.bug.stack : String(result.bug),
      });
      options.onEvent?.({ type: 'bug', step: scheduled.step, error: result.bug });
    }
    const { record } = result;
    const isUnfinished = isWaiting(scheduled.probe, record);
    options.onEvent?.({ type: 'finished', step, record, isUnfinished });
  };
  await runSideBySide(
    waiting.filter((one) => one.step.risk === 'observe'),
    run,
    signal,
  );
  for (const scheduled of waiting.filter((one) => one.step.risk !== 'observe'))
    await run(scheduled);
}

async function runSideBySide(
  steps: readonly ScheduledStep[],
  run: (scheduled: ScheduledStep) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const queue = [...steps];
  const busyHosts = new Set<string>();
  const active = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  while ((queue.length > 0 && !failure && !signal.aborted) || active.size > 0) {
    const next =
      failure || signal.aborted
        ? -1
        : queue.findIndex((one) => hostsOf(one).every((host) => !busyHosts.has(host)));
    const scheduled = next >= 0 && active.size < mostAtOnce ? queue.splice(next, 1)[0] : undefined;
    if (scheduled) {
      const hosts = hostsOf(scheduled);
      for (const host of hosts) busyHosts.add(host);
      const task: Promise<void> = run(scheduled)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          for (const host of hosts) busyHosts.delete(host);
          active.delete(task);
        });
      active.add(task);
    } else if (active.size > 0) await Promise.race(active);
  }
  if (failure) throw failure.error;
  signal.throwIfAborted();
}

function hostsOf(scheduled: ScheduledStep): string[] {
  // Names of hosts are the same in capitals (RFC 4343).
  return [...new Set(scheduled.step.contacts.map((contact) => contact.host.toLowerCase()))];
}

/**
 * Whether an earlier run observed this very thing. The address may have been mended in the facility file since, or the
 * meaning of a fact have changed; statements are read again every time, because people add to them.
 */
function isDone({ probe, step }: ScheduledStep, earlier: readonly EvidenceRecord[]): boolean {
  const id = probeRecordId(probe.name, step.subjectId);
  const record = earlier.find((one) => one.id === id);
  return (
    probe.name !== 'documents' &&
    record?.kind === 'probe' &&
    record.state === 'observed' &&
    record.probeVersion === probe.version &&
    record.subject === step.subject &&
    !isWaiting(probe, record)
  );
}

/** Whether a record waits for a person. */
export function isWaiting(
  probe: Pick<Probe, 'isUnfinished'>,
  record: EvidenceRecord,
): record is ObservedEvidence {
  return isObserved(record) && probe.isUnfinished?.(record.facts) === true;
}

/** Lets a step that waits for a person read what its earlier run kept. */
function earlierReader(
  { probe, step }: ScheduledStep,
  earlier: readonly EvidenceRecord[],
  dossier: Dossier,
): ProbeContext['readEarlier'] {
  const id = probeRecordId(probe.name, step.subjectId);
  const record = earlier.find((one) => one.id === id);
  if (record === undefined || !isWaiting(probe, record)) return undefined;
  return async (originalName) => {
    const attachment = record.attachments.find((one) => one.originalName === originalName);
    if (attachment === undefined) return undefined;
    const read = await readBoundedFile(dossier.path(attachment.path), mostEarlierBytes, {
      followLinks: false,
    });
    if (!read.ok) return undefined;
    const sha256 = createHash('sha256').update(read.bytes).digest('hex');
    if (sha256 === attachment.sha256) return read.bytes;
    // What was changed is not gone on with; the log says why a step began anew.
    await dossier.log('changed-attachment', { id, attachment: attachment.path });
    return undefined;
  };
}

/** The file whose statements a step reads, as named in the facility file; `undefined` for every other probe. */
function statementsFileOf({ probe, step }: ScheduledStep): string | undefined {
  const target: PlannedStep['target'] = step.target;
  if (probe.name !== 'documents' || typeof target !== 'object' || target === null) return undefined;
  return 'file' in target && typeof target.file === 'string' ? target.file : undefined;
}

/**
 * What probes use. Their log lines are written in the background; `flush` waits for them, and fails when anything of a
 * probe could not be stored: a full disk is no fault of the probe or of its peer, whatever the probe made of it.
 */
function makeContext(options: CollectOptions): {
  context: ProbeContext;
  flush: () => Promise<void>;
} {
  const { dossier } = options;
  const pending: Promise<void>[] = [];
  let failure: { readonly error: unknown } | undefined;
  const remember = (error: unknown): void => {
    failure ??= { error };
  };
  const stored = async <T>(write: Promise<T>): Promise<T> => {
    try {
      return await write;
    } catch (error) {
      if (systemErrorCode(error) !== undefined) remember(error);
      throw error;
    }
  };
  const context: ProbeContext = {
    signal: options.signal,
    language: options.language,
    allowed: options.allowed,
    assessedOn: dossier.settings.assessedOn,
    baseFolder: options.baseFolder,
    readSecret: (ref) => readSecret(ref, options.baseFolder, options.language),
    attach: (bytes, info) => stored(dossier.attach(bytes, info)),
    // A failed write must wait for `flush`: an unhandled rejection would end the process in the middle of a probe.
    log: (event, details) => {
      pending.push(dossier.log(event, details).catch(remember));
    },
    journal: (effect) => stored(dossier.journal(effect)),
  };
  return {
    context,
    flush: async () => {
      await Promise.all(pending.splice(0));
      if (failure) throw failure.error;
    },
  };
}

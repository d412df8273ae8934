import {
  type NoContextOutcome,
  nameOfUid,
  type StoreOutcome,
} from '../../protocols/dicom/index.ts';
import type { SyntheticObject } from '../../synthetic/index.ts';
import type { ExchangeStudy } from './make-studies.ts';
import { roundMs } from './session.ts';
import type { DicomStoreRow } from './storing-facts.ts';

type Common = Pick<DicomStoreRow, 'node' | 'role'>;

/** One object that was reached, and what became of it. */
export interface Attempt {
  readonly object: SyntheticObject;
  readonly transferSyntaxUid?: string;
  readonly outcome: StoreOutcome | NoContextOutcome;
}

/** Whether the node took an object: success, or a warning (PS3.4 B.2.3). */
export function isAccepted(outcome: StoreOutcome | NoContextOutcome): boolean {
  return (
    outcome.kind === 'status' &&
    (outcome.status.category === 'success' || outcome.status.category === 'warning')
  );
}

/** Whether the node answered that it did not take an object. */
export function isRefusal(outcome: StoreOutcome | NoContextOutcome): boolean {
  return outcome.kind === 'status' && !isAccepted(outcome);
}

/**
 * One row for each SOP class that was reached.
 * @param wasStopped - our own stop came: a class that it cut through says nothing about the node, and has no row.
 */
export function describeClasses(
  common: Common,
  { objects }: ExchangeStudy,
  attempts: readonly Attempt[],
  wasStopped: boolean,
): DicomStoreRow[] {
  const classes = Map.groupBy(attempts, ({ object }) => object.sopClassUid);
  return [...classes].flatMap(([sopClass, tried]) => {
    const inStudy = objects.filter((one) => one.sopClassUid === sopClass).length;
    const isCut = tried.length < inStudy || tried.some((one) => one.outcome.kind === 'cancelled');
    return isCut && wasStopped ? [] : [{ ...common, ...describeClass(sopClass, tried, inStudy) }];
  });
}

function describeClass(
  sopClass: string,
  tried: readonly Attempt[],
  objects: number,
): Omit<DicomStoreRow, keyof Common> {
  const answers = tried.flatMap(({ outcome }) => (outcome.kind === 'status' ? [outcome] : []));
  const failure = answers.find(({ status }) => status.code !== 0)?.status.code;
  // Success of some is not yet that of all.
  const status = failure ?? (answers.length === objects ? 0 : undefined);
  const [used] = tried.flatMap((one) => one.transferSyntaxUid ?? []);
  const accepted = tried.filter(({ outcome }) => isAccepted(outcome)).length;
  const bytes = answers.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  const ms = answers.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  const refusal = tried.map(({ outcome }) => nameRefusal(outcome)).find((one) => one !== undefined);
  return {
    sopClass,
    sopClassName: nameOfUid(sopClass) ?? sopClass,
    objects,
    answered: answers.length,
    accepted,
    complete: accepted === objects,
    ...(status !== undefined && { status }),
    ...(refusal !== undefined && { refusal }),
    ...(used !== undefined && { transferSyntax: used }),
    sentBytes: bytes,
    ...(ms > 0 && {
      storeMs: roundMs(ms),
      objectsPerSecond: roundRate((answers.length * 1000) / ms),
      megabytesPerSecond: roundRate(bytes / 1000 / ms),
    }),
  };
}

function nameRefusal(outcome: StoreOutcome | NoContextOutcome): string | undefined {
  if (outcome.kind === 'status') {
    const { category, meaning, code } = outcome.status;
    return category === 'failure' ? (meaning ?? `0x${code.toString(16)}`) : undefined;
  }
  if (outcome.kind !== 'no-accepted-context') return outcome.kind;
  const [context] = outcome.contexts;
  return context?.outcome.state === 'refused' ? context.outcome.reason : 'not-accepted';
}

function roundRate(rate: number): number {
  return Math.round(rate * 100) / 100;
}

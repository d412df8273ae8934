import type { Outcome } from '../../../src/findings/finding.ts';
import type { Fault } from '../../../src/simulator/faults.ts';

/** Faults whose probe rightly waits long for what never comes; they are tried with the peers. */
export const slowFaults: ReadonlySet<string> = new Set([
  'ack-wrong-control-id',
  'order-lost',
  'cancel-ignored',
]);

/** What stays open when no line may be loaded, and what an advanced hospital declares not to have. */
const alwaysOpen = { 'ht-03': 'undetermined', 'cs-01': 'not-met', 'cs-02': 'not-met' } as const;

/** All outcomes other than `met` of an advanced hospital with this fault, assessed without load. */
export function expectedWithFault(fault: Fault): Readonly<Record<string, Outcome>> {
  return { ...alwaysOpen, ...fault.changes };
}

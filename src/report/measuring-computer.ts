import { isObserved } from '../evidence/evidence.ts';
import type { Assessment } from './assessment.ts';

const mostAddresses = 4;

/** The computer that ran the tool: its name in the facility file, and the addresses that it was seen or declared with. */
export function measuringComputer({ facility, evidence }: Assessment): {
  readonly name?: string;
  readonly addresses: readonly string[];
} {
  const own = facility.computers.find((one) => one.thisComputer === true);
  const seen = evidence
    .filter(isObserved)
    .flatMap((record) => record.facts['lan.path'] ?? [])
    .map((row) => row.measuredFrom);
  const declared = [facility.dicom.receive?.host, facility.hl7.receive?.host];
  const addresses = [...seen, ...declared].filter((one) => typeof one === 'string');
  return {
    ...(own && { name: own.name ?? own.id }),
    addresses: [...new Set(addresses)].slice(0, mostAddresses),
  };
}

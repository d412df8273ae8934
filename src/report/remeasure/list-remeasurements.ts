import type { ObservedEvidence } from '../../evidence/evidence.ts';
import {
  remeasureBalancer,
  remeasureClock,
  remeasureDatabase,
  remeasureHl7,
  remeasurePower,
  remeasureSwitch,
} from './remeasure-devices.ts';
import { remeasureDicom } from './remeasure-dicom.ts';
import { remeasureInternet, remeasureLan } from './remeasure-throughput.ts';
import { remeasureDicomweb, remeasureTls, remeasureWeb } from './remeasure-web.ts';
import type { RemeasureInput, Remeasurement } from './remeasurement.ts';

const byProbe: Readonly<Record<string, (input: RemeasureInput) => Remeasurement[]>> = {
  dicom: remeasureDicom,
  dicomweb: remeasureDicomweb,
  lan: remeasureLan,
  internet: remeasureInternet,
  switch: remeasureSwitch,
  tls: remeasureTls,
  web: remeasureWeb,
  hl7: remeasureHl7,
  power: remeasurePower,
  database: remeasureDatabase,
  balancer: remeasureBalancer,
  clock: remeasureClock,
};

/** What of a record can be measured again with common programs; empty for what needs a case, a file or a person. */
export function listRemeasurements(
  record: ObservedEvidence,
  input: Omit<RemeasureInput, 'record'>,
): Remeasurement[] {
  const list = Object.hasOwn(byProbe, record.probe) ? byProbe[record.probe] : undefined;
  return list === undefined ? [] : list({ ...input, record });
}

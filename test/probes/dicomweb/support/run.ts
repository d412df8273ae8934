import { expect } from 'vitest';
import type { FactRow } from '../../../../src/evidence/evidence.ts';
import { type DicomwebEndpoint, facilitySchema } from '../../../../src/facility/schema.ts';
import type { Observation } from '../../../../src/probes/contract.ts';
import { collectEndpoint } from '../../../../src/probes/dicomweb/collect-endpoint.ts';
import { collectTestStudy } from '../../../../src/probes/dicomweb/collect-test-study.ts';
import { factGroups } from '../../../../src/probes/dicomweb/facts.ts';
import { type DicomwebPatience, usualPatience } from '../../../../src/probes/dicomweb/target.ts';
import type { RemovalWay } from '../../../../src/test-study/index.ts';
import { makeProbeContext, type RecordedContext } from '../../support/probe-context.ts';

/** An entry of `dicomweb.endpoints` as the facility file's schema completes it. */
export function endpointOf(entry: Readonly<Record<string, unknown>>): DicomwebEndpoint {
  const [endpoint] = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    dicomweb: { endpoints: [{ id: 'web', ...entry }] },
  }).dicomweb.endpoints;
  if (endpoint === undefined) throw new Error('no endpoint');
  return endpoint;
}

/** Patience that ends a test soon. */
export const hasty: DicomwebPatience = {
  ...usualPatience,
  readMs: 1_500,
  storeMs: 1_500,
  visibleMs: 0,
  pollMs: 50,
};

/** Looks at an endpoint; every row is checked against its group. */
export async function look(
  entry: Readonly<Record<string, unknown>>,
  recorded: RecordedContext = makeProbeContext({ language: 'en' }),
): Promise<Observation> {
  return checked(await collectEndpoint(endpointOf(entry), recorded.context, hasty));
}

/** Runs the test study against an endpoint; every row is checked against its group. */
export async function runStudy(
  entry: Readonly<Record<string, unknown>>,
  recorded: RecordedContext = makeProbeContext({ language: 'en' }),
  {
    removal = 'dicomweb-delete',
    ...patience
  }: Partial<DicomwebPatience> & { readonly removal?: RemovalWay } = {},
): Promise<Observation> {
  const endpoint = endpointOf({ send: 'test-study', removal: 'dicomweb', ...entry });
  return checked(
    await collectTestStudy({ kind: 'test-study', endpoint, removal }, recorded.context, {
      ...hasty,
      ...patience,
    }),
  );
}

function checked(observation: Observation): Observation {
  if (observation.state === 'observed')
    for (const [name, rows] of Object.entries(observation.facts)) {
      const group = factGroups.find((one) => one.name === name);
      for (const row of rows) expect(group?.row.safeParse(row).error).toBeUndefined();
    }
  return observation;
}

/** The rows of a group; an observation without facts fails the test with itself shown. */
export function rowsOf(observation: Observation, group: string): readonly FactRow[] {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return observation.facts[group] ?? [];
}

/** The rows of one service. */
export function serviceRows(observation: Observation, service: string): readonly FactRow[] {
  return rowsOf(observation, 'dicomweb.service').filter((row) => row.service === service);
}

import path from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type SimulatedHospital,
  type SimulationOptions,
  startSimulatedHospital,
} from '../../../src/simulator/index.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';

/** Starts a simulated hospital that ends with the current test. */
export async function startHospital(
  options: Partial<SimulationOptions> = {},
): Promise<SimulatedHospital> {
  const hospital = await startSimulatedHospital({
    folder: path.join(await makeTempFolder(), 'benh-vien'),
    profile: 'advanced',
    language: 'vi',
    ...options,
  });
  onTestFinished(() => hospital.stop());
  return hospital;
}

/** Port of one of its systems. */
export function portOf(hospital: SimulatedHospital, id: string): number {
  const endpoint = hospital.endpoints.find((one) => one.id === id);
  if (endpoint === undefined) throw new Error(`There is no endpoint ${id}`);
  // `URL` knows ports of its own schemes only.
  return Number(new URL(endpoint.address.replace(/^[a-z0-9]+:/, 'http:')).port);
}

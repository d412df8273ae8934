import type DcmjsDimse from 'dcmjs-dimse';
import { SIMULATOR_DICOM_VERSION } from '../identity.ts';

/** The DICOM library that plays the hospital's side; probes never use it. */
export type Dimse = typeof DcmjsDimse;

/**
 * Loads the library and makes it introduce itself as the simulator. It logs to the console unless told not to, and
 * its named exports exist in its types only.
 */
export async function loadDimse(): Promise<Dimse> {
  const { default: dimse } = await import('dcmjs-dimse');
  dimse.log.disableAll();
  // Kept by the library for the whole process; nothing but the simulator uses it.
  dimse.Implementation.setImplementationVersion(SIMULATOR_DICOM_VERSION);
  return dimse;
}

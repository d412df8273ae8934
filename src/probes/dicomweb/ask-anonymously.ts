import type { DicomwebEndpoint } from '../../facility/schema.ts';
import {
  type DicomWebConnection,
  type DicomWebOutcome,
  openDicomWeb,
  type SearchResult,
  search,
} from '../../protocols/dicomweb/index.ts';
import { TEST_PATIENT_ID } from '../../synthetic/index.ts';

/** How a service answers somebody who has not signed in. */
export interface AnonymousLook {
  readonly outcome: DicomWebOutcome<SearchResult>;
  /**
   * Why TLS could not be trusted; the answer then came over a connection that verified nothing and carried nothing
   * secret.
   */
  readonly distrust?: string;
}

/** The same endpoint without anything that proves who we are. */
export function withoutCredentials(endpoint: DicomwebEndpoint): DicomwebEndpoint {
  const { authorization: _, tls, ...rest } = endpoint;
  if (tls === undefined) return rest;
  const { ca, serverName } = tls;
  return {
    ...rest,
    tls: { ...(ca !== undefined && { ca }), ...(serverName !== undefined && { serverName }) },
  };
}

/** Whether the facility file gives an account or a client certificate. */
export function hasCredentials({ authorization, tls }: DicomwebEndpoint): boolean {
  return authorization !== undefined || tls?.certificate !== undefined;
}

/** Asks for one study of the test patient. Where TLS fails, looks again without verifying, as far as TLS goes. */
export async function askAnonymously(
  connection: DicomWebConnection,
  readMs: number,
): Promise<AnonymousLook> {
  const outcome = await askOnce(connection, readMs);
  if (outcome.kind !== 'tls-error' || outcome.phase !== 'tls') return { outcome };
  const { settings } = connection;
  const trusting = await openDicomWeb({
    baseUrl: settings.baseUrl.href,
    deadlines: settings.deadlines,
    tls: {
      ...settings.tls,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    },
    ...(settings.signal === undefined ? {} : { signal: settings.signal }),
  });
  try {
    const seen = await askOnce(trusting, readMs);
    return seen.transport.tls === undefined
      ? { outcome }
      : { outcome: seen, distrust: outcome.code };
  } finally {
    await trusting.close();
  }
}

function askOnce(
  connection: DicomWebConnection,
  readMs: number,
): Promise<DicomWebOutcome<SearchResult>> {
  return search(
    connection,
    { level: 'studies', match: { PatientID: TEST_PATIENT_ID }, limit: 1 },
    { signal: AbortSignal.timeout(readMs) },
  );
}

import type { DicomwebEndpoint } from '../../facility/schema.ts';
import type { RemovalWay } from '../../test-study/index.ts';
import type { PlannedStep } from '../contract.ts';

/** What one step does: look at an endpoint, or store a test study there, read it back and remove it. */
export type DicomwebTarget =
  | { readonly kind: 'look'; readonly endpoint: DicomwebEndpoint }
  | {
      readonly kind: 'test-study';
      readonly endpoint: DicomwebEndpoint;
      readonly removal: RemovalWay;
    };

/** How long the parts of a step may take, in milliseconds. All together stays below the step's deadline. */
export interface DicomwebPatience {
  /** One request that reads. */
  readonly readMs: number;
  /** One request that stores. */
  readonly storeMs: number;
  /** From the last store until the study has to be found: archives may index by a job that runs every few seconds. */
  readonly visibleMs: number;
  /** Between two looks for it. */
  readonly pollMs: number;
  /** Everything that is done with the test study before its removal. */
  readonly workMs: number;
  /** Removal and the look after it, also once the operator stopped the run. */
  readonly removalMs: number;
}

/** Patience with a service in daily use. The scheduler gives an active step 45 s after it was stopped. */
export const usualPatience: DicomwebPatience = {
  readMs: 30_000,
  storeMs: 60_000,
  visibleMs: 15_000,
  pollMs: 1_000,
  workMs: 240_000,
  removalMs: 40_000,
};

/** An address fit for printing: no user, password, query or fragment, no control characters, 200 characters at most. */
export function printableAddress(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname}`.replaceAll(/\p{C}/gu, '').slice(0, 200);
}

/** Hosts and ports that an endpoint names, each once. */
export function listContacts(endpoint: DicomwebEndpoint): PlannedStep['contacts'] {
  const addresses = [endpoint.url, ...(endpoint.wadoUri === undefined ? [] : [endpoint.wadoUri])];
  const contacts = addresses.map((address) => {
    const url = new URL(address);
    const protocol = url.protocol.slice(0, -1);
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port),
      protocol,
    };
  });
  return contacts.filter(
    ({ host, port }, index) =>
      contacts.findIndex((one) => one.host === host && one.port === port) === index,
  );
}

import type { Answer } from './answer.ts';
import type { DicomWebConnection } from './connection.ts';
import type { DicomJsonDeviation } from './dicom-json.ts';
import { exchange } from './exchange.ts';
import { writeMultipart } from './multipart-writer.ts';
import type { CallOptions, DicomWebLimits } from './options.ts';
import { type DicomWebOutcome, ExchangeFault, protocolFault } from './outcome.ts';
import { DICOM_JSON, isJsonAnswer, readJsonAnswer } from './read-json-answer.ts';
import { requireUid, writeUrl } from './resource-path.ts';
import { readStoreResponse, type StoreResponse } from './store-response.ts';

/** What to store. */
export interface StoreInstancesRequest {
  /** DICOM files (PS3.10 7.1), sent as they are. */
  readonly files: readonly Uint8Array[];
  /** The only study that the server should accept. */
  readonly study?: string;
}

/** What the server says, and how well it says it. */
export interface StoreResult extends StoreResponse {
  readonly deviations: readonly DicomJsonDeviation[];
}

/** 200 all stored, 202 stored with warnings or in part, 409 none stored (PS3.18 table 10.5.3-1). */
const STATUSES = [200, 202, 409] as const;

/**
 * Stores instances, STOW-RS (PS3.18 10.5). Whatever the outcome, the server may have stored some: only a search tells,
 * and it has to be assumed for cleaning up.
 * @throws RangeError without files, or for what is no UID.
 */
export function storeInstances(
  connection: DicomWebConnection,
  { files, study }: StoreInstancesRequest,
  options?: CallOptions,
): Promise<DicomWebOutcome<StoreResult>> {
  if (files.length === 0) throw new RangeError('nothing to store');
  const path = study === undefined ? 'studies' : `studies/${requireUid(study)}`;
  return exchange(
    connection,
    {
      method: 'POST',
      url: writeUrl(connection, path),
      accept: DICOM_JSON,
      body: writeMultipart(files, 'application/dicom'),
      statuses: STATUSES,
    },
    (answer) => readStoreAnswer(answer, connection.settings.limits),
    options,
  );
}

async function readStoreAnswer(answer: Answer, limits: DicomWebLimits): Promise<StoreResult> {
  if (answer.status === 409 && !isJsonAnswer(answer)) {
    answer.discard();
    throw new ExchangeFault({ kind: 'http-status', status: 409 });
  }
  const { datasets, deviations } = await readJsonAnswer(answer, limits);
  const [dataset] = datasets;
  if (dataset === undefined) throw protocolFault('the answer holds no data set', 'not-dicom-json');
  return { ...readStoreResponse(dataset), deviations };
}

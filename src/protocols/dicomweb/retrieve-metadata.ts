import type { DicomWebConnection } from './connection.ts';
import type { DicomJsonDataset, DicomJsonDeviation } from './dicom-json.ts';
import { exchange } from './exchange.ts';
import type { CallOptions } from './options.ts';
import { type DicomWebOutcome, protocolFault } from './outcome.ts';
import { DICOM_JSON, readJsonAnswer } from './read-json-answer.ts';
import { type ResourceUids, writeResourcePath, writeUrl } from './resource-path.ts';

/** The attributes of the instances, bulk data left out. */
export interface RetrievedMetadata {
  readonly datasets: readonly DicomJsonDataset[];
  readonly deviations: readonly DicomJsonDeviation[];
}

/**
 * Retrieves the metadata of a study, series or instance, WADO-RS (PS3.18 10.4.1.1.2).
 * @throws RangeError for what is no UID.
 */
export function retrieveMetadata(
  connection: DicomWebConnection,
  resource: ResourceUids,
  options?: CallOptions,
): Promise<DicomWebOutcome<RetrievedMetadata>> {
  return exchange(
    connection,
    {
      method: 'GET',
      url: writeUrl(connection, `${writeResourcePath(resource)}/metadata`),
      accept: DICOM_JSON,
      statuses: [200],
    },
    async (answer) => {
      const { datasets, deviations, shape } = await readJsonAnswer(
        answer,
        connection.settings.limits,
      );
      if (shape !== 'array') {
        throw protocolFault('metadata is an array of data sets', 'not-dicom-json');
      }
      return { datasets, deviations };
    },
    options,
  );
}

import type { DicomWebConnection } from './connection.ts';
import { exchange } from './exchange.ts';
import type { CallOptions } from './options.ts';
import type { DicomWebOutcome } from './outcome.ts';
import { type AnswerPart, readParts } from './read-multipart.ts';
import { type Part10Reading, readPart10 } from './read-part10.ts';
import { type ResourceUids, requireUid, writeResourcePath, writeUrl } from './resource-path.ts';

/** What to retrieve, and how coded. */
export type InstancesRequest = ResourceUids & {
  /**
   * A transfer syntax UID, or `*` for whatever is stored. Without it the server must send Explicit VR Little Endian
   * (PS3.18 8.7.3.5.2).
   */
  readonly transferSyntax?: string;
};

/** One retrieved object: its file, and the transfer syntax that it really has. */
export interface RetrievedInstance extends AnswerPart {
  readonly part10: Part10Reading;
}

/** The instances in the server's order. */
export interface RetrievedInstances {
  readonly framing: 'multipart' | 'single-part';
  readonly instances: readonly RetrievedInstance[];
}

/**
 * Retrieves the instances of a study, a series or one instance as DICOM files, WADO-RS (PS3.18 10.4.1.1.1). A server
 * that cannot give the transfer syntax asked for should answer 406: outcome `http-status`.
 * @throws RangeError for what is no UID.
 */
export function retrieveInstances(
  connection: DicomWebConnection,
  { transferSyntax, ...resource }: InstancesRequest,
  options?: CallOptions,
): Promise<DicomWebOutcome<RetrievedInstances>> {
  const syntax =
    transferSyntax === undefined || transferSyntax === '*'
      ? transferSyntax
      : requireUid(transferSyntax);
  const type = 'multipart/related; type="application/dicom"';
  return exchange(
    connection,
    {
      method: 'GET',
      url: writeUrl(connection, writeResourcePath(resource)),
      accept: syntax === undefined ? type : `${type}; transfer-syntax=${syntax}`,
      statuses: [200],
    },
    async (answer) => {
      const { framing, parts } = await readParts(
        answer,
        connection.settings.limits,
        (essence) => essence === 'application/dicom',
      );
      const instances = parts.map((part) => ({ ...part, part10: readPart10(part.bytes) }));
      return { framing, instances };
    },
    options,
  );
}

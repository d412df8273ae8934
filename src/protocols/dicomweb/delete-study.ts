import type { DicomWebConnection } from './connection.ts';
import { exchange, type RequestBody } from './exchange.ts';
import type { CallOptions } from './options.ts';
import { type DicomWebOutcome, protocolFault } from './outcome.ts';
import { requireUid, writeUrl } from './resource-path.ts';

/**
 * How a server removes a study; PS3.18 defines no such transaction.
 *
 * - `dicomweb`: DELETE on the study's own address, as several archives and cloud services have it.
 * - `dcm4chee`: the study is rejected with (113039, DCM, "Data Retention Policy Expired"), then deleted.
 * - `orthanc`: the REST interface beside DICOMweb finds Orthanc's own identifier, which is deleted.
 */
export type DeleteStyle =
  | { readonly kind: 'dicomweb' }
  | { readonly kind: 'dcm4chee' }
  | {
      readonly kind: 'orthanc';
      /** Path of Orthanc's REST interface on the same server; `/` unless given. */
      readonly restPath?: string;
    };

/** What was done; whether the study is gone, a search has to tell. */
export interface StudyDeletion {
  /** Deletions that the server accepted; 0 when it knew no such study. */
  readonly deleted: number;
}

const SUCCESS = [200, 202, 204] as const;
const MAX_ANSWER_BYTES = 1024 * 1024;

/** One study may lie under several patients; more than a few is not an answer to trust. */
const MAX_RESOURCES = 8;

/**
 * Removes a study that we stored. It is the caller's to make sure that the UID is ours.
 * @throws RangeError for what is no UID, or a `restPath` on another server.
 */
export async function deleteStudy(
  connection: DicomWebConnection,
  study: string,
  style: DeleteStyle,
  options?: CallOptions,
): Promise<DicomWebOutcome<StudyDeletion>> {
  const path = `studies/${requireUid(study)}`;
  if (style.kind === 'orthanc') {
    const { baseUrl } = connection.settings;
    const rest = new URL(style.restPath ?? '/', baseUrl);
    if (rest.origin !== baseUrl.origin) throw new RangeError('restPath must be a path');
    if (!rest.pathname.endsWith('/')) rest.pathname += '/';
    return deleteFromOrthanc(connection, rest, study, options);
  }
  if (style.kind === 'dcm4chee') {
    const rejected = await post(
      connection,
      writeUrl(connection, `${path}/reject/113039%5EDCM`),
      { contentType: 'application/json', pieces: [] },
      options,
    );
    if (rejected.kind !== 'answered') return rejected;
  }
  return remove(connection, writeUrl(connection, path), options);
}

async function deleteFromOrthanc(
  connection: DicomWebConnection,
  rest: URL,
  study: string,
  options: CallOptions | undefined,
): Promise<DicomWebOutcome<StudyDeletion>> {
  const body = { contentType: 'text/plain', pieces: [Buffer.from(study, 'latin1')] };
  const found = await post(connection, new URL('tools/lookup', rest), body, options);
  if (found.kind !== 'answered') return found;
  const { bytes, ...answered } = found;
  const identifiers = readOrthancStudies(bytes);
  if (identifiers === undefined) {
    const fault = protocolFault('not an answer of Orthanc', 'not-json', bytes);
    return { ...fault.reason, transport: found.transport };
  }
  let latest: DicomWebOutcome<StudyDeletion> = { ...answered, deleted: 0 };
  for (const [index, identifier] of identifiers.entries()) {
    latest = await remove(connection, new URL(`studies/${identifier}`, rest), options);
    if (latest.kind !== 'answered') return latest;
    latest = { ...latest, deleted: index + 1 };
  }
  return latest;
}

/** Orthanc's identifiers of studies: five groups of eight hexadecimal digits. */
function readOrthancStudies(bytes: Buffer): readonly string[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(answer)) return undefined;
  const resources: readonly unknown[] = answer;
  const identifiers = resources.flatMap((resource) => {
    if (typeof resource !== 'object' || resource === null) return [];
    const isStudy = 'Type' in resource && resource.Type === 'Study';
    return isStudy && 'ID' in resource && typeof resource.ID === 'string' ? [resource.ID] : [];
  });
  const valid = identifiers.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/.test(id));
  return valid && identifiers.length <= MAX_RESOURCES ? identifiers : undefined;
}

function post(
  connection: DicomWebConnection,
  url: URL,
  body: RequestBody,
  options: CallOptions | undefined,
): Promise<DicomWebOutcome<{ readonly bytes: Buffer }>> {
  return exchange(
    connection,
    { method: 'POST', url, accept: 'application/json', body, statuses: SUCCESS },
    async (answer) => ({ bytes: await answer.bytes(MAX_ANSWER_BYTES) }),
    options,
  );
}

function remove(
  connection: DicomWebConnection,
  url: URL,
  options: CallOptions | undefined,
): Promise<DicomWebOutcome<StudyDeletion>> {
  return exchange(
    connection,
    { method: 'DELETE', url, accept: '*/*', statuses: SUCCESS },
    async (answer) => {
      await answer.bytes(MAX_ANSWER_BYTES);
      return { deleted: 1 };
    },
    options,
  );
}

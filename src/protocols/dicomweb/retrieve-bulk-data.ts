import type { DicomWebConnection } from './connection.ts';
import { exchange } from './exchange.ts';
import type { CallOptions } from './options.ts';
import type { DicomWebOutcome } from './outcome.ts';
import { type AnswerParts, readParts } from './read-multipart.ts';
import { type InstanceUids, requireUid, writeResourcePath, writeUrl } from './resource-path.ts';

const OCTETS = 'application/octet-stream';

/** Where a `BulkDataURI` really leads. */
export interface BulkDataAddress {
  readonly url: URL;
  /**
   * The address pointed to another origin, as a server behind a proxy or with a wrong host name writes it; its path from
   * `/studies/` on was taken below the service's own address.
   */
  readonly rebased: boolean;
}

/**
 * Resolves a `BulkDataURI` (PS3.18 F.2.6) without ever leaving the service's origin.
 * @returns `undefined` when it leads elsewhere and has no `/studies/` in its path.
 */
export function resolveBulkDataUri(
  { settings }: DicomWebConnection,
  uri: string,
): BulkDataAddress | undefined {
  if (!URL.canParse(uri, settings.baseUrl.href)) return undefined;
  const url = new URL(uri, settings.baseUrl);
  if (url.origin === settings.baseUrl.origin && url.username === '' && url.password === '') {
    return { url, rebased: false };
  }
  const at = url.pathname.indexOf('/studies/');
  if (at === -1) return undefined;
  const rebased = new URL(url.pathname.slice(at + 1), settings.baseUrl);
  rebased.search = url.search;
  return { url: rebased, rebased: true };
}

/** Bulk data; without a part to each value (PS3.18 10.4.1.1.5) it is one. */
export interface RetrievedBulkData extends AnswerParts {
  readonly rebased: boolean;
}

/** Retrieves the value that a `BulkDataURI` of metadata names, WADO-RS (PS3.18 10.4.1.1.5). */
export async function retrieveBulkData(
  connection: DicomWebConnection,
  uri: string,
  options?: CallOptions,
): Promise<DicomWebOutcome<RetrievedBulkData>> {
  const address = resolveBulkDataUri(connection, uri);
  if (address === undefined) {
    return {
      kind: 'protocol-error',
      message: 'the bulk data address leads away from the service',
      firstBytesHex: '',
      hint: 'other-origin',
      transport: { totalMs: 0, receivedBytes: 0, redirects: 0 },
    };
  }
  return exchange(
    connection,
    {
      method: 'GET',
      url: address.url,
      accept: `multipart/related; type="${OCTETS}", ${OCTETS};q=0.5`,
      statuses: [200],
    },
    async (answer) => ({
      ...(await readParts(answer, connection.settings.limits, (essence) => essence === OCTETS)),
      rebased: address.rebased,
    }),
    options,
  );
}

/** Which frames, and how coded. */
export type FramesRequest = InstanceUids & {
  /** From 1. */
  readonly frames: readonly number[];
  /** Media type of a frame; uncompressed `application/octet-stream` unless given (PS3.18 table 8.7.3-5). */
  readonly mediaType?:
    | 'application/octet-stream'
    | 'image/jpeg'
    | 'image/jls'
    | 'image/jp2'
    | 'image/dicom-rle';
  /** A transfer syntax UID, or `*`. */
  readonly transferSyntax?: string;
};

/**
 * Retrieves frames of pixel data, WADO-RS (PS3.18 10.4.1.1.6): one part to each frame.
 * @throws RangeError for what is no UID or frame number.
 */
export function retrieveFrames(
  connection: DicomWebConnection,
  { frames, mediaType = OCTETS, transferSyntax, ...instance }: FramesRequest,
  options?: CallOptions,
): Promise<DicomWebOutcome<AnswerParts>> {
  if (frames.length === 0 || frames.some((frame) => !Number.isSafeInteger(frame) || frame < 1)) {
    throw new RangeError('frames are numbered from 1');
  }
  const syntax =
    transferSyntax === undefined
      ? ''
      : `; transfer-syntax=${transferSyntax === '*' ? '*' : requireUid(transferSyntax)}`;
  return exchange(
    connection,
    {
      method: 'GET',
      url: writeUrl(connection, `${writeResourcePath(instance)}/frames/${frames.join(',')}`),
      accept: `multipart/related; type="${mediaType}"${syntax}`,
      statuses: [200],
    },
    (answer) => readParts(answer, connection.settings.limits, (essence) => essence === mediaType),
    options,
  );
}

import type { DicomWebConnection } from './connection.ts';
import { exchange } from './exchange.ts';
import type { CallOptions } from './options.ts';
import type { DicomWebOutcome } from './outcome.ts';
import { type RenderedImage, type RenderedType, readImageAnswer } from './read-image-answer.ts';
import { type InstanceUids, requireUid, writeQuery } from './resource-path.ts';

/** Which image, and how rendered (PS3.18 9.5). */
export type UriRequest = InstanceUids & {
  /** From 1. */
  readonly frame?: number;
  /** JPEG unless given, which every server must be able to give. */
  readonly mediaType?: RenderedType;
  /** Largest size in pixels. */
  readonly rows?: number;
  readonly columns?: number;
  readonly window?: { readonly center: number; readonly width: number };
  /** 1-100. */
  readonly quality?: number;
};

/**
 * Retrieves an image by WADO-URI (PS3.18 9). The address of the connection is that of the WADO-URI service itself, such
 * as `https://pacs/wado`, not that of the DICOMweb service.
 * @throws RangeError for what is no UID, or a number that cannot be asked for.
 */
export function retrieveByUri(
  connection: DicomWebConnection,
  request: UriRequest,
  options?: CallOptions,
): Promise<DicomWebOutcome<RenderedImage>> {
  const { columns, frame, mediaType = 'image/jpeg', quality, rows, window } = request;
  const numbers = {
    frameNumber: frame,
    rows,
    columns,
    windowCenter: window?.center,
    windowWidth: window?.width,
    imageQuality: quality,
  };
  const parameters = new Map([
    ['requestType', 'WADO'],
    ['studyUID', requireUid(request.study)],
    ['seriesUID', requireUid(request.series)],
    ['objectUID', requireUid(request.instance)],
    ['contentType', mediaType],
  ]);
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined) continue;
    if (!Number.isFinite(value)) throw new RangeError(`${name} must be a number`);
    parameters.set(name, String(value));
  }
  const url = new URL(connection.settings.baseUrl);
  // The service is a resource, not a folder: many servers know it only without the slash.
  url.pathname = url.pathname.replace(/(?<=.)\/$/, '');
  url.search = writeQuery(parameters);
  return exchange(
    connection,
    { method: 'GET', url, accept: mediaType, statuses: [200] },
    (answer) => readImageAnswer(answer, connection.settings.limits),
    options,
  );
}

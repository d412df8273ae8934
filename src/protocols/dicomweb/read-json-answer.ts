import type { Answer } from './answer.ts';
import type { DicomWebLimits } from './options.ts';
import { type DicomJson, readDicomJson } from './read-dicom-json.ts';

/** The media type that every DICOMweb service must offer for data sets (PS3.18 8.7.3.2). */
export const DICOM_JSON = 'application/dicom+json';

/** What older servers send for the same content. */
const JSON_TYPES: ReadonlySet<string> = new Set([DICOM_JSON, 'application/json']);

/** Whether an answer claims to hold DICOM JSON. */
export function isJsonAnswer({ mediaType }: Answer): boolean {
  return mediaType !== undefined && JSON_TYPES.has(mediaType.essence);
}

/**
 * Reads an answer of DICOM JSON.
 * @throws ExchangeFault for anything else, such as a log-in page with status 200.
 */
export async function readJsonAnswer(answer: Answer, limits: DicomWebLimits): Promise<DicomJson> {
  if (!isJsonAnswer(answer)) {
    throw await answer.fault(
      'the answer has another media type than was asked for',
      'content-type',
    );
  }
  return readDicomJson(await answer.bytes(limits.maxJsonBytes), limits);
}

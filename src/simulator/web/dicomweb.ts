import { randomUUID } from 'node:crypto';
import { findKeyword, toDicomJson } from '../dicom/attributes.ts';
import { guard } from '../dicom/guard.ts';
import { loadDimse } from '../dicom/load-dimse.ts';
import { type Elements, readText } from '../dicom/read-values.ts';
import {
  STATUS_CANNOT_UNDERSTAND,
  STATUS_OUT_OF_RESOURCES,
  type StoredObject,
} from '../dicom/services.ts';
import type { Archive } from '../pacs/archive.ts';
import { PLACEHOLDER_JPEG } from '../pacs/placeholder-jpeg.ts';
import { readMultipart, writeMultipart } from './multipart.ts';
import { jsonPage, type Page, plainPage } from './page.ts';
import { readPart10, writePart10 } from './part10.ts';
import { renderInstance } from './viewer-pages.ts';

/** A request to the DICOMweb service; `parts` is the path after `/dicom-web/`. */
export interface DicomwebRequest {
  readonly method: string;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  /** Empty unless the request stores. */
  readonly body: Buffer;
}

const maxResults = 1_000;
/** Parameters of a search that name no attribute (PS3.18 8.3.4). */
const searchOptions: ReadonlySet<string> = new Set([
  'limit',
  'offset',
  'includefield',
  'fuzzymatching',
]);

/** Answers QIDO-RS, WADO-RS and STOW-RS (PS3.18 10.6, 10.4, 10.5). */
export async function answerDicomweb(request: DicomwebRequest, archive: Archive): Promise<Page> {
  const { method, parts } = request;
  const named = readUids(parts);
  if (named === undefined) return plainPage(404, 'not found');
  const { uids, last } = named;
  if (method === 'POST') {
    return last === 'studies' ? await store(request, archive) : plainPage(405, 'not allowed');
  }
  switch (last) {
    case 'studies':
      return search('STUDY', uids, request.query, archive);
    case 'series':
      return search('SERIES', uids, request.query, archive);
    case 'instances':
      return search('IMAGE', uids, request.query, archive);
    case 'metadata':
      return describe(uids, archive);
    case 'rendered':
      return render(uids, request.accept, archive);
    case undefined:
      return retrieve(uids, archive);
  }
}

type Ending = 'studies' | 'series' | 'instances' | 'metadata' | 'rendered' | undefined;

/** Splits `studies/{uid}/series/{uid}/instances/{uid}` and what may stand at its end. */
function readUids(
  parts: readonly string[],
): { readonly uids: Elements; readonly last: Ending } | undefined {
  const uids: Record<string, string> = {};
  const keys = {
    studies: 'StudyInstanceUID',
    series: 'SeriesInstanceUID',
    instances: 'SOPInstanceUID',
  } as const;
  let last: Ending;
  for (let at = 0; at < parts.length; at += 2) {
    const name = parts[at];
    const uid = parts[at + 1];
    if (name === 'metadata' || name === 'rendered') {
      if (uid !== undefined || at === 0) return undefined;
      last = name;
    } else if (name === 'studies' || name === 'series' || name === 'instances') {
      if (uid === undefined) last = name;
      else if (/^[0-9.]{1,64}$/.test(uid)) uids[keys[name]] = uid;
      else return undefined;
    } else return undefined;
  }
  return parts.length === 0 ? undefined : { uids, last };
}

function search(
  level: 'STUDY' | 'SERIES' | 'IMAGE',
  uids: Elements,
  query: URLSearchParams,
  archive: Archive,
): Page {
  const keys: Record<string, string> = {};
  for (const [name, value] of query) {
    if (searchOptions.has(name)) continue;
    const keyword = findKeyword(name);
    if (keyword === undefined) return plainPage(400, 'unknown attribute');
    // A list of UIDs is separated by commas here, by backslashes in DIMSE (PS3.18 8.3.4.1).
    keys[keyword] = keyword.endsWith('UID') ? value.replaceAll(',', '\\') : value;
  }
  const offset = readNumber(query.get('offset'), 0);
  const limit = Math.min(readNumber(query.get('limit'), maxResults), maxResults);
  const found = archive.records(level, { ...keys, ...uids }).slice(offset, offset + limit);
  return found.length === 0
    ? { ...plainPage(204, ''), body: '' }
    : jsonPage(200, found.map(toJson));
}

function describe(uids: Elements, archive: Archive): Page {
  const found = archive.records('IMAGE', uids);
  if (found.length === 0) return plainPage(404, 'not found');
  return jsonPage(
    200,
    found.slice(0, maxResults).map((record) => {
      const object = archive.object(readText(record, 'SOPInstanceUID') ?? '');
      return toJson({
        ...record,
        ...(object !== undefined && { AvailableTransferSyntaxUID: object.transferSyntax }),
      });
    }),
  );
}

function retrieve(uids: Elements, archive: Archive): Page {
  const objects = archive
    .records('IMAGE', uids)
    .flatMap((record) => archive.retrieve(readText(record, 'SOPInstanceUID') ?? '') ?? []);
  if (objects.length === 0) return plainPage(404, 'not found');
  const boundary = `rispacs-${randomUUID()}`;
  const bodyParts = objects.map((object) => ({
    contentType: `application/dicom; transfer-syntax=${object.transferSyntax}`,
    bytes: writePart10(object),
  }));
  return {
    status: 200,
    type: `multipart/related; type="application/dicom"; boundary=${boundary}`,
    body: writeMultipart(bodyParts, boundary),
  };
}

/** A placeholder, never the pixels: PNG when only that is asked for, otherwise JPEG (PS3.18 8.7.4). */
function render(uids: Elements, accept: string, archive: Archive): Page {
  const [record] = archive.records('IMAGE', uids);
  const picture = renderInstance(record);
  if (picture === undefined) return plainPage(404, 'not found');
  if (accept === '' || /image\/(jpeg|\*)|\*\/\*/.test(accept)) {
    return { status: 200, type: 'image/jpeg', body: PLACEHOLDER_JPEG };
  }
  return accept.includes('image/png')
    ? { status: 200, type: 'image/png', body: picture }
    : plainPage(406, 'not acceptable');
}

async function store(request: DicomwebRequest, archive: Archive): Promise<Page> {
  const parts = readMultipart(request.body, request.contentType);
  if (parts === undefined) return plainPage(400, 'not multipart/related');
  if (!parts.every((part) => /^application\/dicom(;|$)/i.test(part.contentType))) {
    return plainPage(415, 'only application/dicom is taken');
  }
  const dimse = await loadDimse();
  const results = parts.map(({ bytes }) => {
    const file = readPart10(bytes);
    if (file === undefined) return { status: STATUS_CANNOT_UNDERSTAND };
    const status = guard(() => {
      const elements = new dimse.Dataset(file.bytes, file.transferSyntax).getElements();
      return archive.store({ ...file, elements });
    }, STATUS_CANNOT_UNDERSTAND);
    return { status, file };
  });
  const stored = results.filter((one) => one.status === 0).flatMap((one) => one.file ?? []);
  const failed = results.filter((one) => one.status !== 0);
  const content = toJson({
    ...(stored.length > 0 && { ReferencedSOPSequence: stored.map(refer) }),
    ...(failed.length > 0 && {
      FailedSOPSequence: failed.map(({ file, status }) => ({
        ...(file !== undefined && refer(file)),
        FailureReason: status,
      })),
    }),
  });
  if (stored.length === 0) {
    const isFull = failed.some((one) => one.status === STATUS_OUT_OF_RESOURCES);
    return jsonPage(isFull ? 503 : 409, content);
  }
  return jsonPage(failed.length > 0 ? 202 : 200, content);
}

function refer(object: Omit<StoredObject, 'elements'>): Elements {
  return {
    ReferencedSOPClassUID: object.sopClassUid,
    ReferencedSOPInstanceUID: object.sopInstanceUid,
  };
}

function toJson(elements: Elements): object {
  return toDicomJson(elements);
}

function readNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
}

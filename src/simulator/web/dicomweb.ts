import { readText } from '../dicom/read-values.ts';
import type { Window } from './draw-frame.ts';
import type { ImageService } from './image-service.ts';
import { NO_CONTENT, type Page, plainPage } from './page.ts';
import { renderObject } from './render-object.ts';
import { type Resource, readResource } from './resource-path.ts';
import {
  listObjects,
  retrieveBulkData,
  retrieveFrames,
  retrieveInstances,
  retrieveMetadata,
} from './retrieve-objects.ts';
import { searchArchive } from './search-archive.ts';
import { storeObjects } from './store-objects.ts';

/** A request to the DICOMweb service; `parts` is the path below its root. */
export interface DicomwebRequest {
  readonly method: string;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  /** Empty unless the request stores. */
  readonly body: Buffer;
  /** Address of the service without a slash at its end, as the caller knows it. */
  readonly root: string;
}

const notAllowed = plainPage(405, 'not allowed');

/** Answers QIDO-RS, WADO-RS, STOW-RS (PS3.18 10.6, 10.4, 10.5) and, beyond the standard, DELETE of a study. */
export async function answerDicomweb(
  request: DicomwebRequest,
  service: ImageService,
): Promise<Page> {
  const resource = readResource(request.parts);
  if (resource === undefined) return plainPage(404, 'not found');
  switch (request.method) {
    case 'POST':
      return resource.ending.kind === 'studies'
        ? await storeObjects(request.body, request.contentType, service)
        : notAllowed;
    case 'DELETE':
      return deleteStudy(resource, service);
    default:
      return await read(request, resource, service);
  }
}

async function read(
  { query, accept, root }: DicomwebRequest,
  { uids, ending }: Resource,
  service: ImageService,
): Promise<Page> {
  const { archive } = service;
  switch (ending.kind) {
    case 'studies':
      return searchArchive('STUDY', uids, query, archive);
    case 'series':
      return searchArchive('SERIES', uids, query, archive);
    case 'instances':
      return searchArchive('IMAGE', uids, query, archive);
    case 'metadata':
      return retrieveMetadata(uids, root, service);
    case 'whole':
      return await retrieveInstances(uids, accept, service);
    case 'frames':
      return await retrieveFrames(uids, ending.frames, service);
    case 'bulkdata':
      return await retrieveBulkData(uids, ending.tag, service);
    case 'rendered': {
      const [object] = listObjects(uids, archive);
      const { frame } = ending;
      const window = readWindow(query.get('window'));
      const request = { accept, ...(frame && { frame }), ...(window && { window }) };
      return await renderObject(object, request, service);
    }
  }
}

/** Only a study as a whole, by its own address. */
function deleteStudy({ uids, ending }: Resource, { archive, behaviour }: ImageService): Page {
  const study = readText(uids, 'StudyInstanceUID');
  if (ending.kind !== 'whole' || study === undefined || Object.keys(uids).length > 1)
    return notAllowed;
  if (behaviour.deleting === 'refused') return plainPage(403, 'forbidden');
  return archive.removeStudy(study) > 0 ? NO_CONTENT : plainPage(404, 'not found');
}

/** `center,width,function` (PS3.18 8.3.5.1.4). */
function readWindow(text: string | null): Window | undefined {
  const [center = Number.NaN, width = Number.NaN] = (text ?? '').split(',').map(Number);
  return Number.isFinite(center) && width >= 1 ? { center, width } : undefined;
}

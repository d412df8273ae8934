import type { ImageService } from './image-service.ts';
import { type Page, plainPage } from './page.ts';
import { writePart10 } from './part10.ts';
import { renderObject } from './render-object.ts';
import { listObjects } from './retrieve-objects.ts';

/** Answers WADO-URI (PS3.18 9): a picture, or the object itself as `application/dicom`. */
export async function answerWadoUri(query: URLSearchParams, service: ImageService): Promise<Page> {
  const uids = {
    StudyInstanceUID: query.get('studyUID') ?? '',
    SeriesInstanceUID: query.get('seriesUID') ?? '',
    SOPInstanceUID: query.get('objectUID') ?? '',
  };
  if (query.get('requestType') !== 'WADO' || Object.values(uids).includes(''))
    return plainPage(400, 'not a WADO request');
  const [object] = listObjects(uids, service.archive);
  const accept = query.get('contentType') ?? 'image/jpeg';
  if (object !== undefined && accept === 'application/dicom')
    return { status: 200, type: accept, body: writePart10(object) };
  const center = Number(query.get('windowCenter') ?? Number.NaN);
  const width = Number(query.get('windowWidth') ?? Number.NaN);
  const frame = Number(query.get('frameNumber') ?? 1);
  return await renderObject(
    object,
    {
      accept,
      ...(Number.isInteger(frame) && frame > 0 && { frame }),
      ...(Number.isFinite(center) && width >= 1 && { window: { center, width } }),
    },
    service,
  );
}

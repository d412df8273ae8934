import { readText } from '../dicom/read-values.ts';
import { PLACEHOLDER_JPEG } from '../pacs/placeholder-jpeg.ts';
import type { PacsState } from '../pacs/start-pacs.ts';
import { encodeJpeg } from '../web/encode-jpeg.ts';
import { drawObject } from '../web/render-object.ts';
import type { WorklistEntry } from './worklist.ts';

/** An image that a report shows, and the study that it is of. */
export interface KeyImage {
  /** Absent where the archive has no image of the examination. */
  readonly studyInstanceUid?: string;
  readonly picture: Buffer;
}

/** Draws the first image of an examination from the archive; the placeholder where it has none. Never rejects. */
export async function drawKeyImage(
  { item, placerOrderNumber }: WorklistEntry,
  { archive, codecs }: Pick<PacsState, 'archive' | 'codecs'>,
): Promise<KeyImage> {
  const accession = readText(item, 'AccessionNumber') ?? placerOrderNumber;
  const [image] = archive.records('IMAGE', { AccessionNumber: accession });
  const studyInstanceUid = image && readText(image, 'StudyInstanceUID');
  const object = image && archive.retrieve(readText(image, 'SOPInstanceUID') ?? '');
  if (studyInstanceUid === undefined || object === undefined) return { picture: PLACEHOLDER_JPEG };
  try {
    const drawn = await drawObject(object, 1, undefined, codecs);
    if (drawn === undefined) return { studyInstanceUid, picture: PLACEHOLDER_JPEG };
    return { studyInstanceUid, picture: await encodeJpeg(drawn, await codecs.use()) };
  } catch (error) {
    // The hospital may end while a picture is being drawn.
    if (error instanceof Error) return { studyInstanceUid, picture: PLACEHOLDER_JPEG };
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../protocols/dicom/uids.ts';
import { type Elements, readText } from '../dicom/read-values.ts';
import type { StoredObject } from '../dicom/services.ts';
import type { Archive } from '../pacs/archive.ts';
import { isCompressed } from '../pacs/convert-object.ts';
import { tagName, toJsonDataset } from './dataset-json.ts';
import type { ImageService } from './image-service.ts';
import { writeMultipart } from './multipart.ts';
import { listNativeFrames, openObject } from './open-object.ts';
import { jsonPage, type Page, plainPage } from './page.ts';
import { writePart10 } from './part10.ts';

const octets = 'application/octet-stream';
const maxObjects = 1_000;
const notFound = plainPage(404, 'not found');
const notAcceptable = plainPage(406, 'not acceptable');

/** The objects of a resource in order; synthetic ones are made now. */
export function listObjects(uids: Elements, archive: Archive): readonly StoredObject[] {
  return archive
    .records('IMAGE', uids)
    .slice(0, maxObjects)
    .flatMap((record) => archive.retrieve(readText(record, 'SOPInstanceUID') ?? '') ?? []);
}

/** Whole objects as files (PS3.18 10.4.1.1.1), in the transfer syntax asked for (PS3.18 8.7.3.5.2). */
export async function retrieveInstances(
  uids: Elements,
  accept: string,
  { archive, converter }: ImageService,
): Promise<Page> {
  const objects = listObjects(uids, archive);
  if (objects.length === 0) return notFound;
  const wanted = /transfer-syntax="?([0-9.]+|\*)"?/i.exec(accept)?.[1];
  const parts: { contentType: string; bytes: Buffer }[] = [];
  for (const stored of objects) {
    const object =
      wanted === '*' || (wanted === undefined && !isCompressed(stored.transferSyntax))
        ? stored
        : await converter.convert(stored, wanted ?? EXPLICIT_VR_LITTLE_ENDIAN);
    if (object === undefined) return notAcceptable;
    const contentType = `application/dicom; transfer-syntax=${object.transferSyntax}`;
    parts.push({ contentType, bytes: writePart10(object) });
  }
  return multipartPage('application/dicom', parts);
}

/** Every attribute of the objects (PS3.18 10.4.1.1.2); pixels and other long bytes are pointed to. */
export function retrieveMetadata(uids: Elements, root: string, { archive }: ImageService): Page {
  const objects = listObjects(uids, archive);
  if (objects.length === 0) return notFound;
  return jsonPage(
    200,
    objects.flatMap((object) => {
      const opened = openObject(object);
      if (opened === undefined) return [];
      const address = addressOf(root, archive.attributes(object.sopInstanceUid) ?? {});
      return {
        ...toJsonDataset(opened.attributes, (tag) => `${address}/bulkdata/${tagName(tag)}`),
        '00083002': { vr: 'UI', Value: [object.transferSyntax] },
        ...(opened.isEncapsulated && {
          '7FE00010': { vr: 'OW', BulkDataURI: `${address}/bulkdata/7FE00010` },
        }),
      };
    }),
  );
}

function addressOf(root: string, record: Elements): string {
  const uid = (keyword: string): string => readText(record, keyword) ?? '';
  return `${root}/studies/${uid('StudyInstanceUID')}/series/${uid('SeriesInstanceUID')}/instances/${uid('SOPInstanceUID')}`;
}

/** One value of an object (PS3.18 10.4.1.1.5); pixels that are compressed come uncompressed. */
export async function retrieveBulkData(
  uids: Elements,
  tag: number,
  { archive, converter }: ImageService,
): Promise<Page> {
  const [stored] = listObjects(uids, archive);
  const object =
    stored && isCompressed(stored.transferSyntax)
      ? await converter.convert(stored, EXPLICIT_VR_LITTLE_ENDIAN)
      : stored;
  const bytes = object && openObject(object)?.attributes.elements.get(tag)?.raw;
  return bytes === undefined ? notFound : multipartPage(octets, [{ contentType: octets, bytes }]);
}

/** Frames, uncompressed (PS3.18 10.4.1.1.6). */
export async function retrieveFrames(
  uids: Elements,
  wanted: readonly number[],
  { archive, converter }: ImageService,
): Promise<Page> {
  const [stored] = listObjects(uids, archive);
  const object =
    stored && isCompressed(stored.transferSyntax)
      ? await converter.convert(stored, EXPLICIT_VR_LITTLE_ENDIAN)
      : stored;
  const frames = object && listNativeFrames(object);
  const found = wanted.flatMap((number) => frames?.[number - 1] ?? []);
  if (found.length < wanted.length) return notFound;
  return multipartPage(
    octets,
    found.map((bytes) => ({ contentType: octets, bytes })),
  );
}

function multipartPage(
  type: string,
  parts: readonly { readonly contentType: string; readonly bytes: Buffer }[],
): Page {
  const boundary = `rispacs-${randomUUID()}`;
  return {
    status: 200,
    type: `multipart/related; type="${type}"; boundary=${boundary}`,
    body: writeMultipart(parts, boundary),
  };
}

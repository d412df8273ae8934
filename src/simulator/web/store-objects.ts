import { toDicomJson } from '../dicom/attributes.ts';
import { guard } from '../dicom/guard.ts';
import { loadDimse } from '../dicom/load-dimse.ts';
import type { Elements } from '../dicom/read-values.ts';
import {
  STATUS_CANNOT_UNDERSTAND,
  STATUS_OUT_OF_RESOURCES,
  type StoredObject,
} from '../dicom/services.ts';
import { keepObject } from '../pacs/keep-object.ts';
import type { ImageService } from './image-service.ts';
import { readMultipart } from './multipart.ts';
import { jsonPage, type Page, plainPage } from './page.ts';
import { readPart10 } from './part10.ts';

/** Answers STOW-RS (PS3.18 10.5): objects of any study, each with its own outcome. */
export async function storeObjects(
  body: Buffer,
  contentType: string,
  { archive, keeping, behaviour }: ImageService,
): Promise<Page> {
  const parts = readMultipart(body, contentType);
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
      return behaviour.storing === 'dropped'
        ? 0
        : keepObject(archive, { ...file, elements }, keeping);
    }, STATUS_CANNOT_UNDERSTAND);
    return { status, file };
  });
  const stored = results.filter((one) => one.status === 0).flatMap((one) => one.file ?? []);
  const failed = results.filter((one) => one.status !== 0);
  const content = toDicomJson({
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

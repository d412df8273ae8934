import {
  type DicomJsonDataset,
  retrieveBulkData,
  retrieveFrames,
} from '../../protocols/dicomweb/index.ts';
import { ATTRIBUTES } from '../../synthetic/attributes.ts';
import { limitCall, type StudyWork } from './study-work.ts';

const PIXEL_DATA = ATTRIBUTES.PixelData[0];

/** Reads two frames of the ultrasound loop, WADO-RS (PS3.18 10.4.1.1.6), uncompressed. */
export async function readFrames(work: StudyWork): Promise<void> {
  const { connection, patience, record, test } = work;
  const loop = test.objects.find((object) => (object.image?.frames.length ?? 0) > 1);
  if (loop?.image === undefined) return;
  const wanted = [1, 2];
  const outcome = await retrieveFrames(
    connection,
    {
      study: loop.studyInstanceUid,
      series: loop.seriesInstanceUid,
      instance: loop.sopInstanceUid,
      frames: wanted,
    },
    limitCall(work, patience.readMs),
  );
  const { frames } = loop.image;
  record.add(outcome, 'octets', {
    service: 'wado-frames',
    object: loop.name,
    modality: loop.modality,
    mediaType: 'application/octet-stream',
    ok: outcome.kind === 'answered',
    expected: wanted.length,
    ...(outcome.kind === 'answered'
      ? {
          received: outcome.parts.length,
          equal: wanted.filter((frame, index) =>
            frames[frame - 1]?.equals(outcome.parts[index]?.bytes ?? nothing),
          ).length,
        }
      : {}),
  });
}

const nothing = Buffer.alloc(0);

/** Reads the pixels of the first image where its metadata points to them as bulk data (PS3.18 10.4.1.1.5). */
export async function readBulkData(
  work: StudyWork,
  metadata: ReadonlyMap<string, DicomJsonDataset>,
): Promise<void> {
  const { connection, patience, record, test } = work;
  const object = test.objects.find(({ image }) => image !== undefined);
  const element = metadata.get(object?.sopInstanceUid ?? '')?.elements.get(PIXEL_DATA);
  if (object === undefined || element?.kind !== 'bulk') return;
  const outcome = await retrieveBulkData(connection, element.uri, limitCall(work, patience.readMs));
  const ours = object.dataset.elements.get(PIXEL_DATA)?.raw;
  const answered = outcome.kind === 'answered';
  // Servers part the value or give it whole; either way its bytes follow each other.
  const isEqual =
    answered && ours?.equals(Buffer.concat(outcome.parts.map(({ bytes }) => bytes))) === true;
  record.add(outcome, 'octets', {
    service: 'wado-bulkdata',
    object: object.name,
    modality: object.modality,
    mediaType: 'application/octet-stream',
    ok: answered,
    expected: 1,
    ...(answered ? { received: 1, equal: isEqual ? 1 : 0 } : {}),
  });
}

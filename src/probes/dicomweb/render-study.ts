import {
  type DicomWebOutcome,
  type RenderedImage,
  type RenderedType,
  retrieveByUri,
  retrieveRendered,
} from '../../protocols/dicomweb/index.ts';
import { openEndpoint } from '../shared/open-dicomweb.ts';
import { limitCall, type StudyWork } from './study-work.ts';
import type { TestObject } from './test-objects.ts';

/** Largest picture that is kept as proof. */
const maxProofBytes = 500_000;

/** Has one image of each modality rendered as JPEG, and the first as PNG too, WADO-RS (PS3.18 10.4.1.1.3). */
export async function renderStudy(work: StudyWork): Promise<void> {
  const images = pickImages(work);
  const pictures: Buffer[] = [];
  const [first] = images;
  for (const [object, mediaType] of [
    ...images.map((image) => [image, 'image/jpeg'] as const),
    ...(first === undefined ? [] : [[first, 'image/png'] as const]),
  ]) {
    if (work.signal.aborted) return;
    const outcome = await retrieveRendered(
      work.connection,
      {
        ...uidsOf(object),
        mediaType,
        // Rendering a loop as a whole would be a video (PS3.18 8.7.4).
        ...((object.image?.frames.length ?? 0) > 1 ? { frame: 1 } : {}),
      },
      limitCall(work, work.patience.readMs),
    );
    const isRight = recordPicture(work, 'wado-rendered', object, mediaType, outcome);
    if (outcome.kind !== 'answered') continue;
    const { bytes } = outcome;
    if (pictures.some((other) => other.equals(bytes)))
      work.record.notes.add(work.words.samePicture);
    pictures.push(bytes);
    if (isRight && mediaType === 'image/jpeg') await keepProof(work, object, bytes);
  }
}

/** Has the first image rendered as JPEG by WADO-URI (PS3.18 9), where the facility file gives its address. */
export async function renderByUri(work: StudyWork, wadoUri: string): Promise<void> {
  const { context, endpoint, patience, record, words } = work;
  const [object] = pickImages(work);
  if (object === undefined) return;
  const isSafe = mayCarryAccount(endpoint.url, wadoUri);
  const { authorization, ...rest } = endpoint;
  if (authorization !== undefined && !isSafe) record.notes.add(words.wadoUriWithoutAccount);
  const opened = await openEndpoint(
    { ...rest, url: wadoUri, ...(authorization !== undefined && isSafe && { authorization }) },
    context,
    work.signal,
  );
  if (!opened.ok) {
    record.notes.add(words.wadoUriUnusable(opened.reason.message));
    return;
  }
  try {
    const outcome = await retrieveByUri(
      opened.connection,
      uidsOf(object),
      limitCall(work, patience.readMs),
    );
    const isRight = recordPicture(work, 'wado-uri', object, 'image/jpeg', outcome);
    if (isRight && outcome.kind === 'answered') await keepProof(work, object, outcome.bytes);
  } finally {
    await opened.connection.close();
  }
}

/** An account goes to the host it was given for, and never to plain HTTP when it was given for HTTPS. */
export function mayCarryAccount(given: string, other: string): boolean {
  const from = new URL(given);
  const to = new URL(other);
  return from.hostname === to.hostname && (from.protocol !== 'https:' || to.protocol === 'https:');
}

/** The first image of each modality. */
function pickImages({ test }: StudyWork): readonly TestObject[] {
  const byModality = new Map<string, TestObject>();
  for (const object of test.objects) {
    if (object.image !== undefined && !byModality.has(object.modality))
      byModality.set(object.modality, object);
  }
  return [...byModality.values()];
}

function uidsOf({ seriesInstanceUid, sopInstanceUid, studyInstanceUid }: TestObject) {
  return { study: studyInstanceUid, series: seriesInstanceUid, instance: sopInstanceUid };
}

/** @returns whether the picture has the format asked for and the size of the image */
function recordPicture(
  { record }: StudyWork,
  service: 'wado-rendered' | 'wado-uri',
  object: TestObject,
  mediaType: RenderedType,
  outcome: DicomWebOutcome<RenderedImage>,
): boolean {
  const common = {
    service,
    object: object.name,
    modality: object.modality,
    mediaType,
    ok: outcome.kind === 'answered',
    expected: 1,
  } as const;
  if (outcome.kind !== 'answered') {
    record.add(outcome, mediaType, common);
    return false;
  }
  const { complete, format, height, width } = outcome.image;
  const isRight =
    `image/${format}` === mediaType &&
    complete &&
    width === object.image?.widthPixels &&
    height === object.image.heightPixels;
  record.add(outcome, mediaType, {
    ...common,
    received: 1,
    equal: isRight ? 1 : 0,
    format,
    widthPixels: width,
    heightPixels: height,
    ...(complete ? {} : { reason: 'image-cut-off' }),
  });
  return isRight;
}

/** Keeps one picture of our own study; of the size of our image, so that it is no other's. */
async function keepProof(
  { context, record, words }: StudyWork,
  object: TestObject,
  bytes: Buffer,
): Promise<void> {
  if (record.attachments.length > 0 || bytes.length >= maxProofBytes) return;
  record.attachments.push(
    await context.attach(bytes, {
      mediaType: 'image/jpeg',
      extension: 'jpg',
      originalName: `${object.name}.jpg`,
    }),
  );
  record.notes.add(words.proof);
}

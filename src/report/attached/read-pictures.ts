import { MAX_FILE_BYTES } from '../../challenge/read/decode-picture.ts';
import type { EvidenceRecord } from '../../evidence/evidence.ts';
import { encodePicture } from './encode-picture.ts';
import { type ListedPicture, listPictures } from './list-pictures.ts';
import type { AttachmentReader } from './read-attachment.ts';

/** Pictures that a report shows; the others are named by their hash. */
export const mostPictures = 60;
/** Of all pictures together: what is decoded, and what is put into the report. */
const mostPixels = 640_000_000;
const mostJpegBytes = 24 * 1024 * 1024;

/** A picture as it is printed, or why it is not. */
export type AttachedPicture =
  | {
      readonly ok: true;
      /** Base64, without line breaks. */
      readonly jpeg: string;
      /** Of the JPEG, in pixels. */
      readonly width: number;
      readonly height: number;
      /** Of the picture in the dossier, in pixels. */
      readonly readWidth: number;
      readonly readHeight: number;
    }
  | {
      readonly ok: false;
      /** `of-statement`: a person's attestation or document has the same file, so it may show a patient. */
      readonly problem:
        | 'missing'
        | 'damaged'
        | 'unnamed'
        | 'unreadable'
        | 'too-large'
        | 'of-statement';
    };

/**
 * Reads the pictures of {@link listPictures} and makes each anew, one after the other and within bounds.
 * @returns by SHA-256 of the file in the dossier; pictures beyond the bounds are not in it
 * @throws the signal's reason when it aborts
 */
export async function readPictures(
  evidence: readonly EvidenceRecord[],
  read: AttachmentReader,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, AttachedPicture>> {
  const ofPeople = new Set(
    evidence
      .filter(({ kind }) => kind !== 'probe')
      .flatMap(({ attachments }) => attachments.map(({ sha256 }) => sha256)),
  );
  const pictures = new Map<string, AttachedPicture>();
  let pixels = 0;
  let jpegBytes = 0;
  for (const listed of listPictures(evidence)) {
    signal?.throwIfAborted();
    if (pictures.size === mostPictures || pixels > mostPixels) break;
    const picture: AttachedPicture = ofPeople.has(listed.sha256)
      ? { ok: false, problem: 'of-statement' }
      : await readPicture(listed, read);
    if (picture.ok) {
      pixels += picture.readWidth * picture.readHeight;
      jpegBytes += (picture.jpeg.length * 3) / 4;
      if (jpegBytes > mostJpegBytes) break;
    }
    pictures.set(listed.sha256, picture);
  }
  return pictures;
}

async function readPicture(
  { attachment }: ListedPicture,
  read: AttachmentReader,
): Promise<AttachedPicture> {
  if (attachment === undefined) return { ok: false, problem: 'unnamed' };
  const given = await read(attachment, MAX_FILE_BYTES);
  if (!given.ok) return given;
  const encoded = await encodePicture(given.bytes);
  if (!encoded.ok) return encoded;
  const { jpeg, ...rest } = encoded;
  return { ...rest, jpeg: jpeg.toString('base64') };
}

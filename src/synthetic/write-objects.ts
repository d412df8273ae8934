import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFileMeta, encodePieces } from './encode-object.ts';
import type { SyntheticObject } from './synthetic-object.ts';

/** A file that was written. */
export interface WrittenObject {
  readonly path: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly sizeBytes: number;
}

/**
 * Writes an object as a DICOM file (PS3.10 7), frame by frame: never more than one frame is held.
 * @throws a file system error; the signal's reason when aborted
 */
export async function writeObject(
  path: string,
  object: SyntheticObject,
  signal?: AbortSignal,
): Promise<WrittenObject> {
  const file = await open(path, 'w');
  try {
    let sizeBytes = 0;
    // The first piece is small: together with the file meta information it costs one write.
    let before = encodeFileMeta(object);
    for (const piece of encodePieces(object)) {
      signal?.throwIfAborted();
      const { bytesWritten } = await file.writev([before, piece], sizeBytes);
      if (bytesWritten !== before.length + piece.length) throw new Error(`${path}: disk full`);
      sizeBytes += bytesWritten;
      before = Buffer.alloc(0);
    }
    const { sopClassUid, sopInstanceUid } = object;
    return { path, sopClassUid, sopInstanceUid, sizeBytes };
  } finally {
    await file.close();
  }
}

/**
 * Writes objects into a folder, which is made if need be, as `<name>.dcm`.
 * @throws a file system error; the signal's reason when aborted
 */
export async function writeObjects(
  folder: string,
  objects: Iterable<SyntheticObject>,
  signal?: AbortSignal,
): Promise<WrittenObject[]> {
  await mkdir(folder, { recursive: true });
  const written: WrittenObject[] = [];
  for (const object of objects) {
    written.push(await writeObject(join(folder, `${object.name}.dcm`), object, signal));
  }
  return written;
}

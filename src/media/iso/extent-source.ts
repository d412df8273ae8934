import { MediaReadError } from '../problem.ts';
import type { ByteSource } from '../tree.ts';
import type { Extent } from './directory-record.ts';

/** The bytes of a file that lies in one or more extents of an image (ECMA-119 6.4). */
export function openExtents(image: ByteSource, extents: readonly Extent[]): ByteSource {
  const sizeBytes = extents.reduce((sum, one) => sum + one.lengthBytes, 0);
  return {
    sizeBytes,
    read: async (target, position) => {
      let filled = 0;
      while (filled < target.length) {
        const place = findPlace(extents, position + filled);
        if (place === undefined) break;
        const piece = target.subarray(
          filled,
          filled + Math.min(target.length - filled, place.lengthBytes),
        );
        const read = await image.read(piece, place.position);
        if (read < piece.length) throw new MediaReadError('outside-image');
        filled += read;
      }
      return filled;
    },
    // The image stays open for the other files.
    close: async () => undefined,
  };
}

/** Where in the image the byte at `offset` of the file lies, and how many follow it there. */
function findPlace(extents: readonly Extent[], offset: number): Extent | undefined {
  let before = 0;
  for (const { position, lengthBytes } of extents) {
    if (offset < before + lengthBytes) {
      const within = offset - before;
      return { position: position + within, lengthBytes: lengthBytes - within };
    }
    before += lengthBytes;
  }
  return undefined;
}

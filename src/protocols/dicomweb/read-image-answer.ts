import type { Answer } from './answer.ts';
import { type ImageHeader, readImageHeader } from './image-header.ts';
import type { DicomWebLimits } from './options.ts';
import { protocolFault } from './outcome.ts';
import { readParts } from './read-multipart.ts';

/** Media types of rendered images that this client asks for (PS3.18 table 8.7.4-1). */
export type RenderedType = 'image/jpeg' | 'image/png';

/** A rendered image. */
export interface RenderedImage {
  readonly image: ImageHeader;
  readonly bytes: Buffer;
  readonly framing: 'multipart' | 'single-part';
}

/**
 * Reads an answer that is one image. The bytes decide what it is; the header's media type stands in `contentType`.
 * @throws ExchangeFault for anything else.
 */
export async function readImageAnswer(
  answer: Answer,
  limits: DicomWebLimits,
): Promise<RenderedImage> {
  const bounds = {
    ...limits,
    maxBodyBytes: limits.maxImageBytes,
    maxPartBytes: limits.maxImageBytes,
  };
  const { framing, parts } = await readParts(answer, bounds, (essence) =>
    essence.startsWith('image/'),
  );
  const bytes = parts[0]?.bytes ?? Buffer.alloc(0);
  const image = readImageHeader(bytes);
  if (image === undefined) {
    throw protocolFault('the answer is neither a JPEG nor a PNG image', 'not-an-image', bytes);
  }
  return { image, bytes, framing };
}

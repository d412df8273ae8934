import type { DicomWebConnection } from './connection.ts';
import { exchange } from './exchange.ts';
import type { CallOptions } from './options.ts';
import type { DicomWebOutcome } from './outcome.ts';
import { type RenderedImage, type RenderedType, readImageAnswer } from './read-image-answer.ts';
import {
  type InstanceUids,
  type QueryParameter,
  writeResourcePath,
  writeUrl,
} from './resource-path.ts';

/** Which image, and how rendered (PS3.18 8.3.5.1). */
export type RenderedRequest = InstanceUids & {
  /** From 1; the whole instance unless given. */
  readonly frame?: number;
  /** JPEG unless given. */
  readonly mediaType?: RenderedType;
  /** Largest size in pixels (PS3.18 8.3.5.1.3). */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** PS3.18 8.3.5.1.4. */
  readonly window?: {
    readonly center: number;
    readonly width: number;
    readonly shape?: 'linear' | 'linear-exact' | 'sigmoid';
  };
  /** 1-100 (PS3.18 8.3.5.1.2). */
  readonly quality?: number;
};

/**
 * Retrieves an instance or a frame as an image, WADO-RS Rendered (PS3.18 10.4.1.1.3).
 * @throws RangeError for what is no UID, or a number that cannot be asked for.
 */
export function retrieveRendered(
  connection: DicomWebConnection,
  request: RenderedRequest,
  options?: CallOptions,
): Promise<DicomWebOutcome<RenderedImage>> {
  const { frame, instance, mediaType = 'image/jpeg', series, study } = request;
  if (frame !== undefined && (!Number.isSafeInteger(frame) || frame < 1)) {
    throw new RangeError('frames are numbered from 1');
  }
  const path = writeResourcePath({ study, series, instance });
  const rendered = frame === undefined ? 'rendered' : `frames/${frame}/rendered`;
  return exchange(
    connection,
    {
      method: 'GET',
      url: writeUrl(connection, `${path}/${rendered}`, writeRendering(request)),
      accept: mediaType,
      statuses: [200],
    },
    (answer) => readImageAnswer(answer, connection.settings.limits),
    options,
  );
}

function writeRendering({ quality, viewport, window }: RenderedRequest): QueryParameter[] {
  const numbers = [quality, viewport?.width, viewport?.height, window?.center, window?.width];
  if (numbers.some((number) => number !== undefined && !Number.isFinite(number))) {
    throw new RangeError('rendering parameters must be numbers');
  }
  return [
    ...(quality === undefined ? [] : [['quality', quality] as const]),
    ...(viewport === undefined
      ? []
      : [['viewport', `${viewport.width},${viewport.height}`] as const]),
    ...(window === undefined
      ? []
      : [['window', `${window.center},${window.width},${window.shape ?? 'linear'}`] as const]),
  ];
}

import type { Answer } from './answer.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import { isBoundary, type MultipartPart, MultipartReader } from './multipart-reader.ts';
import type { DicomWebLimits } from './options.ts';
import { protocolFault } from './outcome.ts';

/** One part of an answer, with what its headers say. */
export interface AnswerPart {
  /** `Content-Type` of the part, or of the answer when it is not multipart. */
  readonly contentType?: string;
  /** The `transfer-syntax` parameter of that type (PS3.18 8.7.3.5.2). */
  readonly declaredTransferSyntaxUid?: string;
  /** `Content-Location` or `Content-ID` names nothing that is trusted; kept as evidence, 200 characters at most. */
  readonly contentLocation?: string;
  /** `Content-Length` of the part, when it disagrees with the bytes between its boundaries. */
  readonly wrongLengthBytes?: number;
  readonly bytes: Buffer;
}

/** The parts of an answer, in its order. */
export interface AnswerParts {
  /** Servers of the 2017 edition and later may send a single part as the body itself (PS3.18 8.6.1.1). */
  readonly framing: 'multipart' | 'single-part';
  readonly parts: readonly AnswerPart[];
}

/**
 * Reads an answer that is multipart, or one part of a media type that `isSinglePart` accepts.
 * @throws ExchangeFault for anything else.
 */
export async function readParts(
  answer: Answer,
  limits: DicomWebLimits,
  isSinglePart: (essence: string) => boolean,
): Promise<AnswerParts> {
  const { contentType, mediaType } = answer;
  if (mediaType !== undefined && isSinglePart(mediaType.essence)) {
    const bytes = await answer.bytes(Math.min(limits.maxBodyBytes, limits.maxPartBytes));
    return { framing: 'single-part', parts: [{ ...describeType(contentType, mediaType), bytes }] };
  }
  if (mediaType?.essence !== 'multipart/related') {
    throw await answer.fault(
      'the answer has another media type than was asked for',
      'content-type',
    );
  }
  const boundary = mediaType.parameters.get('boundary') ?? '';
  if (!isBoundary(boundary)) {
    throw await answer.fault('the multipart answer names no usable boundary', 'bad-boundary');
  }
  const reader = new MultipartReader(boundary, limits);
  for await (const chunk of answer.chunks(limits.maxBodyBytes)) reader.push(chunk);
  const parts = reader.finish().map(describePart);
  if (parts.length === 0) throw protocolFault('the multipart answer has no part', 'empty');
  return { framing: 'multipart', parts };
}

function describePart({ body, headers }: MultipartPart): AnswerPart {
  const contentType = headers.get('content-type')?.slice(0, 200);
  const location = headers.get('content-location')?.slice(0, 200);
  const length = headers.get('content-length');
  const declaredBytes = length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : -1;
  return {
    ...describeType(
      contentType,
      contentType === undefined ? undefined : parseMediaType(contentType),
    ),
    ...(location === undefined ? {} : { contentLocation: location }),
    ...(length === undefined || declaredBytes === body.length
      ? {}
      : { wrongLengthBytes: declaredBytes }),
    bytes: body,
  };
}

function describeType(contentType: string | undefined, mediaType: MediaType | undefined) {
  const syntax = mediaType?.parameters.get('transfer-syntax');
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(syntax === undefined ? {} : { declaredTransferSyntaxUid: syntax.slice(0, 64) }),
  };
}

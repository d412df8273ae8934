import { parseMediaType } from '../../protocols/dicomweb/media-type.ts';

/** What an answer is to hold. */
export type WantedContent = 'json' | 'instances' | 'octets' | 'image/jpeg' | 'image/png';

const partTypes: { readonly [W in WantedContent]?: string } = {
  instances: 'application/dicom',
  octets: 'application/octet-stream',
};

/**
 * Whether a `Content-Type` is the one PS3.18 prescribes (8.7.3, 8.7.4; `type` and `boundary` of `multipart/related` by
 * RFC 2387 3): `undefined` where the answer gave none.
 */
export function isRightContentType(
  contentType: string | undefined,
  wanted: WantedContent,
): boolean | undefined {
  if (contentType === undefined) return undefined;
  const media = parseMediaType(contentType);
  if (media === undefined) return false;
  if (wanted === 'json') return media.essence === 'application/dicom+json';
  const partType = partTypes[wanted];
  if (partType === undefined) return media.essence === wanted;
  if (media.essence === partType) return true;
  return (
    media.essence === 'multipart/related' &&
    media.parameters.get('type')?.toLowerCase().split(';')[0]?.trim() === partType &&
    (media.parameters.get('boundary') ?? '') !== ''
  );
}

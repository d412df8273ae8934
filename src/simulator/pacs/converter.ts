import { locatePixelData } from '../../pixels/locate-pixel-data.ts';
import { codingOf } from '../../pixels/syntax-coding.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../protocols/dicom/uids.ts';
import type { StoredObject } from '../dicom/services.ts';
import type { Conversion } from './behaviour.ts';
import { compressObject, decompressObject, isCompressed, setAttributes } from './convert-object.ts';
import type { SharedCodecs } from './shared-codecs.ts';

const LOSSY_IMAGE_COMPRESSION = 0x00282110;

/** Hands objects out in other transfer syntaxes than they came in, as an archive that compresses does. */
export class Converter {
  readonly #codecs: SharedCodecs;
  readonly #conversion: Conversion;
  readonly #syntaxes: readonly string[];
  /** As long as an object is held, what was made of it is not made again. */
  readonly #made = new WeakMap<StoredObject, Map<string, Promise<StoredObject | undefined>>>();

  /** @param syntaxes - compressed transfer syntaxes that it knows */
  constructor(codecs: SharedCodecs, conversion: Conversion, syntaxes: readonly string[]) {
    this.#codecs = codecs;
    this.#conversion = conversion;
    this.#syntaxes = syntaxes;
  }

  /** The object in a transfer syntax; `undefined` when it cannot be had in that. */
  convert(
    object: StoredObject,
    transferSyntaxUid: string,
  ): Promise<StoredObject | undefined> | StoredObject {
    if (object.transferSyntax === transferSyntaxUid) return object;
    const made = this.#made.get(object) ?? new Map<string, Promise<StoredObject | undefined>>();
    this.#made.set(object, made);
    const known = made.get(transferSyntaxUid);
    if (known !== undefined) return known;
    const converting = this.#make(object, transferSyntaxUid);
    made.set(transferSyntaxUid, converting);
    return converting;
  }

  async #make(object: StoredObject, wanted: string): Promise<StoredObject | undefined> {
    const isWantedKnown = wanted === EXPLICIT_VR_LITTLE_ENDIAN || this.#syntaxes.includes(wanted);
    if (!isWantedKnown || this.#conversion === 'none') return undefined;
    const codecs = await this.#codecs.use();
    const native = isCompressed(object.transferSyntax)
      ? await decompressObject(object, codecs)
      : object;
    if (native === undefined || native.transferSyntax !== EXPLICIT_VR_LITTLE_ENDIAN)
      return undefined;
    if (wanted === EXPLICIT_VR_LITTLE_ENDIAN) return native;
    const isLossless = isLosslessSyntax(wanted);
    const spoilt = isLossless && this.#conversion === 'lossless-loses' ? coarsen(native) : native;
    const compressed = await compressObject(spoilt, wanted, codecs);
    return compressed !== undefined && !isLossless && this.#conversion === 'lossy-unmarked'
      ? setAttributes(compressed, { [LOSSY_IMAGE_COMPRESSION]: { vr: 'CS', text: '00' } })
      : compressed;
  }
}

function isLosslessSyntax(uid: string): boolean {
  const coding = codingOf(uid);
  return (
    coding?.format === 'rle' || (coding !== undefined && 'lossless' in coding && coding.lossless)
  );
}

/** Clears the two lowest bits of each sample. */
function coarsen(object: StoredObject): StoredObject {
  const place = locatePixelData(object.bytes, 'explicit-little-endian');
  if (!place.ok) return object;
  const bytes = Buffer.from(object.bytes);
  const { valueBytes, lengthBytes = 0, head } = place.value;
  const step = head.some(
    ({ tag, startBytes }) => tag === 0x00280100 && bytes[startBytes + 8] === 16,
  )
    ? 2
    : 1;
  for (let at = valueBytes; at < valueBytes + lengthBytes; at += step)
    bytes[at] = (bytes[at] ?? 0) & 0xfc;
  return { ...object, bytes };
}

import { encapsulate, type PixelCodecs, readHead } from '../../../../src/pixels/index.ts';
import { locatePixelData } from '../../../../src/pixels/locate-pixel-data.ts';
import { encodeDataset } from '../../../../src/protocols/dicom/index.ts';
import type { HeldObject, Sender } from './fake-archive.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const native = ['1.2.840.10008.1.2', EXPLICIT];
const lossySyntaxes = ['4.50', '4.51', '4.81', '4.91', '4.203'].map(
  (one) => `1.2.840.10008.1.2.${one}`,
);

/** Whether a transfer syntax may lose something. */
export function isLossy(transferSyntaxUid: string): boolean {
  return lossySyntaxes.includes(transferSyntaxUid);
}

function place(dataset: Buffer) {
  const located = locatePixelData(dataset, 'explicit-little-endian');
  if (!located.ok) throw new Error(located.fault.message);
  return located.value;
}

/** The part in front of Pixel Data. */
function headOf(dataset: Buffer): Buffer {
  return dataset.subarray(0, place(dataset).startBytes);
}

/** Pixel Data to the end. */
function pixelsOf(dataset: Buffer): Buffer {
  return dataset.subarray(place(dataset).startBytes);
}

/** The codestreams of a compressed data set. */
function framesOf(dataset: Buffer): Buffer[] {
  const value = dataset.subarray(place(dataset).valueBytes);
  const items: Buffer[] = [];
  for (let at = 0; value.readUInt32LE(at) === 0xe000fffe; ) {
    const length = value.readUInt32LE(at + 4);
    items.push(value.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return items.slice(1);
}

/** An archive that does what it says. */
export function transcode(codecs: PixelCodecs): Sender {
  return async (object, transferSyntaxUid) => {
    if (object.transferSyntaxUid === transferSyntaxUid) return { dataset: object.dataset };
    const plain = await decompress(codecs, object);
    if (native.includes(transferSyntaxUid)) return { dataset: plain };
    return codecs.compress(plain, transferSyntaxUid);
  };
}

async function decompress(codecs: PixelCodecs, object: HeldObject): Promise<Buffer> {
  if (native.includes(object.transferSyntaxUid)) return object.dataset;
  const decoding = await codecs.decode(object);
  if (!decoding.ok) throw new Error(decoding.fault.message);
  const bytes = Buffer.concat([...decoding.image.frames]);
  const pixels = encodeDataset([{ tag: 0x7fe00010, vr: 'OW', bytes }], 'explicit-little-endian');
  return Buffer.concat([headOf(object.dataset), pixels]);
}

/** Sends what it holds, whatever the context says. */
export const sendAsHeld: Sender = async ({ dataset }) => ({ dataset });

/** Puts the samples into a fragment and calls that compressed. */
export const wrapSamples: Sender = async ({ dataset }) => {
  const { valueBytes, lengthBytes = 0 } = place(dataset);
  const samples = dataset.subarray(valueBytes, valueBytes + lengthBytes);
  return { dataset: Buffer.concat([headOf(dataset), encapsulate([samples])]) };
};

/** Changes the lowest bit of every hundredth byte before it compresses without loss. */
export function spoilThenTranscode(codecs: PixelCodecs): Sender {
  const honest = transcode(codecs);
  return async (object, transferSyntaxUid) => {
    if (!native.includes(object.transferSyntaxUid)) return honest(object, transferSyntaxUid);
    const dataset = Buffer.from(object.dataset);
    for (let at = place(dataset).valueBytes; at < dataset.length; at += 100) {
      dataset[at] = (dataset[at] ?? 0) ^ 1;
    }
    return honest({ ...object, dataset }, transferSyntaxUid);
  };
}

/** Compresses with loss where a lossless syntax was asked for. */
export function loseSecretly(codecs: PixelCodecs): Sender {
  return async ({ dataset }, transferSyntaxUid) => {
    const really = transferSyntaxUid.endsWith('4.90')
      ? '1.2.840.10008.1.2.4.91'
      : transferSyntaxUid;
    const compressed = await codecs.compress(dataset, really);
    return { dataset: Buffer.concat([headOf(dataset), pixelsOf(compressed.dataset)]) };
  };
}

/** Compresses, and leaves every attribute as it was; or leaves the flag out altogether. */
export function forgetFlags(codecs: PixelCodecs, leaveOut: boolean): Sender {
  const honest = transcode(codecs);
  return async (object, transferSyntaxUid) => {
    const sent = await honest(object, transferSyntaxUid);
    if (sent === undefined || !isLossy(transferSyntaxUid)) return sent;
    const head = readHead({ transferSyntaxUid, dataset: sent.dataset });
    if (!head.ok) throw new Error(head.fault.message);
    const flags = leaveOut ? [0x00282110, 0x00282112, 0x00282114] : [0x00282112, 0x00282114];
    const pieces = head.value.place.head
      .filter(({ tag }) => !flags.includes(tag))
      .map(({ tag, startBytes, endBytes }) => {
        const bytes = sent.dataset.subarray(startBytes, endBytes);
        return tag === 0x00282110
          ? Buffer.concat([bytes.subarray(0, 8), Buffer.from('00')])
          : bytes;
      });
    return { dataset: Buffer.concat([...pieces, pixelsOf(sent.dataset)]) };
  };
}

/** Compresses, and loses the second half of each codestream. */
export function truncate(codecs: PixelCodecs): Sender {
  const honest = transcode(codecs);
  return async (object, transferSyntaxUid) => {
    const sent = await honest(object, transferSyntaxUid);
    if (sent === undefined) return undefined;
    const cut = framesOf(sent.dataset).map((frame) => frame.subarray(0, frame.length >> 1));
    return { dataset: Buffer.concat([headOf(sent.dataset), encapsulate(cut)]) };
  };
}

/** Compresses under a new SOP Instance UID, as a lossy copy should have. */
export function renew(codecs: PixelCodecs): Sender {
  const honest = transcode(codecs);
  return async (object, transferSyntaxUid) => {
    const sent = await honest(object, transferSyntaxUid);
    if (sent === undefined) return undefined;
    const sopInstanceUid = `2.25.9${object.sopInstanceUid.slice(-30)}`;
    const element = encodeDataset(
      [{ tag: 0x00080018, vr: 'UI', text: sopInstanceUid }],
      'explicit-little-endian',
    );
    const pieces = place(sent.dataset).head.map(({ tag, startBytes, endBytes }) =>
      tag === 0x00080018 ? element : sent.dataset.subarray(startBytes, endBytes),
    );
    return { dataset: Buffer.concat([...pieces, pixelsOf(sent.dataset)]), sopInstanceUid };
  };
}

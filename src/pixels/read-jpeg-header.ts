import { endsWithMarker, type JpegLsStream, type JpegStream } from './codestream.ts';
import { fault, type Read, read } from './fault.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Start Of Frame of JPEG-LS (ITU-T T.87 C.1.1). */
const SOF_LS = 0xf7;
/** In the range of frame markers, but no frame: DHT, JPG, DAC. */
const NO_FRAME: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);
/** Lossless processes: sequential, differential, and both with arithmetic coding. */
const LOSSLESS: ReadonlySet<number> = new Set([0xc3, 0xc7, 0xcb, 0xcf]);
const MAX_SEGMENTS = 2000;

interface Frame {
  readonly marker: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly subsampled: boolean;
}

function isFrameMarker(marker: number): boolean {
  return marker === SOF_LS || (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker));
}

/** Reads a frame header (ITU-T T.81 B.2.2); `undefined` when it is too short. */
function readFrame(marker: number, body: Buffer): Frame | undefined {
  if (body.length < 6) return undefined;
  const components = body.readUInt8(5);
  if (body.length < 6 + components * 3) return undefined;
  const samplings = new Set(
    Array.from({ length: components }, (_, index) => body.readUInt8(7 + index * 3)),
  );
  return {
    marker,
    precision: body.readUInt8(0),
    rows: body.readUInt16BE(1),
    columns: body.readUInt16BE(3),
    components,
    subsampled: samplings.size > 1,
  };
}

function describe(
  bytes: Buffer,
  { marker, ...shape }: Frame,
  scan: Buffer,
): JpegStream | JpegLsStream | undefined {
  const at = 1 + (scan[0] ?? 0) * 2;
  const first = scan[at];
  const second = scan[at + 1];
  if (first === undefined || second === undefined) return undefined;
  const complete = endsWithMarker(bytes, 0xff00 | EOI);
  if (marker === SOF_LS) {
    // Interleave mode 0: each component has a scan of its own (ITU-T T.87 C.2.3).
    const planar = shape.components > 1 && second === 0;
    return { format: 'jpeg-ls', ...shape, signed: false, planar, complete, near: first };
  }
  const lossless = LOSSLESS.has(marker);
  return {
    format: 'jpeg',
    ...shape,
    signed: false,
    planar: false,
    complete,
    startOfFrame: marker,
    lossless,
    predictor: lossless ? first : 0,
  };
}

/** Reads a JPEG or JPEG-LS codestream up to its first scan. Never throws for a peer's bytes. */
export function readJpegHeader(bytes: Buffer): Read<JpegStream | JpegLsStream> {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== SOI) {
    return fault('bad-codestream', 'not a JPEG codestream: no SOI marker');
  }
  let frame: Frame | undefined;
  let at = 2;
  for (let count = 0; count < MAX_SEGMENTS; count += 1) {
    if (bytes[at] !== 0xff) break;
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? 0;
    if (at + 4 > bytes.length || marker === EOI) break;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) break;
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (isFrameMarker(marker)) frame ??= readFrame(marker, body);
    if (marker === SOS) {
      const stream = frame && describe(bytes, frame, body);
      return stream ? read(stream) : fault('bad-codestream', 'a JPEG scan without a usable header');
    }
    at += 2 + length;
  }
  return fault('bad-codestream', `the JPEG header breaks off at byte ${at}`);
}

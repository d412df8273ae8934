import { ByteAccumulator } from './byte-accumulator.ts';
import type { PduLimits } from './limits.ts';
import { DEFAULT_PDU_LIMITS, KEPT_BYTES, MAX_SHORT_PDU_BYTES } from './limits.ts';
import { PDU_TYPE } from './pdu.ts';

const HEADER_BYTES = 6;

/** One whole PDU as it came, header included. */
export interface PduFrame {
  readonly bytes: Buffer;
  /** Clock value given to {@link PduReader.push} when the first byte of this PDU arrived. */
  readonly firstByteAtMs: number;
}

/** The stream cannot be DICOM, or is larger than this reader accepts. */
export interface FramingFault {
  readonly message: string;
  /** The beginning of the offending PDU, at most 64 bytes. */
  readonly firstBytes: Buffer;
}

/** Frames found by one push; after a fault the stream is over. */
export interface FramedBytes {
  readonly frames: readonly PduFrame[];
  readonly fault?: FramingFault;
}

function declaredLimit(type: number, limits: PduLimits): number | undefined {
  switch (type) {
    case PDU_TYPE['associate-request']:
    case PDU_TYPE['associate-accept']:
      return limits.maxAssociateBytes;
    case PDU_TYPE['data-transfer']:
      return limits.maxDataBytes;
    case PDU_TYPE['associate-reject']:
    case PDU_TYPE['release-request']:
    case PDU_TYPE['release-response']:
    case PDU_TYPE.abort:
      return MAX_SHORT_PDU_BYTES;
    default:
      return undefined;
  }
}

/**
 * Cuts a byte stream into PDUs (PS3.8 9.3.1) in time linear in its length. The type is judged on
 * the first byte and the declared length on the sixth, before anything is stored for it.
 */
export class PduReader {
  readonly #limits: PduLimits;
  readonly #partial = new ByteAccumulator();
  #partialSinceMs = 0;
  #faulted = false;

  constructor(limits: PduLimits = DEFAULT_PDU_LIMITS) {
    this.#limits = limits;
  }

  /** What has arrived of an unfinished PDU, at most 64 bytes. */
  get unfinishedBytes(): Buffer {
    return Buffer.from(this.#partial.peek(KEPT_BYTES));
  }

  /** Lets go of the unfinished PDU; the stream is over. */
  clear(): void {
    this.#faulted = true;
    this.#partial.take();
  }

  /** Takes the next piece of the stream; `nowMs` is any monotonic clock. */
  push(chunk: Buffer, nowMs: number): FramedBytes {
    const frames: PduFrame[] = [];
    if (this.#faulted) return { frames };
    let at = 0;
    while (at < chunk.length) {
      const begun = this.#partial.length;
      if (begun === 0) this.#partialSinceMs = nowMs;
      const judged =
        begun === 0 ? this.#judgeHeader(chunk, at) : this.#judgeHeader(this.#joinHeader(chunk), 0);
      if (typeof judged === 'string') {
        this.#faulted = true;
        const firstBytes = Buffer.concat([
          this.#partial.peek(KEPT_BYTES),
          chunk.subarray(at, at + KEPT_BYTES),
        ]);
        return {
          frames,
          fault: { message: judged, firstBytes: firstBytes.subarray(0, KEPT_BYTES) },
        };
      }
      const piece = chunk.subarray(at, at + judged - begun);
      at += piece.length;
      if (begun + piece.length < judged) {
        this.#partial.append(piece, judged);
        return { frames };
      }
      if (begun === 0) {
        frames.push({ bytes: piece, firstByteAtMs: this.#partialSinceMs });
      } else {
        this.#partial.append(piece, judged);
        frames.push({ bytes: this.#partial.take(), firstByteAtMs: this.#partialSinceMs });
      }
    }
    return { frames };
  }

  /** The header of the unfinished PDU, as far as it has come by now; the rest of it is at the beginning of a chunk. */
  #joinHeader(chunk: Buffer): Buffer {
    const begun = this.#partial.peek(HEADER_BYTES);
    return begun.length === HEADER_BYTES
      ? begun
      : Buffer.concat([begun, chunk.subarray(0, HEADER_BYTES - begun.length)]);
  }

  /** The length of the whole PDU (of the header while that is incomplete), or what is wrong. */
  #judgeHeader(bytes: Buffer, at: number): number | string {
    const type = bytes.readUInt8(at);
    const limit = declaredLimit(type, this.#limits);
    if (limit === undefined) return `PDU type 0x${type.toString(16).padStart(2, '0')} is unknown`;
    if (bytes.length - at < HEADER_BYTES) return HEADER_BYTES;
    const declared = bytes.readUInt32BE(at + 2);
    if (declared > limit) {
      return `PDU type 0x0${type} declares ${declared} bytes; at most ${limit} are accepted`;
    }
    return HEADER_BYTES + declared;
  }
}

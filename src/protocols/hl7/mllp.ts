import { GrowingBuffer } from './growing-buffer.ts';
import {
  CARRIAGE_RETURN,
  DEFAULT_MAX_FRAME_BYTES,
  DEFAULT_MAX_NOISE_BYTES,
  END_BLOCK,
  type MllpEvent,
  type MllpFinding,
  START_BLOCK,
} from './mllp-frame.ts';

export {
  CARRIAGE_RETURN,
  DEFAULT_MAX_FRAME_BYTES,
  END_BLOCK,
  frameMessage,
  type MllpEvent,
  type MllpFinding,
  START_BLOCK,
} from './mllp-frame.ts';

const LINE_FEED = 0x0a;
const HEADERS = ['MSH', 'FHS', 'BHS'];
const HEADER_BYTES = 3;
const NOISE_SAMPLE_BYTES = 16;
/** A hostile stream can have a fault in every other byte. */
const MAX_FINDINGS = 200;

/** Findings that say why a stream gave no more blocks; told however many came before. */
const VITAL: ReadonlySet<MllpFinding['kind']> = new Set([
  'frame-too-large',
  'too-much-noise',
  'unfinished-frame',
]);

/** `outside` a block; `inside`; after `end` (FS); after a `start` (VT) inside a block, gathering what follows it. */
type State = 'outside' | 'inside' | 'end' | 'start' | 'stopped';

/**
 * Takes a byte stream apart into blocks, in time linear in its length however it is chunked, and finds its way back
 * after faults. How TCP happens to cut the stream (FS and CR in two packets, a byte at a time) is not a fault.
 */
export class Deframer {
  readonly #maxBytes: number;
  readonly #maxNoiseBytes: number;
  readonly #content: GrowingBuffer;
  #state: State = 'outside';
  #header = '';
  #noiseCount = 0;
  #noiseSample: number[] = [];
  #lineBreaks = 0;
  #findings = 0;
  #events: MllpEvent[] = [];

  constructor(
    maxFrameBytes: number = DEFAULT_MAX_FRAME_BYTES,
    maxNoiseBytes: number = DEFAULT_MAX_NOISE_BYTES,
  ) {
    this.#maxBytes = maxFrameBytes;
    this.#maxNoiseBytes = maxNoiseBytes;
    this.#content = new GrowingBuffer(maxFrameBytes);
  }

  /** Whether a block has begun and not ended. */
  get insideFrame(): boolean {
    return this.#state === 'inside' || this.#state === 'end' || this.#state === 'start';
  }

  /** Whether FS has come and only CR is missing; {@link flush} then delivers the block. */
  get awaitingCarriageReturn(): boolean {
    return this.#state === 'end';
  }

  /** Bytes of the block so far. */
  get pendingBytes(): number {
    return this.#content.length;
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Uint8Array): readonly MllpEvent[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    let nextStart = -1;
    let nextEnd = -1;
    while (at < bytes.length && this.#state !== 'stopped') {
      switch (this.#state) {
        case 'outside': {
          const start = bytes.indexOf(START_BLOCK, at);
          const skipped = this.#skip(bytes.subarray(at, start < 0 ? bytes.length : start));
          if (start < 0 || !skipped) {
            at = bytes.length;
          } else {
            this.#reportSkipped();
            this.#state = 'inside';
            at = start + 1;
          }
          break;
        }
        case 'inside': {
          if (nextStart < at) nextStart = indexOrEnd(bytes, START_BLOCK, at);
          if (nextEnd < at) nextEnd = indexOrEnd(bytes, END_BLOCK, at);
          const stop = Math.min(nextStart, nextEnd);
          this.#append(bytes.subarray(at, stop));
          at = stop + 1;
          if (stop < bytes.length) this.#state = stop === nextEnd ? 'end' : 'start';
          break;
        }
        case 'end':
          at += this.#afterEnd(bytes[at] ?? 0);
          break;
        case 'start':
          at += this.#afterStart(bytes[at] ?? 0);
          break;
      }
    }
    return this.#take();
  }

  /** Delivers a block whose FS came without CR: for a peer that then waits in silence. */
  flush(): readonly MllpEvent[] {
    if (this.#state === 'end') {
      this.#find({ kind: 'end-block-without-carriage-return' });
      this.#deliver();
    }
    return this.#take();
  }

  /** The stream has ended. */
  end(): readonly MllpEvent[] {
    if (this.#state === 'end') {
      this.#find({ kind: 'end-block-without-carriage-return' });
      this.#deliver();
    } else if (this.insideFrame) {
      const droppedBytes = this.#content.length + this.#header.length;
      this.#find({ kind: 'unfinished-frame', droppedBytes });
      this.#content.clear();
    }
    this.#reportSkipped();
    this.#state = 'stopped';
    return this.#take();
  }

  /** One byte after FS; returns how many bytes were used up. */
  #afterEnd(byte: number): 0 | 1 {
    if (byte === CARRIAGE_RETURN) {
      this.#deliver();
      return 1;
    }
    if (byte === START_BLOCK || byte === LINE_FEED) {
      this.#find({ kind: 'end-block-without-carriage-return' });
      this.#deliver();
      return byte === LINE_FEED ? 1 : 0;
    }
    this.#find({ kind: 'end-block-in-content' });
    this.#append(Buffer.of(END_BLOCK));
    this.#resume();
    return 0;
  }

  /** One byte after a VT inside a block: a header identifier there means that the last block was never ended. */
  #afterStart(byte: number): 0 | 1 {
    const header = this.#header + String.fromCharCode(byte);
    if (!HEADERS.some((id) => id.startsWith(header))) {
      this.#find({ kind: 'start-block-in-content' });
      this.#append(Buffer.from(`\x0b${this.#header}`, 'latin1'));
      this.#header = '';
      this.#resume();
      return 0;
    }
    this.#header = header;
    if (header.length === HEADER_BYTES) {
      this.#find({ kind: 'missing-end-block', droppedBytes: this.#content.length });
      this.#content.clear();
      this.#append(Buffer.from(header, 'latin1'));
      this.#header = '';
      this.#resume();
    }
    return 1;
  }

  #resume(): void {
    if (this.#state !== 'stopped') this.#state = 'inside';
  }

  #append(bytes: Buffer): void {
    if (this.#content.append(bytes)) return;
    this.#find({ kind: 'frame-too-large', limitBytes: this.#maxBytes });
    this.#content.clear();
    this.#state = 'stopped';
  }

  #deliver(): void {
    this.#events.push({ kind: 'frame', payload: this.#content.take() });
    this.#state = 'outside';
  }

  /** Counts bytes outside a block; `false`, and the stream given up, when there are too many. */
  #skip(bytes: Buffer): boolean {
    const room = this.#maxNoiseBytes - this.#noiseCount - this.#lineBreaks;
    for (const byte of bytes.subarray(0, room)) {
      if (byte === CARRIAGE_RETURN || byte === LINE_FEED) this.#lineBreaks += 1;
      else {
        this.#noiseCount += 1;
        if (this.#noiseSample.length < NOISE_SAMPLE_BYTES) this.#noiseSample.push(byte);
      }
    }
    if (bytes.length <= room) return true;
    const firstBytesHex = Buffer.from(this.#noiseSample).toString('hex');
    this.#find({ kind: 'too-much-noise', limitBytes: this.#maxNoiseBytes, firstBytesHex });
    this.#forgetSkipped();
    this.#state = 'stopped';
    return false;
  }

  #reportSkipped(): void {
    if (this.#noiseCount > 0) {
      const firstBytesHex = Buffer.from(this.#noiseSample).toString('hex');
      this.#find({ kind: 'noise-between-frames', count: this.#noiseCount, firstBytesHex });
    } else if (this.#lineBreaks > 0) {
      this.#find({ kind: 'line-breaks-between-frames', count: this.#lineBreaks });
    }
    this.#forgetSkipped();
  }

  #forgetSkipped(): void {
    this.#noiseCount = 0;
    this.#noiseSample = [];
    this.#lineBreaks = 0;
  }

  #find(finding: MllpFinding): void {
    this.#findings += 1;
    if (this.#findings <= MAX_FINDINGS || VITAL.has(finding.kind))
      this.#events.push({ kind: 'finding', finding });
  }

  #take(): readonly MllpEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? bytes.length : at;
}

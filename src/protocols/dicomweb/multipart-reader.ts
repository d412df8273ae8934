import { ByteAccumulator } from '../dicom/dul/byte-accumulator.ts';
import { ExchangeFault, protocolFault } from './outcome.ts';

/** Bounds of one reading; ours. */
export interface MultipartLimits {
  readonly maxParts: number;
  readonly maxPartBytes: number;
}

/** One body part (RFC 2046 5.1). */
export interface MultipartPart {
  /** By names in lower case; of a name that occurs twice, the first. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;
const CRLF = Buffer.from('\r\n');
const HEADER_END = Buffer.from('\r\n\r\n');

const MAX_HEADER_BYTES = 8192;
const MAX_HEADERS = 64;
const MAX_PADDING_BYTES = 256;
/** Text before the first boundary, and after the last one; real servers send none. */
const MAX_SURROUNDING_BYTES = 65_536;

/** Whether RFC 2046 5.1.1 allows this boundary: 1-70 of its characters, the last one no space. */
export function isBoundary(text: string): boolean {
  return /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(text);
}

/**
 * Takes a `multipart/related` body apart (PS3.18 8.6.1.2, RFC 2046 5.1.1) as it arrives, in any pieces. The boundary
 * alone decides where a part ends; a length in a part's header allocates nothing and ends nothing. Linear in the bytes,
 * and bounded whatever they say.
 */
export class MultipartReader {
  readonly #delimiter: Buffer;
  readonly #limits: MultipartLimits;
  readonly #parts: MultipartPart[] = [];
  readonly #body = new ByteAccumulator();
  /** Bytes not yet understood. It starts with a line end so that a boundary at the very beginning is one too. */
  #pending: Buffer = CRLF;
  #state: 'preamble' | 'delimiter' | 'headers' | 'body' | 'epilogue' = 'preamble';
  #headers: ReadonlyMap<string, string> = new Map();
  #surroundingBytes = 0;
  /** Bytes in front of the body that end the header and may begin the next delimiter. */
  #skip = 0;
  #first: Buffer = Buffer.alloc(0);

  /** @throws RangeError for a boundary that RFC 2046 does not allow. */
  constructor(boundary: string, limits: MultipartLimits) {
    if (!isBoundary(boundary)) throw new RangeError('not a boundary of RFC 2046');
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#limits = limits;
  }

  /**
   * Takes the next bytes.
   * @throws ExchangeFault when they cannot be multipart, or exceed a bound.
   */
  push(chunk: Buffer): void {
    if (this.#first.length < 32) {
      this.#first = Buffer.concat([this.#first, chunk.subarray(0, 32 - this.#first.length)]);
    }
    let data = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const rest = this.#step(data);
      if (rest === undefined) break;
      data = rest;
    }
  }

  /**
   * Says that the bytes are complete.
   * @throws ExchangeFault when the closing boundary has not come.
   */
  finish(): readonly MultipartPart[] {
    if (this.#state === 'preamble') this.#fail('the boundary never came', 'boundary-never-seen');
    if (this.#state !== 'epilogue') {
      this.#fail('the body ends before the closing boundary', 'multipart-unfinished');
    }
    return this.#parts;
  }

  /** Does one step; what is left for the next, or `undefined` when more bytes are needed. */
  #step(data: Buffer): Buffer | undefined {
    switch (this.#state) {
      case 'preamble':
        return this.#readPreamble(data);
      case 'delimiter':
        return this.#readDelimiterEnd(data);
      case 'headers':
        return this.#readHeaders(data);
      case 'body':
        return this.#readBody(data);
      default:
        this.#countSurrounding(data.length, 'bytes follow the closing boundary without end');
        return this.#keep(data.subarray(data.length));
    }
  }

  #readPreamble(data: Buffer): Buffer | undefined {
    const at = data.indexOf(this.#delimiter);
    if (at === -1) {
      const safe = Math.max(0, data.length - this.#delimiter.length + 1);
      this.#countSurrounding(safe, 'the boundary never came');
      return this.#keep(data.subarray(safe));
    }
    this.#countSurrounding(at, 'the boundary comes too late');
    this.#surroundingBytes = 0;
    this.#state = 'delimiter';
    return data.subarray(at + this.#delimiter.length);
  }

  #readDelimiterEnd(data: Buffer): Buffer | undefined {
    if (data.length < 2) return this.#keep(data);
    if (data[0] === DASH && data[1] === DASH) {
      this.#state = 'epilogue';
      return data.subarray(2);
    }
    let at = 0;
    while (at < data.length && (data[at] === 0x20 || data[at] === 0x09)) at += 1;
    if (at > MAX_PADDING_BYTES) this.#fail('endless padding after a boundary');
    if (data.length - at < 2) {
      if (data.length - at === 1 && data[at] !== CR) this.#failAtDelimiter(data[at]);
      return this.#keep(data);
    }
    if (data[at] !== CR || data[at + 1] !== LF) this.#failAtDelimiter(data[at]);
    if (this.#parts.length === this.#limits.maxParts) {
      throw new ExchangeFault({ kind: 'too-large', limit: 'parts', max: this.#limits.maxParts });
    }
    this.#state = 'headers';
    // The line end stays: with another one it is an empty header.
    return data.subarray(at);
  }

  #readHeaders(data: Buffer): Buffer | undefined {
    const at = data.indexOf(HEADER_END);
    if (at > MAX_HEADER_BYTES || (at === -1 && data.length > MAX_HEADER_BYTES + 3)) {
      this.#fail(`a part has more than ${MAX_HEADER_BYTES} bytes of headers`);
    }
    if (at === -1) {
      const next = data.indexOf(this.#delimiter);
      if (next !== -1) this.#fail('a part ends within its headers');
      return this.#keep(data);
    }
    this.#headers = this.#parseHeaders(data.toString('latin1', Math.min(2, at), at));
    this.#state = 'body';
    this.#skip = 2;
    return data.subarray(at + 2);
  }

  #readBody(data: Buffer): Buffer | undefined {
    const at = data.indexOf(this.#delimiter);
    if (at === -1) {
      const safe = data.length - this.#delimiter.length + 1;
      if (safe <= 0) return this.#keep(data);
      this.#collect(data.subarray(0, safe));
      return this.#keep(data.subarray(safe));
    }
    this.#collect(data.subarray(0, at));
    this.#parts.push({ headers: this.#headers, body: this.#body.take() });
    this.#state = 'delimiter';
    return data.subarray(at + this.#delimiter.length);
  }

  #collect(bytes: Buffer): void {
    const skipped = Math.min(this.#skip, bytes.length);
    this.#skip -= skipped;
    const content = bytes.subarray(skipped);
    const max = this.#limits.maxPartBytes;
    if (this.#body.length + content.length > max) {
      throw new ExchangeFault({ kind: 'too-large', limit: 'part-bytes', max });
    }
    this.#body.append(content);
  }

  #parseHeaders(text: string): ReadonlyMap<string, string> {
    const headers = new Map<string, string>();
    // A line that begins with a space continues the one before (RFC 5322 2.2.3).
    const lines = text === '' ? [] : text.replace(/\r\n[ \t]/g, ' ').split('\r\n');
    if (lines.length > MAX_HEADERS) this.#fail(`a part has more than ${MAX_HEADERS} headers`);
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
      if (!/^[!-9;-~]+$/.test(name)) this.#fail('a part has a line that is no header');
      if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
    }
    return headers;
  }

  /** Keeps bytes for the next push, as a copy so that no large piece stays alive. */
  #keep(rest: Buffer): undefined {
    this.#pending = Buffer.from(rest);
  }

  #countSurrounding(bytes: number, message: string): void {
    this.#surroundingBytes += bytes;
    if (this.#surroundingBytes > MAX_SURROUNDING_BYTES) {
      const hint = this.#state === 'preamble' ? 'boundary-never-seen' : 'multipart-malformed';
      this.#fail(message, hint);
    }
  }

  #failAtDelimiter(byte: number | undefined): never {
    return this.#fail(
      byte === LF ? 'lines end with LF alone' : 'a boundary is not the end of its line',
    );
  }

  #fail(
    message: string,
    hint:
      | 'multipart-malformed'
      | 'multipart-unfinished'
      | 'boundary-never-seen' = 'multipart-malformed',
  ): never {
    throw protocolFault(message, hint, this.#first);
  }
}

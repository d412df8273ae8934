import { pipeline, type Readable, type Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import { ByteAccumulator } from '../dicom/dul/byte-accumulator.ts';
import type { ExchangeClock } from './exchange-clock.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import { type DicomWebHint, type DicomWebLimit, ExchangeFault, protocolFault } from './outcome.ts';

const FIRST_BYTES = 32;

/** One HTTP answer whose body is still to be read, once. */
export class Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  /** `undefined` when absent or unreadable. */
  readonly mediaType: MediaType | undefined;
  readonly #response: Dispatcher.ResponseData;
  readonly #clock: ExchangeClock;
  #receivedBytes = 0;
  #complete = false;

  constructor(response: Dispatcher.ResponseData, clock: ExchangeClock) {
    this.#response = response;
    this.#clock = clock;
    this.status = response.statusCode;
    this.contentType = this.header('content-type')?.slice(0, 200);
    this.mediaType = this.contentType === undefined ? undefined : parseMediaType(this.contentType);
  }

  /** Body bytes so far, before decompression. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Whether the body was read to its end, so that the connection can be used again. */
  get complete(): boolean {
    return this.#complete;
  }

  /** The first value of a header. */
  header(name: string): string | undefined {
    const value = this.#response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  /** All values of a header in one list (RFC 9110 5.3). */
  headerList(name: string): string | undefined {
    const value = this.#response.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Cuts the body: nobody will read it. */
  discard(): void {
    this.#response.body.on('error', () => undefined).destroy();
  }

  /**
   * The body in pieces, decompressed (RFC 9110 8.4.1).
   * @throws ExchangeFault when more than `maxBytes` come, compressed or not.
   */
  async *chunks(maxBytes: number, limit: DicomWebLimit = 'body-bytes'): AsyncGenerator<Buffer> {
    const tooLarge = (): ExchangeFault =>
      new ExchangeFault({ kind: 'too-large', limit, max: maxBytes });
    const declared = this.header('content-length');
    if (declared !== undefined && Number(declared) > maxBytes) throw tooLarge();
    let bodyBytes = 0;
    for await (const chunk of await this.#decode(maxBytes, tooLarge)) {
      bodyBytes += chunk.length;
      if (bodyBytes > maxBytes) throw tooLarge();
      yield chunk;
    }
    this.#complete = true;
  }

  /** The whole body. */
  async bytes(maxBytes: number): Promise<Buffer> {
    const collected = new ByteAccumulator();
    for await (const chunk of this.chunks(maxBytes)) collected.append(chunk);
    return collected.take();
  }

  /** A fault that shows the beginning of the body; the rest is not read. */
  async fault(message: string, hint: DicomWebHint): Promise<ExchangeFault> {
    const first = await this.#firstBytes();
    const isHtml = /^\s*<(!doctype\s+html|html|head|body|script|!--)/i.test(
      first.toString('latin1'),
    );
    return protocolFault(message, isHtml ? 'html-page' : hint, first);
  }

  async #firstBytes(): Promise<Buffer> {
    const collected = new ByteAccumulator();
    for await (const chunk of this.chunks(Number.MAX_SAFE_INTEGER)) {
      collected.append(chunk.subarray(0, FIRST_BYTES));
      if (collected.length >= FIRST_BYTES) break;
    }
    return collected.peek(FIRST_BYTES);
  }

  async #decode(maxBytes: number, tooLarge: () => Error): Promise<AsyncIterable<Buffer>> {
    const encoding = this.header('content-encoding')?.trim().toLowerCase() ?? '';
    const raw = this.#countRaw(this.#response.body, maxBytes, tooLarge);
    if (encoding === '' || encoding === 'identity') return raw;
    const decoder = await createDecoder(encoding);
    if (decoder === undefined) {
      this.discard();
      throw protocolFault(
        'the body has a content encoding that was not asked for',
        'content-encoding',
      );
    }
    // Its error comes out of the iteration over the decoder.
    return pipeline(raw, decoder, () => undefined);
  }

  async *#countRaw(
    body: Readable,
    maxBytes: number,
    tooLarge: () => Error,
  ): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      const bytes: unknown = chunk;
      if (!Buffer.isBuffer(bytes)) continue;
      this.#receivedBytes += bytes.length;
      this.#clock.touch();
      if (this.#receivedBytes > maxBytes) throw tooLarge();
      yield bytes;
    }
  }
}

async function createDecoder(encoding: string): Promise<Transform | undefined> {
  const { createBrotliDecompress, createUnzip } = await import('node:zlib');
  if (encoding === 'gzip' || encoding === 'x-gzip' || encoding === 'deflate') return createUnzip();
  return encoding === 'br' ? createBrotliDecompress() : undefined;
}

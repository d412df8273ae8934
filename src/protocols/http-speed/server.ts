import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AddressFilter, buildAddressFilter, plainAddress } from '../iperf3/allow-list.ts';
import { Pacer } from '../iperf3/pacer.ts';
import { ActivityLog } from './activity-log.ts';
import { directionOf, readRequest } from './server-request.ts';
import type { SpeedServer, SpeedServerEvent, SpeedServerOptions } from './server-types.ts';

const blockBytes = 262_144;

/**
 * Starts an HTTP test point that speaks LibreSpeed's and Cloudflare's paths, for a line to be
 * measured from elsewhere. Every transfer is bounded in bytes and time, connections in number.
 * Uploads are counted, dropped, and answered with `x-received`.
 *
 * @throws the system's error when the address cannot be listened on, RangeError when an option or
 * an entry of `allow` makes no sense.
 */
export async function startHttpSpeedServer(options: SpeedServerOptions): Promise<SpeedServer> {
  const point = new TestPoint(options);
  const server = createServer({
    keepAliveTimeout: 10_000,
    headersTimeout: 10_000,
    requestTimeout: (options.maxSeconds + 10) * 1000,
    connectionsCheckingInterval: 5_000,
    maxHeaderSize: 8_192,
    noDelay: true,
  });
  server.maxConnections = options.maxConnections ?? 64;
  server.on('request', (request, response) => void point.answer(request, response));
  await listen(server, options.address, options.port);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no TCP address');
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    options.signal?.removeEventListener('abort', close);
    closing ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      point.close();
    });
    return closing;
  };
  options.signal?.addEventListener('abort', close, { once: true });
  if (options.signal?.aborted === true) await close();
  return { address: bound.address, port: bound.port, close };
}

class TestPoint {
  readonly #allows: AddressFilter;
  readonly #activity: ActivityLog;
  readonly #emit: (event: SpeedServerEvent) => void;
  readonly #pacer: Pacer | undefined;
  readonly #block: Buffer;
  readonly #simulated: boolean;
  readonly #maxSeconds: number;
  readonly #maxTransferBytes: number;

  constructor(options: SpeedServerOptions) {
    const { maxMbps, maxSeconds, maxTransferBytes = 1_073_741_824 } = options;
    if (!(maxSeconds >= 1 && maxSeconds <= 3600))
      throw new RangeError('maxSeconds must lie between 1 and 3600');
    if (maxMbps !== undefined && !(maxMbps >= 0.1))
      throw new RangeError('maxMbps must be at least 0.1');
    this.#allows = buildAddressFilter(options.allow);
    this.#emit = options.onEvent ?? (() => undefined);
    this.#activity = new ActivityLog(this.#emit);
    this.#pacer = maxMbps === undefined ? undefined : new Pacer(maxMbps);
    this.#block = randomBytes(this.#pacer?.blockBytes(blockBytes) ?? blockBytes);
    this.#simulated = options.simulated === true;
    this.#maxSeconds = maxSeconds;
    this.#maxTransferBytes = maxTransferBytes;
  }

  close(): void {
    this.#activity.close();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A request forgets its socket once that is destroyed.
    const { socket } = request;
    const peer = plainAddress(socket.remoteAddress);
    response.setHeader('cache-control', 'no-store');
    if (this.#simulated) response.setHeader('x-rispacs-simulator', '1');
    if (!this.#allows(peer)) {
      this.#emit({ kind: 'denied', peer });
      return refuse(request, response, 403);
    }
    const asked = readRequest(request.method, request.url, this.#maxTransferBytes);
    if (asked.kind === 'unknown') return refuse(request, response, 404);
    if (asked.kind === 'not-allowed-method') return refuse(request, response, 405);
    if (asked.kind === 'ping') {
      response.writeHead(200, { 'content-length': 0 }).end();
      return;
    }
    if (asked.kind === 'address') {
      const isJson = asked.style === 'librespeed';
      const body = isJson
        ? JSON.stringify({ processedString: peer, rawIspInfo: '' })
        : `ip=${peer}\n`;
      response.writeHead(200, { 'content-type': isJson ? 'application/json' : 'text/plain' });
      response.end(body);
      return;
    }
    const transfer = this.#activity.begin(peer, directionOf(asked));
    const signal = AbortSignal.timeout(this.#maxSeconds * 1000);
    try {
      if (asked.kind === 'send') await this.#send(response, asked.bytes, transfer.count, signal);
      else await this.#receive(request, response, transfer.count, signal);
    } catch {
      // The peer left, or its time is up: either way the connection has nothing more to say.
      socket.destroy();
    } finally {
      transfer.end();
    }
  }

  async #send(
    response: ServerResponse,
    bytes: number,
    count: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const block = this.#block;
    const pace = (moved: number): Promise<void> | undefined => this.#pace(moved, signal);
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': bytes,
    });
    const body = async function* (): AsyncGenerator<Buffer> {
      for (let left = bytes; left > 0; left -= block.length) {
        const piece = left >= block.length ? block : block.subarray(0, left);
        await pace(piece.length);
        yield piece;
        count(piece.length);
      }
    };
    await pipeline(body, response, { signal });
  }

  async #receive(
    request: IncomingMessage,
    response: ServerResponse,
    count: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let received = 0;
    await pipeline(
      request,
      async (body: AsyncIterable<Buffer>): Promise<void> => {
        for await (const chunk of body) {
          received += chunk.length;
          count(chunk.length);
          if (received > this.#maxTransferBytes) throw new RangeError('upload too long');
          await this.#pace(chunk.length, signal);
        }
      },
      { signal },
    );
    response.writeHead(200, { 'content-length': 0, 'x-received': received }).end();
  }

  #pace(bytes: number, signal: AbortSignal): Promise<void> | undefined {
    const waitMs = this.#pacer?.reserve(bytes) ?? 0;
    return waitMs > 0 ? sleep(waitMs, undefined, { signal }) : undefined;
  }
}

/** Answers without reading a body that may follow: the connection ends with the answer. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const { socket } = request;
  response.writeHead(status, { 'content-length': 0, connection: 'close' });
  response.end(() => socket.destroySoon());
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Pacer } from '../iperf3/pacer.ts';
import { SpeedFault } from './failure-reading.ts';
import type { SpeedPlan } from './speed-plan.ts';
import { leastDownloadBytes, mostUploadBytes } from './styles.ts';
import type { TransferTally } from './transfer-tally.ts';

/** What every transfer of a test shares. */
export interface TransferContext {
  plan: SpeedPlan;
  dispatcher: Dispatcher;
  pacer: Pacer | undefined;
  tally: TransferTally;
  /** Ends the transfers; requests in flight are cut. */
  signal: AbortSignal;
}

const uploadChunkBytes = 65_536;
const firstUploadBytes = 262_144;

/** Downloads one body after the other on one connection until the signal ends it. */
export async function keepDownloading(context: TransferContext): Promise<void> {
  const { dispatcher, pacer, plan, signal, tally } = context;
  const path = plan.paths.download;
  while (!signal.aborted) {
    const response = await dispatcher.request({ path, method: 'GET', signal });
    tally.requests += 1;
    requireSuccess(response, path);
    let bodyBytes = 0;
    for await (const chunk of response.body) {
      const bytes: number = chunk.length;
      bodyBytes += bytes;
      tally.count(bytes);
      await pause(pacer, bytes, signal);
    }
    if (bodyBytes < leastDownloadBytes)
      throw new SpeedFault({
        kind: 'protocol-error',
        message: `${path} gave ${bodyBytes} bytes, not the body asked for`,
      });
  }
}

/**
 * Posts one body after the other on one connection until the signal ends it. Bodies grow until each
 * takes about a second, so that waiting for answers costs little and many are confirmed.
 */
export async function keepUploading(context: TransferContext): Promise<void> {
  const { dispatcher, pacer, plan, signal, tally } = context;
  const path = plan.paths.upload;
  const chunk = randomBytes(pacer?.blockBytes(uploadChunkBytes) ?? uploadChunkBytes);
  const noteAnswer = tally.answered.openLane();
  let bodyBytes = firstUploadBytes;
  while (!signal.aborted) {
    const startMs = performance.now();
    const handed = { bytes: 0 };
    const response = await dispatcher.request({
      path,
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(bodyBytes),
      },
      body: Readable.from(generateBody(chunk, bodyBytes, handed, context), {
        objectMode: false,
        highWaterMark: uploadChunkBytes,
      }),
      signal,
    });
    tally.requests += 1;
    requireSuccess(response, path);
    await response.body.dump({ limit: 65_536 });
    const answeredMs = performance.now();
    if (handed.bytes === bodyBytes) noteAnswer(startMs, answeredMs, bodyBytes);
    else tally.answered.distrust();
    recordReceived(response, bodyBytes, tally);
    const seconds = (answeredMs - startMs) / 1000;
    if (seconds < 0.5) bodyBytes = Math.min(bodyBytes * 2, mostUploadBytes);
    else if (seconds > 2) bodyBytes = Math.max(firstUploadBytes, Math.floor(bodyBytes / 2));
  }
}

/**
 * Gives out the body piece by piece; a piece is counted when the connection takes the next, and handed over before.
 */
async function* generateBody(
  chunk: Buffer,
  bodyBytes: number,
  handed: { bytes: number },
  { pacer, signal, tally }: TransferContext,
): AsyncGenerator<Buffer> {
  let leftBytes = bodyBytes;
  while (leftBytes > 0) {
    const piece = leftBytes >= chunk.length ? chunk : chunk.subarray(0, leftBytes);
    await pause(pacer, piece.length, signal);
    handed.bytes += piece.length;
    yield piece;
    leftBytes -= piece.length;
    tally.count(piece.length);
  }
}

async function pause(pacer: Pacer | undefined, bytes: number, signal: AbortSignal): Promise<void> {
  const waitMs = pacer?.reserve(bytes) ?? 0;
  if (waitMs > 0) await sleep(waitMs, undefined, { signal });
}

/** @throws SpeedFault unless the answer is a 2xx. */
export function requireSuccess(response: Dispatcher.ResponseData, path: string): void {
  const { headers, statusCode } = response;
  if (statusCode >= 200 && statusCode < 300) return;
  // Cutting the body's connection is meant: the test ends here.
  response.body.on('error', () => undefined).destroy();
  const { location } = headers;
  throw new SpeedFault({
    kind: 'http-status',
    status: statusCode,
    path,
    ...(typeof location === 'string' ? { location: location.slice(0, 200) } : {}),
  });
}

function recordReceived(
  response: Dispatcher.ResponseData,
  sentBytes: number,
  tally: TransferTally,
): void {
  const claim = response.headers['x-received'];
  if (typeof claim !== 'string' || !/^\d{1,15}$/.test(claim)) return;
  if (Number(claim) > sentBytes)
    throw new SpeedFault({
      kind: 'protocol-error',
      message: `the server says it received ${claim} bytes of the ${sentBytes} sent`,
    });
  tally.serverReceivedBytes = (tally.serverReceivedBytes ?? 0) + Number(claim);
}

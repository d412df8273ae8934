import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { encodeFileMeta } from '../../../src/protocols/dicom/data/encode-file-meta.ts';
import {
  type DicomWebConnection,
  type DicomWebOptions,
  openDicomWeb,
} from '../../../src/protocols/dicomweb/index.ts';
import type { SyntheticObject } from '../dicom/support/make-dicom-object.ts';
import { startFakeServer } from '../iperf3/fake-peers.ts';

/** What a test has to close when it ends. */
export class Cleanups {
  readonly #tasks: (() => Promise<unknown>)[] = [];

  add(task: () => Promise<unknown>): void {
    this.#tasks.push(task);
  }

  async run(): Promise<void> {
    for (const task of this.#tasks.splice(0).reverse()) await task();
  }
}

/** Listens on a free loopback port until the test ends. */
export async function listen(
  cleanups: Cleanups,
  server: Pick<Server, 'address' | 'close' | 'closeAllConnections' | 'listen'>,
): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Deadlines that end a test soon. */
export const SHORT_DEADLINES = {
  tcpMs: 1000,
  tlsMs: 500,
  headersMs: 400,
  idleMs: 400,
  totalMs: 3000,
};

/** A connection to `origin`, closed when the test ends. */
export async function open(
  cleanups: Cleanups,
  origin: string,
  options: Partial<DicomWebOptions> = {},
): Promise<DicomWebConnection> {
  const connection = await openDicomWeb({
    baseUrl: `${origin}/dicom-web`,
    deadlines: SHORT_DEADLINES,
    ...options,
  });
  cleanups.add(() => connection.close());
  return connection;
}

/** An HTTP server that answers as told, and a connection to it. */
export async function serve(
  cleanups: Cleanups,
  answer: RequestListener,
  options: Partial<DicomWebOptions> = {},
): Promise<DicomWebConnection> {
  const port = await listen(cleanups, createServer(answer));
  return open(cleanups, `http://127.0.0.1:${port}`, options);
}

/** A TCP server that does as told, and a connection to it. */
export async function serveRaw(
  cleanups: Cleanups,
  handle: (socket: Socket, index: number) => void,
  options: Partial<DicomWebOptions> = {},
): Promise<DicomWebConnection> {
  const server = await startFakeServer(handle);
  cleanups.add(() => server.close());
  return open(cleanups, `http://127.0.0.1:${server.port}`, options);
}

/** An object as a DICOM file. */
export function toFile(object: SyntheticObject): Buffer {
  return Buffer.concat([encodeFileMeta(object), object.dataset]);
}

/** A multipart body of parts that have a media type. */
export function multipart(
  boundary: string,
  ...parts: readonly { readonly type: string; readonly body: Buffer }[]
): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ body, type }) => [
      Buffer.from(`\r\n--${boundary}\r\nContent-Type: ${type}\r\n\r\n`),
      body,
    ]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

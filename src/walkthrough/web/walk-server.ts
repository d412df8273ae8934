import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Language } from '../../locale/language.ts';
import type { Walk } from '../contract.ts';
import { notFound, send } from './answer.ts';
import { ExaminerDesk } from './examiner-desk.ts';
import { FrontDesk } from './front-desk.ts';
import { type ServerLimits, usualLimits } from './limits.ts';
import { LinkBook } from './link-book.ts';
import { nameOrigins, type OwnOrigins } from './listen-address.ts';
import { MemberRequests } from './member-requests.ts';
import { loadPageFiles } from './page-files.ts';
import type { ServerEvent } from './server-events.ts';
import { StagedFiles } from './staged-files.ts';
import { UploadGate } from './upload-gate.ts';

/** How the page is served. */
export interface WalkServerOptions {
  readonly walk: Walk;
  /** An IP address of this computer, as {@link readListenAddress} gives it. */
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Name by which browsers reach this computer, as in its certificate. */
  readonly name?: string | undefined;
  /** PEM; without it the page is served over plain HTTP. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer } | undefined;
  /** That the page opens in. */
  readonly language: Language;
  readonly tell: (event: ServerEvent) => void;
  readonly limits?: Partial<ServerLimits>;
}

/** A page that is being served. */
export interface WalkServer {
  readonly port: number;
  readonly origins: OwnOrigins;
  /** A link for one more browser; `undefined` when there are too many. */
  readonly newLink: () => { readonly number: number; readonly url: string } | undefined;
  /** When a browser that was let in last asked for something, on the clock of `performance.now()`. */
  readonly lastUsedAt: () => number;
  /** Ends all connections; what was being weighed is stopped and leaves nothing. */
  readonly close: () => Promise<void>;
}

const uploadsAtOnce = 2;

/**
 * Serves the walk to browsers that come with a link.
 * @throws the system's error when the address cannot be listened on or the key and certificate are none
 */
export async function startWalkServer(options: WalkServerOptions): Promise<WalkServer> {
  const limits = { ...usualLimits, ...options.limits };
  const pageFiles = await loadPageFiles();
  const closing = new AbortController();
  const bounds = {
    keepAliveTimeout: 5_000,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(2_000, limits.headersMs),
    maxHeaderSize: 8_192,
    insecureHTTPParser: false,
    noDelay: true,
  };
  const { tls } = options;
  const server =
    tls === undefined
      ? http.createServer(bounds)
      : https.createServer({ ...bounds, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 });
  server.maxConnections = limits.connections;
  server.maxHeadersCount = 50;
  limitConnections(server, limits.connectionsOfPeer);
  // Until the port is known nobody can ask.
  let desk: FrontDesk | undefined;
  const answering = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const done = (async () => {
      const answer = await (desk?.answer(request) ?? notFound);
      send(request, response, answer);
    })().catch((error: unknown) => {
      options.tell({ kind: 'trouble', message: String(error) });
      response.destroy();
    });
    answering.add(done);
    done.finally(() => answering.delete(done));
  });
  await listen(server, options.address, options.port);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no TCP address');
  const { port } = bound;
  const { address, name } = options;
  const scheme = tls === undefined ? 'http' : 'https';
  const origins = nameOrigins({ scheme, address, port, name });
  const book = new LinkBook();
  const members = new MemberRequests({
    ...options,
    desk: new ExaminerDesk(options.walk),
    staged: new StagedFiles(),
    gate: new UploadGate(uploadsAtOnce),
    pageFiles,
    limits,
    closing: closing.signal,
  });
  desk = new FrontDesk({ book, members, origins, pageFiles, limits, tell: options.tell });
  let closed: Promise<void> | undefined;
  return {
    port,
    origins,
    newLink: () => {
      const link = book.issue();
      return link && { number: link.number, url: `${origins.first}/${link.token}/` };
    },
    lastUsedAt: () => desk?.lastUsedAt ?? 0,
    close: () => {
      closed ??= (async () => {
        closing.abort(new DOMException('the server is closing', 'AbortError'));
        const ended = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        await ended;
        await Promise.all(answering);
      })();
      return closed;
    },
  };
}

function limitConnections(server: http.Server | https.Server, most: number): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    const count = (counts.get(peer) ?? 0) + 1;
    counts.set(peer, count);
    socket.once('close', () => {
      const left = (counts.get(peer) ?? 1) - 1;
      if (left > 0) counts.set(peer, left);
      else counts.delete(peer);
    });
    if (count > most) socket.destroy();
  });
}

function listen(server: http.Server | https.Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

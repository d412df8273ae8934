import http from 'node:http';
import net from 'node:net';
import { countInto, type GuardCounters } from './guard-counters.ts';

/** Bounds of what a guarded browser may do on the network. */
export interface GuardOptions {
  /** Origins that may be reached, such as `https://view.example:8443`. */
  readonly origins: readonly string[];
  /** Everything that may be received; beyond it all connections are cut. */
  readonly maxBytes: number;
  readonly connectMs: number;
}

/** A proxy on the loopback interface that lets a browser reach the declared hosts and no other. */
export interface BrowserGuard {
  /** For `--proxy-server`. */
  readonly proxyUrl: string;
  readonly counters: GuardCounters;
  readonly close: () => Promise<void>;
}

const maxOtherHosts = 20;
const maxConnections = 128;
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Starts the proxy. All that a browser does passes through it, web workers and WebSockets too, so that what is refused
 * here is not reached, and what is counted is all there was.
 */
export async function openGuard(options: GuardOptions): Promise<BrowserGuard> {
  const allowed = new Set(options.origins.map((origin) => authorityOf(new URL(origin))));
  const counters = { receivedBytes: 0, otherHosts: new Set<string>(), isOverLimit: false };
  const sockets = new Set<net.Socket>();
  const state: { dialError?: string } = {};
  const keep = (socket: net.Socket): void => {
    // A kept-alive socket is handed to one request after the other.
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const count = countInto(counters, options.maxBytes, () => {
    for (const socket of sockets) socket.destroy();
  });
  const mayReach = (authority: string, host: string): boolean => {
    if (allowed.has(authority)) return !counters.isOverLimit;
    if (counters.otherHosts.size < maxOtherHosts) counters.otherHosts.add(host.slice(0, 253));
    return false;
  };
  const note = (error: Error): void => {
    state.dialError ??= 'code' in error ? String(error.code) : error.name;
  };
  const keepDialling = (socket: net.Socket): void => {
    keep(socket);
    if (!socket.connecting) return;
    socket.setTimeout(options.connectMs, () => socket.destroy(timedOut()));
    socket.once('connect', () => socket.setTimeout(0));
  };
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

  const server = http.createServer((request, response) => {
    forwardPlain(request, response, { agent, mayReach, count, note, keep: keepDialling });
  });
  server.maxConnections = maxConnections;
  server.on('connection', keep);
  server.on('connect', (request, client: net.Socket, head: Buffer) => {
    // A browser that goes away in the middle of it is no event.
    client.on('error', () => client.destroy());
    const target = parseAuthority(request.url ?? '');
    if (target === undefined || !mayReach(`${target.host}:${target.port}`, target.host)) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = net.connect({ host: target.host, port: target.port });
    keepDialling(upstream);
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.on('data', count);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', (error) => {
      note(error);
      client.destroy();
    });
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    proxyUrl: `http://127.0.0.1:${address.port}`,
    counters: {
      receivedBytes: () => counters.receivedBytes,
      isOverLimit: () => counters.isOverLimit,
      otherHosts: () => [...counters.otherHosts],
      dialError: () => state.dialError,
    },
    close: async () => {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function timedOut(): Error {
  return Object.assign(new Error('connect'), { code: 'ETIMEDOUT' });
}

interface Forwarding {
  readonly agent: http.Agent;
  readonly mayReach: (authority: string, host: string) => boolean;
  readonly count: (chunk: Buffer) => void;
  readonly note: (error: Error) => void;
  readonly keep: (socket: net.Socket) => void;
}

/** A plain http request, which a browser sends to its proxy with the whole address (RFC 9112 3.2.2). */
function forwardPlain(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { agent, mayReach, count, note, keep }: Forwarding,
): void {
  const text = request.url ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || !mayReach(authorityOf(url), url.hostname)) {
    response.writeHead(403).end();
    return;
  }
  const upstream = http.request({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 80 : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method: request.method ?? 'GET',
    headers: keepHeaders(request.headers),
    agent,
  });
  upstream.on('socket', keep);
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, keepHeaders(answer.headers));
    answer.on('data', count);
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  upstream.on('error', (error) => {
    note(error);
    response.destroy();
  });
  response.on('error', () => upstream.destroy());
  response.on('close', () => upstream.destroy());
  request.on('error', () => upstream.destroy());
  request.pipe(upstream);
}

function keepHeaders(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
}

function authorityOf(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()}:${port}`;
}

function parseAuthority(
  text: string,
): { readonly host: string; readonly port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]{1,253})):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return { host: host.toLowerCase(), port };
}

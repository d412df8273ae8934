import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';

/** What a page of the site answers; a string is HTML. */
export type Answer =
  | string
  | Buffer
  | ((request: http.IncomingMessage, response: http.ServerResponse) => void);

/** A small web site on the loopback interface. */
export interface ViewerSite {
  readonly origin: string;
  /** Method and path of every request, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts a site; with a key and certificate it speaks TLS. An unknown path is 404. */
export async function startSite(
  pages: Readonly<Record<string, Answer>>,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ViewerSite> {
  const asked: string[] = [];
  const handle: http.RequestListener = (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(`${request.method} ${request.url}`);
    const page = pages[path];
    if (page === undefined) response.writeHead(404).end('not here');
    else if (typeof page === 'function') page(request, response);
    else if (typeof page === 'string') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page);
    } else {
      response.setHeader('content-type', 'image/png');
      response.end(page);
    }
  };
  const server = tls === undefined ? http.createServer(handle) : https.createServer(tls, handle);
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A page with these contents on black. */
export function page(body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>body{margin:0;background:#000;color:#fff;font:16px sans-serif}</style></head><body>${body}</body></html>`;
}

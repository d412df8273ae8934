import type { IncomingMessage, ServerResponse } from 'node:http';
import { DICOMWEB_TOKEN, SIMULATOR_WEB_HEADER, WEB_NODE_HEADER } from '../identity.ts';
import { answerDicomweb } from './dicomweb.ts';
import type { ImageService } from './image-service.ts';
import { type Page, plainPage } from './page.ts';
import { readBody } from './read-body.ts';
import { answerPortal, answerViewer, WEB_PATHS } from './viewer-pages.ts';
import { answerWadoUri } from './wado-uri.ts';

/** What a simulated web server shows. */
export interface Site {
  /** Of the PACS. */
  readonly images: ImageService;
  /** Of the PACS of another vendor, where this server stands for its web server too. */
  readonly otherImages?: ImageService;
  /** `stopped`: the patients' portal answers 503 while the viewer goes on. */
  readonly portal: 'running' | 'stopped';
  /** Number of the node, where there are several. */
  readonly node?: number;
}

const maxBodyBytes = 64 * 1024 * 1024;
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE']);

/** Answers one request of the viewer, the patients' portal or a DICOMweb service (which wants a login). */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
): Promise<void> {
  const page = await choosePage(request, site);
  const body = typeof page.body === 'string' ? Buffer.from(page.body, 'utf8') : page.body;
  response.writeHead(page.status, {
    ...(page.status === 204 ? {} : { 'content-type': page.type, 'content-length': body.length }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    [SIMULATOR_WEB_HEADER]: '1',
    ...(site.node === undefined ? {} : { [WEB_NODE_HEADER]: String(site.node) }),
    // What was not read of a body goes with the connection.
    ...(request.complete ? {} : { connection: 'close' }),
    ...page.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function choosePage(request: IncomingMessage, site: Site): Promise<Page> {
  const method = request.method ?? 'GET';
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url === null) return plainPage(400, 'bad request');
  const path = url.pathname;
  for (const [root, service] of [
    [WEB_PATHS.imageRoot, site.images],
    [WEB_PATHS.otherImageRoot, site.otherImages],
  ] as const) {
    if (service !== undefined && (path === root || path.startsWith(`${root}/`)))
      return await answerImages(request, url, root, service);
  }
  if (method !== 'GET' && method !== 'HEAD') return plainPage(405, 'method not allowed');
  if (path === WEB_PATHS.wadoUri)
    return refuseStranger(request, site.images) ?? answerWadoUri(url.searchParams, site.images);
  if (path.startsWith(WEB_PATHS.viewer)) return await answerViewer(path, site.images);
  if (path !== WEB_PATHS.portal) return plainPage(404, 'not found');
  return site.portal === 'running' ? answerPortal() : plainPage(503, 'out of service');
}

async function answerImages(
  request: IncomingMessage,
  url: URL,
  root: string,
  service: ImageService,
): Promise<Page> {
  const refusal = refuseStranger(request, service);
  if (refusal !== undefined) return refusal;
  const method = request.method ?? 'GET';
  if (!methods.has(method)) return plainPage(405, 'method not allowed');
  const body = method === 'POST' ? await readBody(request, maxBodyBytes) : Buffer.alloc(0);
  if (body === undefined) return plainPage(413, 'too large');
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  return await answerDicomweb(
    {
      method,
      parts: url.pathname
        .slice(root.length)
        .split('/')
        .filter((part) => part !== ''),
      query: url.searchParams,
      accept: request.headers.accept ?? '',
      contentType: request.headers['content-type'] ?? '',
      body,
      root: `${scheme}://${request.headers.host ?? 'localhost'}${root}`,
    },
    service,
  );
}

function refuseStranger(
  { headers }: IncomingMessage,
  { behaviour }: ImageService,
): Page | undefined {
  if (behaviour.login === 'none' || headers.authorization === `Bearer ${DICOMWEB_TOKEN}`)
    return undefined;
  return {
    ...plainPage(401, 'authentication required'),
    headers: { 'www-authenticate': 'Bearer realm="RISPACS_SIM"' },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { DICOMWEB_TOKEN, SIMULATOR_WEB_HEADER, WEB_NODE_HEADER } from '../identity.ts';
import type { Archive } from '../pacs/archive.ts';
import { answerDicomweb } from './dicomweb.ts';
import { type Page, plainPage } from './page.ts';
import { readBody } from './read-body.ts';
import { answerPortal, answerViewer, WEB_PATHS } from './viewer-pages.ts';

/** What a simulated web server shows. */
export interface Site {
  readonly archive: Archive;
  /** `stopped`: the patients' portal answers 503 while the viewer goes on. */
  readonly portal: 'running' | 'stopped';
  /** Number of the node, where there are several. */
  readonly node?: number;
}

const maxBodyBytes = 64 * 1024 * 1024;
const dicomwebRoot = '/dicom-web/';

/** Answers one request of the viewer, the patients' portal or the DICOMweb service (which wants a login). */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
): Promise<void> {
  const page = await choosePage(request, site);
  const body = typeof page.body === 'string' ? Buffer.from(page.body, 'utf8') : page.body;
  response.writeHead(page.status, {
    'content-type': page.type,
    ...(page.status === 204 ? {} : { 'content-length': body.length }),
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
  if (`${path}/` === dicomwebRoot || path.startsWith(dicomwebRoot)) {
    return await answerWithLogin(request, url, site.archive);
  }
  if (method !== 'GET' && method !== 'HEAD') return plainPage(405, 'method not allowed');
  if (path.startsWith(WEB_PATHS.viewer)) return answerViewer(path, site.archive);
  if (path !== WEB_PATHS.portal) return plainPage(404, 'not found');
  return site.portal === 'running' ? answerPortal() : plainPage(503, 'out of service');
}

async function answerWithLogin(
  request: IncomingMessage,
  url: URL,
  archive: Archive,
): Promise<Page> {
  if (request.headers.authorization !== `Bearer ${DICOMWEB_TOKEN}`) {
    return {
      ...plainPage(401, 'authentication required'),
      headers: { 'www-authenticate': 'Bearer realm="RISPACS_SIM"' },
    };
  }
  const method = request.method ?? 'GET';
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    return plainPage(405, 'method not allowed');
  }
  const body = method === 'POST' ? await readBody(request, maxBodyBytes) : Buffer.alloc(0);
  if (body === undefined) return plainPage(413, 'too large');
  return await answerDicomweb(
    {
      method,
      parts: url.pathname
        .slice(dicomwebRoot.length)
        .split('/')
        .filter((part) => part !== ''),
      query: url.searchParams,
      accept: request.headers.accept ?? '',
      contentType: request.headers['content-type'] ?? '',
      body,
    },
    archive,
  );
}

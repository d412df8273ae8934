import type { IncomingMessage, ServerResponse } from 'node:http';
import { HOSPITAL_NAME, SIMULATED_BANNER, SIMULATOR_WEB_HEADER } from '../identity.ts';

/** Paths of the simulated web server. */
export const WEB_PATHS = {
  viewer: '/xem-anh/',
  portal: '/ket-qua/',
  dicomweb: '/dicom-web/studies',
} as const;

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one request of the viewer, the patient portal or the DICOMweb service (which wants a login). */
export function answerPage(request: IncomingMessage, response: ServerResponse): void {
  // Nothing is ever read from a client; a body is let go with the connection.
  request.resume();
  const page = choosePage(request.method ?? 'GET', request.url ?? '/');
  const body = Buffer.from(page.body, 'utf8');
  response.writeHead(page.status, {
    'content-type': page.type,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    [SIMULATOR_WEB_HEADER]: '1',
    ...page.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function choosePage(method: string, target: string): Page {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'method not allowed');
  const path = target.split('?', 1)[0] ?? '/';
  if (path === WEB_PATHS.viewer) return html('Xem hình ảnh', 'Danh sách ca chụp thử');
  if (path === WEB_PATHS.portal) return html('Cổng kết quả', 'Tra cứu kết quả chẩn đoán hình ảnh');
  if (path === '/dicom-web' || path.startsWith('/dicom-web/')) {
    return {
      ...plain(401, 'authentication required'),
      headers: { 'www-authenticate': 'Bearer realm="RISPACS_SIM"' },
    };
  }
  return plain(404, 'not found');
}

function html(title: string, text: string): Page {
  const body = [
    '<!doctype html>',
    '<html lang="vi"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title} - ${SIMULATED_BANNER}</title></head>`,
    `<body><p><strong>${SIMULATED_BANNER}</strong></p>`,
    `<h1>${title}</h1><p>${HOSPITAL_NAME}: ${text}.</p></body></html>`,
    '',
  ].join('\n');
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

function plain(status: number, body: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}

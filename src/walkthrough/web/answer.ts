import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BilingualText } from '../../locale/language.ts';
import type { PageFile } from './page-files.ts';

/** What a request comes to. */
export type Answer =
  | { readonly kind: 'file'; readonly status: number; readonly file: PageFile }
  | { readonly kind: 'json'; readonly status: number; readonly value: unknown }
  | { readonly kind: 'text'; readonly status: number; readonly text: string }
  | {
      readonly kind: 'redirect';
      readonly status: 303 | 308;
      readonly to: string;
      readonly cookie?: string;
    };

/** Nothing is loaded from elsewhere, run inline, shown in a frame or kept by a cache (CSP Level 3). */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  // "no-referrer" would make browsers send "Origin: null" with the form of the first page.
  'referrer-policy': 'same-origin',
} as const;

/** Nothing is said of why: a link that never was and a page that is not there look the same. */
export const notFound: Answer = {
  kind: 'text',
  status: 404,
  text: 'Trang này chỉ mở bằng đường dẫn riêng do người chạy công cụ đưa.\nThis page opens only by the link that the person who runs the tool gives out.\n',
};

/** A sentence for the page to show. */
export function sentence(status: number, vi: string, en: string): Answer {
  const text: BilingualText = { vi, en };
  return { kind: 'json', status, value: { sentence: text } };
}

/** Sends an answer. When the request was not read to its end, the connection ends with it. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { socket } = request;
  const isUnread = !request.complete;
  if (isUnread) response.setHeader('connection', 'close');
  const { mediaType, bytes } = bodyOf(answer);
  if (answer.kind === 'redirect') {
    response.setHeader('location', answer.to);
    if (answer.cookie !== undefined) response.setHeader('set-cookie', answer.cookie);
  }
  response.writeHead(answer.status, { 'content-type': mediaType, 'content-length': bytes.length });
  response.end(bytes, () => {
    if (isUnread) socket.destroySoon();
  });
}

function bodyOf(answer: Answer): PageFile {
  const plain = 'text/plain; charset=utf-8';
  switch (answer.kind) {
    case 'file':
      return answer.file;
    case 'json':
      return {
        mediaType: 'application/json; charset=utf-8',
        bytes: Buffer.from(JSON.stringify(answer.value)),
      };
    case 'text':
      return { mediaType: plain, bytes: Buffer.from(answer.text) };
    case 'redirect':
      return { mediaType: plain, bytes: Buffer.alloc(0) };
  }
}

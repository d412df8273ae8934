import type { IncomingMessage } from 'node:http';
import { type Answer, notFound } from './answer.ts';
import type { ServerLimits } from './limits.ts';
import { isSameSecret, isSecret, type LinkBook, sessionSeconds, type Visit } from './link-book.ts';
import type { OwnOrigins } from './listen-address.ts';
import type { MemberRequests } from './member-requests.ts';
import type { PageFiles } from './page-files.ts';
import { RateLimit } from './rate-limit.ts';
import { readTarget, type Target } from './routes.ts';
import type { ServerEvent } from './server-events.ts';

const cookieName = 'rispacs_walk';
const mostCookies = 10;

/** What is needed to decide who gets in. */
export interface FrontDeskParts {
  readonly book: LinkBook;
  readonly members: MemberRequests;
  readonly origins: OwnOrigins;
  readonly pageFiles: PageFiles;
  readonly limits: ServerLimits;
  readonly tell: (event: ServerEvent) => void;
}

/** Decides who gets in, before a byte of a body is read. */
export class FrontDesk {
  readonly #parts: FrontDeskParts;
  readonly #strangers: RateLimit;
  readonly #toldOf = new RateLimit(1);
  /** When a browser that was let in last asked for something, on the clock of `performance.now()`. */
  lastUsedAt = performance.now();

  constructor(parts: FrontDeskParts) {
    this.#parts = parts;
    this.#strangers = new RateLimit(parts.limits.strangersPerMinute);
  }

  /** Answers one request. */
  async answer(request: IncomingMessage): Promise<Answer> {
    const { origins, book } = this.#parts;
    const target = readTarget(request.method ?? '', request.url ?? '');
    const [host, ...otherHosts] = request.headersDistinct.host ?? [];
    if (host === undefined || otherHosts.length > 0 || !origins.hosts.has(host.toLowerCase()))
      return this.#refuse(request);
    if (target === undefined || !isSecret(target.token)) return this.#refuse(request);
    const visit = book.look(target.token, readCookies(request));
    if (visit.kind === 'unknown') return this.#refuse(request);
    if (target.lacksSlash)
      return target.route?.kind === 'front'
        ? { kind: 'redirect', status: 308, to: `/${target.token}/` }
        : notFound;
    const isOutside = this.#isOutside(request, target);
    if (visit.kind !== 'member') return isOutside ? notFound : this.#door(request, target, visit);
    const { route } = target;
    if (route === undefined) return notFound;
    const changes = !['front', 'file', 'state', 'claim'].includes(route.kind);
    const key = request.headers['x-walk-key'];
    if (
      isOutside ||
      (changes && (typeof key !== 'string' || !isSameSecret(key, visit.session.csrfKey)))
    )
      return notFound;
    this.lastUsedAt = performance.now();
    if (route.kind === 'claim') return { kind: 'redirect', status: 303, to: `/${target.token}/` };
    return this.#parts.members.answer(visit.session, route, request);
  }

  /** Whether a request was made by another site's page (RFC 6454; Fetch Metadata). */
  #isOutside({ method, headers }: IncomingMessage, { route }: Target): boolean {
    const site = headers['sec-fetch-site'];
    const isRead = method === 'GET' || method === 'HEAD';
    // A link may be followed from anywhere; the page behind it may only be asked for by itself.
    if (isRead) return route?.kind !== 'front' && site !== undefined && site !== 'same-origin';
    if (site !== undefined && site !== 'same-origin') return true;
    return headers.origin === undefined || !this.#parts.origins.origins.has(headers.origin);
  }

  #door(
    request: IncomingMessage,
    { token, route }: Target,
    visit: Extract<Visit, { kind: 'unclaimed' | 'used' }>,
  ): Answer {
    const { book, pageFiles, tell, origins } = this.#parts;
    const peer = peerOf(request);
    if (route?.kind === 'file' && (route.name === 'page.css' || route.name === 'icon.svg'))
      return { kind: 'file', status: 200, file: pageFiles(route.name) };
    if (route?.kind !== 'front' && route?.kind !== 'claim') return notFound;
    if (visit.kind === 'unclaimed' && route.kind === 'front')
      return { kind: 'file', status: 200, file: pageFiles('door.html') };
    const claimed = visit.kind === 'unclaimed' ? book.claim(token) : undefined;
    if (claimed === undefined) {
      if (this.#toldOf.take(`late ${visit.number}`))
        tell({ kind: 'came-late', number: visit.number, peer });
      return { kind: 'file', status: 410, file: pageFiles('used.html') };
    }
    tell({ kind: 'opened', number: claimed.number, peer });
    const isSecure = origins.first.startsWith('https:');
    const path = `/${token}`;
    // A cookie goes to every port of a host; this path is known to the holder of the link alone.
    const cookie = `${cookieName}=${claimed.cookie}; Path=${path}; Max-Age=${sessionSeconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
    return { kind: 'redirect', status: 303, to: `${path}/`, cookie };
  }

  #refuse(request: IncomingMessage): Answer {
    const peer = peerOf(request);
    if (this.#strangers.take(peer)) return notFound;
    if (this.#toldOf.take(`stranger ${peer}`)) this.#parts.tell({ kind: 'stranger', peer });
    return { kind: 'text', status: 429, text: '' };
  }
}

function readCookies({ headers }: IncomingMessage): readonly string[] {
  return (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName}=`))
    .map((pair) => pair.slice(cookieName.length + 1))
    .slice(0, mostCookies);
}

function peerOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

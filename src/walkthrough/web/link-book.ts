import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** One browser that was let in. */
export interface WalkSession {
  /** Number of its link, from 1. */
  readonly number: number;
  /** What its page sends back with everything that changes something. */
  readonly csrfKey: string;
}

/** What a link and the cookie that came with it amount to. */
export type Visit =
  | { readonly kind: 'unknown' }
  /** Nobody has opened the link yet. */
  | { readonly kind: 'unclaimed'; readonly number: number }
  /** Another browser has, or this one too long ago. */
  | { readonly kind: 'used'; readonly number: number }
  | { readonly kind: 'member'; readonly session: WalkSession };

interface Link {
  readonly number: number;
  readonly tokenHash: Buffer;
  claim?: { readonly cookieHash: Buffer; readonly endsAt: number; readonly session: WalkSession };
}

/** Links that a run may give out: each holds a browser and what it has uploaded. */
export const mostLinks = 20;
/** How long a browser that was let in may come back, in seconds: a working day. */
export const sessionSeconds = 12 * 3600;
const secretBytes = 32;
const secretForm = /^[A-Za-z0-9_-]{43}$/;

/**
 * The links of a run. A link opens for the browser that takes it first and for no other; what that browser gets in
 * return is a cookie. Only hashes of both are kept, and comparing takes the same time whatever is offered.
 */
export class LinkBook {
  readonly #links: Link[] = [];
  readonly #now: () => number;

  /** @param now - milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A new link, or `undefined` when there are too many. The token is kept nowhere else. */
  issue(): { readonly number: number; readonly token: string } | undefined {
    if (this.#links.length >= mostLinks) return undefined;
    const token = makeSecret();
    const number = this.#links.length + 1;
    this.#links.push({ number, tokenHash: hash(token) });
    return { number, token };
  }

  /** Who comes with this token and these cookies. */
  look(token: string, cookies: readonly string[]): Visit {
    const link = this.#find(token);
    if (link === undefined) return { kind: 'unknown' };
    const { number, claim } = link;
    if (claim === undefined) return { kind: 'unclaimed', number };
    const isMember = cookies
      .map((cookie) => isSecret(cookie) && timingSafeEqual(hash(cookie), claim.cookieHash))
      .some((isSame) => isSame);
    if (!isMember || this.#now() > claim.endsAt) return { kind: 'used', number };
    return { kind: 'member', session: claim.session };
  }

  /** Lets a browser in: the cookie it shows from now on; `undefined` when the link is not free. */
  claim(token: string): { readonly number: number; readonly cookie: string } | undefined {
    const link = this.#find(token);
    if (link === undefined || link.claim !== undefined) return undefined;
    const cookie = makeSecret();
    link.claim = {
      cookieHash: hash(cookie),
      endsAt: this.#now() + sessionSeconds * 1000,
      session: { number: link.number, csrfKey: makeSecret() },
    };
    return { number: link.number, cookie };
  }

  #find(token: string): Link | undefined {
    if (!isSecret(token)) return undefined;
    const wanted = hash(token);
    let found: Link | undefined;
    for (const link of this.#links) if (timingSafeEqual(link.tokenHash, wanted)) found = link;
    return found;
  }
}

/** Whether a text has the form of a token or cookie of ours. */
export function isSecret(text: string): boolean {
  return secretForm.test(text);
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function isSameSecret(offered: string, expected: string): boolean {
  return timingSafeEqual(hash(offered), hash(expected));
}

/** 256 random bits, as base64url (RFC 4648 part 5). */
function makeSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { systemErrorCode } from '../../errors/user-error.ts';
import { ERROR_CODES } from '../../protocols/hl7/build-ack.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { startHttpListener } from '../../protocols/hl7/http-listener.ts';
import type { ServerTls } from '../../protocols/hl7/listener.ts';
import { startListener } from '../../protocols/hl7/listener.ts';
import type { ListenerEvent, MessageHandler } from '../../protocols/hl7/listener-session.ts';
import { guessProtocol } from '../../protocols/hl7/noise-hint.ts';
import type { Belonging, MatchedBy } from './sort-message.ts';
import type { ResultListener } from './target.ts';

/** A message about our order that came to us as the HIS. */
export interface ReceivedResult {
  readonly message: Er7Message;
  readonly matchedBy: readonly MatchedBy[];
  readonly at: Date;
}

/** What was refused, in numbers only. */
export interface RefusedCounts {
  readonly otherOrder: number;
  readonly wrongPatient: number;
  readonly foreign: number;
  /** Connections from addresses that the facility file does not name. */
  readonly strangers: number;
}

/** What came to the port and was no HL7, told once each: `tls`, `http`, a system's or OpenSSL's code. */
const mostOddities = 5;

/** Far above the results of one test case. */
const mostMessages = 100;
const mostBytes = 64 * 1024 * 1024;
const mostFrameBytes = 32 * 1024 * 1024;

/**
 * Our HIS side while a test case runs. A message about our order is acknowledged with AA and kept; anything else is
 * refused with AR and dropped at once: only its number is known.
 */
export class ResultInbox {
  readonly messages: ReceivedResult[] = [];
  readonly #sort: (message: Er7Message) => Belonging;
  readonly #counts = { otherOrder: 0, wrongPatient: 0, foreign: 0, strangers: 0 };
  readonly #waiting = new Set<() => void>();
  readonly #oddities = new Set<string>();
  #bytes = 0;

  constructor(sort: (message: Er7Message) => Belonging) {
    this.#sort = sort;
  }

  get refused(): RefusedCounts {
    return { ...this.#counts };
  }

  get oddities(): readonly string[] {
    return [...this.#oddities];
  }

  /** What happened on the port beside messages. */
  readonly noteEvent = (event: ListenerEvent): void => {
    // A connection from an address that is not on the list was dropped.
    if (event.kind === 'rejected-peer') this.#counts.strangers += 1;
    else if (event.kind === 'socket-error') this.#noteOddity(event.code);
    else if (event.kind === 'framing' && 'firstBytesHex' in event.finding)
      this.#noteOddity(guessProtocol(Buffer.from(event.finding.firstBytesHex, 'hex')));
  };

  #noteOddity(what: string): void {
    if (what !== 'unknown' && this.#oddities.size < mostOddities) this.#oddities.add(what);
  }

  /** Serves one received message. */
  readonly handler: MessageHandler = ({ message }) => {
    const refuse = (text: string) =>
      ({ kind: 'ack', code: 'AR', errorCode: ERROR_CODES.unknownKey, text }) as const;
    const belonging = this.#sort(message);
    switch (belonging.kind) {
      case 'other-order':
        this.#counts.otherOrder += 1;
        return refuse('not the order of this test');
      case 'wrong-patient':
        this.#counts.wrongPatient += 1;
        this.#wake();
        return refuse('only the test patient is accepted here');
      case 'foreign':
        this.#counts.foreign += 1;
        return refuse('only the test patient is accepted here');
      case 'ours':
        break;
    }
    this.#bytes += message.bytes.length;
    if (this.messages.length >= mostMessages || this.#bytes > mostBytes)
      return { kind: 'ack', code: 'AE', text: 'too many messages' };
    this.messages.push({ message, matchedBy: belonging.matchedBy, at: new Date() });
    this.#wake();
    return { kind: 'ack', code: 'AA' };
  };

  /** Waits until a condition holds, the time is up or the signal fires; tells whether it holds. */
  async waitFor(isThere: () => boolean, maxMs: number, signal: AbortSignal): Promise<boolean> {
    const until = performance.now() + maxMs;
    while (!isThere()) {
      const left = until - performance.now();
      if (left <= 0 || signal.aborted) return false;
      await this.#nextArrival(left, signal);
    }
    return true;
  }

  #nextArrival(maxMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, maxMs);
      signal.addEventListener('abort', end, { once: true });
      this.#waiting.add(end);
    });
  }

  #wake(): void {
    for (const end of [...this.#waiting]) end();
  }
}

/** A listening inbox. */
export interface OpenInbox {
  readonly inbox: ResultInbox;
  readonly close: () => Promise<void>;
}

/**
 * Listens where the facility file says, for the hosts that it names.
 *
 * @returns the system's code when the address cannot be bound
 */
export async function openInbox(
  { host, port, transport, from }: ResultListener,
  tls: ServerTls | undefined,
  sort: (message: Er7Message) => Belonging,
): Promise<OpenInbox | { readonly code: string }> {
  const inbox = new ResultInbox(sort);
  try {
    const start = transport === 'http' ? startHttpListener : startListener;
    const listener = await start({
      host,
      port,
      allowedPeers: await resolveHosts(from),
      handler: inbox.handler,
      maxFrameBytes: mostFrameBytes,
      onEvent: inbox.noteEvent,
      ...(tls && { tls }),
    });
    return { inbox, close: () => listener.close() };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return { code };
  }
}

/** Addresses of hosts, networks as they are; a name that cannot be resolved lets nobody in. */
async function resolveHosts(hosts: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    hosts.map(async (host) => {
      if (isIP(host.split('/')[0] ?? '') !== 0) return [host];
      try {
        return (await lookup(host, { all: true })).map(({ address }) => address);
      } catch (error) {
        if (systemErrorCode(error) === undefined) throw error;
        return [];
      }
    }),
  );
  return [...new Set(found.flat())];
}

import type { Client } from 'undici';
import {
  connectTransport,
  type TlsFacts,
  type TransportFailure,
} from '../dicom/dul/connect-transport.ts';
import type { ExchangeClock } from './exchange-clock.ts';
import { type DicomWebOptions, type DicomWebSettings, settleOptions } from './options.ts';

const MAX_HEADER_BYTES = 32 * 1024;

/** Given by undici to a request whose connection did not come about. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** What connecting tells the exchange that waits for it. */
interface ConnectionLink {
  clock: ExchangeClock | undefined;
  /** Only when this exchange made the connection. */
  connectMs: number | undefined;
  tls: TlsFacts | undefined;
}

/** One HTTP/1.1 connection while an exchange uses it. */
export interface Lease {
  readonly client: Client;
  readonly link: ConnectionLink;
  /** Whether it had carried an exchange before this one. */
  readonly reused: boolean;
}

/**
 * A DICOMweb service and our open connections to it. Requests may run at the same time; each has a
 * connection to itself, which later ones use again.
 */
export class DicomWebConnection {
  readonly settings: DicomWebSettings;
  readonly #createClient: (link: ConnectionLink) => Client;
  readonly #idle: Lease[] = [];
  readonly #busy = new Set<Lease>();
  #closed = false;

  constructor(settings: DicomWebSettings, createClient: (link: ConnectionLink) => Client) {
    this.settings = settings;
    this.#createClient = createClient;
  }

  /**
   * Takes a connection for one exchange.
   * @throws Error after {@link DicomWebConnection.close}.
   */
  borrow(kind: 'any' | 'fresh', clock: ExchangeClock): Lease {
    if (this.#closed) throw new Error('this DICOMweb connection has been closed');
    const lease = (kind === 'any' ? this.#idle.pop() : undefined) ?? this.#create();
    lease.link.clock = clock;
    lease.link.connectMs = undefined;
    this.#busy.add(lease);
    return lease;
  }

  /** Gives a connection back: for later exchanges when its answer was read to the end, else destroyed. */
  async giveBack(lease: Lease, reusable: boolean): Promise<void> {
    this.#busy.delete(lease);
    lease.link.clock = undefined;
    if (reusable && !this.#closed) this.#idle.push({ ...lease, reused: true });
    else await lease.client.destroy();
  }

  /** Ends every connection; exchanges still running fail. */
  async close(): Promise<void> {
    this.#closed = true;
    const leases = [...this.#idle.splice(0), ...this.#busy];
    await Promise.all(leases.map(({ client }) => client.destroy()));
  }

  #create(): Lease {
    const link: ConnectionLink = { clock: undefined, connectMs: undefined, tls: undefined };
    return { client: this.#createClient(link), link, reused: false };
  }
}

/**
 * Prepares connections to a DICOMweb service (PS3.18 8.1); none is opened before the first request. HTTP/1.1 only:
 * it is what every server speaks, and one exchange per connection keeps deadlines apart.
 *
 * @throws TypeError or RangeError for options that cannot be used.
 */
export async function openDicomWeb(options: DicomWebOptions): Promise<DicomWebConnection> {
  const settings = settleOptions(options);
  const { Client: HttpClient } = await import('undici');
  return new DicomWebConnection(
    settings,
    (link) =>
      new HttpClient(settings.baseUrl.origin, {
        allowH2: false,
        pipelining: 1,
        maxHeaderSize: MAX_HEADER_BYTES,
        // Deadlines are the exchange's own: undici's are coarse and know nothing of phases.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: (_target, callback) => {
          connect(settings, link).then(
            (socket) => callback(null, socket),
            (error: unknown) =>
              callback(error instanceof Error ? error : new Error(String(error)), null),
          );
        },
      }),
  );
}

async function connect({ baseUrl, deadlines, tls }: DicomWebSettings, link: ConnectionLink) {
  const { clock } = link;
  const secure = baseUrl.protocol === 'https:';
  clock?.enter('tcp');
  const result = await connectTransport({
    host: baseUrl.hostname.replace(/^\[|\]$/g, ''),
    port: baseUrl.port === '' ? (secure ? 443 : 80) : Number(baseUrl.port),
    ...(secure ? { tls } : {}),
    tcpDeadlineMs: deadlines.tcpMs,
    tlsDeadlineMs: deadlines.tlsMs,
    ...(clock === undefined ? {} : { signal: clock.signal }),
  });
  if (result.kind === 'failed') throw new TransportError(result.failure);
  link.connectMs = (result.timings.tcpMs ?? 0) + (result.timings.tlsMs ?? 0);
  link.tls = result.tls;
  clock?.enterRequest();
  return result.socket;
}

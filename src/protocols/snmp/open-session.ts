import { type LibrarySession, loadSnmpLibrary, type Varbind } from './load-library.ts';
import type { SnmpFailure, SnmpGet, SnmpValue, SnmpWalk } from './outcome.ts';
import { readSnmpFailure } from './read-failure.ts';

/** Read access; secrets are values here and must reach no log. */
export type SnmpAccess =
  | { readonly version: 'v2c'; readonly community: string }
  | {
      readonly version: 'v3';
      readonly user: string;
      readonly authProtocol: 'md5' | 'sha' | 'sha256' | 'sha512';
      readonly authPassphrase: string;
      readonly privProtocol: 'des' | 'aes' | 'aes256';
      readonly privPassphrase: string;
    };

/** An agent and how patiently it is asked. */
export interface SnmpOptions {
  readonly host: string;
  /** 161 unless the agent was moved. */
  readonly port: number;
  readonly access: SnmpAccess;
  /** For one datagram, in milliseconds; it is sent again once. */
  readonly requestMs?: number;
  /** For one get or one walk as a whole, in milliseconds: what ends a slow agent with a long table. */
  readonly wholeMs?: number;
  readonly signal?: AbortSignal;
}

/** Read-only questions to one agent. Close it; requests under way then end as `cancelled`. */
export interface SnmpSession {
  /** GetRequest (RFC 3416 4.2.1) of at most 20 objects. */
  get(oids: readonly string[]): Promise<SnmpGet>;
  /** One column of a table by GetBulkRequest (RFC 3416 4.2.3). */
  walk(column: string, mostRows?: number): Promise<SnmpWalk>;
  close(): void;
}

const usualRows = 4_096;
const rowsPerRequest = 20;

/** Opens a socket to an agent; nothing is sent before the first question. */
export function openSnmpSession(options: SnmpOptions): SnmpSession {
  const { requestMs = 2_000, wholeMs = 20_000, signal } = options;
  const session = startSession(options, requestMs);
  const waiting = new Set<(failure: SnmpFailure) => void>();
  let closed = false;
  const endAll = (failure: SnmpFailure): void => {
    for (const end of [...waiting]) end(failure);
  };
  const close = (): void => {
    if (closed) return;
    closed = true;
    signal?.removeEventListener('abort', close);
    endAll({ kind: 'cancelled' });
    session.close();
  };
  if (signal?.aborted) close();
  else signal?.addEventListener('abort', close, { once: true });
  // A datagram that cannot be read, or a name that cannot be resolved, comes here and not to the request.
  session.on('error', (error) => endAll(readSnmpFailure(error, requestMs)));

  /** Runs one question under the deadline of the whole; whatever the library does afterwards is ignored. */
  const ask = <Answer>(
    begin: (end: (answer: Answer | SnmpFailure) => void) => void,
  ): Promise<Answer | SnmpFailure> => {
    if (closed) return Promise.resolve({ kind: 'cancelled' });
    return new Promise((resolve) => {
      const end = (answer: Answer | SnmpFailure): void => {
        clearTimeout(timer);
        waiting.delete(end);
        resolve(answer);
      };
      const timer = setTimeout(() => end({ kind: 'timeout', limitMs: wholeMs }), wholeMs);
      waiting.add(end);
      begin(end);
    });
  };

  return {
    get: (oids) => {
      if (oids.length > 20) throw new RangeError('more than 20 objects in one get');
      return ask<Extract<SnmpGet, { kind: 'values' }>>((end) =>
        session.get([...oids], (error, varbinds = []) => {
          if (error) return end(readSnmpFailure(error, requestMs));
          return end({ kind: 'values', values: readVarbinds(varbinds, (oid) => oid) });
        }),
      );
    },
    walk: (column, mostRows = usualRows) =>
      ask<Extract<SnmpWalk, { kind: 'column' }>>((end) => {
        const values = new Map<string, SnmpValue>();
        let ended = false;
        const finish = (answer: SnmpWalk): void => {
          ended = true;
          end(answer);
        };
        session.subtree(
          column,
          rowsPerRequest,
          (varbinds) => {
            if (ended || closed) return true;
            for (const [index, value] of readVarbinds(varbinds, (oid) =>
              oid.slice(column.length + 1),
            )) {
              if (values.size >= mostRows) break;
              values.set(index, value);
            }
            return values.size >= mostRows;
          },
          (error) => {
            if (error) return finish(readSnmpFailure(error, requestMs));
            return finish({ kind: 'column', values, truncated: values.size >= mostRows });
          },
        );
      }),
    close,
  };
}

function startSession({ host, port, access }: SnmpOptions, requestMs: number): LibrarySession {
  const snmp = loadSnmpLibrary();
  const common = { port, timeout: requestMs, retries: 1, backoff: 1 };
  if (access.version === 'v2c')
    return snmp.createSession(host, access.community, { ...common, version: snmp.Version2c });
  const privacy = { des: 'des', aes: 'aes', aes256: 'aes256b' } as const;
  return snmp.createV3Session(
    host,
    {
      name: access.user,
      level: snmp.SecurityLevel.authPriv,
      authProtocol: snmp.AuthProtocols[access.authProtocol],
      authKey: access.authPassphrase,
      privProtocol: snmp.PrivProtocols[privacy[access.privProtocol]],
      privKey: access.privPassphrase,
    },
    { ...common, version: snmp.Version3 },
  );
}

/** BER tags of the types that carry a value (RFC 2578 7.1). */
const types = { octets: 4, oid: 6, ipAddress: 64, counter64: 70 } as const;
const firstException = 128;

function readVarbinds(
  varbinds: readonly Varbind[],
  nameOf: (oid: string) => string,
): Map<string, SnmpValue> {
  const values = new Map<string, SnmpValue>();
  for (const { oid, type, value } of varbinds) {
    if (type >= firstException) continue;
    const read = readValue(type, value);
    if (read) values.set(nameOf(oid), read);
  }
  return values;
}

function readValue(type: number, value: unknown): SnmpValue | undefined {
  if (type === types.counter64 && Buffer.isBuffer(value))
    return { kind: 'counter64', value: readUnsigned(value) };
  if (Buffer.isBuffer(value)) return { kind: 'bytes', value };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string')
    return { kind: type === types.ipAddress ? 'address' : 'oid', value };
  return undefined;
}

/** The library hands a Counter64 over as its bytes, without leading zeros. */
function readUnsigned(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

import { createRequire } from 'node:module';

/** One variable of an answer. Error "types" 128-130 stand for noSuchObject, noSuchInstance, endOfMibView (RFC 3416 3). */
export interface Varbind {
  readonly oid: string;
  readonly type: number;
  readonly value: unknown;
}

/** What is used of a session of the library. */
export interface LibrarySession {
  get(oids: string[], done: (error: unknown, varbinds?: Varbind[]) => void): void;
  subtree(
    oid: string,
    maxRepetitions: number,
    feed: (varbinds: Varbind[]) => boolean | undefined,
    done: (error?: unknown) => void,
  ): void;
  on(event: 'error', listener: (error: unknown) => void): void;
  close(): void;
}

/** What is used of the library, which comes without types. */
export interface SnmpClientLibrary {
  createSession(host: string, community: string, options: object): LibrarySession;
  createV3Session(host: string, user: object, options: object): LibrarySession;
  readonly Version2c: number;
  readonly Version3: number;
  readonly SecurityLevel: Readonly<Record<string, number>>;
  readonly AuthProtocols: Readonly<Record<string, string>>;
  readonly PrivProtocols: Readonly<Record<string, string>>;
  readonly ObjectType: Readonly<Record<string, number>>;
}

/** Loads the SNMP library, which is heavy enough to be loaded only when asked for. */
export function loadSnmpLibrary(): SnmpClientLibrary {
  const library: unknown = createRequire(import.meta.url)('net-snmp');
  if (!isLibrary(library)) throw new Error('the SNMP library is another one than expected');
  return library;
}

function isLibrary(value: unknown): value is SnmpClientLibrary {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['createSession', 'createV3Session', 'SecurityLevel', 'AuthProtocols', 'ObjectType'].every(
      (name) => name in value,
    )
  );
}

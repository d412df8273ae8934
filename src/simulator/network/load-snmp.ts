import type { Socket } from 'node:dgram';
import { createRequire } from 'node:module';

/** A column of a table that the agent serves. */
export interface AgentColumn {
  readonly number: number;
  readonly name: string;
  readonly type: number;
  readonly maxAccess: number;
}

/** What the agent's management information base takes. */
export interface AgentMib {
  registerProvider(provider: object): void;
  addTableRow(table: string, row: readonly (number | string | Buffer)[]): void;
  setScalarValue(name: string, value: number | string | Buffer): void;
}

/** The agent's side of the SNMP library. */
export interface SnmpAgent {
  getMib(): AgentMib;
  getAuthorizer(): { addCommunity(community: string): void };
  close(callback: () => void): void;
}

/** What is used of the SNMP library, which comes without types. */
export interface SnmpLibrary {
  readonly createAgent: (options: object, callback: (error: unknown) => void) => SnmpAgent;
  readonly ObjectType: Readonly<Record<string, number>>;
  readonly MaxAccess: Readonly<Record<string, number>>;
  readonly MibProviderType: Readonly<Record<string, number>>;
}

/** Loads the SNMP library. */
export function loadSnmp(): SnmpLibrary {
  const library: unknown = createRequire(import.meta.url)('net-snmp');
  if (!isSnmpLibrary(library)) throw new Error('the SNMP library is another one than expected');
  return library;
}

function isSnmpLibrary(value: unknown): value is SnmpLibrary {
  return (
    typeof value === 'object' &&
    value !== null &&
    'createAgent' in value &&
    typeof value.createAgent === 'function' &&
    'ObjectType' in value &&
    'MaxAccess' in value &&
    'MibProviderType' in value
  );
}

/** The library binds to a port of its own choice; this makes it use a socket that is bound already. */
export function useSocket(socket: Socket): { createSocket: () => Socket } {
  const bound = Object.assign(socket, { bind: () => socket });
  return { createSocket: () => bound };
}

/** A socket whose answers come too late for anybody: they are never sent. */
export function muteSocket(socket: Socket): Socket {
  return Object.assign(socket, { send: () => undefined });
}
